"""Calibration: how well confidences agree with accuracy."""
from __future__ import annotations

import numpy as np

BINS = 15


class ReliabilityBins:
    """Confidences and correct predictions in BINS equal bins of [0, 1], added block by block."""

    def __init__(self) -> None:
        self._count = np.zeros(BINS)
        self._hits = np.zeros(BINS)
        self._confidence = np.zeros(BINS)

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

    @property
    def expected_calibration_error(self) -> float:
        """Mean of |accuracy - confidence| over the bins, weighted by their pixels; NaN without pixels.

        Guo et al. 2017, equation 3.
        """
        total = self._count.sum()
        return float(np.abs(self._hits - self._confidence).sum() / total) if total else float("nan")

    @property
    def mean_confidence(self) -> float:
        """Mean of the confidences added; NaN without pixels."""
        total = self._count.sum()
        return float(self._confidence.sum() / total) if total else float("nan")
