"""The live map by clicks and keys in the whole dock, on a real canvas."""
from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path

import pytest
from berunda.plugin.core.engine.environment import VARIABLE
from berunda.plugin.core.live.preview_requests import PREFIX
from berunda.plugin.core.project.settings import Settings, settings_from_json, settings_to_json
from berunda.plugin.gui.accuracy_curve import AccuracyCurve
from berunda.plugin.gui.dock import BerundaDock
from dock_helpers import click, find, message, paint
from fake_engine import wait_until, write_interpreter
from qgis.core import QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from scripts.demo.mouse import click as click_canvas
from scripts.demo.mouse import drag, key

ACCURACY = "85 % on strokes it had not seen (40 strokes)"


@pytest.fixture
def dock(open_dock) -> BerundaDock:
    """A dock with labels and two strokes; Live is off."""
    return with_strokes(open_dock())


def with_strokes(dock: BerundaDock) -> BerundaDock:
    click(dock, "newLabelsButton")
    paint(dock)
    return dock


def text(dock: BerundaDock) -> str:
    label = find(dock, "liveTextLabel")
    return label.text() if label.isVisible() else ""


def go_live(dock: BerundaDock) -> None:
    click(dock, "liveButton")
    wait_until(lambda: text(dock) == ACCURACY)


def color(canvas: QgsMapCanvas, x: int, y: int) -> str:
    return canvas.viewport().grab().toImage().pixelColor(x, y).name()


def test_live_by_a_click_shows_map_accuracy_and_marks(dock: BerundaDock, canvas: QgsMapCanvas) -> None:
    assert (text(dock), find(dock, "accuracyCurve").isVisible()) == ("", False)
    go_live(dock)
    assert find(dock, "accuracyCurve").isVisible()
    assert find(dock, "liveTextLabel").toolTip() == (
        "Held-out accuracy 85 % (95 % interval 80 to 90 %), each of 40 strokes judged by feature probes that were "
        "fitted without it. The confidence is not calibrated yet: that takes more strokes."
    )
    assert len(dock.live_canvas.marks) == 1
    dock.session.scene.change_settings(live_opacity=100)
    first, second = (entry.color for entry in dock.session.scene.store.classes[:2])
    assert [color(canvas, x, 380) for x in (20, 580)] == [first, second]
    combo = find(dock, "liveRoleCombo")
    combo.setCurrentIndex(combo.findData("confidence"))
    combo.activated.emit(combo.currentIndex())
    assert color(canvas, 580, 380) == "#081d58"
    click(dock, "liveButton")
    assert (text(dock), dock.live_canvas.marks) == ("", [])
    assert not find(dock, "accuracyCurve").isVisible()


def test_a_painted_stroke_renews_the_map(dock: BerundaDock, canvas: QgsMapCanvas) -> None:
    go_live(dock)
    dock.label_tools.activate("brush")
    drag(canvas, [(200, 300), (260, 300)])
    wait_until(lambda: len(dock.live.accuracy.shares) == 2)
    assert len(find(dock, "accuracyCurve").points()) == 2


def test_key_l_while_a_label_tool_is_active_and_in_the_dock(dock: BerundaDock, canvas: QgsMapCanvas) -> None:
    button = find(dock, "liveButton")
    assert "(L)" in button.toolTip()
    assert "L live" in find(dock, "labelKeysLabel").text()
    dock.label_tools.activate("brush")
    states = []
    for _ in range(2):
        key(canvas, Qt.Key.Key_L)
        states.append((button.isChecked(), dock.session.scene.settings.live))
    assert states == [(True, True), (False, False)]
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_L, Qt.KeyboardModifier.NoModifier, "l", True)
    QApplication.sendEvent(canvas, held)
    assert not dock.live.is_on
    QApplication.setActiveWindow(dock.window())
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_L)
    wait_until(lambda: dock.live.is_on)


def test_groups_before_the_first_stroke(open_dock, canvas: QgsMapCanvas) -> None:
    dock = open_dock()
    click(dock, "liveGroupsButton")
    wait_until(lambda: text(dock) == "Groups of similar pixels: paint what you recognise.")
    assert find(dock, "liveButton").isChecked()
    assert find(dock, "liveGroupsButton").isChecked()
    click(dock, "newLabelsButton")
    paint(dock)
    wait_until(lambda: text(dock) == ACCURACY)
    assert not find(dock, "liveGroupsButton").isChecked()


def test_alike_awaits_a_click_on_the_map(dock: BerundaDock, canvas: QgsMapCanvas) -> None:
    button = find(dock, "liveAlikeButton")
    click(dock, "liveAlikeButton")
    assert (button.isChecked(), dock.live.is_on) == (True, False)
    key(canvas, Qt.Key.Key_Escape)
    assert not button.isChecked()
    click(dock, "liveAlikeButton")
    click_canvas(canvas, 400, 100)
    wait_until(lambda: text(dock) == "Dark where it is like the place that you clicked.")
    assert (button.isChecked(), find(dock, "liveButton").isChecked()) == (True, True)
    click(dock, "liveAlikeButton")
    wait_until(lambda: text(dock) == ACCURACY)
    assert not button.isChecked()
    click(dock, "liveAlikeButton")
    click_canvas(canvas, 10, 10, Qt.MouseButton.RightButton)
    assert not button.isChecked()


