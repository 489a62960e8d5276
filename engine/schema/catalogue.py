"""What the engine offers, as the worker's hello carries it to the plugin and the command line lists it."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from .config import TrainConfig
from .loss_terms import AuxiliaryTerm, LossSpec, complete
from .recipes import PRESETS, preset
from .setting import settings_of


@dataclass(frozen=True)
class NetworkInfo:
    """A network and one sentence about it."""

    name: str
    sentence: str = ""


@dataclass(frozen=True)
class BackboneInfo:
    """A backbone and one sentence about it.

    Attributes:
        is_pretrained: whether it comes with weights of another training.
        keeps_weights: whether its encoder keeps such weights unless told otherwise.
    """

    name: str
    sentence: str = ""
    is_pretrained: bool = False
    keeps_weights: bool = False


@dataclass(frozen=True)
class DeviceInfo:
    """A kind of device; description says what it is, or why it cannot be used."""

    name: str
    available: bool = True
    description: str = ""


@dataclass(frozen=True)
class Catalogue:
    """What there is to choose from: networks, backbones, auxiliary losses, devices."""

    networks: tuple[NetworkInfo, ...] = ()
    backbones: tuple[BackboneInfo, ...] = ()
    auxiliary_losses: tuple[LossSpec, ...] = ()
    devices: tuple[DeviceInfo, ...] = ()

    def loss(self, name: str) -> Optional[LossSpec]:
        """The loss of a name, or None where the engine has none."""
        return next((loss for loss in self.auxiliary_losses if loss.name == name), None)

    def complete(self, term: AuxiliaryTerm, recipe: str) -> AuxiliaryTerm:
        """The term with every number that it leaves to the recipe or to its loss; raises ConfigError."""
        spec = self.loss(term.name)
        return term if spec is None else complete(term, spec, preset(recipe).weights)

    def can_probe(self, backbone: str, has_start: bool) -> bool:
        """Whether a feature probe can vote: the encoder keeps weights that it has, or that a file gives it."""
        chosen = next((entry for entry in self.backbones if entry.name == backbone), BackboneInfo(backbone))
        return chosen.keeps_weights and (chosen.is_pretrained or has_start)


def list_presets() -> list[dict[str, Any]]:
    """The recipes with sentence, source and every setting, JSON-ready; auxiliary losses as on the command line."""
    return [
        {
            "name": name,
            "sentence": entry.sentence,
            "source": entry.source,
            "settings": {**entry.settings, "auxiliary": [str(term) for term in entry.settings["auxiliary"]]},
            "weights": entry.weights,
        }
        for name, entry in PRESETS.items()
    ]


def list_settings() -> list[dict[str, Any]]:
    """The settings of a training, JSON-ready: name, option, default, valid values, unit and sentence."""
    return [
        {
            "name": name,
            "option": each.flag,
            "default": None if each.is_required else _plain(each.default),
            "values": each.valid_values,
            "unit": each.unit,
            "sentence": each.sentence,
        }
        for name, each in settings_of(TrainConfig).items()
    ]


def _plain(value: Any) -> Any:
    """A default as JSON has it."""
    return (
        [str(item) if isinstance(item, AuxiliaryTerm) else item for item in value]
        if isinstance(value, tuple)
        else value
    )
