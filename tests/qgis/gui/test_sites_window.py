"""The comparison of sites in its window, with real clicks: what is asked of the engine, the report, the patches."""
from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from berunda.plugin.gui import sites_window
from berunda.plugin.gui.dock import BerundaDock
from berunda.plugin.gui.sites_window import SitesWindow
from dock_helpers import click, message, paint
from fake_engine import wait_until
from qgis.core import QgsExpressionContext, QgsProject, QgsRasterLayer, QgsSymbolLayer, QgsVectorLayer
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QProgressBar, QPushButton

SUMMARY = "ortho is 64 % covered by your labelled areas."


def copied(path: str, name: str) -> str:
    """A copy of a file beside it."""
    return str(shutil.copy(path, Path(path).with_name(name)))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Files that the plugin gave to the desktop."""
    urls: list[str] = []
    monkeypatch.setattr(sites_window.QDesktopServices, "openUrl", lambda url: urls.append(url.toLocalFile()))
    return urls


@pytest.fixture
def other_layer(raster_layer: QgsRasterLayer, geotiff: str) -> QgsRasterLayer:
    """A second image, whose name comes before that of the dock's."""
    layer = QgsRasterLayer(copied(geotiff, "another.tif"), "Another")
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def open_window(open_dock, raster_layer: QgsRasterLayer, opened: list[str]):
    """The window, opened by the button in the dock, whose image is `ortho`."""

    def show(mode: str = "normal", labels: bool = False) -> tuple[BerundaDock, SitesWindow]:
        dock = open_dock(mode)
        dock.session.scene.choose_image(raster_layer)
        if labels:
            click(dock, "newLabelsButton")
            paint(dock)
        click(dock, "sitesButton")
        assert QTest.qWaitForWindowExposed(dock.sites_window)
        return dock, dock.sites_window

    return show


