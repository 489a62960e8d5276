"""Inspecting in the dock: real mouse moves over the canvas, real clicks, a real process that counts."""
from __future__ import annotations

from pathlib import Path

import pytest
from berunda.plugin.core.results.layers import ResultLayers, add_result_layers, find_result_layers
from berunda.plugin.core.results.masking import Thresholds, thresholds_of
from berunda.plugin.gui.dock import BerundaDock
from berunda.plugin.gui.inspect_panel import SETTING
from dock_helpers import click, find, message
from fake_engine import wait_until
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsProject,
    QgsRasterLayer,
    QgsSettings,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QEvent, QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QFileDialog
from result_files import write_bands, write_results

from scripts.demo.mouse import key, move

COLUMN_PX = 150  # a column of the map on the canvas of 600 px


@pytest.fixture(autouse=True)
def forget_setting():
    QgsSettings().remove(SETTING)
    yield
    QgsSettings().remove(SETTING)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "results"


@pytest.fixture
def dock(open_dock, raster_layer: QgsRasterLayer, folder: Path, geotiff: str) -> BerundaDock:
    opened = open_dock()
    show_results(opened, raster_layer, folder, geotiff)
    return opened


def show_results(dock: BerundaDock, image: QgsRasterLayer, folder: Path, geotiff: str, bands=()) -> ResultLayers:
    files = write_results(folder, geotiff)
    if bands:
        write_bands(files.ood, geotiff, bands)
    results = add_result_layers(QgsProject.instance(), image, files, keep_previous=False)
    dock.session.scene.show_results(dock.session.scene.imagery.path, results)
    return results


def classes_layer(image: QgsRasterLayer) -> QgsRasterLayer:
    return find_result_layers(QgsProject.instance(), image).layer("classes")


def text(dock: BerundaDock, name: str) -> str:
    return find(dock, name).text()


def hover(dock: BerundaDock, canvas: QgsMapCanvas, column: int, expected: str) -> None:
    move(canvas, column * COLUMN_PX + 70, 200)
    wait_until(lambda: expected in text(dock, "inspectClassLabel"))


def test_without_a_map_there_is_nothing_to_inspect(open_dock) -> None:
    dock = open_dock()
    assert not find(dock, "inspectButton").isEnabled()
    assert not find(dock, "inspectClassLabel").isVisible()


def test_the_values_follow_the_mouse(dock, canvas) -> None:
    move(canvas, 70, 200)
    click(dock, "inspectButton")
    assert text(dock, "inspectClassLabel") == "Move the mouse over the map."
    hover(dock, canvas, 0, "Grass &amp; moss &lt;wet&gt;")
    assert text(dock, "inspectSharesLabel") == "Confidence 100 %\nOOD 0 %"
    hover(dock, canvas, 2, "Water")
    assert text(dock, "inspectSharesLabel") == "Confidence 25 %\nOOD 95 %"
    assert "#2f7fd1" in text(dock, "inspectClassLabel")
    hover(dock, canvas, 3, "Move the mouse")  # no data there
    hover(dock, canvas, 1, "Wüste")
    QApplication.sendEvent(canvas.viewport(), QEvent(QEvent.Type.Leave))
    assert text(dock, "inspectClassLabel") == "Move the mouse over the map."
    assert text(dock, "inspectSharesLabel") == ""


def test_the_key_switches_it_and_it_is_remembered(dock, canvas, open_dock, raster_layer, folder, geotiff) -> None:
    QApplication.setActiveWindow(canvas)
    canvas.setFocus()
    key(canvas, Qt.Key.Key_I)
    assert find(dock, "inspectClassLabel").isVisible()
    key(canvas, Qt.Key.Key_I)
    assert not find(dock, "inspectClassLabel").isVisible()
    assert not QgsSettings().value(SETTING, True, type=bool)
    key(canvas, Qt.Key.Key_I)
    other = open_dock()
    show_results(other, raster_layer, folder.parent / "other", geotiff)
    assert find(other, "inspectButton").isChecked()
    assert find(other, "inspectClassLabel").isVisible()


def test_another_crs_of_the_project(dock, canvas) -> None:
    target = QgsCoordinateReferenceSystem("EPSG:3857")
    extent = canvas.extent()
    source = canvas.mapSettings().destinationCrs()
    canvas.setDestinationCrs(target)
    canvas.setExtent(QgsCoordinateTransform(source, target, QgsProject.instance()).transformBoundingBox(extent))
    canvas.waitWhileRendering()
    click(dock, "inspectButton")
    hover(dock, canvas, 1, "Wüste")


def test_probabilities_come_as_bars_once_there_are_any(dock, canvas, raster_layer, folder, geotiff) -> None:
    click(dock, "inspectButton")
    assert find(dock, "inspectProbabilitiesHint").isVisible()
    assert not find(dock, "probabilityBars").isVisible()
    click(dock, "probabilitiesCheck")
    assert dock.session.scene.settings.write_probabilities
    write_bands(str(folder / "probabilities.tif"), geotiff, [(70, 10, 5, 255), (20, 80, 5, 255), (10, 10, 90, 255)])
    show_results(dock, raster_layer, folder, geotiff)
    assert not find(dock, "inspectProbabilitiesHint").isVisible()
    hover(dock, canvas, 1, "Wüste")
    bars = find(dock, "probabilityBars")
    assert [(shown.name, share) for shown, share in bars.values] == [
        ("Grass & moss <wet>", pytest.approx(0.1)), ("Wüste", pytest.approx(0.8)), ("Water", pytest.approx(0.1)),
    ]  # fmt: skip
    QTest.qWait(20)
    assert bars.height() >= 3 * bars.fontMetrics().height()
    picture = bars.grab().toImage()
    colors = {picture.pixelColor(x, y).name() for x in range(0, picture.width(), 2) for y in range(picture.height())}
    assert {"#3f9b46", "#d9b98c", "#2f7fd1"} <= colors


