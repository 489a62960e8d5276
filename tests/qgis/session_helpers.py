"""What the tests of sessions share: a session on a fake engine, a journal of what it said, and the steps to a model."""
from __future__ import annotations

from pathlib import Path

import pytest
from berunda.plugin.core.engine.environment import VARIABLE
from berunda.plugin.core.project.session import Session
from dock_helpers import LEFT, RIGHT
from fake_engine import use_fake_engine, wait_until
from qgis.core import QgsGeometry, QgsProject, QgsRasterLayer


class Journal:
    """What a session said, in order."""

    def __init__(self, session: Session) -> None:
        self.states, self.failures, self.notices, self.deaths = [], [], [], []
        self.progress, self.metrics, self.trained, self.predicted = [], [], [], []
        session.state_changed.connect(self.states.append)
        session.failed.connect(self.failures.append)
        session.notice.connect(self.notices.append)
        session.died.connect(self.deaths.append)
        session.progress.connect(lambda *values: self.progress.append(values))
        session.metric.connect(lambda *values: self.metrics.append(values))
        session.trained.connect(self.trained.append)
        session.predicted.connect(self.predicted.append)


@pytest.fixture
def start_session(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, raster_layer: QgsRasterLayer):
    """Makes sessions on the project with a fake engine in a mode."""
    monkeypatch.setenv(VARIABLE, "")  # restores what use_fake_engine sets
    sessions = []
    shown = raster_layer.extent(), raster_layer.crs()

    def start(mode: str = "normal") -> Session:
        use_fake_engine(tmp_path, mode)
        sessions.append(Session(QgsProject.instance(), lambda: shown))
        sessions[-1].said = Journal(sessions[-1])
        return sessions[-1]

    yield start
    for session in sessions:
        session.close()


@pytest.fixture
def session(start_session, raster_layer: QgsRasterLayer) -> Session:
    session = start_session()
    session.scene.choose_image(raster_layer)
    return session


def paint(session: Session) -> None:
    if session.scene.store is None:
        assert session.scene.create_labels()
    store = session.scene.store
    store.add_stroke(QgsGeometry.fromRect(LEFT), store.layer.crs(), 1)
    store.add_stroke(QgsGeometry.fromRect(RIGHT), store.layer.crs(), 2)


def train(session: Session) -> None:
    paint(session)
    assert session.train()
    wait_until(lambda: session.said.trained)