def press(window: SitesWindow, name: str) -> None:
    button = window.findChild(QPushButton, name)
    wait_until(button.isEnabled)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def click_box(window: SitesWindow, row: int) -> None:
    box = window.table.visualItemRect(window.table.item(row, 0))
    place = QPoint(box.left() + 10, box.center().y())
    QTest.mouseClick(window.table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def names(window: SitesWindow) -> list[str]:
    return [window.table.item(row, 0).text() for row in range(window.table.rowCount())]


def file_widget(window: SitesWindow, row: int) -> QgsFileWidget:
    return window.findChild(QgsFileWidget, f"siteLabels-{row}")


def test_a_comparison_of_two_images(open_window, other_layer: QgsRasterLayer, opened: list[str]) -> None:
    dock, window = open_window(labels=True)
    store = dock.session.scene.store
    assert names(window) == ["ortho", "Another"]
    assert file_widget(window, 0).filePath() == store.path
    assert file_widget(window, 1).filePath() == ""
    asked = []
    dock.session.busy_changed.connect(lambda busy: asked.append(dock.session.job.params) if busy else None)
    press(window, "startSitesButton")
    assert not window.start_button.isEnabled()
    assert [Path(path).name for path in asked[0]["image"]] == ["ortho.tif", "another.tif"]
    assert asked[0]["labels"] == [store.path, ""]
    assert asked[0]["output"] == str(Path(dock.session.scene.output) / "sites")
    bar = window.findChild(QProgressBar, "sitesProgress")
    wait_until(lambda: 0 < bar.value() < bar.maximum() == 20)
    wait_until(lambda: opened)
    assert opened == [str(Path(asked[0]["output"]) / "report.html")]
    assert window.message_line.text_label.text() == message(dock) == SUMMARY
    assert not window.stop_button.isEnabled()
    press(window, "openReportButton")
    assert len(opened) == 2
    press(window, "startSitesButton")  # the first report stays
    wait_until(lambda: len(opened) == 3)
    assert Path(opened[2]).parent.name == "sites_2"


def test_patches_have_the_colours_of_their_appearance(open_window, other_layer, opened: list[str]) -> None:
    _, window = open_window()
    press(window, "startSitesButton")
    wait_until(lambda: opened)
    first = QgsProject.instance().layerTreeRoot().findLayers()[0].layer()
    assert isinstance(first, QgsVectorLayer)
    assert first.name() == "Patches by appearance"
    context = QgsExpressionContext()
    context.setFields(first.fields())
    marker = first.renderer().symbol().symbolLayer(0)
    kinds = QgsSymbolLayer.Property
    found = []
    for feature in first.getFeatures():
        context.setFeature(feature)
        shown = (kinds.PropertyFillColor, kinds.PropertyStrokeColor, kinds.PropertySize)
        found.append([marker.dataDefinedProperties().valueAsString(kind, context)[0] for kind in shown])
    assert found == [["#cc3366", "#ffffff", "2"], ["#3366cc", "#000000", "5"]]


def test_one_image_needs_labels(open_window, other_layer: QgsRasterLayer, tmp_path: Path) -> None:
    _, window = open_window()
    assert window.start_button.isEnabled()
    click_box(window, 1)
    assert not window.start_button.isEnabled()
    file_widget(window, 0).setFilePath(str(tmp_path / "labels.gpkg"))
    assert window.start_button.isEnabled()
    click_box(window, 0)
    assert not window.start_button.isEnabled()
    assert window.table.chosen() == []


def test_choices_stay_when_the_window_is_opened_again(open_window, other_layer, geotiff: str) -> None:
    dock, window = open_window()
    click_box(window, 0)
    file_widget(window, 1).setFilePath("/labels.gpkg")
    window.close()
    third = QgsRasterLayer(copied(geotiff, "third.tif"), "Third")
    QgsProject.instance().addMapLayer(third)
    click(dock, "sitesButton")
    assert names(window) == ["ortho", "Another", "Third"]
    assert [(site.layer_id, site.labels) for site in window.table.chosen()] == [(other_layer.id(), "/labels.gpkg")]


def test_a_stop_leaves_nothing(open_window, other_layer: QgsRasterLayer, opened: list[str]) -> None:
    dock, window = open_window("slow")
    press(window, "startSitesButton")
    folder = Path(dock.session.job.params["output"])
    bar = window.findChild(QProgressBar, "sitesProgress")
    wait_until(lambda: bar.value() > 0)
    assert folder.is_dir()
    press(window, "stopSitesButton")
    wait_until(lambda: not dock.session.is_busy)
    assert window.message_line.text_label.text() == "Stopped; nothing was changed."
    assert not folder.exists()
    assert not opened
    assert window.start_button.isEnabled()


def test_a_failure_is_said_in_the_window(open_window, other_layer: QgsRasterLayer, opened: list[str]) -> None:
    dock, window = open_window("failing")
    press(window, "startSitesButton")
    wait_until(lambda: window.message_line.text_label.text())
    assert window.message_line.text_label.text() == "The labels do not touch the image: check their CRS"
    assert not (Path(dock.session.scene.output) / "sites").exists()
    assert not opened


def test_labels_with_unsaved_edits_are_refused(open_window, other_layer: QgsRasterLayer) -> None:
    dock, window = open_window(labels=True)
    layer = dock.session.scene.store.layer
    layer.startEditing()
    layer.deleteFeature(next(layer.getFeatures()).id())
    press(window, "startSitesButton")
    assert window.message_line.text_label.text() == (
        "The labels have edits that are not saved: save or cancel them in QGIS, then compare."
    )
    assert not dock.session.is_busy
    layer.rollBack()


def test_a_training_is_not_stopped_from_this_window(open_window, other_layer: QgsRasterLayer) -> None:
    dock, window = open_window("slow", labels=True)
    assert dock.session.train()
    wait_until(lambda: dock.session.state == "learning")
    assert not window.stop_button.isEnabled()
    assert not window.start_button.isEnabled()
    assert window.bar.maximum() == 1
    dock.session.stop()
    wait_until(lambda: not dock.session.is_busy)
