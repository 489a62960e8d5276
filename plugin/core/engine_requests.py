"""The dock's choices as requests of the engine, checked as far as the plugin can see."""
from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRasterLayer, QgsRectangle

from ...engine.config import AuxiliaryTerm, PredictConfig, TrainConfig, from_params, to_params
from ...engine.errors import ConfigError
from .area import extent_area, polygon_area
from .imagery import Imagery, ImageryError, read_imagery
from .label_store import LabelStore
from .scene import Scene
from .settings import ALL_ALONG, CANVAS, COMPANIONS, POLYGONS, Settings
from .translation import tr
from .workspace import model_path

Extent = tuple[QgsRectangle, QgsCoordinateReferenceSystem]


class NotReady(Exception):  # noqa: N818 (nothing went wrong yet)
    """The analyst has to do something first; str() is the sentence."""


def train_config(scene: Scene, canvas: Extent) -> TrainConfig:
    """The training that the scene describes.

    Args:
        scene: image, labels, choices.
        canvas: what the map shows, for the area of that name.

    Raises:
        ImageryError: the image, a further image or the area cannot be used.
        NotReady: there are no labels, or of one class only.
        ConfigError: a choice is out of range.
    """
    imagery = scene.require_imagery()
    _check_labels(scene.store)
    settings = scene.settings
    given = {
        "image": imagery.path,
        "labels": scene.store.path,
        "model": model_path(scene.output, settings.keep_previous),
        **imagery_params(scene, canvas),
    }
    return from_params(TrainConfig, {**given, **chosen_params(settings)})


def imagery_params(scene: Scene, canvas: Extent) -> dict[str, Any]:
    """Which imagery a training learns from, besides the image itself; raises ImageryError as train_config does."""
    imagery = scene.require_imagery()
    return {
        "unlabelled": _unlabelled(scene.project, scene.settings, imagery),
        "bands": scene.bands,
        "area": _area(scene.project, scene.settings, imagery, canvas),
    }


def predict_config(scene: Scene, canvas: Extent, output: str) -> PredictConfig:
    """The map that the scene describes, to be written to a folder.

    Raises:
        ImageryError: the image or the area cannot be used.
        NotReady: there is no model.
        ConfigError: a choice is out of range.
    """
    imagery = scene.require_imagery()
    if not scene.memory.model:
        raise NotReady(tr("The image {} has no model yet: click Train first, or open a model file.").format(imagery.name))
    return map_config(scene, canvas, scene.memory.model, output)


def map_config(scene: Scene, canvas: Extent, model: str, output: str) -> PredictConfig:
    """The map of the scene's image and area with any model; raises as predict_config does."""
    imagery = scene.require_imagery()
    area = _area(scene.project, scene.settings, imagery, canvas)
    return PredictConfig(imagery.path, model, output, area=area, device=scene.settings.device)


def auxiliary_term(settings: Settings, name: str) -> AuxiliaryTerm:
    """An auxiliary loss with the weight, the parameters and the times that the analyst gave it, chosen or not."""
    return AuxiliaryTerm(name, settings.weights.get(name), dict(settings.parameters.get(name, {})), *settings.times.get(name, ALL_ALONG))


def chosen_params(settings: Settings) -> dict[str, Any]:
    """What the analyst decided; the rest is left to the preset, and where it is silent to the engine's defaults."""
    choices = {
        "preset": settings.preset or None,
        "auxiliary": _auxiliary(settings),
        "network": settings.network or None,
        "backbone": settings.backbone or None,
        "width": settings.width,
        **chosen_companions(settings),
        "weights": settings.start_from or None,
        "steps": settings.steps,
        "minutes": settings.minutes,
        "device": settings.device,
        "seed": settings.seed,
    }
    return {name: value for name, value in choices.items() if value is not None}


def recipe_params(settings: Settings, **instead: Any) -> dict[str, Any]:
    """The parameters of a training with these settings whatever it learns from; none where a choice is out of range.

    Args:
        instead: parameters that differ from the settings.
    """
    files = {"image": "any", "labels": "any", "model": "any.safetensors"}
    try:
        return to_params(from_params(TrainConfig, {**files, **chosen_params(settings), **instead}))
    except ConfigError:
        return {}


def companions(settings: Settings) -> dict[str, Any]:
    """What comes with the auxiliary losses (see COMPANIONS), chosen or not, as it will be."""
    params = recipe_params(settings)
    return {name: params.get(name, getattr(settings, name)) for name in COMPANIONS}


def chosen_companions(settings: Settings) -> dict[str, Any]:
    """What the analyst chose of it, None for what is left to the losses."""
    return {name: None if getattr(settings, name) == left else getattr(settings, name) for name, left in COMPANIONS.items()}


def _check_labels(store: Optional[LabelStore]) -> None:
    if store is None:
        raise NotReady(tr("There are no labels yet: start them under Labels and paint strokes of at least two classes."))
    if store.layer.isModified():
        raise NotReady(tr("The labels have edits that are not saved: save or cancel them in QGIS, then train."))
    painted = {class_id for class_id, count in store.statistics().items() if count.strokes}
    if not painted:
        raise NotReady(tr("Nothing is painted yet: paint strokes of at least two classes."))
    if len(painted) == 1:
        only = next(entry.name for entry in store.classes if entry.class_id in painted)
        raise NotReady(tr("All strokes are of one class ({}): paint at least one more class.").format(only))


def _unlabelled(project: QgsProject, settings: Settings, imagery: Imagery) -> tuple[str, ...]:
    paths = []
    for layer_id in settings.unlabelled:
        layer = project.mapLayer(layer_id)
        if not isinstance(layer, QgsRasterLayer):
            continue  # removed from the project, so removed from the choice
        path = read_imagery(layer).path
        if path != imagery.path and path not in paths:
            paths.append(path)
    return tuple(paths)


def _area(project: QgsProject, settings: Settings, imagery: Imagery, canvas: Extent) -> str:
    if settings.area == CANVAS:
        return extent_area(*canvas, imagery, project.transformContext())
    if settings.area == POLYGONS:
        layer = project.mapLayer(settings.area_layer)
        if layer is None:
            raise ImageryError(tr("No polygon layer is chosen for the area: choose one, or take the whole image."))
        return polygon_area(layer, imagery, project.transformContext())
    return ""


def _auxiliary(settings: Settings) -> Optional[tuple[AuxiliaryTerm, ...]]:
    if settings.auxiliary is None:
        return None
    return tuple(auxiliary_term(settings, name) for name in settings.auxiliary)
