"""Accuracy and area from a stratified random sample, with standard errors.

The estimators are those of Stehman (2014, International Journal of Remote Sensing 35) for strata that need not be the
classes of the map. Where they are, they are the ones of Olofsson et al. (2014, Remote Sensing of Environment 148,
equations 1 to 11). So a sample that was drawn on one map also judges a later one.
"""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..data.interval import wilson_interval

ROUNDING = 1e-12


@dataclass(frozen=True)
class Estimate:
    """An estimate with its 95 % interval.

    The interval is Wilson's (1927) with as many trials as a simple random sample would need for the same variance: the
    usual +-1.96 standard errors cover too seldom with some ten points a class, and not at all where all points agree.

    Attributes:
        value: in [0, 1].
        standard_error: None where the sample has one point only.
        low, high: ends of the interval, in [0, 1].
    """

    value: float
    standard_error: Optional[float]
    low: float
    high: float


class StratifiedSample:
    """Answered points with what the map says there.

    Strata without a point are left out: estimates are of the rest, and the weights are those within it.

    Args:
        stratum: (n,) the stratum of each point, n ≥ 1.
        mapped: (n,) class ids on the map that is judged.
        reference: (n,) the true class ids.
        sizes: pixels of each stratum in the whole map, by stratum.

    Attributes:
        weights: float64 (n,), what each point stands for: W_h / n_h; they sum to 1.
        covered: share of the map's pixels whose stratum has a point.
    """

    def __init__(self, stratum: np.ndarray, mapped: np.ndarray, reference: np.ndarray, sizes: dict[int, int]) -> None:
        self.mapped, self.reference = mapped, reference
        strata, self._of, self._points = np.unique(stratum, return_inverse=True, return_counts=True)
        pixels = np.array([sizes[each] for each in strata.tolist()], np.float64)
        self.covered = float(pixels.sum() / sum(sizes.values()))
        self._share = pixels / pixels.sum()
        self.weights: np.ndarray = (self._share / self._points)[self._of]

    @property
    def overall_accuracy(self) -> Estimate:
        """Share of the area that is mapped right (Olofsson et al. 2014, equations 1 and 5)."""
        return self._share_of(self.mapped == self.reference)

    def users_accuracy(self, class_id: int) -> Optional[Estimate]:
        """Share of what is mapped as a class that is this class (equations 2 and 6); None where no point is."""
        return self._ratio(self.reference == class_id, self.mapped == class_id)

    def producers_accuracy(self, class_id: int) -> Optional[Estimate]:
        """Share of a class that is mapped as this class (equations 3 and 7); None where no point is of the class."""
        return self._ratio(self.mapped == class_id, self.reference == class_id)

    def area_share(self, class_id: int) -> Estimate:
        """Share of the area that truly is of a class (equations 8 to 10)."""
        return self._share_of(self.reference == class_id)

    def proportions(self, class_ids: list[int]) -> np.ndarray:
        """The error matrix in shares of the area (equation 4): float64 (K, K), rows are the map."""
        pairs = [[(self.mapped == row) & (self.reference == column) for column in class_ids] for row in class_ids]
        return np.array([[self.weights[pair].sum() for pair in row] for row in pairs])

    def _share_of(self, is_counted: np.ndarray) -> Estimate:
        return self._estimate(float(self.weights @ is_counted), is_counted.astype(np.float64), len(is_counted))

    def _ratio(self, is_both: np.ndarray, is_in: np.ndarray) -> Optional[Estimate]:
        """Share of the area with `is_in` that has `is_both` as well: a ratio estimator."""
        if not is_in.any():
            return None
        area = float(self.weights @ is_in)
        share = float(self.weights @ (is_both & is_in)) / area
        return self._estimate(share, ((is_both & is_in) - share * is_in) / area, int(is_in.sum()))

    def _estimate(self, value: float, residuals: np.ndarray, points: int) -> Estimate:
        value = min(max(value, 0.0), 1.0)  # rounding
        error = self._standard_error(residuals)
        if error is None:
            return Estimate(value, None, 0.0, 1.0)
        is_certain = min(value, 1 - value) < ROUNDING or error < ROUNDING  # all points agree, which leaves no variance
        low, high = wilson_interval(value, points if is_certain else value * (1 - value) / error**2)
        return Estimate(value, error, min(low, value), max(high, value))

    def _standard_error(self, values: np.ndarray) -> Optional[float]:
        """Of the stratified mean of values (n,); a stratum with one point is given the variance of the whole sample."""
        if len(values) < 2:
            return None
        means = np.bincount(self._of, values) / self._points
        squares = np.bincount(self._of, (values - means[self._of]) ** 2)
        variance = np.where(self._points > 1, squares / np.maximum(self._points - 1, 1), values.var(ddof=1))
        return math.sqrt(float((self._share**2 * variance / self._points).sum()))
