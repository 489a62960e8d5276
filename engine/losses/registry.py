"""The auxiliary losses there are, by the names that the command line and the dock use."""
from __future__ import annotations

from .auxiliary import AuxiliaryLoss
from .l1 import L1
from .relaxed_kmeans import RelaxedKMeans
from .total_variation import TotalVariation

AUXILIARY_LOSSES: dict[str, type[AuxiliaryLoss]] = {
    "l1": L1,
    "relaxed-kmeans": RelaxedKMeans,
    "total-variation": TotalVariation,
}
