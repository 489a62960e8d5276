"""A correction of the confidence layer that check points taught: monotone, on the log-odds, value by stored value."""
from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..schema.decode import decode
from ..schema.errors import ConfigError
from ..schema.model_card import PostProcessing
from .layers import CALIBRATED_TAG, NO, NO_SHARE, SHARE_SCALE, YES

# Of a confidence layer: slope and intercept that are in its values, and what tells its model from others.
CORRECTION_TAG, MODEL_TAG = "BERUNDA_CONFIDENCE_CORRECTION", "BERUNDA_MODEL"
HALF_STEP = SHARE_SCALE / 2  # what is stored as 0 or 1 is this far from it at most


@dataclass(frozen=True)
class ConfidenceCorrection:
    """P(right) = sigmoid(slope x logit(confidence) + intercept); slope is positive."""

    slope: float = 1.0
    intercept: float = 0.0

    @property
    def is_none(self) -> bool:
        """Whether it changes nothing."""
        return self == ConfidenceCorrection()

    @classmethod
    def of_tags(cls, tags: Mapping[str, str]) -> ConfidenceCorrection:
        """The correction that the values of a confidence layer have already."""
        try:
            return cls(*decode(tuple[float, float], json.loads(tags.get(CORRECTION_TAG, "[1.0, 0.0]")), CORRECTION_TAG))
        except (ConfigError, ValueError):
            return cls()  # another program's tag

    def apply(self, confidence: np.ndarray) -> np.ndarray:
        """Corrected confidence, float64 like its argument, in (0, 1)."""
        return 1 / (1 + np.exp(-(self.slope * logit(confidence) + self.intercept)))

    def undo(self, confidence: np.ndarray) -> np.ndarray:
        """The confidence before the correction."""
        if self.is_none:
            return confidence
        return ConfidenceCorrection(1 / self.slope, -self.intercept / self.slope).apply(confidence)

    def table(self, present: ConfidenceCorrection) -> np.ndarray:
        """What each stored value of a confidence layer becomes: uint8 (256,); NO_SHARE stays.

        Args:
            present: the correction that the values have already.
        """
        stored = np.arange(NO_SHARE + 1)
        if self == present:
            return stored.astype(np.uint8)
        shares = np.clip(stored * SHARE_SCALE, 0, 1)
        corrected = np.rint(self.apply(present.undo(shares)) / SHARE_SCALE).astype(np.uint8)
        return np.where(stored == NO_SHARE, NO_SHARE, corrected).astype(np.uint8)


def confidence_tags(record: PostProcessing) -> dict[str, str]:
    """The tags of a confidence layer that a model makes."""
    fitted = json.dumps([record.temperature, record.class_shift, record.ood], sort_keys=True)  # to every training anew
    tags = {
        MODEL_TAG: hashlib.sha256(fitted.encode()).hexdigest()[:16],
        CALIBRATED_TAG: YES if record.is_calibrated else NO,
    }
    if record.confidence_correction:
        tags[CORRECTION_TAG] = json.dumps(record.confidence_correction)
    return tags


def logit(confidence: np.ndarray) -> np.ndarray:
    """Log-odds of stored confidences, half a step away from 0 and 1 at least; NaN stays."""
    inside = np.clip(np.asarray(confidence, np.float64), HALF_STEP, 1 - HALF_STEP)
    return np.log(inside / (1 - inside))
