"""Keys on a shown canvas with a label tool active: classes, tools, sizes, undo; they precede QGIS's own shortcuts."""
from __future__ import annotations

from pathlib import Path
from typing import Callable

import pytest
from berunda.engine.schema.land_cover import LandCoverClass
from berunda.plugin.core.labels.store import LabelStore
from berunda.plugin.core.labels.tool_state import LabelToolState
from berunda.plugin.maptools.label_tools import LabelTools
from qgis.core import QgsCoordinateReferenceSystem
from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtTest import QSignalSpy, QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QMainWindow

from scripts.demo.mouse import CONTROL, NONE, SHIFT, click, drag, key, move, press, release

Key = Qt.Key
ShowLabels = Callable[[LabelStore], LabelStore]


@pytest.fixture
def store(show_labels: ShowLabels, tmp_path: Path) -> LabelStore:
    """Classes with the ids 3, 5 and 8: a key counts rows, not ids."""
    classes = [
        LandCoverClass(3, "Grass", "#2fae57"),
        LandCoverClass(5, "Water", "#2b7de0"),
        LandCoverClass(8, "Roof", "#e6352b"),
    ]
    made = LabelStore.create(str(tmp_path / "labels.gpkg"), QgsCoordinateReferenceSystem("EPSG:32640"), classes)
    return show_labels(made)


def class_ids(store: LabelStore) -> list[int]:
    return [feature["class_id"] for feature in store.layer.getFeatures()]


def test_numbers_pick_the_class_in_that_row(
    canvas: QgsMapCanvas, tools: LabelTools, label_state: LabelToolState, store: LabelStore
) -> None:
    assert label_state.current_class_id == 3
    key(canvas, Key.Key_3)
    assert label_state.current_class_id == 8
    key(canvas, Key.Key_2, Qt.KeyboardModifier.KeypadModifier)
    assert label_state.current_class_id == 5
    click(canvas, 100, 100)
    assert class_ids(store) == [5]


def test_a_number_without_a_class_says_so(canvas: QgsMapCanvas, tools: LabelTools, label_state: LabelToolState) -> None:
    spy = QSignalSpy(tools.message)
    key(canvas, Key.Key_9)
    assert "no class number 9" in spy[0][0]
    assert label_state.current_class_id == 3


def test_x_swaps_the_last_two_classes(canvas: QgsMapCanvas, tools: LabelTools, label_state: LabelToolState) -> None:
    key(canvas, Key.Key_3)
    key(canvas, Key.Key_2)
    seen = []
    for _ in range(3):
        key(canvas, Key.Key_X)
        seen.append(label_state.current_class_id)
    assert seen == [8, 5, 8]


def test_letters_pick_the_tool(canvas: QgsMapCanvas, tools: LabelTools) -> None:
    spy = QSignalSpy(tools.tool_changed)
    for letter in (Key.Key_P, Key.Key_E, Key.Key_B):
        key(canvas, letter)
    assert [entry[0] for entry in spy] == ["polygon", "eraser", "brush"]
    assert tools.active_tool == "brush"


def test_brackets_change_the_brush(canvas: QgsMapCanvas, tools: LabelTools, label_state: LabelToolState) -> None:
    key(canvas, Key.Key_BracketRight)
    assert label_state.brush_size_px == 24
    key(canvas, Key.Key_BracketLeft)
    key(canvas, Key.Key_BracketLeft)
    assert label_state.brush_size_px == 17
    for _ in range(40):
        key(canvas, Key.Key_BracketLeft)
    assert label_state.brush_size_px == 1
    assert LabelToolState().brush_size_px == 1  # remembered


def test_undo_and_redo_by_key_leave_the_class_alone(
    canvas: QgsMapCanvas, tools: LabelTools, label_state: LabelToolState, store: LabelStore
) -> None:
    drag(canvas, [(100, 100), (200, 100)])
    key(canvas, Key.Key_2)
    drag(canvas, [(150, 50), (150, 150)])
    key(canvas, Key.Key_3)
    spy = QSignalSpy(label_state.class_changed)
    painted = sorted((f["class_id"], bytes(f.geometry().asWkb())) for f in store.layer.getFeatures())
    key(canvas, Key.Key_Z, CONTROL)
    assert class_ids(store) == [3]
    key(canvas, Key.Key_Z, CONTROL)
    assert class_ids(store) == []
    key(canvas, Key.Key_Z, CONTROL | SHIFT)
    key(canvas, Key.Key_Z, CONTROL | SHIFT)
    assert sorted((f["class_id"], bytes(f.geometry().asWkb())) for f in store.layer.getFeatures()) == painted
    assert len(spy) == 0
    assert label_state.current_class_id == 8


