"""The fusion: whichever of *novel here* and *foreign* is the less usual."""
from __future__ import annotations

import numpy as np

from ...schema.ood_scores import FOREIGN, NOVEL
from .score import OodScore, Pixels


class Fusion(OodScore):
    """The larger of both scores, ranked again: of two, one is high more often."""

    sentence = "Out-of-distribution score: 0 like the training area, 1 unlike anything in it"
    needs_distances = True

    def value(self, pixels: Pixels) -> np.ndarray:
        """The larger score; both must be known."""
        larger: np.ndarray = np.maximum(pixels.scores[NOVEL], pixels.scores[FOREIGN])
        return larger
