"""The table of classes, clicked and typed into as an analyst does."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from berunda.engine.schema.land_cover import LandCoverClass
from berunda.plugin.core.labels.store import LabelStore
from berunda.plugin.core.labels.tool_state import LabelToolState
from berunda.plugin.gui.class_table import AREA, COLOR, KEY, NAME, STROKES, area_text
from berunda.plugin.gui.classes_panel import ClassesPanel
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsProject, QgsRectangle
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtTest import QSignalSpy, QTest
from qgis.PyQt.QtWidgets import (
    QApplication,
    QColorDialog,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QTableWidget,
    QToolButton,
)

UTM = QgsCoordinateReferenceSystem("EPSG:32640")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def store(tmp_path: Path) -> LabelStore:
    QgsProject.instance().clear()
    classes = [
        LandCoverClass(2, "Water", "#2b7de0"),
        LandCoverClass(4, "Road", "#7d8791"),
        LandCoverClass(5, "Grass", "#2fae57"),
    ]
    return LabelStore.create(str(tmp_path / "labels.gpkg"), UTM, classes)


@pytest.fixture
def state() -> LabelToolState:
    made = LabelToolState()
    made.set_current_class(2)
    return made


@pytest.fixture
def panel(store: LabelStore, state: LabelToolState) -> Iterator[ClassesPanel]:
    made = ClassesPanel(state)
    made.set_store(store)
    made.resize(320, 260)
    made.show()
    assert QTest.qWaitForWindowExposed(made)
    QApplication.setActiveWindow(made)
    yield made
    made.set_store(None)
    made.close()
    made.deleteLater()


def table(panel: ClassesPanel) -> QTableWidget:
    return panel.findChild(QTableWidget, "classTable")


def button(panel: ClassesPanel, name: str) -> QToolButton:
    return panel.findChild(QToolButton, name)


def column(panel: ClassesPanel, index: int) -> list[str]:
    return [table(panel).item(row, index).text() for row in range(table(panel).rowCount())]


def click_cell(panel: ClassesPanel, row: int, index: int) -> None:
    place = table(panel).visualItemRect(table(panel).item(row, index)).center()
    QTest.mouseClick(table(panel).viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)


def paint(store: LabelStore, class_id: int, x: float, width: float = 20) -> None:
    store.add_stroke(
        QgsGeometry.fromRect(QgsRectangle(325_000 + x, 2_779_900, 325_000 + x + width, 2_779_910)), UTM, class_id
    )


def type_name(panel: ClassesPanel, name: str) -> None:
    editor = table(panel).findChild(QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, name)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()


def test_the_table_says_what_is_there(panel: ClassesPanel, store: LabelStore) -> None:
    paint(store, 4, 0)
    paint(store, 4, 50, 1200)
    assert column(panel, NAME) == ["Water", "Road", "Grass"]
    assert column(panel, KEY) == ["1", "2", "3"]
    assert column(panel, STROKES) == ["–", "2", "–"]
    assert column(panel, AREA)[::2] == ["–", "–"]
    assert column(panel, AREA)[1] in ("1.22 ha", "1,22 ha")
    assert table(panel).item(1, COLOR).icon().pixmap(16, 16).toImage().pixelColor(8, 8).name() == "#7d8791"
    store.undo()
    assert column(panel, STROKES) == ["–", "1", "–"]


@pytest.mark.parametrize(
    ("area", "text"), [(0, "–"), (3.14159, "3.1 m²"), (842.4, "842 m²"), (25_000, "2.50 ha"), (4_000_000, "400 ha")]
)
def test_areas_are_readable(area: float, text: str) -> None:
    assert area_text(area).replace(",", ".") == text


def test_the_columns_fit_a_narrow_dock(panel: ClassesPanel) -> None:
    widths = [table(panel).columnWidth(index) for index in range(5)]
    assert sum(widths) <= table(panel).viewport().width() <= 320
    assert widths[NAME] > 90


def test_a_click_on_a_row_picks_the_class(panel: ClassesPanel, state: LabelToolState) -> None:
    click_cell(panel, 2, NAME)
    assert state.current_class_id == 5
    click_cell(panel, 1, STROKES)
    assert (state.current_class_id, state.previous_class_id) == (4, 5)


def test_the_selection_follows_the_keys(panel: ClassesPanel, state: LabelToolState) -> None:
    assert table(panel).selectionModel().selectedRows()[0].row() == 0
    state.set_current_class(5)
    assert [index.row() for index in table(panel).selectionModel().selectedRows()] == [2]
    state.swap_classes()
    assert [index.row() for index in table(panel).selectionModel().selectedRows()] == [0]


def test_a_new_class_is_current_and_waits_for_its_name(
    panel: ClassesPanel, store: LabelStore, state: LabelToolState
) -> None:
    QTest.mouseClick(button(panel, "addClassButton"), LEFT)
    assert [entry.name for entry in store.classes] == ["Water", "Road", "Grass", "Class 6"]
    assert state.current_class_id == 6
    type_name(panel, "  Roof ")
    assert store.class_of(6).name == "Roof"
    assert column(panel, NAME)[3] == "Roof"
    assert state.current_class_id == 6


def test_a_double_click_renames(panel: ClassesPanel, store: LabelStore) -> None:
    place = table(panel).visualItemRect(table(panel).item(1, NAME)).center()
    QTest.mouseClick(table(panel).viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)
    QTest.mouseDClick(table(panel).viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)
    type_name(panel, "Asphalt")
    assert store.class_of(4).name == "Asphalt"
    assert LabelStore.open(store.path).class_of(4).name == "Asphalt"


def test_an_empty_name_is_refused_and_the_old_one_shown(panel: ClassesPanel, store: LabelStore) -> None:
    spy = QSignalSpy(panel.message)
    table(panel).editItem(table(panel).item(0, NAME))
    type_name(panel, " ")
    assert "empty name" in spy[0][0]
    assert column(panel, NAME)[0] == store.class_of(2).name == "Water"


def test_only_names_can_be_typed_into(panel: ClassesPanel) -> None:
    for index in (COLOR, KEY, STROKES, AREA):
        assert not table(panel).item(0, index).flags() & Qt.ItemFlag.ItemIsEditable


def test_the_colour_is_changed_in_a_dialog(panel: ClassesPanel, store: LabelStore) -> None:
    click_cell(panel, 1, COLOR)
    dialog = panel.findChild(QColorDialog)
    assert dialog.isVisible()
    assert dialog.currentColor().name() == "#7d8791"
    dialog.setCurrentColor(QColor("#abcdef"))
    dialog.accept()
    assert store.class_of(4).color == "#abcdef"
    assert table(panel).item(1, COLOR).icon().pixmap(16, 16).toImage().pixelColor(8, 8).name() == "#abcdef"
    assert [c.symbol().color().name() for c in store.layer.renderer().categories()][1] == "#abcdef"


def test_a_class_without_strokes_is_removed_at_once(panel: ClassesPanel, store: LabelStore) -> None:
    QTest.mouseClick(button(panel, "removeClassButton"), LEFT)
    assert column(panel, NAME) == ["Road", "Grass"]
    assert panel.findChild(QMessageBox) is None


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_class_with_strokes_is_removed_only_after_asking(
    panel: ClassesPanel, store: LabelStore, confirmed: bool
) -> None:
    paint(store, 2, 0)
    QTest.mouseClick(button(panel, "removeClassButton"), LEFT)
    question = panel.findChild(QMessageBox)
    assert "Water" in question.text()
    assert "1 stroke, 200 m²" in question.text()
    role = QMessageBox.ButtonRole.AcceptRole if confirmed else QMessageBox.ButtonRole.RejectRole
    QTest.mouseClick(next(b for b in question.buttons() if question.buttonRole(b) == role), LEFT)
    assert [entry.class_id for entry in store.classes] == ([4, 5] if confirmed else [2, 4, 5])
    assert len(list(store.layer.getFeatures())) == (0 if confirmed else 1)
    if confirmed:
        store.undo()
        assert column(panel, NAME) == ["Water", "Road", "Grass"]
        assert column(panel, STROKES) == ["1", "–", "–"]


def test_a_refused_removal_is_one_sentence(panel: ClassesPanel, store: LabelStore) -> None:
    spy = QSignalSpy(panel.message)
    store.layer.startEditing()
    QTest.mouseClick(button(panel, "removeClassButton"), LEFT)
    store.layer.rollBack()
    assert "save or discard" in spy[0][0]
    assert column(panel, NAME) == ["Water", "Road", "Grass"]


def test_without_a_store_there_is_nothing_to_click(panel: ClassesPanel) -> None:
    panel.set_store(None)
    assert table(panel).rowCount() == 0
    assert not button(panel, "addClassButton").isEnabled()
    assert not button(panel, "removeClassButton").isEnabled()


def test_the_panel_lets_go_of_a_layer_that_leaves_the_project(panel: ClassesPanel, store: LabelStore) -> None:
    QgsProject.instance().addMapLayer(store.layer)
    QgsProject.instance().clear()
    assert table(panel).rowCount() == 0


def test_ten_classes_have_nine_keys_and_scroll(panel: ClassesPanel, store: LabelStore) -> None:
    for _ in range(9):
        store.add_class()
    assert column(panel, KEY) == [str(number) for number in range(1, 10)] + ["", "", ""]
    QApplication.processEvents()
    assert table(panel).verticalScrollBar().maximum() > 0
    assert table(panel).indexAt(QPoint(40, 5)).row() == 0


STYLE = """<qgis><pipe><rasterrenderer type="paletted"><colorPalette>
<paletteEntry value="2" color="#0000c8" label="See" alpha="255"/>
<paletteEntry value="9" color="#00c800" label="Wald" alpha="255"/>
</colorPalette></rasterrenderer></pipe></qgis>"""


@pytest.fixture
def style(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A style with classes 2 and 9, which the file dialog answers with."""
    path = tmp_path / "style.qml"
    path.write_text(STYLE)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    return path


