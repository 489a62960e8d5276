"""The choice of bands, further images and area, by mouse and keys."""
from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from berunda.plugin.core.project.scene import Scene
from berunda.plugin.gui.imagery_panel import ImageryPanel
from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.gui import QgsCheckableComboBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest


@pytest.fixture
def panel(scene: Scene) -> ImageryPanel:
    panel = ImageryPanel(scene)
    panel.resize(340, 240)
    panel.show()
    assert QTest.qWaitForWindowExposed(panel)
    yield panel
    panel.close_panel()
    panel.close()
    panel.deleteLater()


def toggle(combo: QgsCheckableComboBox, row: int) -> None:
    """A click on an entry of the opened list."""
    combo.showPopup()
    view = combo.view()
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(combo.model().index(row, 0)).center()
    )
    combo.hidePopup()


def test_bands_and_further_images(panel: ImageryPanel, scene: Scene, geotiff: str, tmp_path: Path) -> None:
    bands = panel.bands_combo
    assert len(bands.checkedItems()) == 3
    toggle(bands, 1)
    assert scene.bands == (1, 3)
    toggle(bands, 0)
    toggle(bands, 2)
    assert scene.bands == (3,)  # the last one cannot be taken away
    assert len(bands.checkedItems()) == 1

    further = panel.unlabelled_combo
    assert not further.isEnabled()
    shutil.copy(geotiff, tmp_path / "second.tif")
    second = QgsRasterLayer(str(tmp_path / "second.tif"), "second")
    QgsProject.instance().addMapLayer(second)
    assert [further.itemText(row) for row in range(further.count())] == ["second"]
    toggle(further, 0)
    assert scene.settings.unlabelled == (second.id(),)


def test_the_area(panel: ImageryPanel, scene: Scene) -> None:
    area = panel.area_combo
    area.setFocus()
    assert not panel.polygon_combo.isVisible()
    QTest.keyClick(area, Qt.Key.Key_Down)
    assert scene.settings.area == "canvas"
    QTest.keyClick(area, Qt.Key.Key_Down)
    assert scene.settings.area == "polygons"
    assert panel.polygon_combo.isVisible()
    layer = QgsVectorLayer("Polygon?crs=EPSG:32640", "fields", "memory")
    QgsProject.instance().addMapLayer(layer)
    combo = panel.polygon_combo
    assert combo.currentLayer() is None
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert scene.settings.area_layer == layer.id()
    QgsProject.instance().removeMapLayer(layer.id())
    assert combo.currentLayer() is None


def test_maps_of_berunda_are_no_images(panel: ImageryPanel, scene: Scene, geotiff: str, tmp_path: Path) -> None:
    shutil.copy(geotiff, tmp_path / "classes.tif")
    result = QgsRasterLayer(str(tmp_path / "classes.tif"), "Classes")
    result.setCustomProperty("berunda/role", "classes")
    QgsProject.instance().addMapLayer(result)
    assert [panel.image_combo.itemText(row) for row in range(panel.image_combo.count())] == ["", "ortho"]
    assert panel.unlabelled_combo.count() == 0
    assert panel.image_combo.currentLayer() is scene.image_layer


def test_where_nothing_is_chosen_the_first_image_is_meant(panel: ImageryPanel, scene: Scene, geotiff: str) -> None:
    QgsProject.instance().removeMapLayer(scene.image_layer.id())
    assert scene.imagery is None
    added = QgsRasterLayer(geotiff, "again")
    QgsProject.instance().addMapLayer(added)
    QTest.qWait(20)
    assert scene.image_layer is added
    assert panel.facts_label.text() == "300 × 200 px of 0.5 m, EPSG:32640"
