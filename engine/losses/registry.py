"""The auxiliary losses by the names that the command line and the dock use."""
from __future__ import annotations

from collections.abc import Iterable

from ..models.registry import look_up
from ..schema.loss_terms import AuxiliaryTerm, complete
from ..schema.recipes import preset
from .auxiliary import AuxiliaryLoss
from .fixmatch import FixMatch
from .inpainting import Inpainting
from .jem import SegJEM
from .jigsaw import Jigsaw
from .l1 import L1
from .l2 import L2
from .latent_classes import LatentClasses
from .mumford_shah import MumfordShah
from .relaxed_kmeans import RelaxedKMeans
from .total_variation import TotalVariation

AUXILIARY_LOSSES: dict[str, type[AuxiliaryLoss]] = {
    "fixmatch": FixMatch,
    "inpainting": Inpainting,
    "jem": SegJEM,
    "jigsaw": Jigsaw,
    "l1": L1,
    "l2": L2,
    "latent-classes": LatentClasses,
    "mumford-shah": MumfordShah,
    "relaxed-kmeans": RelaxedKMeans,
    "total-variation": TotalVariation,
}


def complete_terms(terms: Iterable[AuxiliaryTerm], recipe: str = "") -> tuple[AuxiliaryTerm, ...]:
    """The terms with every number that they leave to the recipe or to their loss.

    Args:
        terms: of a configuration.
        recipe: name of its recipe; empty for the default one.

    Raises:
        ConfigError: a loss or parameter of that name does not exist, or a value is out of its range.
    """
    weights = preset(recipe).weights
    return tuple(
        complete(term, look_up(AUXILIARY_LOSSES, "auxiliary loss", term.name).spec, weights) for term in terms
    )


def make_loss(term: AuxiliaryTerm, bands: int, classes: int) -> AuxiliaryLoss:
    """The loss of a term that `complete_terms` has completed."""
    return AUXILIARY_LOSSES[term.name](bands, classes, **term.parameters)
