"""What the analyst chose in the dock; goes into the project file as JSON."""
from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Optional, Union

from ...engine import config
from ...engine.config import AUTO_WEIGHT, MAX_WEIGHT, AuxiliaryTerm

Weight = Union[float, str]
Times = tuple[float, float]
ALL_ALONG: Times = (0.0, 1.0)
WHOLE_IMAGE, CANVAS, POLYGONS = "image", "canvas", "polygons"


@dataclass(frozen=True)
class Settings:
    """Everything about a run that is not the image or its labels. Empty and None mean: as the preset or else the engine thinks best.

    Attributes:
        area: WHOLE_IMAGE, CANVAS or POLYGONS.
        area_layer: id of the polygon layer.
        unlabelled: ids of further raster layers to learn from.
        preset: name of the recipe to start from, or empty.
        auxiliary: names of the chosen auxiliary losses; None is the recipe's, an empty tuple purely supervised.
        weights: what an auxiliary loss counts, chosen or not, where it is not its default: a number or AUTO_WEIGHT.
        parameters: values of an auxiliary loss's own parameters, by loss and name, where they are not the defaults.
        times: shares of the training at which an auxiliary loss starts and ends, chosen or not, where that is not ALL_ALONG.
        class_prior, probe, predict_turns: how frequent the classes are, whether a probe votes, and in how many orientations a map is
            looked at; empty and None as it comes with the losses.
        start_from: path of a model or of an encoder's weights to start from; empty starts as the backbone does.
        steps, minutes: the budget; at most one is set.
        keep_previous: keep the layers of the last run instead of replacing them.
        predict_after_training: go on with the map as soon as the model is there.
    """

    area: str = WHOLE_IMAGE
    area_layer: str = ""
    unlabelled: tuple[str, ...] = ()
    preset: str = ""
    auxiliary: Optional[tuple[str, ...]] = None
    weights: dict[str, Weight] = field(default_factory=dict)
    parameters: dict[str, dict[str, float]] = field(default_factory=dict)
    times: dict[str, Times] = field(default_factory=dict)
    network: str = ""
    backbone: str = ""
    width: Optional[int] = None
    class_prior: str = ""
    probe: Optional[bool] = None
    predict_turns: Optional[int] = None
    start_from: str = ""
    steps: Optional[int] = None
    minutes: Optional[float] = None
    device: str = "auto"
    seed: int = 0
    keep_previous: bool = False
    predict_after_training: bool = False


# What comes with the auxiliary losses, left to them: the changes that undo a choice of it.
COMPANIONS: dict[str, Any] = {name: getattr(Settings, name) for name in config.COMPANIONS}


def changes_to(settings: Settings, terms: Iterable[AuxiliaryTerm]) -> dict[str, Any]:
    """The changes that choose these auxiliary losses with their numbers; those of the others stay."""
    chosen = {term.name: term for term in terms}
    weights = {name: weight for name, weight in settings.weights.items() if name not in chosen}
    parameters = {name: values for name, values in settings.parameters.items() if name not in chosen}
    times = {name: shares for name, shares in settings.times.items() if name not in chosen}
    weights.update({name: term.weight for name, term in chosen.items() if term.weight is not None})
    parameters.update({name: dict(term.parameters) for name, term in chosen.items() if term.parameters})
    times.update({name: (term.start, term.end) for name, term in chosen.items() if (term.start, term.end) != ALL_ALONG})
    return {"auxiliary": tuple(chosen), "weights": weights, "parameters": parameters, "times": times}


def numbers_forgotten() -> dict[str, Any]:
    """The changes that leave every auxiliary loss with the numbers of the recipe, or else its own defaults."""
    return {"weights": {}, "parameters": {}, "times": {}}


def settings_to_json(settings: Settings) -> str:
    """One line of JSON."""
    return json.dumps(asdict(settings))


def settings_from_json(text: str) -> Settings:
    """The settings in a project file; what is missing, unknown or of another type there stays at its default."""
    try:
        found = json.loads(text)
    except ValueError:
        return Settings()
    if not isinstance(found, dict):
        return Settings()
    if isinstance(found.get("auxiliary"), dict) and _fits("weights", found["auxiliary"]):  # older projects kept name and weight together
        found["weights"] = found["auxiliary"]
        found["auxiliary"] = list(found["auxiliary"])
    for name in ("unlabelled", "auxiliary"):
        if isinstance(found.get(name), list):
            found[name] = tuple(str(entry) for entry in found[name])
    if isinstance(found.get("times"), dict):
        found["times"] = {name: tuple(shares) if isinstance(shares, list) else shares for name, shares in found["times"].items()}
    return Settings(**{name: value for name, value in found.items() if _fits(name, value)})


_TYPES: dict[str, tuple[type, ...]] = {
    "area": (str,),
    "area_layer": (str,),
    "unlabelled": (tuple,),
    "preset": (str,),
    "auxiliary": (tuple, type(None)),
    "weights": (dict,),
    "parameters": (dict,),
    "times": (dict,),
    "network": (str,),
    "backbone": (str,),
    "width": (int, type(None)),
    "class_prior": (str,),
    "probe": (bool, type(None)),
    "predict_turns": (int, type(None)),
    "start_from": (str,),
    "steps": (int, type(None)),
    "minutes": (int, float, type(None)),
    "device": (str,),
    "seed": (int,),
    "keep_previous": (bool,),
    "predict_after_training": (bool,),
}


def _fits(name: str, value: Any) -> bool:
    if name == "area" and value not in (WHOLE_IMAGE, CANVAS, POLYGONS):
        return False
    if name not in _TYPES or not isinstance(value, _TYPES[name]):
        return False
    if name == "weights":
        return all(weight == AUTO_WEIGHT or (_is_number(weight) and 0 <= weight <= MAX_WEIGHT) for weight in value.values())
    if name == "parameters":
        return all(isinstance(found, dict) and all(map(_is_number, found.values())) for found in value.values())
    if name == "times":
        return all(map(_are_times, value.values()))
    return True


def _are_times(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and all(map(_is_number, value)) and 0 <= value[0] < value[1] <= 1


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
