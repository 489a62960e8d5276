"""Comparing sites: images of the project, with or without labels, as a request and its results."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from ....engine.schema.config import AnalyseConfig
from ....engine.schema.setting import from_params
from ..results.folders import default_folder, discard, sites_folder
from ..results.patches import PatchLayerError, add_patch_layer
from ..translation import tr
from .engine_session import EngineSession
from .imagery import read_imagery
from .requests import NotReady
from .runs import on_failed, on_stopped
from .scene import Scene


@dataclass(frozen=True)
class ChosenSite:
    """An image of the project.

    Attributes:
        layer_id: of its layer.
        labels: path of its label file, "" for none.
    """

    layer_id: str
    labels: str = ""


def start_site_comparison(session: EngineSession, chosen: Sequence[ChosenSite]) -> None:
    """Compares sites; `analysed` follows, with the patches in the project.

    Args:
        session: that is not at work.
        chosen: the sites, that of the training first.

    Raises:
        ImageryError: an image cannot be used.
        NotReady: labels have edits that are not saved, or the folder for the report cannot be made.
        ConfigError: there is nothing to compare.
    """
    params = _params(session.scene, chosen)
    job = session.begin("analyse", params, params["output"])
    job.done.connect(partial(_on_analysed, session, session.scene.project_number))
    for ended in (job.cancelled, job.failed):
        ended.connect(lambda _: discard(params["output"]))
    job.cancelled.connect(lambda _: on_stopped(session))
    job.failed.connect(partial(on_failed, session))


def _params(scene: Scene, chosen: Sequence[ChosenSite]) -> dict[str, Any]:
    """The parameters of the request, checked as far as the plugin can see."""
    store = scene.store
    if store is not None and store.layer.isModified() and store.path in [site.labels for site in chosen]:
        raise NotReady(tr("The labels have edits that are not saved: save or cancel them in QGIS, then compare."))
    images = [read_imagery(scene.project.mapLayer(site.layer_id)) for site in chosen]
    params = {
        "image": [imagery.path for imagery in images],
        "labels": [site.labels for site in chosen],
        "output": sites_folder(_output(scene, images[0].path)) if images else "",
        "device": scene.settings.value("device"),
    }
    from_params(AnalyseConfig, params)
    return params


def _output(scene: Scene, first_image: str) -> str:
    """The folder of the dock's image, or a new one for the first site while the dock has none."""
    return scene.output if scene.imagery is not None else default_folder(scene.project.homePath(), first_image, ())


def _on_analysed(session: EngineSession, project_number: int, values: dict[str, Any]) -> None:
    if project_number != session.scene.project_number:
        sentence = tr("The report is {}: its project is no longer open.")
        session.notice.emit(sentence.format(values["report"]))
        return
    try:
        add_patch_layer(session.project, values["patches"])
    except PatchLayerError as error:
        session.failed.emit(str(error))
    session.analysed.emit(values)