def test_undo_without_strokes_says_so(canvas: QgsMapCanvas, tools: LabelTools) -> None:
    spy = QSignalSpy(tools.message)
    key(canvas, Key.Key_Z, CONTROL)
    key(canvas, Key.Key_Z, CONTROL | SHIFT)
    assert [entry[0] for entry in spy] == ["There is no stroke to undo.", "There is no stroke to redo."]


def test_undo_in_the_middle_of_a_stroke_drops_that_stroke_only(
    canvas: QgsMapCanvas, tools: LabelTools, store: LabelStore
) -> None:
    click(canvas, 100, 100)
    press(canvas, 300, 300)
    move(canvas, 320, 300)
    key(canvas, Key.Key_Z, CONTROL)
    release(canvas, 320, 300)
    assert len(class_ids(store)) == 1


def test_our_keys_win_over_the_window_s_shortcuts(
    canvas: QgsMapCanvas, tools: LabelTools, label_state: LabelToolState, store: LabelStore
) -> None:
    window = QMainWindow()
    window.setCentralWidget(canvas)
    fired = []
    for shortcut in ("Ctrl+Z", "Ctrl+Shift+Z", "B", "2", "Ctrl+2", "["):
        action = QAction(shortcut, window)
        action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(lambda _=False, name=shortcut: fired.append(name))
        window.addAction(action)
    window.show()
    assert QTest.qWaitForWindowExposed(window)
    QApplication.setActiveWindow(window)
    tools.activate("polygon")
    click(canvas, 100, 100)
    click(canvas, 200, 100)
    click(canvas, 200, 200)
    click(canvas, 0, 0, Qt.MouseButton.RightButton)
    assert class_ids(store) == [3]
    for which, modifiers in ((Key.Key_Z, CONTROL), (Key.Key_Z, CONTROL | SHIFT), (Key.Key_B, NONE), (Key.Key_2, NONE),
                             (Key.Key_BracketLeft, NONE)):
        QTest.keyClick(canvas.window().windowHandle(), which, modifiers)
    assert fired == []
    assert class_ids(store) == [3]
    assert (tools.active_tool, label_state.current_class_id, label_state.brush_size_px) == ("brush", 5, 17)
    # Chords that are not ours still belong to QGIS, and with another map tool all of them do.
    QTest.keyClick(window.windowHandle(), Key.Key_2, CONTROL)
    canvas.setMapTool(QgsMapToolPan(canvas))
    QTest.keyClick(window.windowHandle(), Key.Key_Z, CONTROL)
    QTest.keyClick(window.windowHandle(), Key.Key_B)
    assert fired == ["Ctrl+2", "Ctrl+Z", "B"]
    window.takeCentralWidget()
    window.deleteLater()


def test_holding_space_pans_and_returns_to_the_tool(canvas: QgsMapCanvas, tools: LabelTools, store: LabelStore) -> None:
    move(canvas, 300, 200)
    before = canvas.extent()
    QTest.keyPress(canvas, Key.Key_Space)
    for x in (320, 350, 380):
        move(canvas, x, 200)
    QTest.keyRelease(canvas, Key.Key_Space)
    canvas.waitWhileRendering()
    shift_px = (before.xMinimum() - canvas.extent().xMinimum()) / canvas.mapUnitsPerPixel()
    assert shift_px == pytest.approx(80, abs=2)
    assert tools.active_tool == "brush"
    assert class_ids(store) == []
    click(canvas, 200, 200)
    assert class_ids(store) == [3]


def test_the_current_class_stays_valid_when_classes_go(
    tools: LabelTools, label_state: LabelToolState, store: LabelStore
) -> None:
    label_state.set_current_class(5)
    label_state.set_current_class(8)
    store.remove_class(8)
    assert label_state.current_class_id == 5
    tools.undo()
    assert label_state.current_class_id == 5
    store.remove_class(3)
    store.remove_class(5)
    store.remove_class(8)
    assert label_state.current_class_id is None
    assert store.add_class().class_id == 9
    assert label_state.current_class_id == 9


def test_native_drawing_starts_with_the_current_class(
    tools: LabelTools, label_state: LabelToolState, store: LabelStore
) -> None:
    label_state.set_current_class(8)
    definition = store.layer.defaultValueDefinition(store.layer.fields().indexOf("class_id"))
    assert definition.expression() == "8"


def test_another_store_another_history(
    tools: LabelTools, canvas: QgsMapCanvas, store: LabelStore, tmp_path: Path
) -> None:
    click(canvas, 100, 100)
    assert tools.can_undo
    other = LabelStore.create(str(tmp_path / "other.gpkg"), QgsCoordinateReferenceSystem("EPSG:32640"), store.classes)
    tools.set_store(other)
    assert not tools.can_undo
    click(canvas, 100, 100)
    assert len(class_ids(store)) == len(class_ids(other)) == 1
