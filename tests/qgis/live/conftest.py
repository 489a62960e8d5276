"""Live maps on a fake engine, with a journal of what they asked for."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Callable

import pytest
from berunda.plugin.core.live.grid import CanvasView
from berunda.plugin.core.live.live_map import LiveMap
from qgis.core import QgsProject, QgsRasterLayer, QgsRectangle


class Journal:
    """What a live map said and what it asked the engine for."""

    def __init__(self, live: LiveMap, submit: Callable) -> None:
        self.asked, self.jobs, self.answers, self.failures = [], [], [], []
        self._submit = submit
        live.answered.connect(self.answers.append)
        live.failed.connect(self.failures.append)

    def submit(self, command: str, params: dict):
        job = self._submit(command, params)
        self.asked.append((command, params))
        self.jobs.append(job)
        return job

    def params(self, command: str = "preview") -> list[dict]:
        return [params for name, params in self.asked if name == command]


@pytest.fixture
def start_live(
    start_session, raster_layer: QgsRasterLayer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., LiveMap]]:
    """Makes live maps that are open, on the orthophoto with its labels, as a canvas of 300 x 200 px sees it."""
    made = []

    def start(mode: str = "normal", labels: bool = True) -> LiveMap:
        session = start_session(mode)
        session.scene.choose_image(raster_layer)
        if labels:
            assert session.scene.create_labels()
        extent = QgsRectangle(raster_layer.extent())
        live = LiveMap(session, lambda: live.view)
        live.view = CanvasView(extent, QgsProject.instance().crs(), extent.width() / 300)
        live.session = session
        live.journal = Journal(live, session.client.submit)
        monkeypatch.setattr(session.client, "submit", live.journal.submit)
        live.set_open(True)
        made.append(live)
        return live

    start.opened = made
    yield start
    for live in made:
        live.close()
