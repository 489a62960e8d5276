"""What the tests of comparisons share: a painted image with a fake engine, and questions to a comparison."""
from __future__ import annotations

from pathlib import Path

import pytest
from berunda.engine.schema.loss_terms import AuxiliaryTerm
from berunda.plugin.core.comparison.choices import Choice
from berunda.plugin.core.comparison.comparison import Comparison
from berunda.plugin.core.engine.environment import VARIABLE
from berunda.plugin.core.project.session import Session
from berunda.plugin.core.results.layers import find_group
from berunda.plugin.gui.dock import BerundaDock
from dock_helpers import LEFT, RIGHT
from fake_engine import use_fake_engine, wait_until
from qgis.core import QgsGeometry, QgsProject, QgsRasterLayer

BOTH = ("supervised", "default-recipe")


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, raster_layer: QgsRasterLayer):
    """Makes comparisons on a painted image, with a fake engine in a mode."""
    monkeypatch.setenv(VARIABLE, "")  # restores what use_fake_engine sets
    sessions = []
    shown = [raster_layer.extent(), raster_layer.crs()]

    def make(mode: str = "normal") -> Comparison:
        use_fake_engine(tmp_path, mode)
        session = Session(QgsProject.instance(), lambda: tuple(shown))
        sessions.append(session)
        session.scene.choose_image(raster_layer)
        if session.scene.store is None:
            session.scene.create_labels()
            for class_id, place in ((1, LEFT), (2, RIGHT)):
                session.scene.store.add_stroke(QgsGeometry.fromRect(place), session.scene.store.layer.crs(), class_id)
        session.start_engine()
        wait_until(lambda: session.catalogue)
        comparison = Comparison(session)
        comparison.session, comparison.heard, comparison.asked, comparison.failures = session, [], [], []
        comparison.look_at = lambda extent: shown.__setitem__(0, extent)
        comparison.ended.connect(comparison.heard.append)
        session.failed.connect(comparison.failures.append)
        session.busy_changed.connect(lambda is_busy: is_busy and comparison.asked.append(session.job))
        comparison.refresh()
        return comparison

    yield make
    for session in sessions:
        if session.scene.imagery is not None:  # not closed by the test
            session.close()


def choice(comparison: Comparison, key: str) -> Choice:
    return next(found for found in comparison.choices if found.key == key)


def change(owner: Comparison | BerundaDock, **values: object) -> None:
    """Changes settings of the training by name, in what has a session."""
    scene = owner.session.scene
    scene.change_settings(scene.settings.with_values(**values))


def set_terms(comparison: Comparison, *terms: AuxiliaryTerm) -> None:
    """Chooses auxiliary losses."""
    scene = comparison.session.scene
    scene.change_settings(scene.settings.with_losses(terms))


def states(comparison: Comparison) -> dict[str, str]:
    return {found.key: found.state for found in comparison.choices if found.state}


def compare(comparison: Comparison, *keys: str) -> None:
    assert comparison.start(keys)
    wait_until(lambda: comparison.heard)


def visible(comparison: Comparison) -> list[str]:
    """Names of the compared maps that can be seen."""
    group = find_group(QgsProject.instance(), comparison.image_layer.id(), "comparison")
    return [node.name() for node in group.findLayers() if node.isVisible()]
