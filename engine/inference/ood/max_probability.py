"""One minus the largest probability (Hendrycks and Gimpel 2017)."""
from __future__ import annotations

import numpy as np

from ..confidence import max_probability
from .score import OodScore, Pixels


class MaxProbability(OodScore):
    """How unsure the classifier is; between two known classes it is unsure as well."""

    sentence = "Out-of-distribution score by one minus the largest probability"

    def value(self, pixels: Pixels) -> np.ndarray:
        """In [0, 1 - 1 / K]."""
        return 1 - max_probability(pixels.logits, 1.0)
