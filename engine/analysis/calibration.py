"""How far confidences can be trusted."""
from __future__ import annotations

import numpy as np

BINS = 15


class ReliabilityBins:
    """Confidences and hits in BINS equal bins of [0, 1], gathered block by block."""

    def __init__(self) -> None:
        self._count = np.zeros(BINS)
        self._hits = np.zeros(BINS)
        self._confidence = np.zeros(BINS)

    def add(self, confidence: np.ndarray, is_right: np.ndarray) -> None:
        """Adds pixels: the probability given to the shown class, (n,) in [0, 1], and whether that class was right, bool (n,)."""
        bins = np.clip((confidence * BINS).astype(int), 0, BINS - 1)
        self._count += np.bincount(bins, minlength=BINS)
        self._hits += np.bincount(bins, is_right, minlength=BINS)
        self._confidence += np.bincount(bins, confidence, minlength=BINS)

    @property
    def expected_calibration_error(self) -> float:
        """Mean of |accuracy - confidence| over the bins, weighted by their pixels (Guo et al. 2017, eq. 3); NaN without pixels."""
        total = self._count.sum()
        return float(np.abs(self._hits - self._confidence).sum() / total) if total else float("nan")

    @property
    def mean_confidence(self) -> float:
        """Mean of the confidences added; NaN without pixels."""
        total = self._count.sum()
        return float(self._confidence.sum() / total) if total else float("nan")
