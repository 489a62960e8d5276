"""The buttons of the label tools, clicked on a shown panel beside a shown canvas."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Callable

import pytest
from berunda.plugin.core.labels.class_scheme import default_classes
from berunda.plugin.core.labels.store import LabelStore
from berunda.plugin.core.labels.tool_state import MAX_BRUSH_PX, MIN_BRUSH_PX, LabelToolState
from berunda.plugin.gui.label_tools_panel import LabelToolsPanel
from berunda.plugin.maptools.label_tools import LabelTools
from qgis.core import QgsCoordinateReferenceSystem
from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QSlider, QSpinBox, QToolButton

from scripts.demo.mouse import CONTROL, click, key

LEFT = Qt.MouseButton.LeftButton
TOOLS = ("brush", "polygon", "eraser")
ShowLabels = Callable[[LabelStore], LabelStore]


@pytest.fixture
def store(show_labels: ShowLabels, tmp_path: Path) -> LabelStore:
    made = LabelStore.create(
        str(tmp_path / "labels.gpkg"), QgsCoordinateReferenceSystem("EPSG:32640"), default_classes()
    )
    return show_labels(made)


@pytest.fixture
def tools(canvas: QgsMapCanvas, label_state: LabelToolState, store: LabelStore) -> Iterator[LabelTools]:
    made = LabelTools(canvas, label_state)
    made.set_store(store)
    yield made
    made.close()


@pytest.fixture
def panel(tools: LabelTools, label_state: LabelToolState) -> Iterator[LabelToolsPanel]:
    made = LabelToolsPanel(tools, label_state)
    made.resize(320, made.sizeHint().height())
    made.show()
    assert QTest.qWaitForWindowExposed(made)
    yield made
    made.close()
    made.deleteLater()


def button(panel: LabelToolsPanel, name: str) -> QToolButton:
    return panel.findChild(QToolButton, f"{name}Button")


def checked(panel: LabelToolsPanel) -> list[str]:
    return [name for name in TOOLS if button(panel, name).isChecked()]


@pytest.mark.parametrize("name", TOOLS)
def test_a_button_puts_its_tool_on_the_canvas(
    panel: LabelToolsPanel, tools: LabelTools, canvas: QgsMapCanvas, name: str
) -> None:
    assert checked(panel) == []
    QTest.mouseClick(button(panel, name), LEFT)
    assert tools.active_tool == name
    assert checked(panel) == [name]
    QTest.mouseClick(button(panel, name), LEFT)
    assert checked(panel) == [name]  # a second click does not let go


def test_the_buttons_follow_the_canvas(panel: LabelToolsPanel, tools: LabelTools, canvas: QgsMapCanvas) -> None:
    tools.activate("eraser")
    assert checked(panel) == ["eraser"]
    key(canvas, Qt.Key.Key_B)
    assert checked(panel) == ["brush"]
    canvas.setMapTool(QgsMapToolPan(canvas))
    assert checked(panel) == []


def test_undo_and_redo_buttons_know_when_they_can(
    panel: LabelToolsPanel, canvas: QgsMapCanvas, store: LabelStore
) -> None:
    undo, redo = button(panel, "undo"), button(panel, "redo")
    assert not undo.isEnabled()
    QTest.mouseClick(button(panel, "brush"), LEFT)
    click(canvas, 100, 100)
    assert undo.isEnabled()
    assert not redo.isEnabled()
    QTest.mouseClick(undo, LEFT)
    assert (undo.isEnabled(), redo.isEnabled()) == (False, True)
    assert list(store.layer.getFeatures()) == []
    QTest.mouseClick(redo, LEFT)
    assert (undo.isEnabled(), redo.isEnabled()) == (True, False)
    assert len(list(store.layer.getFeatures())) == 1
    key(canvas, Qt.Key.Key_Z, CONTROL)
    assert redo.isEnabled()


def test_undo_is_off_without_a_store(panel: LabelToolsPanel, tools: LabelTools, canvas: QgsMapCanvas) -> None:
    tools.activate("brush")
    click(canvas, 100, 100)
    tools.set_store(None)
    assert not button(panel, "undo").isEnabled()


def test_slider_spin_box_and_state_agree(panel: LabelToolsPanel, label_state: LabelToolState) -> None:
    spin, slider = panel.findChild(QSpinBox, "brushSizeSpin"), panel.findChild(QSlider, "brushSizeSlider")
    assert spin.value() == 20
    spin.setValue(64)
    assert label_state.brush_size_px == 64
    label_state.step_brush_size(1)
    assert spin.value() == 77
    slider.setValue(slider.maximum())
    assert spin.value() == label_state.brush_size_px == MAX_BRUSH_PX
    slider.setValue(slider.minimum())
    assert spin.value() == label_state.brush_size_px == MIN_BRUSH_PX


def test_typing_a_size_does_not_jump(panel: LabelToolsPanel, label_state: LabelToolState) -> None:
    """The coarse slider follows the spin box without rounding it."""
    spin = panel.findChild(QSpinBox, "brushSizeSpin")
    for size in (3, 47, 131, 299):
        spin.setValue(size)
        assert (spin.value(), label_state.brush_size_px) == (size, size)


def test_every_button_has_an_icon_and_names_its_key(panel: LabelToolsPanel) -> None:
    for name, shortcut in (
        ("brush", "(B)"),
        ("polygon", "(P)"),
        ("eraser", "(E)"),
        ("undo", "(Ctrl+Z)"),
        ("redo", "(Ctrl+Shift+Z)"),
    ):
        made = button(panel, name)
        assert shortcut in made.toolTip()
        assert made.icon().pixmap(22, 22).toImage().pixelColor(11, 11).isValid()
        assert any(made.icon().pixmap(22, 22).toImage().pixelColor(x, y).alpha() for x in range(22) for y in range(22))


def test_the_panel_fits_a_narrow_dock(panel: LabelToolsPanel) -> None:
    assert panel.minimumSizeHint().width() <= 320
