"""Stratified random sampling of pixels by mapped class, in one pass over a raster of any size."""
from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..data.class_map import UNCLASSIFIED, VALUES
from ..data.window import PixelWindow
from ..schema.check_config import EQUAL


def allocate(pixels: Mapping[int, int], count: int, allocation: str, minimum: int) -> dict[int, int]:
    """Points for each class.

    Classes whose share of the points would be below the minimum get the minimum, the others share what is left by their
    area; shares are rounded by the largest remainder. A class never gets more points than it has pixels.

    Args:
        pixels: by class id, at least one class and one pixel each.
        count: points in all; fewer are drawn where there are fewer pixels.
        allocation: PROPORTIONAL or EQUAL.
        minimum: points of a class; lowered to an equal share of count where it does not suffice for all.
    """
    size = np.array(list(pixels.values()), np.float64)
    weight = np.ones(len(size)) if allocation == EQUAL else size
    low = np.minimum(min(minimum, count // len(size)), size)
    shares = _bounded_shares(weight, low, size, min(count, size.sum()))
    points = np.floor(shares).astype(np.int64)
    missing = round(float(shares.sum())) - int(points.sum())
    points[np.argsort(points - shares, kind="stable")[:missing]] += 1
    return dict(zip(pixels, points.tolist()))


def _bounded_shares(weight: np.ndarray, low: np.ndarray, high: np.ndarray, total: float) -> np.ndarray:
    """Shares of a total in proportion to weights, clipped to [low, high]: the factor that does it, by bisection."""
    smallest, largest = 0.0, float((high / weight).max())
    for _ in range(200):
        factor = (smallest + largest) / 2
        if np.clip(factor * weight, low, high).sum() < total:
            smallest = factor
        else:
            largest = factor
    return np.asarray(np.clip(largest * weight, low, high).round(6))  # whole numbers stay whole


class ClassReservoirs:
    """A uniform random sample without replacement of the pixels of every class, taken block by block.

    Every pixel gets a random key, and of each class those with the smallest keys stay, in their order: any number of
    the first is a uniform sample as well.

    Args:
        size: pixels to keep of each class, at most.
        rng: source of the random keys.

    Attributes:
        pixels: int64 (VALUES,), the pixels of each class id that were added.
    """

    def __init__(self, size: int, rng: np.random.Generator) -> None:
        self._size, self._rng = size, rng
        self.pixels = np.zeros(VALUES, np.int64)
        self._bound = np.full(VALUES, np.inf)  # keys from here on cannot stay
        self._kept: dict[int, tuple[np.ndarray, np.ndarray]] = {}  # keys, and places (n, 2)

    def add(self, ids: np.ndarray, window: PixelWindow) -> None:
        """Add a block.

        Args:
            ids: class ids, int64 (height, width); UNCLASSIFIED is not sampled.
            window: its place on the raster.
        """
        self.pixels += np.bincount(ids.ravel(), minlength=VALUES)
        keys = self._rng.random(ids.shape)
        rows, cols = np.nonzero((keys < self._bound[ids]) & (ids != UNCLASSIFIED))
        found = ids[rows, cols]
        for class_id in np.unique(found).tolist():
            is_own = found == class_id
            places = np.column_stack([rows[is_own] + window.row, cols[is_own] + window.col])
            self._keep(class_id, keys[rows[is_own], cols[is_own]], places)

    def places(self, class_id: int) -> np.ndarray:
        """The sample of a class in random order: int64 (n, 2) of (row, col)."""
        return self._kept[class_id][1]

    def _keep(self, class_id: int, keys: np.ndarray, places: np.ndarray) -> None:
        if class_id in self._kept:
            keys = np.concatenate([self._kept[class_id][0], keys])
            places = np.concatenate([self._kept[class_id][1], places])
        order = np.argsort(keys)[: self._size]
        self._kept[class_id] = keys[order], places[order]
        if len(order) == self._size:
            self._bound[class_id] = keys[order[-1]]
