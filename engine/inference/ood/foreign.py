"""Foreign: the neighbourhood is unlike the training imagery, as another sensor, season or blur makes it."""
from __future__ import annotations

from typing import Any

from .score import DistanceScore, Pixels

# times the distances of the training area: other scenes of a flight lie beyond it, by less than this where they hold
# what it holds; imagery of other sensors, blurred or on another scale lies farther (docs/ood.md)
ALLOWANCE = 1.5


class Foreign(DistanceScore):
    """Mahalanobis distance of the window's statistics of features; see models/ood_head.py."""

    sentence = "Foreign: the surroundings are unlike the training imagery"
    channel = 1

    def fit(self, pixels: Pixels) -> dict[str, Any]:
        """See OodScore; the quantiles include the allowance."""
        return {"quantiles": [ALLOWANCE * quantile for quantile in super().fit(pixels)["quantiles"]]}
