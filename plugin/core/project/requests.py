"""The dock's choices as requests of the engine, checked as far as the plugin can see."""
from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRasterLayer, QgsRectangle

from ....engine.schema.config import PredictConfig, TrainConfig
from ....engine.schema.recipes import train_config
from ....engine.schema.setting import from_params
from ..labels.store import LabelStore
from ..results.folders import model_path
from ..translation import tr
from .area import extent_area, polygon_area
from .imagery import Imagery, ImageryError, read_imagery
from .scene import Scene
from .settings import CANVAS, POLYGONS, Settings

Extent = tuple[QgsRectangle, QgsCoordinateReferenceSystem]


class NotReady(Exception):  # noqa: N818 (nothing went wrong yet)
    """The analyst has to do something first; str() is the sentence."""


def training_config(scene: Scene, canvas: Extent, settings: Optional[Settings] = None) -> TrainConfig:
    """The training that the dock describes.

    Args:
        scene: image, labels, choices.
        canvas: what the map shows, for the area of that name.
        settings: instead of the scene's.

    Raises:
        ImageryError: the image, a further image or the area cannot be used.
        NotReady: there are no labels, or of one class only.
        ConfigError: a choice is out of range.
    """
    settings = settings or scene.settings
    imagery = scene.require_imagery()
    check_labels(scene.store)
    files = {
        "image": imagery.path,
        "labels": scene.store.path,
        "model": model_path(scene.output, settings.keep_previous),
    }
    return train_config({**settings.params(), **files, **imagery_params(scene, canvas, settings)})


def imagery_params(scene: Scene, canvas: Extent, settings: Optional[Settings] = None) -> dict[str, Any]:
    """Which imagery a training uses besides the image itself; arguments and errors as of training_config."""
    settings = settings or scene.settings
    imagery = scene.require_imagery()
    return {
        "unlabelled": _unlabelled(scene.project, settings, imagery),
        "bands": scene.bands,
        "area": _area(scene.project, settings, imagery, canvas),
    }


def prediction_params(
    scene: Scene, canvas: Extent, output: str, model: str = "", settings: Optional[Settings] = None
) -> dict[str, Any]:
    """The parameters of the map that the dock describes; those that it does not show are the model's own.

    Args:
        scene: image and choices.
        canvas: what the map shows, for the area of that name.
        output: folder to write to.
        model: path of any model; the scene's when not given.
        settings: instead of the scene's.

    Raises:
        ImageryError: the image or the area cannot be used.
        NotReady: there is no model.
        ConfigError: a choice is out of range.
    """
    imagery = scene.require_imagery()
    model = model or scene.memory.model
    if not model:
        raise NotReady(
            tr("The image {} has no model yet: click Train first, or open a model file.").format(imagery.name)
        )
    settings = settings or scene.settings
    area = _area(scene.project, settings, imagery, canvas)
    params = {
        "image": imagery.path,
        "model": model,
        "output": output,
        "area": area,
        "device": settings.value("device"),
    }
    from_params(PredictConfig, params)
    return params


def check_labels(store: Optional[LabelStore]) -> None:
    """Raises NotReady where there are no labels to learn from, of one class only, or not saved."""
    if store is None:
        raise NotReady(
            tr("There are no labels yet: start them under Labels and paint strokes of at least two classes.")
        )
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
