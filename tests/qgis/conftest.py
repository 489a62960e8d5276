"""Fixtures of the tests inside QGIS: a small orthophoto, its layer, and a canvas that is really shown."""
from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Callable

import pytest
from berunda.engine.schema.cache_variables import FOLDER_VARIABLE, MEGABYTES_VARIABLE
from berunda.plugin.core.engine.cache_choice import FOLDER_SETTING, LIMIT_SETTING
from berunda.plugin.core.engine.environment import SETTING, VARIABLE
from berunda.plugin.core.labels.store import LabelStore
from berunda.plugin.core.labels.tool_state import LabelToolState
from berunda.plugin.core.project.scene import Scene
from berunda.plugin.gui.dock import BerundaDock
from comparison_helpers import start as start
from dock_helpers import WIDTH_PX
from fake_engine import use_fake_engine, wait_until
from label_ground import GRASS, ROAD, UTM, WATER
from osgeo import gdal, osr
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRasterLayer, QgsSettings
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QMainWindow
from recipe_helpers import dock as dock
from recipe_helpers import two_losses as two_losses
from session_helpers import session as session
from session_helpers import start_session as start_session

IMAGE_CRS = "EPSG:32640"
IMAGE_ORIGIN = (325_000.0, 2_780_000.0)  # top left corner, metres
IMAGE_SIZE_PX = (300, 200)  # width, height
PIXEL_M = 0.5
QUADRANTS = (
    ((40, 110, 50), (200, 180, 140)),
    ((30, 60, 130), (120, 120, 125)),
)  # rows of RGB: grass, sand; water, road


@pytest.fixture(scope="session", autouse=True)
def layers_go_before_qgis(qgis_app, request: pytest.FixtureRequest) -> Iterator[None]:
    """Let go of the last test's layers before QGIS is shut down: closing a GeoPackage afterwards crashes in GDAL."""
    yield
    for item in request.session.items:
        if getattr(item, "funcargs", None):
            item.funcargs.clear()
    gc.collect()


@pytest.fixture
def geotiff(tmp_path: Path) -> str:
    """Path of a GeoTIFF of 150 m × 100 m in EPSG:32640: three bands uint8, 0.5 m pixels, quadrants of a colour."""
    path = str(tmp_path / "ortho.tif")
    width, height = IMAGE_SIZE_PX
    dataset = gdal.GetDriverByName("GTiff").Create(path, width, height, 3, gdal.GDT_Byte)
    dataset.SetGeoTransform((IMAGE_ORIGIN[0], PIXEL_M, 0, IMAGE_ORIGIN[1], 0, -PIXEL_M))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(int(IMAGE_CRS.split(":")[1]))
    dataset.SetProjection(reference.ExportToWkt())
    for band in range(3):
        rows = [bytes([left[band]]) * (width // 2) + bytes([right[band]]) * (width // 2) for left, right in QUADRANTS]
        dataset.GetRasterBand(band + 1).WriteRaster(
            0, 0, width, height, rows[0] * (height // 2) + rows[1] * (height // 2)
        )
    del dataset  # closes and flushes
    return path


@pytest.fixture
def raster_layer(geotiff: str) -> Iterator[QgsRasterLayer]:
    """The orthophoto as a raster layer in an otherwise empty project whose CRS is the image's."""
    project = QgsProject.instance()
    project.clear()
    project.setCrs(QgsCoordinateReferenceSystem(IMAGE_CRS))
    layer = QgsRasterLayer(geotiff, "ortho")
    assert layer.isValid()
    project.addMapLayer(layer)
    yield layer
    project.clear()


@pytest.fixture
def scene(raster_layer: QgsRasterLayer) -> Iterator[Scene]:
    """The raster layer as the image of a scene."""
    made = Scene(QgsProject.instance())
    made.choose_image(raster_layer)
    yield made
    made.close()


@pytest.fixture
def canvas(raster_layer: QgsRasterLayer) -> Iterator[QgsMapCanvas]:
    """A canvas of 600 × 400 px, shown, that sees the whole orthophoto in the project's CRS."""
    widget = QgsMapCanvas()
    widget.resize(600, 400)
    widget.setDestinationCrs(QgsProject.instance().crs())
    widget.setLayers([raster_layer])
    widget.setExtent(raster_layer.extent())
    widget.show()
    assert QTest.qWaitForWindowExposed(widget)
    QApplication.setActiveWindow(widget)
    widget.setFocus()
    widget.waitWhileRendering()
    yield widget
    if widget.mapTool() is not None:
        widget.unsetMapTool(widget.mapTool())
    widget.stopRendering()
    widget.hide()
    widget.deleteLater()


@pytest.fixture
def label_state() -> LabelToolState:
    """Brush of 20 px, no class yet; what an earlier test left in the settings does not matter."""
    state = LabelToolState()
    state.set_brush_size(20)
    return state


@pytest.fixture
def show_labels(canvas: QgsMapCanvas) -> Callable[[LabelStore], LabelStore]:
    """Puts a store's layer into the project and on top of the canvas."""

    def show(store: LabelStore) -> LabelStore:
        QgsProject.instance().addMapLayer(store.layer)
        canvas.setLayers([store.layer, *canvas.layers()])
        return store

    return show


@pytest.fixture
def label_path(tmp_path: Path) -> str:
    """Where a test's label file goes."""
    return str(tmp_path / "labels.gpkg")


@pytest.fixture
def label_store(label_path: str) -> LabelStore:
    """A new label file with grass, water and road, in an empty project."""
    QgsProject.instance().clear()
    return LabelStore.create(label_path, UTM, (GRASS, WATER, ROAD))


@pytest.fixture
def open_dock(canvas: QgsMapCanvas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Opens docks in a window beside the canvas, with a fake engine in a mode."""
    monkeypatch.setenv(VARIABLE, "")  # restores what use_fake_engine sets
    opened = []

    def show(mode: str = "normal") -> BerundaDock:
        use_fake_engine(tmp_path, mode)
        window = QMainWindow()
        window.resize(WIDTH_PX, 900)
        dock = BerundaDock(canvas, QgsProject.instance(), window)
        opened.append((window, dock))
        dock.heard = []
        dock.announced.connect(lambda text, level: dock.heard.append((text, level)))
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        window.show()
        assert QTest.qWaitForWindowExposed(window)
        wait_until(lambda: dock.session.scene.imagery)
        return dock

    yield show
    for window, shown in opened:
        shown.close_session()
        window.close()
        window.deleteLater()
    QgsSettings().remove(SETTING)


@pytest.fixture
def no_cache_choice(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing is chosen for kept features, before and after the test."""
    for variable in (FOLDER_VARIABLE, MEGABYTES_VARIABLE):
        monkeypatch.delenv(variable, raising=False)
    for setting in (FOLDER_SETTING, LIMIT_SETTING):
        QgsSettings().remove(setting)
    yield
    for setting in (FOLDER_SETTING, LIMIT_SETTING):
        QgsSettings().remove(setting)
