"""Foreign: the neighbourhood is unlike the training imagery, as another sensor, season or blur makes it."""
from __future__ import annotations

import numpy as np

from .score import OodScore, Pixels


class Foreign(OodScore):
    """Mahalanobis distance of the window's statistics of features; see models/ood_head.py."""

    sentence = "Foreign: the surroundings are unlike the training imagery"
    needs_distances = True

    def value(self, pixels: Pixels) -> np.ndarray:
        """The distance."""
        assert pixels.distances is not None
        distance: np.ndarray = pixels.distances[1]
        return distance