def test_map_everything_is_an_instant_training_and_its_map(dock: BerundaDock, tmp_path: Path) -> None:
    scene = dock.session.scene
    scene.change_settings(scene.settings.with_recipe("thorough").with_values(seed=7), area="canvas")
    before = scene.settings
    asked = []
    submit = dock.session.client.submit
    dock.session.client.submit = lambda command, params: asked.append((command, params)) or submit(command, params)
    click(dock, "mapEverythingButton")
    assert not find(dock, "mapEverythingButton").isEnabled()
    wait_until(lambda: message(dock) == "The map is in the project.")
    assert find(dock, "mapEverythingButton").isEnabled()
    (train, training), (predict, prediction) = asked
    assert (train, training["steps"], training["probe_share"], training["seed"]) == ("train", 0, 1.0, 7)
    assert training.get("area", "") == ""
    assert (predict, prediction["area"]) == ("predict", "")
    assert scene.settings == before
    assert (tmp_path / "ortho_berunda" / "classes.tif").is_file()


def test_map_everything_says_what_is_missing(open_dock) -> None:
    dock = open_dock()
    click(dock, "mapEverythingButton")
    assert message(dock).startswith("There are no labels yet")


def test_features_under_way_are_a_quiet_line(open_dock) -> None:
    dock = open_dock("pondering")
    dock.live.exploration.begin({"image": "a.tif"}, {})
    label = find(dock, "liveFeaturesLabel")
    wait_until(lambda: label.text() == "features: 42 %")
    assert label.isVisibleTo(dock)
    dock.live.exploration.stop()
    assert not label.isVisibleTo(dock)


def test_choices_are_remembered_in_the_project(dock: BerundaDock, open_dock) -> None:
    go_live(dock)
    find(dock, "liveOpacitySlider").setValue(35)
    stored = QgsProject.instance().readEntry("berunda", "settings")[0]
    restored = settings_from_json(stored)
    assert (restored.live, restored.live_opacity) == (True, 35)
    assert settings_from_json(settings_to_json(Settings())) == Settings()
    another = open_dock()
    assert find(another, "liveButton").isChecked()
    assert find(another, "liveOpacitySlider").value() == 35
    assert find(another, "liveOpacitySlider").toolTip() == "Opacity of the live map: 35 %"
    wait_until(lambda: another.live.drawn)


def test_a_closed_dock_shows_no_live_map(dock: BerundaDock) -> None:
    go_live(dock)
    dock.hide()
    wait_until(lambda: not dock.live.drawn)
    dock.show()
    wait_until(lambda: dock.live.drawn)
    assert dock.live.is_on


def test_an_engine_that_dies_twice_is_said_in_one_sentence(open_dock) -> None:
    dock = with_strokes(open_dock("pondering"))
    click(dock, "liveButton")
    for generation in (1, 2):
        wait_until(lambda generation=generation: dock.live.requests.generation == generation)
        wait_until(lambda: dock.session.client.is_ready)
        os.kill(dock.session.client.process_id(), signal.SIGKILL)
        wait_until(lambda: not dock.session.client.is_ready)
    wait_until(lambda: not find(dock, "liveButton").isChecked())
    assert message(dock).startswith("Live is switched off, since the engine died twice: The engine died")
    assert dock.session.scene.store.layer.featureCount() == 2


def test_what_the_engine_notices_is_said(open_dock) -> None:
    dock = with_strokes(open_dock("warning"))
    click(dock, "liveButton")
    told = "The folder /full for features cannot be written: they are kept in memory."
    wait_until(lambda: message(dock) == told and dock.live.answer is not None)  # a stroke would cancel the request
    find(dock, "closeMessageButton").click()
    paint(dock)
    wait_until(lambda: len(dock.live.accuracy.shares) == 2)
    assert message(dock) == ""
    assert [text for text, _ in dock.heard].count(told) == 1


def test_an_error_leaves_live_on(open_dock) -> None:
    dock = with_strokes(open_dock("failing"))
    click(dock, "liveButton")
    wait_until(lambda: message(dock) == "The labels do not touch the image: check their CRS")
    assert find(dock, "liveButton").isChecked()


def test_it_works_while_the_engine_trains(open_dock) -> None:
    dock = with_strokes(open_dock("slow"))
    click(dock, "trainButton")
    wait_until(lambda: "learning" in find(dock, "stateLabel").text())
    go_live(dock)
    assert dock.session.is_busy
    assert dock.live.exploration.job is None  # that waits until the engine is idle
    click(dock, "stopButton")
    wait_until(lambda: not dock.session.is_busy)


def test_unloading_leaves_nothing_on_the_canvas_or_on_the_disk(
    canvas: QgsMapCanvas, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv(VARIABLE, write_interpreter(tmp_path, "normal"))
    dock = BerundaDock(canvas, QgsProject.instance())
    dock.show()
    wait_until(lambda: dock.session.scene.imagery)
    assert dock.session.scene.create_labels()
    dock.live.switch(True)
    wait_until(lambda: dock.live_canvas.marks)
    assert [path.name.startswith(PREFIX) for path in temporary.iterdir()] == [True]
    dock.close_session()
    assert list(temporary.iterdir()) == []
    kinds = {type(item).__name__ for item in canvas.scene().items()}
    assert not kinds & {"LiveItem", "PlaceMark"}
    dock.deleteLater()


def test_the_curve_goes_from_the_left_edge_to_the_right_one(qgis_app) -> None:
    curve = AccuracyCurve()
    curve.resize(108, 36)
    curve.set_shares([0.0, 1.0, 0.5])
    assert [(point.x(), point.y()) for point in curve.points()] == [(4, 32), (54, 4), (104, 18)]
    curve.set_shares([])
    assert curve.points() == []
