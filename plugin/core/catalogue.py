"""What the engine offers, as its hello says it: the choices of the dock are read from here and nowhere else."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Optional

from ...engine.config import AuxiliaryTerm
from ...engine.protocol import Hello
from .settings import Settings


@dataclass(frozen=True)
class Choice:
    """A network or backbone: its name and one sentence about it.

    Attributes:
        is_pretrained: it brings weights from another training. keeps_weights: those that it has, it keeps.
    """

    name: str
    sentence: str
    is_pretrained: bool = False
    keeps_weights: bool = False


@dataclass(frozen=True)
class Parameter:
    """A number that shapes a loss: what turning it up does, and the range [low, high] that makes sense; of a step, if any, multiples."""

    name: str
    default: float
    low: float
    high: float
    sentence: str = ""
    is_integer: bool = False
    step: float = 0


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
class Preset:
    """A whole recipe by name.

    Attributes:
        settings: what it decides, as fields of TrainConfig.
        auxiliary: its auxiliary losses; None leaves them at the default.
        weights: of losses that are chosen without one, by name; the others are at their defaults.
    """

    name: str
    sentence: str
    settings: dict[str, Any] = field(default_factory=dict)
    auxiliary: Optional[tuple[AuxiliaryTerm, ...]] = None
    weights: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Catalogue:
    """What the engine offers.

    Attributes:
        engine: its version.
        recipe: the auxiliary losses of the default recipe.
        defaults: the engine's other defaults by name: network, backbone, width, steps, seed.
    """

    engine: str
    networks: tuple[Choice, ...]
    backbones: tuple[Choice, ...]
    auxiliary_losses: tuple[AuxiliaryLoss, ...]
    devices: tuple[Device, ...]
    recipe: tuple[AuxiliaryTerm, ...]
    defaults: dict[str, Any]
    presets: tuple[Preset, ...] = ()

    def preset(self, name: str) -> Preset:
        """The preset of that name; one that decides nothing where there is none."""
        return next((preset for preset in self.presets if preset.name == name), Preset(name, ""))

    def defaults_of(self, preset: str) -> dict[str, Any]:
        """The engine's defaults, or what the preset puts in their place."""
        return {**self.defaults, **self.preset(preset).settings}

    def recipe_of(self, preset: str) -> tuple[AuxiliaryTerm, ...]:
        """The auxiliary losses that train where the analyst chooses none."""
        chosen = self.preset(preset).auxiliary
        return self.recipe if chosen is None else chosen

    def can_probe(self, settings: Settings) -> bool:
        """Whether a linear probe can vote with these settings: its backbone keeps weights that it brings, or that a file brings."""
        name = settings.backbone or self.defaults_of(settings.preset).get("backbone", "")
        chosen = next((backbone for backbone in self.backbones if backbone.name == name), Choice(name, ""))
        return chosen.keeps_weights and (chosen.is_pretrained or bool(settings.start_from))

    def filled(self, term: AuxiliaryTerm) -> AuxiliaryTerm:
        """The term with its loss's defaults for what it leaves open."""
        loss = next((loss for loss in self.auxiliary_losses if loss.name == term.name), None)
        if loss is None:
            return term
        parameters = {parameter.name: parameter.default for parameter in loss.parameters}
        weight = loss.default_weight if term.weight is None else term.weight
        return replace(term, weight=weight, parameters={**parameters, **term.parameters})


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
        recipe=tuple(AuxiliaryTerm(term["name"], term.get("weight")) for term in defaults.get("auxiliary", ())),
        defaults=dict(defaults),
        presets=tuple(_preset(entry) for entry in offer.get("presets", ())),
    )


def _choices(entries: Iterable[dict[str, Any]]) -> tuple[Choice, ...]:
    flags = ("is_pretrained", "keeps_weights")
    return tuple(Choice(entry["name"], entry.get("sentence", ""), *(bool(entry.get(flag)) for flag in flags)) for entry in entries)


def _preset(entry: dict[str, Any]) -> Preset:
    settings = dict(entry.get("settings", {}))
    terms = settings.pop("auxiliary", None)
    auxiliary = None if terms is None else tuple(AuxiliaryTerm.parse(term) for term in terms)
    return Preset(entry["name"], entry.get("sentence", ""), settings, auxiliary, dict(entry.get("weights", {})))


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
    step = float(entry.get("step", 0))
    return Parameter(entry["name"], default, low, high, entry.get("sentence", ""), bool(entry.get("is_integer")), step)
