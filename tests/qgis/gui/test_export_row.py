"""Exports from the dock: the menu as an analyst opens it, a real process behind it, layers in the project."""
from __future__ import annotations

from pathlib import Path

import pytest
from berunda.plugin.core.results.layers import add_result_layers
from berunda.plugin.gui.dock import BerundaDock
from berunda.plugin.gui.polygon_dialog import PolygonDialog
from dock_helpers import click, find, message, paint
from fake_engine import wait_until
from qgis.core import QgsCategorizedSymbolRenderer, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtWidgets import QDialogButtonBox, QFileDialog
from result_files import write_results

LAYER = "Class polygons"


@pytest.fixture
def dock(open_dock) -> BerundaDock:
    return open_dock()


@pytest.fixture
def mapped(dock: BerundaDock, raster_layer: QgsRasterLayer, tmp_path: Path, geotiff: str) -> BerundaDock:
    """A dock with a map."""
    files = write_results(tmp_path / "results", geotiff)
    results = add_result_layers(QgsProject.instance(), raster_layer, files, keep_previous=False)
    dock.session.scene.show_results(dock.session.scene.imagery.path, results)
    return dock


@pytest.fixture
def trained(dock: BerundaDock) -> BerundaDock:
    """A dock with a model and no map."""
    click(dock, "newLabelsButton")
    paint(dock)
    click(dock, "trainButton")
    wait_until(lambda: message(dock).startswith("Trained"))
    wait_until(lambda: not dock.session.is_busy)
    return dock


def ask_for_polygons(dock: BerundaDock) -> PolygonDialog:
    dock.export_row.polygons_action.trigger()
    return dock.export_row.findChild(PolygonDialog)


def save(dialog: PolygonDialog) -> None:
    dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()


def polygon_layers() -> list[QgsVectorLayer]:
    return QgsProject.instance().mapLayersByName(LAYER)


def test_what_is_not_there_cannot_be_exported(dock: BerundaDock) -> None:
    assert not find(dock, "exportButton").isEnabled()


def test_a_map_without_a_model_is_exported_as_polygons_alone(mapped: BerundaDock) -> None:
    row = mapped.export_row
    assert row.button.isEnabled()
    actions = (row.polygons_action, row.onnx_action, row.stac_action)
    assert [action.isEnabled() for action in actions] == [True, False, False]


def test_polygons_come_styled(mapped: BerundaDock, tmp_path: Path) -> None:
    dialog = ask_for_polygons(mapped)
    assert dialog.file.filePath() == str(tmp_path / "results" / "classes.gpkg")
    assert dialog.smooth.isChecked()
    dialog.area.setValue(25)
    dialog.file.setFilePath(str(tmp_path / "out"))
    save(dialog)
    wait_until(polygon_layers)
    (layer,) = polygon_layers()
    assert layer.source() == f"{tmp_path / 'out.gpkg'}|layername=classes"
    assert isinstance(layer.renderer(), QgsCategorizedSymbolRenderer)
    assert layer.renderer().classAttribute() == "class_id"
    shown = [(c.value(), c.label(), c.symbol().color().name()) for c in layer.renderer().categories()]
    assert [(int(value), name, color) for value, name, color in shown] == [(1, "Grass & Moss", "#3f9b46")]
    wait_until(lambda: "1 polygons are in" in message(mapped))
    assert "3 regions below the minimum area are left out." in message(mapped)
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    assert node.parent().name() == "ortho"
    assert node.parent().children()[0].layerId() == layer.id()


def test_a_second_export_replaces_the_layer(mapped: BerundaDock) -> None:
    for _ in range(2):
        save(ask_for_polygons(mapped))
        wait_until(lambda: not mapped.session.is_busy and polygon_layers())
    assert len(polygon_layers()) == 1


def test_no_minimum_area_without_a_unit_of_length() -> None:
    dialog = PolygonDialog("classes.gpkg", in_metres=False)
    assert not dialog.area.isEnabled()
    assert "no unit of length" in dialog.area.toolTip()


def test_model_and_stac_item_are_exported_beside_the_model(
    trained: BerundaDock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    row, offered = trained.export_row, []
    assert [a.isEnabled() for a in (row.polygons_action, row.onnx_action, row.stac_action)] == [False, True, True]

    def answer(_, __, start: str, *___) -> tuple[str, str]:
        offered.append(start)
        return str(tmp_path / "exported"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    row.onnx_action.trigger()
    wait_until(lambda: message(trained) == f"The model is {tmp_path / 'exported.onnx'}.")
    wait_until(lambda: not trained.session.is_busy)
    row.stac_action.trigger()
    wait_until(lambda: message(trained) == f"The STAC item is {tmp_path / 'exported.json'}.")
    assert (tmp_path / "exported.json").read_text() == str(tmp_path / "exported.onnx")
    model = trained.session.scene.memory.model
    assert offered == [model.replace(".safetensors", ".onnx"), model.replace(".safetensors", ".json")]


def test_a_refusal_is_one_sentence(open_dock, raster_layer: QgsRasterLayer, tmp_path: Path, geotiff: str) -> None:
    dock = open_dock("failing")
    files = write_results(tmp_path / "results", geotiff)
    results = add_result_layers(QgsProject.instance(), raster_layer, files, keep_previous=False)
    dock.session.scene.show_results(dock.session.scene.imagery.path, results)
    save(ask_for_polygons(dock))
    wait_until(lambda: message(dock) == "The labels do not touch the image: check their CRS")
    assert not polygon_layers()