def test_classes_come_from_a_style(panel: ClassesPanel, store: LabelStore, style: Path) -> None:
    paint(store, 4, 0)
    QTest.mouseClick(button(panel, "importClassesButton"), LEFT)
    assert [(entry.class_id, entry.name) for entry in store.classes] == [(2, "See"), (4, "Road"), (9, "Wald")]
    assert column(panel, NAME) == ["See", "Road", "Wald"]
    assert panel.findChild(QMessageBox) is None


@pytest.mark.parametrize("confirmed", [False, True])
def test_painted_classes_are_renamed_only_after_asking(
    panel: ClassesPanel, store: LabelStore, style: Path, confirmed: bool
) -> None:
    paint(store, 2, 0)
    QTest.mouseClick(button(panel, "importClassesButton"), LEFT)
    question = panel.findChild(QMessageBox)
    assert "Water → See" in question.text()
    role = QMessageBox.ButtonRole.AcceptRole if confirmed else QMessageBox.ButtonRole.RejectRole
    QTest.mouseClick(next(b for b in question.buttons() if question.buttonRole(b) == role), LEFT)
    assert column(panel, NAME) == (["See", "Wald"] if confirmed else ["Water", "Road", "Grass"])


def test_a_style_without_classes_is_one_sentence(panel: ClassesPanel, store: LabelStore, style: Path) -> None:
    style.write_text("<qgis/>")
    spy = QSignalSpy(panel.message)
    QTest.mouseClick(button(panel, "importClassesButton"), LEFT)
    assert "has no classes: choose a style with categories, or a raster with a palette." in spy[0][0]
    assert column(panel, NAME) == ["Water", "Road", "Grass"]
