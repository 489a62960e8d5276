"""The output of a model's auxiliary heads, computed by the engine and shown beside the map."""
from __future__ import annotations

import os
from functools import partial
from typing import Any

from ....engine.schema.loss_terms import LossSpec
from ....engine.schema.model_card import read_model_card
from ..results.auxiliary import add_auxiliary_layer, release_auxiliary_layer
from ..results.layers import ResultLayers
from ..results.masking import raster_path
from ..results.styles import ResultLayersError
from ..translation import tr
from .engine_session import EngineSession
from .requests import NotReady, prediction_params
from .runs import Origin, on_failed


def shown_heads(session: EngineSession) -> list[LossSpec]:
    """The auxiliary losses of the current model whose heads have an output to look at."""
    model, catalogue = session.scene.memory.model, session.catalogue
    card = read_model_card(model) if model else None
    if card is None or catalogue is None or not card.steps:
        return []
    return [loss for loss in catalogue.auxiliary_losses if loss.shows and loss.name in card.auxiliary_channels]


def start_auxiliary_output(session: EngineSession, results: ResultLayers, loss: str) -> None:
    """Computes a head's output and adds it to the group of the results.

    Raises:
        NotReady: the class layer is gone, or there is no model; and as prediction_params and EngineSession.begin.
    """
    classes = results.layer("classes")
    if classes is None:
        raise NotReady(tr("The map is no longer in the project: predict again."))
    folder = os.path.dirname(raster_path(classes))
    params = {**prediction_params(session.scene, session.canvas_extent(), folder), "head": loss}
    origin = Origin.of(session.scene)
    release_auxiliary_layer(session.project, results.image_id)
    job = session.begin("predict", params, folder)
    job.done.connect(partial(_show, session, origin, results, loss))
    job.cancelled.connect(lambda _: session.notice.emit(tr("Stopped; the auxiliary output was not written.")))
    job.failed.connect(partial(on_failed, session))


def _show(
    session: EngineSession, origin: Origin, results: ResultLayers, loss: str, values: dict[str, Any]
) -> None:
    if not origin.has_project or results.group() is None:
        session.notice.emit(tr("The auxiliary output is {}.").format(values["auxiliary"]))
        return
    try:
        add_auxiliary_layer(results, values["auxiliary"], loss, values["shows"])
    except ResultLayersError as error:
        session.failed.emit(str(error))
