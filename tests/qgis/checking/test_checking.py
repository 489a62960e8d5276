"""A check in the whole dock: real clicks and key presses, a real process, answers in the real file."""
from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from berunda.plugin.core.checking.layer import file_of, find_points_layer
from berunda.plugin.core.results.masking import Thresholds, hide_beyond
from berunda.plugin.gui.dock import BerundaDock
from dock_helpers import click, find, message, paint
from fake_engine import wait_until
from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt.QtCore import QEvent, QPointF, Qt
from qgis.PyQt.QtGui import QDesktopServices, QKeyEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from scripts.demo.mouse import CONTROL, key

Key = Qt.Key
HUNDRED = "<b>100 %</b><br><small>90 – 100</small>"


@pytest.fixture
def dock(open_dock) -> BerundaDock:
    """The dock with a map."""
    shown = open_dock()
    click(shown, "newLabelsButton")
    paint(shown)
    click(shown, "trainButton")
    wait_until(lambda: message(shown) == "Trained 20 steps in 0 s.")
    click(shown, "predictButton")
    wait_until(lambda: message(shown) == "The map is in the project.")
    return shown


def begin(dock: BerundaDock) -> None:
    click(dock, "checkAccuracyButton")
    wait_until(lambda: dock.check.is_checking)


def answers(dock: BerundaDock) -> list[tuple]:
    """Class and status of the points, from the file itself."""
    with closing(sqlite3.connect(file_of(dock.check.layer))) as database:
        return list(database.execute("SELECT reference_class, status FROM check_points ORDER BY id"))


def visible(project: QgsProject) -> list[str]:
    return [layer.name() for layer in project.layerTreeRoot().checkedLayers()]


def text(dock: BerundaDock, name: str) -> str:
    return find(dock, name).text()


def estimated(dock: BerundaDock) -> None:
    """Until the engine has answered the newest question."""
    wait_until(lambda: dock.check.estimates.values and dock.check.estimates._job is None)


def test_without_a_map_there_is_nothing_to_check(open_dock) -> None:
    dock = open_dock()
    assert not find(dock, "checkPanel").isVisible()
    dock.check.draw(4)
    assert message(dock) == "There is no class map to check: click Predict first."


def test_a_whole_check_with_keys(dock: BerundaDock, canvas: QgsMapCanvas) -> None:
    project = QgsProject.instance()
    assert text(dock, "checkAccuracyButton") == "Check accuracy…"
    assert find(dock, "checkCountSpin").value() == 60
    begin(dock)
    assert visible(project) == ["ortho"]  # neither map nor labels tell what to answer
    assert canvas.mapTool() is dock.check_tool
    assert canvas.center().distance(325_037.5, 2_779_975) < 0.01
    assert min(canvas.extent().width(), canvas.extent().height()) == pytest.approx(100, rel=0.01)
    assert dock.check_tool.mark.isVisible()
    assert text(dock, "questionLabel") == "<b>1 of 4</b>: which class is at the mark?"
    assert text(dock, "checkAccuracyButton") == "Stop checking"

    key(canvas, Key.Key_1)
    assert answers(dock)[:2] == [(1, "answered"), (None, "open")]
    assert canvas.center().distance(325_112.5, 2_779_975) < 0.01
    key(canvas, Key.Key_2, Qt.KeyboardModifier.KeypadModifier)
    key(canvas, Key.Key_0)
    assert answers(dock) == [(1, "answered"), (2, "answered"), (None, "unknown"), (None, "open")]
    estimated(dock)
    assert text(dock, "checkResultLabel") == "3 of 4 · <b>50 %</b> overall (40 to 60 %)"

    key(canvas, Key.Key_Backspace)
    key(canvas, Key.Key_Z, CONTROL)
    assert answers(dock)[1:] == [(None, "open")] * 3
    assert text(dock, "questionLabel").startswith("<b>2 of 4</b>")
    assert canvas.center().distance(325_112.5, 2_779_975) < 0.01
    for _ in range(3):
        key(canvas, Key.Key_1)
    assert not dock.check.is_checking
    assert visible(project) == ["Labels", "Check points", "Classes", "ortho"]
    assert not dock.check_tool.mark.isVisible()
    assert canvas.mapTool() is not dock.check_tool
    estimated(dock)
    assert text(dock, "checkResultLabel") == "4 of 4 · <b>100 %</b> overall (90 to 100 %)"
    row = [f"{part}Accuracy-1" for part in ("users", "producers", "area")]
    assert text(dock, "accuracyClass-1") == "Grass"
    assert [text(dock, name) for name in row] == [HUNDRED, "–", HUNDRED]
    assert find(dock, row[2]).toolTip() == "1.5 ha (1 to 2)"
    assert all(find(dock, name).isVisible() for name in row)
    assert dock.scroll_area.widget().minimumSizeHint().width() <= dock.scroll_area.viewport().width()
    assert text(dock, "checkNotesLabel") == "judged classes.tif"


