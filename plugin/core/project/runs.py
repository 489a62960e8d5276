"""Training and predicting from the dock, and what becomes of their results."""
from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from typing import Any, Optional

from qgis.core import QgsRasterLayer

from ....engine.schema.setting import to_params
from ..results.folders import (
    MODEL_NAME,
    RESULT_NAMES,
    duplicate,
    model_path,
    move_results,
    results_folder,
    writing_folder,
)
from ..results.layers import ResultFiles, ResultLayersError, add_result_layers, release_result_layers
from ..translation import tr
from .engine_session import EngineSession
from .requests import NotReady, prediction_params, training_config
from .scene import Scene
from .settings import Settings


@dataclass(frozen=True)
class Origin:
    """What a run was started for; meanwhile the analyst may choose another image or close the project.

    Attributes:
        image: path of the image.
        layer_id: of the image's layer.
        project_number: of the scene.
    """

    scene: Scene
    image: str
    layer_id: str
    project_number: int

    @classmethod
    def of(cls, scene: Scene) -> Origin:
        """The present image of a scene; raises ImageryError where there is none."""
        imagery = scene.require_imagery()
        return cls(scene, imagery.path, imagery.layer_id, scene.project_number)

    @property
    def has_project(self) -> bool:
        """Whether its project is still the open one."""
        return self.project_number == self.scene.project_number


@dataclass(frozen=True)
class NewMap:
    """A map that is being written.

    Attributes:
        origin: the image that it is of.
        model: path of the model behind it.
        written: folder where it is written.
        target: folder where it ends up.
        keep_previous: whether the layers of the last map stay.
    """

    origin: Origin
    model: str
    written: str
    target: str
    keep_previous: bool

    @classmethod
    def of(cls, scene: Scene, model: str) -> NewMap:
        """The next map of a scene's image."""
        keep = scene.settings.keep_previous
        target = results_folder(scene.output, scene.memory.results, keep)
        return cls(Origin.of(scene), model, writing_folder(target), target, keep)


def start_training(session: EngineSession, settings: Optional[Settings] = None) -> None:
    """Trains; the model becomes the image's. Raises as training_config and EngineSession.begin.

    Args:
        session: that is not at work.
        settings: instead of the scene's, also for the map that may follow.
    """
    scene = session.scene
    config = training_config(scene, session.canvas_extent(), settings)
    origin = Origin.of(scene)
    job = session.begin("train", to_params(config), os.path.dirname(config.model))
    job.checkpoint.connect(partial(_remember_checkpoint, origin))
    job.done.connect(partial(_on_trained, session, origin, settings))
    job.cancelled.connect(partial(_on_training_stopped, session, origin))
    job.failed.connect(partial(on_failed, session))


def start_prediction(session: EngineSession, settings: Optional[Settings] = None) -> None:
    """Maps the image; the layers come into the project. Arguments as of start_training.

    Raises as prediction_params and EngineSession.begin.
    """
    scene = session.scene
    new = NewMap.of(scene, scene.memory.model)
    params = prediction_params(scene, session.canvas_extent(), new.written, settings=settings)
    if scene.settings.write_probabilities:
        params["probabilities"] = True
    job = session.begin("predict", params, new.target)
    job.done.connect(lambda _: _show_map(session, new))
    job.cancelled.connect(lambda _: on_stopped(session))
    job.failed.connect(partial(on_failed, session))


def take_over(session: EngineSession, folder: str) -> None:
    """Makes model and map in a folder the current image's own, and leaves the files where they are.

    Raises:
        ImageryError: there is no image.
        NotReady: the files cannot be copied.
    """
    scene = session.scene
    model = model_path(scene.output, scene.settings.keep_previous)
    new = NewMap.of(scene, model)
    try:
        for name in RESULT_NAMES:
            duplicate(os.path.join(folder, name), os.path.join(new.written, name))
        duplicate(os.path.join(folder, MODEL_NAME), model)
    except OSError as error:
        sentence = tr("Model and map in {} cannot be copied ({}): choose another output folder under Advanced.")
        raise NotReady(sentence.format(folder, error.strerror)) from error
    scene.remember(model=model)
    _show_map(session, new)


def _remember_checkpoint(origin: Origin, model: str) -> None:
    """From here on there is a usable model, whatever happens to the engine."""
    if origin.has_project:
        origin.scene.remember_for(origin.image, model=model)


def _on_trained(
    session: EngineSession, origin: Origin, settings: Optional[Settings], values: dict[str, Any]
) -> None:
    model = values["model"]
    if not _remember_model(session, origin, model):
        return
    session.trained.emit(values)
    is_to_be_mapped = (settings or session.scene.settings).predict_after_training
    if is_to_be_mapped and session.scene.memory.model == model:
        session.attempt(lambda: start_prediction(session, settings))


def _on_training_stopped(session: EngineSession, origin: Origin, kept: str) -> None:
    if not kept:
        on_stopped(session)
    elif _remember_model(session, origin, kept):
        session.notice.emit(tr("Stopped. The model as far as it got is kept: Predict uses it."))


def on_stopped(session: EngineSession) -> None:
    """Says that a job was stopped that leaves nothing behind."""
    session.notice.emit(tr("Stopped; nothing was changed."))


def on_failed(session: EngineSession, sentence: str) -> None:
    """Passes on why a job failed."""
    if session.client.is_running:  # otherwise the client says that the engine died
        session.failed.emit(sentence)


def _remember_model(session: EngineSession, origin: Origin, model: str) -> bool:
    """Whether the model is the image's from now on; otherwise a notice says why not."""
    if origin.has_project:
        session.scene.remember_for(origin.image, model=model)
    else:
        sentence = tr("The training is over and its model is {}: its project is no longer open.")
        session.notice.emit(sentence.format(model))
    return origin.has_project


def _show_map(session: EngineSession, new: NewMap) -> None:
    scene, layer = session.scene, session.project.mapLayer(new.origin.layer_id)
    if not new.origin.has_project:
        session.notice.emit(tr("The map is in {}: its project is no longer open.").format(new.written))
        return
    if not isinstance(layer, QgsRasterLayer):
        session.notice.emit(tr("The map is in {}: its image is no longer in the project.").format(new.written))
        return
    if not new.keep_previous:
        release_result_layers(session.project, layer)
    folder = move_results(new.written, new.target)
    files = ResultFiles(*(os.path.join(folder, name) for name in RESULT_NAMES), model=new.model)
    try:
        results = add_result_layers(session.project, layer, files, new.keep_previous)
    except ResultLayersError as error:
        session.failed.emit(str(error))
        return
    scene.remember_for(new.origin.image, results=folder)
    scene.show_results(new.origin.image, results)
    session.predicted.emit(files)
