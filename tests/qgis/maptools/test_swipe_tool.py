"""Swiping with the mouse: what is drawn left and right of the line, also after the map has moved; and leaving it."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from berunda.plugin.core.results.comparable import comparable_layers
from berunda.plugin.core.results.layers import ResultLayers, add_result_layers
from berunda.plugin.gui.swipe_row import SwipeRow
from berunda.plugin.maptools.swipe_tool import SwipeTool
from fake_engine import wait_until
from osgeo import gdal
from qgis.core import QgsProject, QgsRasterLayer, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from result_files import write_results

from scripts.demo.mouse import drag, key, wheel

GRASS, DESERT = "#3f9b46", "#d9b98c"
Results = tuple[ResultLayers, ResultLayers]


@pytest.fixture
def results(raster_layer: QgsRasterLayer, tmp_path: Path, geotiff: str) -> ResultLayers:
    """The shown map is grass all over, the earlier one desert."""
    project = QgsProject.instance()
    for name, value in (("earlier", 2), ("now", 1)):
        files = write_results(tmp_path / name, geotiff)
        shown = add_result_layers(project, raster_layer, files, keep_previous=True)
        dataset = gdal.Open(files.classes, gdal.GA_Update)
        dataset.GetRasterBand(1).Fill(value)
        del dataset
    return shown


@pytest.fixture
def row(canvas: QgsMapCanvas, results: ResultLayers) -> Iterator[SwipeRow]:
    canvas.setLayers([results.layer("classes"), *canvas.layers()])
    widget = SwipeRow(canvas)
    widget.set_results(results)
    widget.show()
    assert QTest.qWaitForWindowExposed(widget)
    yield widget
    widget.close_row()
    widget.hide()
    widget.deleteLater()


def pick(combo, name: str) -> None:
    index = next(i for i in range(combo.count()) if combo.itemText(i).startswith(name))
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def start(row: SwipeRow, left: str, right: str) -> SwipeTool:
    pick(row.left, left)
    pick(row.right, right)
    QTest.mouseClick(row.button, Qt.MouseButton.LeftButton)
    drawn(row.tool)
    return row.tool


def drawn(tool: SwipeTool) -> None:
    QTest.qWait(20)
    tool.canvas().waitWhileRendering()
    wait_until(lambda: not tool.is_drawing)


def color(canvas: QgsMapCanvas, x: int, y: int = 120) -> str:
    return canvas.viewport().grab().toImage().pixelColor(x, y).name()


def test_what_can_be_compared(results: ResultLayers) -> None:
    names = [choice.name for choice in comparable_layers(results)]
    assert names[:3] == ["Classes", "Confidence", "Out of distribution (OOD)"]
    assert [name.split(" · ")[0] for name in names[3:6]] == ["Out of distribution (OOD)", "Confidence", "Classes"]
    assert all("ortho (20" in name for name in names[3:6])
    assert names[6:] == ["Image"]


def test_the_line_parts_the_two_maps_and_follows_the_mouse(canvas, row, results) -> None:
    tool = start(row, "Classes", "Classes · ")
    assert row.button.isChecked()
    assert [color(canvas, x) for x in (100, 280, 320, 500)] == [GRASS, GRASS, DESERT, DESERT]
    drag(canvas, [(300, 200), (400, 200), (150, 200)])
    assert tool.item.line_px == 150
    assert [color(canvas, x) for x in (100, 200, 320, 500)] == [GRASS, DESERT, DESERT, DESERT]
    drag(canvas, [(150, 200), (5000, 200)])
    assert color(canvas, 580) == GRASS


def test_map_and_image(canvas, row) -> None:
    start(row, "Image", "Classes · ")
    assert [color(canvas, x) for x in (100, 500)] == ["#286e32", DESERT]


def test_it_follows_the_map(canvas, row, results, raster_layer) -> None:
    tool = start(row, "Classes", "Classes · ")
    center = raster_layer.extent().center()
    canvas.setExtent(QgsRectangle(center.x() - 300, center.y() - 200, center.x() + 300, center.y() + 200))
    at_once = [color(canvas, x, 200) for x in (280, 320)]  # the old picture, where it belongs now
    assert at_once == [GRASS, DESERT]
    assert color(canvas, 100, 200) == "#ffffff"
    drawn(tool)
    assert [color(canvas, x, 200) for x in (100, 280, 320, 500)] == ["#ffffff", GRASS, DESERT, "#ffffff"]
    wheel(canvas, 300, 200, 2)
    drawn(tool)
    assert [color(canvas, x, 200) for x in (280, 320)] == [GRASS, DESERT]


def test_a_change_of_a_layer_is_drawn(canvas, row, results) -> None:
    tool = start(row, "Classes", "Classes · ")
    results.layer("classes").setOpacity(0)
    results.layer("classes").triggerRepaint()
    QTest.qWait(150)
    drawn(tool)
    assert color(canvas, 100) == "#286e32"


def test_escape_returns_to_the_tool_before_and_the_layer_tree_is_as_it_was(canvas, row, results) -> None:
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    root = QgsProject.instance().layerTreeRoot()
    before = [(node.name(), node.isVisible()) for node in root.findLayers()], canvas.layers()
    tool = start(row, "Classes · ", "Classes")
    key(canvas, Qt.Key.Key_Escape)
    assert canvas.mapTool() is pan
    assert row.tool is None
    assert not row.button.isChecked()
    assert tool.item not in canvas.scene().items()
    assert ([(node.name(), node.isVisible()) for node in root.findLayers()], canvas.layers()) == before
    assert color(canvas, 100) == color(canvas, 500) == GRASS


def test_another_tool_and_a_second_click_end_it(canvas, row) -> None:
    start(row, "Classes", "Classes · ")
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    assert (row.tool, canvas.mapTool()) == (None, pan)
    start(row, "Classes", "Classes · ")
    QTest.mouseClick(row.button, Qt.MouseButton.LeftButton)
    assert (row.tool, canvas.mapTool()) == (None, pan)


def test_a_removed_layer_ends_it(canvas, row, results) -> None:
    start(row, "Classes", "Confidence")
    row.forget([results.layer_ids["confidence"]])
    QgsProject.instance().removeMapLayer(results.layer_ids["confidence"])
    assert row.tool is None
    row.refresh()
    assert "Confidence" not in [row.left.itemText(i) for i in range(row.left.count())]


def test_without_results_there_is_nothing_to_choose(canvas) -> None:
    widget = SwipeRow(canvas)
    widget.set_results(None)
    assert not widget.button.isEnabled()
    widget.close_row()