def test_classes_by_number_are_those_of_the_labels_and_get_a_name_in_the_file(
    dock: BerundaDock, canvas: QgsMapCanvas
) -> None:
    begin(dock)
    assert [find(dock, f"answer-{n}").text() for n in (1, 2, 3)] == ["1  Class 1", "2  Class 2", "3  Class 3"]
    key(canvas, Key.Key_9)
    assert message(dock) == "There is no class number 9: the list has 3."
    assert answers(dock)[0] == (None, "open")
    click(dock, "answer-3")
    assert answers(dock)[0] == (3, "answered")
    with closing(sqlite3.connect(file_of(dock.check.layer))) as database:
        rows = list(database.execute("SELECT class_id, name, pixels FROM classes"))
    assert rows == [(1, "Grass", 60_000), (3, "Class 3", None)]
    assert canvas.hasFocus()
    click(dock, "unknownButton")
    assert answers(dock)[1] == (None, "unknown")
    click(dock, "undoAnswerButton")
    assert answers(dock)[1] == (None, "open")


def test_question_mark_means_don_t_know_and_a_held_key_answers_once(dock: BerundaDock, canvas: QgsMapCanvas) -> None:
    begin(dock)
    QTest.keyClicks(canvas, "?")
    assert answers(dock)[:2] == [(None, "unknown"), (None, "open")]
    held = QKeyEvent(QEvent.Type.KeyPress, Key.Key_1, Qt.KeyboardModifier.NoModifier, "1", True)
    QApplication.sendEvent(canvas, held)
    assert answers(dock)[1] == (None, "open")


def test_m_shows_the_map_and_hides_it_again(dock: BerundaDock, canvas: QgsMapCanvas) -> None:
    begin(dock)
    key(canvas, Key.Key_M)
    assert visible(QgsProject.instance()) == ["Classes", "ortho"]
    assert find(dock, "showMapButton").isChecked()
    key(canvas, Key.Key_M)
    assert visible(QgsProject.instance()) == ["ortho"]


def test_escape_leaves_and_the_check_goes_on_later_from_the_file(dock: BerundaDock, canvas: QgsMapCanvas) -> None:
    begin(dock)
    key(canvas, Key.Key_1)
    key(canvas, Key.Key_Escape)
    assert not dock.check.is_checking
    assert "Classes" in visible(QgsProject.instance())
    assert text(dock, "checkAccuracyButton") == "Go on checking"
    assert not find(dock, "checkCountSpin").isVisible()
    click(dock, "checkAccuracyButton")
    assert text(dock, "questionLabel").startswith("<b>2 of 4</b>")


def test_the_question_comes_into_sight(dock: BerundaDock) -> None:
    begin(dock)
    wait_until(lambda: find(dock, "answer-1").visibleRegion().contains(find(dock, "answer-1").rect().center()), 3)


def test_another_tool_leaves(dock: BerundaDock, canvas: QgsMapCanvas) -> None:
    begin(dock)
    click(dock, "brushButton")
    assert not dock.check.is_checking
    assert canvas.mapTool() is not dock.check_tool
    assert not dock.check_tool.mark.isVisible()
    assert "Classes" in visible(QgsProject.instance())


def test_the_scale_that_the_analyst_chooses_stays(dock: BerundaDock, canvas: QgsMapCanvas) -> None:
    begin(dock)
    canvas.zoomByFactor(0.5)
    scale = canvas.scale()
    key(canvas, Key.Key_1)
    assert canvas.scale() == pytest.approx(scale)


def test_the_tool_of_before_comes_back(dock: BerundaDock, canvas: QgsMapCanvas) -> None:
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    begin(dock)
    key(canvas, Key.Key_Escape)
    assert canvas.mapTool() is pan


def test_the_mark_leaves_its_place_free_and_stays_on_it(dock: BerundaDock, canvas: QgsMapCanvas) -> None:
    begin(dock)
    mark = dock.check_tool.mark
    middle = QPointF(canvas.width() / 2, canvas.height() / 2)
    assert (mark.pos() - middle).manhattanLength() <= 2
    canvas.setCenter(mark.place.project(10, 90))
    assert mark.pos().x() < middle.x() - 10


def test_the_project_remembers_the_points(dock: BerundaDock, canvas: QgsMapCanvas, tmp_path: Path) -> None:
    begin(dock)
    key(canvas, Key.Key_2)
    key(canvas, Key.Key_Escape)
    project, path = QgsProject.instance(), str(tmp_path / "kept.qgz")
    assert project.write(path)
    project.clear()
    assert not find(dock, "checkPanel").isVisible()
    assert project.read(path)
    wait_until(lambda: dock.check.layer)
    group = [child.name() for child in dock.check.results.group().children()]
    assert group == ["Check points", "Out of distribution (OOD)", "Confidence", "Classes"]
    estimated(dock)
    assert text(dock, "checkResultLabel").startswith("1 of 4 · <b>0 %</b>")
    click(dock, "checkAccuracyButton")
    assert text(dock, "questionLabel").startswith("<b>2 of 4</b>")


