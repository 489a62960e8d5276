"""What the dock hands to other programs: the class map as polygons, the model as ONNX and as a STAC item."""
from __future__ import annotations

import os
from functools import partial
from typing import Any

from ....engine.schema.exchange_config import ExportModelConfig, ExportVectorsConfig, StacItemConfig
from ....engine.schema.setting import Config, from_params
from ..engine.jobs import Job
from ..results.layers import ResultLayers
from ..results.masking import thresholds_of
from ..results.polygons import add_polygon_layer, release_polygon_layers
from ..results.styles import ResultLayersError
from ..translation import tr
from .class_areas import params as map_params
from .engine_session import EngineSession
from .requests import NotReady
from .runs import on_failed, on_stopped


def start_polygon_export(
    session: EngineSession, results: ResultLayers, path: str, minimum_area_m2: float, smooth: bool
) -> None:
    """Writes the class map as it is shown as polygons, and shows them.

    Args:
        session: that is not at work.
        results: the map.
        path: of the GeoPackage; an earlier one is replaced.
        minimum_area_m2: of a region; 0 for all.
        smooth: whether borders are smoothed.

    Raises:
        NotReady: the class layer is gone; and as EngineSession.begin.
        ConfigError: the path or the area is not valid.
    """
    classes = results.layer("classes")
    if classes is None:
        raise NotReady(tr("The map is no longer in the project: predict again."))
    params = {**map_params(results, thresholds_of(classes)), "output": path, "smooth": smooth}
    if minimum_area_m2:
        params["minimum_area_m2"] = minimum_area_m2
    release_polygon_layers(session.project, path)
    number = session.scene.project_number
    job = _begin(session, "export-vectors", ExportVectorsConfig, params)
    job.done.connect(partial(_show_polygons, session, number, results))


def start_model_export(session: EngineSession, path: str) -> None:
    """Writes the current model as ONNX; raises NotReady and ConfigError as start_polygon_export."""
    params = {"model": _model(session), "output": path}
    job = _begin(session, "export-model", ExportModelConfig, params)
    job.done.connect(lambda values: session.notice.emit(tr("The model is {}.").format(values["model"])))


def start_model_description(session: EngineSession, path: str) -> None:
    """Describes the current model as a STAC item, with the ONNX file of the same name where there is one."""
    onnx = f"{os.path.splitext(path)[0]}.onnx"
    params = {"model": _model(session), "output": path, **({"onnx": onnx} if os.path.isfile(onnx) else {})}
    job = _begin(session, "stac-item", StacItemConfig, params)
    job.done.connect(lambda values: session.notice.emit(tr("The STAC item is {}.").format(values["item"])))


def _model(session: EngineSession) -> str:
    model = session.scene.memory.model
    if not model:
        raise NotReady(tr("The image has no model yet: click Train first, or open a model file."))
    return model


def _begin(session: EngineSession, command: str, kind: type[Config], params: dict[str, Any]) -> Job:
    from_params(kind, params)
    job = session.begin(command, params, os.path.dirname(params["output"]) or ".")
    job.failed.connect(partial(on_failed, session))
    job.cancelled.connect(lambda _: on_stopped(session))
    return job


def _show_polygons(session: EngineSession, number: int, results: ResultLayers, values: dict[str, Any]) -> None:
    done = tr("{} polygons are in {}.").format(values["count"], values["polygons"])
    if values["left_out"]:
        done = f"{done} " + tr("{} regions below the minimum area are left out.").format(values["left_out"])
    try:
        if number == session.scene.project_number:
            add_polygon_layer(results, values["polygons"])
    except ResultLayersError as error:
        session.failed.emit(str(error))
        return
    session.notice.emit(done)
