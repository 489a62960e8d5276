"""What the analyst chose in the dock; goes into the project file as JSON."""
from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Optional

WHOLE_IMAGE, CANVAS, POLYGONS = "image", "canvas", "polygons"


@dataclass(frozen=True)
class Settings:
    """Everything about a run that is not the image or its labels. Empty and None mean: as the engine thinks best.

    Attributes:
        area: WHOLE_IMAGE, CANVAS or POLYGONS.
        area_layer: id of the polygon layer.
        unlabelled: ids of further raster layers to learn from.
        auxiliary: weight of each chosen auxiliary loss; None is the default recipe, an empty dict purely supervised.
        steps, minutes: the budget; at most one is set.
        keep_previous: keep the layers of the last run instead of replacing them.
        predict_after_training: go on with the map as soon as the model is there.
    """

    area: str = WHOLE_IMAGE
    area_layer: str = ""
    unlabelled: tuple[str, ...] = ()
    auxiliary: Optional[dict[str, float]] = None
    network: str = ""
    backbone: str = ""
    width: Optional[int] = None
    steps: Optional[int] = None
    minutes: Optional[float] = None
    device: str = "auto"
    seed: int = 0
    keep_previous: bool = False
    predict_after_training: bool = False


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
    if isinstance(found.get("unlabelled"), list):
        found["unlabelled"] = tuple(str(name) for name in found["unlabelled"])
    return Settings(**{name: value for name, value in found.items() if _fits(name, value)})


_TYPES: dict[str, tuple[type, ...]] = {
    "area": (str,),
    "area_layer": (str,),
    "unlabelled": (tuple,),
    "auxiliary": (dict, type(None)),
    "network": (str,),
    "backbone": (str,),
    "width": (int, type(None)),
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
    if name == "auxiliary" and value and not all(isinstance(weight, (int, float)) for weight in value.values()):
        return False
    return name in _TYPES and isinstance(value, _TYPES[name])
