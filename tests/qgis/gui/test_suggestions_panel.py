"""Label here next on a real canvas: asked for with the mouse, gone through with keys, answered by paint."""
from __future__ import annotations

from pathlib import Path

import pytest
from berunda.plugin.gui.dock import BerundaDock
from berunda.plugin.gui.suggestions_panel import CONTEXT_PX
from dock_helpers import click, find, message, paint
from fake_engine import wait_until
from qgis.core import QgsCoordinateReferenceSystem, QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import Qt
from suggestion_files import PLACES, REASONS

from scripts.demo.mouse import SHIFT, drag, key

BUTTON = "suggestButton"


@pytest.fixture
def trained(open_dock) -> BerundaDock:
    """A dock whose image has strokes and a model."""
    dock = open_dock()
    click(dock, "newLabelsButton")
    paint(dock)
    click(dock, "trainButton")
    wait_until(lambda: message(dock) == "Trained 20 steps in 0 s.")
    return dock


def told(rank: int) -> str:
    return f"Place {rank} of 3: {REASONS[rank - 1]} Paint what is there; N goes on."


def is_over(canvas: QgsMapCanvas, rank: int) -> bool:
    center = canvas.extent().center()
    return abs(center.x() - PLACES[rank - 1][0]) < 0.1 and abs(center.y() - PLACES[rank - 1][1]) < 0.1


def test_ask_fly_paint_and_go_on(trained: BerundaDock, canvas: QgsMapCanvas, tmp_path: Path) -> None:
    click(trained, BUTTON)
    assert not find(trained, BUTTON).isEnabled()
    assert find(trained, BUTTON).toolTip() == "The engine is at work: wait, or stop it first"
    wait_until(lambda: message(trained) == told(1))
    assert find(trained, BUTTON).isEnabled()
    assert is_over(canvas, 1)
    assert min(canvas.extent().width(), canvas.extent().height()) == pytest.approx(CONTEXT_PX * 0.5, rel=0.01)
    assert trained.label_tools.active_tool == "brush"
    assert find(trained, "placesLabel").text() == "0 of 3 labelled"
    names = [node.name() for node in QgsProject.instance().layerTreeRoot().children()]
    assert names.index("Label here next") < names.index("ortho")
    assert (tmp_path / "ortho_berunda" / "suggestions.gpkg").is_file()

    key(canvas, Qt.Key.Key_N)
    assert (message(trained), is_over(canvas, 2)) == (told(2), True)
    x, y = canvas.width() // 2, canvas.height() // 2
    drag(canvas, [(x - 10, y), (x + 10, y)])
    assert find(trained, "placesLabel").text() == "1 of 3 labelled"
    seen = []
    for _ in range(3):
        key(canvas, Qt.Key.Key_N)
        seen.append(message(trained))
    assert seen == [told(3), told(1), told(3)]
    key(canvas, Qt.Key.Key_N, SHIFT)
    assert (message(trained), is_over(canvas, 1)) == (told(1), True)


def test_when_every_place_is_painted_it_says_what_to_do(trained: BerundaDock, canvas: QgsMapCanvas) -> None:
    click(trained, BUTTON)
    wait_until(lambda: message(trained) == told(1))
    x, y = canvas.width() // 2, canvas.height() // 2
    for _ in range(3):
        drag(canvas, [(x - 5, y), (x + 5, y)])
        key(canvas, Qt.Key.Key_N)
    assert message(trained) == "All suggested places have a stroke: train again, then ask for new ones."
    assert not find(trained, "nextPlaceButton").isEnabled()


def test_the_places_are_found_in_a_project_in_another_crs(trained: BerundaDock, canvas: QgsMapCanvas) -> None:
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    click(trained, BUTTON)
    wait_until(lambda: message(trained) == told(1))
    assert canvas.extent().center().x() == pytest.approx(6_151_900, abs=3_000)


def test_new_places_replace_the_earlier_ones(trained: BerundaDock) -> None:
    for _ in range(2):
        click(trained, BUTTON)
        wait_until(lambda: not trained.session.is_busy)
    assert len(QgsProject.instance().mapLayersByName("Label here next")) == 1


def test_without_places_or_a_model_it_says_what_to_do(open_dock, canvas: QgsMapCanvas) -> None:
    dock = open_dock()
    click(dock, "newLabelsButton")
    dock.label_tools.activate("brush")
    key(canvas, Qt.Key.Key_N)
    assert message(dock) == "There are no suggested places: click Label here next, once a model is trained."
    click(dock, BUTTON)
    assert message(dock) == "The image ortho has no model yet: click Train first, or open a model file."


def test_an_engine_that_fails_is_heard(trained: BerundaDock) -> None:
    Path(trained.session.scene.output, "incoming").write_text("a file in the way")
    click(trained, BUTTON)
    assert "cannot be made" in message(trained)