def test_a_new_map_is_judged_by_the_same_answers(dock: BerundaDock, canvas: QgsMapCanvas) -> None:
    begin(dock)
    key(canvas, Key.Key_1)
    estimated(dock)
    dock.check.estimates.values = None
    click(dock, "predictButton")
    wait_until(lambda: not dock.session.is_busy)
    assert not dock.check.is_checking  # the new map is visible
    estimated(dock)
    assert text(dock, "checkResultLabel").startswith("1 of 4 · <b>100 %</b>")


def test_what_is_hidden_is_checked_too(dock: BerundaDock, canvas: QgsMapCanvas) -> None:
    layer = dock.check.results.layer("classes")
    path = layer.source()
    hide_beyond(dock.check.results, Thresholds(maximum_ood=0))
    assert layer.source() != path
    begin(dock)
    key(canvas, Key.Key_1)
    estimated(dock)
    assert dock.check._map_files()[0] == path


def test_new_points_keep_the_earlier_file(dock: BerundaDock, canvas: QgsMapCanvas, raster_layer: QgsMapLayer) -> None:
    begin(dock)
    first = file_of(dock.check.layer)
    key(canvas, Key.Key_1)
    key(canvas, Key.Key_Escape)
    click(dock, "newPointsButton")
    wait_until(lambda: dock.check.is_checking)
    assert file_of(dock.check.layer) == first.replace(".gpkg", "_2.gpkg")
    assert answers(dock)[0] == (None, "open")
    assert Path(first).is_file()
    assert len(QgsProject.instance().mapLayersByName("Check points (earlier)")) == 1
    assert find_points_layer(QgsProject.instance(), raster_layer.id()) is dock.check.layer


def test_export_opens_the_page(dock: BerundaDock, canvas: QgsMapCanvas, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    begin(dock)
    key(canvas, Key.Key_1)
    key(canvas, Key.Key_Escape)
    estimated(dock)
    click(dock, "exportAccuracyButton")
    wait_until(lambda: opened)
    assert opened == [os.path.join(os.path.dirname(file_of(dock.check.layer)), "accuracy.html")]


def test_the_confidence_is_corrected_in_place(dock: BerundaDock, canvas: QgsMapCanvas) -> None:
    begin(dock)
    key(canvas, Key.Key_1)
    key(canvas, Key.Key_Escape)
    estimated(dock)
    layer = dock.check.results.layer("confidence")
    path = layer.source()
    layer.setOpacity(0.4)
    QgsProject.instance().layerTreeRoot().findLayer(layer.id()).setItemVisibilityChecked(True)
    click(dock, "correctConfidenceButton")
    wait_until(lambda: "The confidence was 60 %" in message(dock))
    layer = dock.check.results.layer("confidence")
    assert layer.source() == path
    assert layer.opacity() == pytest.approx(0.4)
    value, is_valid = layer.dataProvider().sample(layer.extent().center(), 1)
    assert is_valid
    assert value == 88
    assert "Confidence" in visible(QgsProject.instance())
    assert not Path(path).with_name("incoming").exists()
    assert find(dock, "confidenceToggle").isChecked()


def test_points_that_are_removed_end_the_check(dock: BerundaDock, canvas: QgsMapCanvas) -> None:
    begin(dock)
    QgsProject.instance().removeMapLayer(dock.check.layer.id())
    assert not dock.check.is_checking
    assert dock.check.layer is None
    assert text(dock, "checkAccuracyButton") == "Check accuracy…"


def test_points_in_qgis_s_edit_mode_are_not_written(dock: BerundaDock, canvas: QgsMapCanvas) -> None:
    begin(dock)
    dock.check.layer.startEditing()
    key(canvas, Key.Key_1)
    assert message(dock).startswith("The points are being edited")
    dock.check.layer.rollBack()
    assert answers(dock)[0] == (None, "open")


def test_a_deleted_class_map_is_said_and_the_answers_count_as_drawn(dock: BerundaDock, canvas: QgsMapCanvas) -> None:
    begin(dock)
    QgsProject.instance().removeMapLayer(dock.check.results.layer("classes").id())
    key(canvas, Key.Key_1)
    estimated(dock)
    key(canvas, Key.Key_Escape)
    assert text(dock, "checkNotesLabel") == "judged as drawn"
    dock.check.draw(4)
    assert message(dock) == "There is no class map to check: click Predict first."


def test_nothing_to_take_back(dock: BerundaDock, canvas: QgsMapCanvas) -> None:
    begin(dock)
    key(canvas, Key.Key_Backspace)
    assert message(dock) == "There is no answer to take back."


def test_an_answer_in_the_attribute_table_counts(dock: BerundaDock, canvas: QgsMapCanvas) -> None:
    begin(dock)
    layer: QgsVectorLayer = dock.check.layer
    layer.startEditing()
    layer.changeAttributeValue(next(layer.getFeatures()).id(), layer.fields().indexOf("reference_class"), 2)
    assert layer.commitChanges()
    assert dock.check.progress.answered == 1
    estimated(dock)
    assert text(dock, "checkResultLabel").startswith("1 of 4 · <b>0 %</b>")
    key(canvas, Key.Key_Escape)
    click(dock, "checkAccuracyButton")
    assert text(dock, "questionLabel").startswith("<b>2 of 4</b>")
