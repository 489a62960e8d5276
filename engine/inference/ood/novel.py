"""Novel here: unlike every labelled class, whether or not it is common in the image."""
from __future__ import annotations

import numpy as np

from .score import OodScore, Pixels


class NovelHere(OodScore):
    """Relative Mahalanobis distance (Ren et al. 2021) of a cell's features; see models/ood_head.py."""

    sentence = "Novel here: unlike every labelled class"
    needs_distances = True

    def value(self, pixels: Pixels) -> np.ndarray:
        """The distance."""
        assert pixels.distances is not None
        distance: np.ndarray = pixels.distances[0]
        return distance
