"""The auxiliary losses there are, by the names that the command line and the dock use."""
from __future__ import annotations

import math

from ..config import AuxiliaryTerm
from ..errors import ConfigError
from .auxiliary import AuxiliaryLoss, LossSpec, Parameter
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


def loss_spec(term: AuxiliaryTerm) -> LossSpec:
    """The spec of a term's loss, after a look whether its name and parameters are right.

    Raises:
        ConfigError: there is no such loss or parameter, or a value is out of its range.
    """
    if term.name not in AUXILIARY_LOSSES:
        raise ConfigError(f"Unknown auxiliary loss {term.name!r}", f"choose from {', '.join(AUXILIARY_LOSSES)}, or none")
    spec = AUXILIARY_LOSSES[term.name].spec
    known = {parameter.name: parameter for parameter in spec.parameters}
    for name, value in term.parameters.items():
        if name not in known:
            remedy = f"it knows {', '.join(known)}" if known else "it has none"
            raise ConfigError(f"Auxiliary loss {term.name!r} has no parameter {name!r}", remedy)
        _check_value(term.name, known[name], value)
    return spec


def make_loss(term: AuxiliaryTerm, bands: int, classes: int) -> AuxiliaryLoss:
    """The loss of a term; raises ConfigError as loss_spec does."""
    spec = loss_spec(term)
    values = {parameter.name: term.parameters.get(parameter.name, parameter.default) for parameter in spec.parameters}
    whole = {parameter.name for parameter in spec.parameters if parameter.is_integer}
    arguments = {name: int(value) if name in whole else float(value) for name, value in values.items()}
    return AUXILIARY_LOSSES[term.name](bands, classes, **arguments)


def _check_value(loss: str, parameter: Parameter, value: float) -> None:
    is_whole = not parameter.is_integer or value == int(value)
    if not (parameter.low <= value <= parameter.high and is_whole):
        kind = "a whole number" if parameter.is_integer else "a number"
        raise ConfigError(
            f"{parameter.name} of auxiliary loss {loss!r} is {value:g}", f"give {kind} from {parameter.low:g} to {parameter.high:g}"
        )
    if parameter.step and not math.isclose(value / parameter.step, round(value / parameter.step)):
        raise ConfigError(f"{parameter.name} of auxiliary loss {loss!r} is {value:g}", f"give a multiple of {parameter.step:g}")
