"""Calibration: how well confidences agree with accuracy."""
from __future__ import annotations

from typing import Any

import numpy as np

BINS = 15


class ReliabilityBins:
    """Confidences and correct predictions in BINS equal bins of [0, 1], added block by block."""

    def __init__(self) -> None:
        self._count = np.zeros(BINS)
        self._hits = np.zeros(BINS)
        self._confidence = np.zeros(BINS)
        self._squared_error = 0.0

    def add(self, confidence: np.ndarray, is_right: np.ndarray) -> None:
        """Add pixels.

        Args:
            confidence: float (n,) in [0, 1], the probability of the predicted class.
            is_right: bool (n,), whether that class is the true one.
        """
        bins = np.clip((confidence * BINS).astype(int), 0, BINS - 1)
        self._count += np.bincount(bins, minlength=BINS)
        self._hits += np.bincount(bins, is_right, minlength=BINS)
        self._confidence += np.bincount(bins, confidence, minlength=BINS)
        self._squared_error += float(np.square(confidence - is_right).sum())

    @property
    def expected_calibration_error(self) -> float:
        """Mean of |accuracy - confidence| over the bins, weighted by their pixels; NaN without pixels.

        Guo et al. 2017, equation 3.
        """
        return self._mean(np.abs(self._hits - self._confidence))

    @property
    def mean_confidence(self) -> float:
        """Mean of the confidences added; NaN without pixels."""
        return self._mean(self._confidence)

    @property
    def overconfidence(self) -> float:
        """Mean confidence minus accuracy, negative where the map is better than it says; NaN without pixels."""
        return self._mean(self._confidence - self._hits)

    @property
    def brier_score(self) -> float:
        """Mean square of the confidence minus 1 where the class is right, 0 where not; NaN without pixels.

        Brier 1950, of the event that the shown class is right.
        """
        return self._mean(np.array(self._squared_error))

    def scores(self) -> dict[str, Any]:
        """All of it, by the names that `evaluate` prints."""
        return {
            "ece": self.expected_calibration_error,
            "brier": self.brier_score,
            "mean_confidence": self.mean_confidence,
            "overconfidence": self.overconfidence,
            "reliability": self.rows(),
        }

    def rows(self) -> list[dict[str, Any]]:
        """The bins with pixels, from low to high: ends "low" and "high", "pixels", mean "confidence", "accuracy"."""
        return [
            {
                "low": k / BINS,
                "high": (k + 1) / BINS,
                "pixels": int(self._count[k]),
                "confidence": float(self._confidence[k] / self._count[k]),
                "accuracy": float(self._hits[k] / self._count[k]),
            }
            for k in np.flatnonzero(self._count).tolist()
        ]

    def _mean(self, sums: np.ndarray) -> float:
        total = self._count.sum()
        return float(sums.sum() / total) if total else float("nan")
