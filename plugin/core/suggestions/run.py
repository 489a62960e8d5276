"""Asking the engine for places to label next, and showing them."""
from __future__ import annotations

import os
from functools import partial
from typing import Any, Callable

from qgis.core import QgsRasterLayer

from ....engine.schema.config import SuggestConfig
from ....engine.schema.setting import from_params
from ..project.engine_session import EngineSession
from ..project.requests import check_labels, prediction_params
from ..project.runs import Origin, on_failed, on_stopped
from ..results.folders import INCOMING
from ..translation import tr
from .layer import FILE_NAME, SuggestionLayerError, add_suggestion_layer, release_suggestion_layer, replace_file


def ask_for_suggestions(session: EngineSession, on_shown: Callable[[], None]) -> bool:
    """Asks for places on the scene's image; False, and a sentence through `failed`, where something is missing.

    Args:
        session: with image, labels and model.
        on_shown: called once their layer is in the project.
    """
    return session.attempt(lambda: _start(session, on_shown))


def _start(session: EngineSession, on_shown: Callable[[], None]) -> None:
    scene = session.scene
    target = os.path.join(scene.output, FILE_NAME)
    written = os.path.join(scene.output, INCOMING, FILE_NAME)
    params = prediction_params(scene, session.canvas_extent(), written)
    check_labels(scene.store)
    params["labels"] = scene.store.path
    from_params(SuggestConfig, params)
    job = session.begin("suggest", params, os.path.dirname(written))
    job.done.connect(partial(_show, session, Origin.of(scene), target, on_shown))
    job.failed.connect(partial(on_failed, session))
    job.cancelled.connect(lambda _: on_stopped(session))


def _show(
    session: EngineSession, origin: Origin, target: str, on_shown: Callable[[], None], values: dict[str, Any]
) -> None:
    written = values["suggestions"]
    layer = session.project.mapLayer(origin.layer_id)
    if not origin.has_project or not isinstance(layer, QgsRasterLayer):
        sentence = tr("The suggested places are in {}: their project or image is no longer open.")
        session.notice.emit(sentence.format(written))
        return
    release_suggestion_layer(session.project, origin.layer_id)
    try:
        add_suggestion_layer(session.project, layer, replace_file(written, target))
    except SuggestionLayerError as error:
        session.failed.emit(str(error))
        return
    on_shown()
