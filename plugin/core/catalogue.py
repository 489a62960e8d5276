"""What the engine offers, as its hello says it: the choices of the dock are read from here and nowhere else."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...engine.protocol import Hello


@dataclass(frozen=True)
class Choice:
    """A network or backbone: its name and one sentence about it."""

    name: str
    sentence: str


@dataclass(frozen=True)
class Parameter:
    """A number that shapes a loss: what turning it up does, and the range [low, high] that makes sense."""

    name: str
    default: float
    low: float
    high: float
    sentence: str = ""
    is_integer: bool = False


@dataclass(frozen=True)
class AuxiliaryLoss:
    """An auxiliary loss: one plain sentence, the weight it takes by default and the range that makes sense.

    Attributes:
        parameters: what can be set besides the weight.
        is_experimental: whether the analyst should be warned.
    """

    name: str
    sentence: str
    default_weight: float
    weight_range: tuple[float, float]
    in_default_recipe: bool
    parameters: tuple[Parameter, ...] = ()
    is_experimental: bool = False


@dataclass(frozen=True)
class Device:
    """Something to compute on, and in words what it is or why it cannot be used."""

    name: str
    available: bool
    description: str


@dataclass(frozen=True)
class Catalogue:
    """What the engine offers.

    Attributes:
        engine: its version.
        recipe: weight of each auxiliary loss of the default recipe.
        defaults: the engine's other defaults by name: network, backbone, width, steps, seed.
    """

    engine: str
    networks: tuple[Choice, ...]
    backbones: tuple[Choice, ...]
    auxiliary_losses: tuple[AuxiliaryLoss, ...]
    devices: tuple[Device, ...]
    recipe: dict[str, float]
    defaults: dict[str, Any]


def catalogue_of(hello: Hello) -> Catalogue:
    """The catalogue in a worker's hello; what a worker leaves out is empty."""
    offer = hello.catalogue
    defaults = offer.get("defaults", {})
    return Catalogue(
        engine=hello.engine,
        networks=_choices(offer.get("networks", ())),
        backbones=_choices(offer.get("backbones", ())),
        auxiliary_losses=tuple(_loss(entry) for entry in offer.get("auxiliary_losses", ())),
        devices=tuple(
            Device(entry["name"], bool(entry.get("available", True)), entry.get("description", "")) for entry in offer.get("devices", ())
        ),
        recipe={term["name"]: term.get("weight") for term in defaults.get("auxiliary", ())},
        defaults=dict(defaults),
    )


def _choices(entries: Any) -> tuple[Choice, ...]:
    return tuple(Choice(entry["name"], entry.get("sentence", "")) for entry in entries)


def _loss(entry: dict[str, Any]) -> AuxiliaryLoss:
    weight = float(entry.get("default_weight", 1.0))
    low, high = entry.get("weight_range", (0.0, max(1.0, 10 * weight)))
    return AuxiliaryLoss(
        name=entry["name"],
        sentence=entry.get("sentence", ""),
        default_weight=weight,
        weight_range=(float(low), float(high)),
        in_default_recipe=bool(entry.get("in_default_recipe")),
        parameters=tuple(_parameter(found) for found in entry.get("parameters", ())),
        is_experimental=bool(entry.get("is_experimental")),
    )


def _parameter(entry: dict[str, Any]) -> Parameter:
    default, low, high = (float(entry[name]) for name in ("default", "low", "high"))
    return Parameter(entry["name"], default, low, high, entry.get("sentence", ""), bool(entry.get("is_integer")))