def test_a_threshold_hides_and_is_counted(dock, canvas, raster_layer) -> None:
    click(dock, "inspectButton")
    assert not find(dock, "hideConfidenceSpin").isEnabled()
    click(dock, "hideConfidenceCheck")
    wait_until(lambda: thresholds_of(classes_layer(raster_layer)) == Thresholds(minimum_confidence=60))
    spin = find(dock, "hideConfidenceSpin")
    spin.setFocus()
    spin.selectAll()
    QTest.keyClicks(spin, "70")
    wait_until(lambda: thresholds_of(classes_layer(raster_layer)) == Thresholds(minimum_confidence=70))
    assert find(dock, "hideConfidenceSlider").value() == 70
    assert "parts are hidden" in text(dock, "inspectButton")
    table = find(dock, "areaTable")
    wait_until(lambda: table.isVisible() and not find(dock, "areasCountingLabel").isVisible())
    cells = [[table.item(row, column).text() for column in range(3)] for row in range(table.rowCount())]
    assert cells == [["Grass", "0.075", "25 %"], ["All classes", "0.075", "25 %"]]
    assert table.horizontalHeaderItem(1).text() == "Area (ha)"
    click(dock, "hideConfidenceCheck")
    wait_until(lambda: thresholds_of(classes_layer(raster_layer)) == Thresholds())
    assert text(dock, "inspectButton") == "Inspect"


def test_the_next_map_keeps_the_thresholds(dock, canvas, raster_layer, folder, geotiff) -> None:
    click(dock, "inspectButton")
    click(dock, "hideOodCheck")
    wait_until(lambda: thresholds_of(classes_layer(raster_layer)) == Thresholds(maximum_ood=50))
    show_results(dock, raster_layer, folder.parent / "next", geotiff)
    assert thresholds_of(classes_layer(raster_layer)) == Thresholds(maximum_ood=50)
    assert find(dock, "hideOodCheck").isChecked()


def test_the_masked_map_is_exported(dock, monkeypatch, tmp_path) -> None:
    click(dock, "inspectButton")
    assert not find(dock, "exportMaskedButton").isEnabled()  # nothing is hidden
    click(dock, "hideOodCheck")
    target = tmp_path / "masked"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    click(dock, "exportMaskedButton")
    wait_until(lambda: message(dock) == f"The masked map is {target}.tif.")
    assert (tmp_path / "masked.tif").is_file()


def test_a_failing_engine_says_why_there_are_no_areas(open_dock, raster_layer, folder, geotiff) -> None:
    dock = open_dock("failing")
    show_results(dock, raster_layer, folder, geotiff)
    click(dock, "inspectButton")
    wait_until(lambda: "The labels do not touch" in text(dock, "areasStatusLabel"))
    assert not find(dock, "areaTable").isVisible()


def test_the_combo_shows_another_score_and_the_project_keeps_it(dock, raster_layer, folder, geotiff, tmp_path) -> None:
    click(dock, "inspectButton")
    assert not find(dock, "oodBandCombo").isVisible()  # one band only
    results = show_results(dock, raster_layer, folder, geotiff, bands=[(10,) * 4, (50,) * 4, (90,) * 4])
    combo = find(dock, "oodBandCombo")
    assert [combo.itemText(i) for i in range(combo.count())] == ["Fused score", "Novel here", "Foreign"]
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    QTest.keyClick(combo, Qt.Key.Key_Down)
    layer = results.layer("ood")
    assert layer.renderer().usesBands() == [3]
    drawn = layer.renderer().block(1, layer.extent(), 4, 3).color(1, 1)
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "project.qgz"))
    assert project.read(str(tmp_path / "project.qgz"))
    again = find_result_layers(project, project.mapLayersByName("ortho")[0]).layer("ood")
    assert again.renderer().usesBands() == [3]
    assert again.renderer().block(1, again.extent(), 4, 3).color(1, 1) == drawn
    assert find(dock, "oodBandCombo").currentText() == "Foreign"
    image = project.mapLayersByName("ortho")[0]
    next_map = show_results(dock, image, folder.parent / "next", geotiff, bands=[(10,) * 4, (50,) * 4, (90,) * 4])
    assert next_map.layer("ood").renderer().usesBands() == [3]


def test_removed_layers_end_it_without_a_word(dock, canvas, raster_layer) -> None:
    click(dock, "inspectButton")
    hover(dock, canvas, 1, "Wüste")
    results = find_result_layers(QgsProject.instance(), raster_layer)
    QgsProject.instance().removeMapLayers(list(results.layer_ids.values()))
    move(canvas, 230, 210)
    QTest.qWait(80)
    assert not find(dock, "inspectClassLabel").isVisible()
    assert not find(dock, "inspectButton").isEnabled()


def test_it_fits_a_dock_of_320_px(dock) -> None:
    click(dock, "inspectButton")
    dock.window().resize(320, 900)
    QTest.qWait(30)
    right = dock.scroll_area.viewport().width()
    for name in ("inspectButton", "hideConfidenceSpin", "hideOodSpin", "exportMaskedButton", "swipeButton"):
        widget = find(dock, name)
        assert widget.mapTo(dock.scroll_area.viewport(), QPoint(widget.width(), 0)).x() <= right, name
    assert find(dock, "hideConfidenceSlider").width() >= 40
