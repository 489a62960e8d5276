"""The results of a prediction in the project: order, styles, replacing, keeping, and reopening."""
from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest
from berunda.plugin.core.results.layers import (
    ResultFiles,
    ResultLayersError,
    add_result_layers,
    find_result_layers,
    place_labels_on_top,
    release_result_layers,
)
from osgeo import gdal
from qgis.core import (
    QgsLayerTree,
    QgsLayerTreeGroup,
    QgsLayerTreeModel,
    QgsMapLayerLegend,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.gui import QgsLayerTreeView, QgsMapCanvas
from qgis.PyQt.QtGui import QColor, qAlpha, qUnpremultiply
from qgis.PyQt.QtTest import QTest
from result_files import SCHEME, write_results

LAYERS = ["Out of distribution (OOD)", "Confidence", "Classes"]
ROLES = ("classes", "confidence", "ood")


@pytest.fixture
def project(raster_layer: QgsRasterLayer) -> QgsProject:
    return QgsProject.instance()


@pytest.fixture
def files(tmp_path: Path, geotiff: str) -> ResultFiles:
    return write_results(tmp_path / "results", geotiff)


def tree(parent: QgsLayerTreeGroup) -> list:
    """Names in the layer tree from the top: a layer as its name, a group as (name, [children])."""
    return [child.name() if QgsLayerTree.isLayer(child) else (child.name(), tree(child)) for child in parent.children()]


def drawn(layer: QgsRasterLayer) -> list[tuple[str, int]]:
    """What QGIS draws in the middle of each of the map's four columns: (#rrggbb, alpha), clear where alpha is 0."""
    block = layer.renderer().block(1, layer.extent(), 8, 3)
    pixels = [block.color(1, 2 * column + 1) for column in range(4)]
    return [(QColor(qUnpremultiply(pixel)).name() if qAlpha(pixel) else "clear", qAlpha(pixel)) for pixel in pixels]


def legend(layer: QgsRasterLayer, project: QgsProject) -> list:
    node = project.layerTreeRoot().findLayer(layer.id())
    return QgsMapLayerLegend.defaultRasterLegend(layer).createLayerTreeModelLegendNodes(node)


def open_files() -> set[str]:
    """Files this process holds open."""
    links = [Path("/proc/self/fd") / name for name in os.listdir("/proc/self/fd")]
    return {os.readlink(link) for link in links if link.is_symlink()}


def test_group_lies_directly_above_the_image(project, raster_layer, files):
    above = QgsVectorLayer("Point?crs=EPSG:32640", "above", "memory")
    below = QgsVectorLayer("Point?crs=EPSG:32640", "below", "memory")
    project.addMapLayer(above, False)
    project.addMapLayer(below, False)
    project.layerTreeRoot().insertLayer(0, above)
    project.layerTreeRoot().addLayer(below)
    add_result_layers(project, raster_layer, files, keep_previous=False)
    assert tree(project.layerTreeRoot()) == ["above", ("ortho", LAYERS), "ortho", "below"]


def test_group_follows_an_image_inside_another_group(project, raster_layer, files):
    root = project.layerTreeRoot()
    site = root.addGroup("site")
    node = root.findLayer(raster_layer.id())
    site.addChildNode(node.clone())
    root.removeChildNode(node)
    add_result_layers(project, raster_layer, files, keep_previous=False)
    assert tree(root) == [("site", [("ortho", LAYERS), "ortho"])]


def test_only_the_classes_are_shown_at_first(project, raster_layer, files):
    results = add_result_layers(project, raster_layer, files, keep_previous=False)
    root = project.layerTreeRoot()
    assert [role for role in ROLES if root.findLayer(results.layer_ids[role]).isVisible()] == ["classes"]
    assert [role for role in ROLES if root.findLayer(results.layer_ids[role]).isExpanded()] == ["classes"]


def test_layers_panel_shows_the_new_group_open(project, raster_layer, files):
    model = QgsLayerTreeModel(project.layerTreeRoot())
    view = QgsLayerTreeView()
    view.setModel(model)
    group = add_result_layers(project, raster_layer, files, keep_previous=False).group()
    assert view.isExpanded(view.node2index(group))


def test_classes_have_the_colours_and_names_of_the_scheme(project, raster_layer, files):
    layer = add_result_layers(project, raster_layer, files, keep_previous=False).layer("classes")
    entries = [(entry.value, entry.label, entry.color.name()) for entry in layer.renderer().classes()]
    assert entries == [(item["class_id"], item["name"], item["color"]) for item in SCHEME]
    assert drawn(layer) == [("#3f9b46", 255), ("#d9b98c", 255), ("#2f7fd1", 255), ("clear", 0)]
    assert [node.data(0) for node in legend(layer, project)][1:] == [item["name"] for item in SCHEME]


def test_confidence_is_drawn_in_physical_units(project, raster_layer, files):
    layer = add_result_layers(project, raster_layer, files, keep_previous=False).layer("confidence")
    renderer = layer.renderer()
    assert (renderer.classificationMin(), renderer.classificationMax()) == (0.0, 1.0)
    full, sixty, quarter, nodata = drawn(layer)
    assert full == ("#081d58", 255)
    assert sixty == ("#3593b9", 255)  # two fifths of the way from 50 % to 75 %
    assert quarter == ("#c7e9b4", 255)
    assert nodata == ("clear", 0)


def test_ood_is_clear_where_the_image_is_like_the_training_area(project, raster_layer, files):
    layer = add_result_layers(project, raster_layer, files, keep_previous=False).layer("ood")
    alike, nearly, unlike, nodata = drawn(layer)
    assert alike == ("clear", 0)
    assert nearly[1] == 16  # a fifth of the way to 25 %, which is half transparent already
    assert unlike[1] > 240
    assert layer.renderer().usesBands() == [1]
    assert [layer.bandName(band) for band in (2, 3)] == ["Band 2: Novel here", "Band 3: Foreign"]
    assert QColor(unlike[0]).red() > QColor(unlike[0]).green() + 100
    assert nodata == ("clear", 0)


@pytest.mark.parametrize("role", ["confidence", "ood"])
def test_ramps_are_labelled_in_percent(project, raster_layer, files, role):
    layer = add_result_layers(project, raster_layer, files, keep_previous=False).layer(role)
    function = layer.renderer().shader().rasterShaderFunction()
    assert [item.label for item in function.colorRampItemList()] == ["0 %", "25 %", "50 %", "75 %", "100 %"]
    assert (function.legendSettings().minimumLabel(), function.legendSettings().maximumLabel()) == ("0 %", "100 %")
    assert legend(layer, project)[-1].ramp().color(1.0).name() == function.colorRampItemList()[-1].color.name()


def test_training_again_replaces_the_layers_in_the_same_group(project, raster_layer, files, tmp_path, geotiff):
    first = add_result_layers(project, raster_layer, files, keep_previous=False)
    first.group().setExpanded(False)
    second = add_result_layers(project, raster_layer, write_results(tmp_path / "second", geotiff), keep_previous=False)
    assert tree(project.layerTreeRoot()) == [("ortho", LAYERS), "ortho"]
    assert not second.group().isExpanded()
    assert [first.layer(role) for role in ROLES] == [None, None, None]
    assert second.layer("classes").source() == str(tmp_path / "second" / "classes.tif")


def test_kept_results_stay_in_a_group_with_their_time(project, raster_layer, files, tmp_path, geotiff):
    first = add_result_layers(project, raster_layer, files, keep_previous=False)
    old = first.group()
    second = add_result_layers(project, raster_layer, write_results(tmp_path / "second", geotiff), keep_previous=True)
    third = add_result_layers(project, raster_layer, write_results(tmp_path / "third", geotiff), keep_previous=True)
    names = [node.name() for node in project.layerTreeRoot().children()]
    assert names[0] == "ortho"
    assert all(re.fullmatch(r"ortho \(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\)", name) for name in names[1:3])
    assert names[3] == "ortho"
    assert not old.isVisible()
    assert {layer.source() for layer in (results.layer("ood") for results in (first, second, third))} == {
        str(tmp_path / folder / "ood.tif") for folder in ("results", "second", "third")
    }
    assert find_result_layers(project, raster_layer).layer_ids == third.layer_ids


def test_released_files_are_closed_even_after_drawing(project, raster_layer, canvas: QgsMapCanvas, files):
    results = add_result_layers(project, raster_layer, files, keep_previous=False)
    canvas.setLayers([results.layer(role) for role in ROLES])
    canvas.refreshAllLayers()
    canvas.waitWhileRendering()
    paths = {files.classes, files.confidence, files.ood}
    assert paths <= open_files()
    release_result_layers(project, raster_layer)
    assert not paths & open_files()
    assert find_result_layers(project, raster_layer) is None
    assert tree(project.layerTreeRoot()) == [("ortho", []), "ortho"]
    add_result_layers(project, raster_layer, files, keep_previous=False)
    assert tree(project.layerTreeRoot()) == [("ortho", LAYERS), "ortho"]


def test_results_of_two_images_do_not_mix(project, raster_layer, files, tmp_path, geotiff):
    other = QgsRasterLayer(geotiff, "other")
    project.addMapLayer(other)
    mine = add_result_layers(project, raster_layer, files, keep_previous=False)
    theirs = add_result_layers(project, other, write_results(tmp_path / "other", geotiff), keep_previous=False)
    assert tree(project.layerTreeRoot()) == [("other", LAYERS), "other", ("ortho", LAYERS), "ortho"]
    release_result_layers(project, other)
    assert theirs.layer("classes") is None
    assert find_result_layers(project, raster_layer).layer_ids == mine.layer_ids


def test_saved_and_reopened_project_shows_the_same(project, raster_layer, files, tmp_path):
    results = add_result_layers(project, raster_layer, files, keep_previous=False)
    results.layer("confidence").setOpacity(0.4)
    before_tree, before = tree(project.layerTreeRoot()), {role: drawn(results.layer(role)) for role in ROLES}
    path = str(tmp_path / "project.qgz")
    assert project.write(path)
    project.clear()
    assert project.read(path)
    image = next(layer for layer in project.mapLayers().values() if layer.name() == "ortho")
    found = find_result_layers(project, image)
    assert found.layer_ids == results.layer_ids
    assert tree(project.layerTreeRoot()) == before_tree
    assert {role: drawn(found.layer(role)) for role in ROLES} == before
    assert found.layer("confidence").opacity() == pytest.approx(0.4)
    assert [entry.label for entry in found.layer("classes").renderer().classes()] == [item["name"] for item in SCHEME]
    add_result_layers(project, image, files, keep_previous=False)
    assert tree(project.layerTreeRoot()) == before_tree


def test_labels_move_to_the_top_of_the_tree_and_stay_one_layer(project, raster_layer, files):
    labels = QgsVectorLayer("Polygon?crs=EPSG:32640", "labels", "memory")
    project.addMapLayer(labels, False)
    project.layerTreeRoot().addLayer(labels)
    add_result_layers(project, raster_layer, files, keep_previous=False)
    place_labels_on_top(project, labels)
    place_labels_on_top(project, labels)
    QTest.qWait(1)  # the layer tree drops layers without a node when the event loop turns
    assert tree(project.layerTreeRoot()) == ["labels", ("ortho", LAYERS), "ortho"]
    assert project.mapLayer(labels.id()) is labels


def test_missing_raster_is_named_and_what_was_shown_stays(project, raster_layer, files, tmp_path):
    shown = add_result_layers(project, raster_layer, files, keep_previous=False)
    broken = ResultFiles(files.classes, str(tmp_path / "nowhere.tif"), files.ood, files.model)
    with pytest.raises(
        ResultLayersError, match=r"Confidence cannot be shown: .*nowhere\.tif is missing or not a raster; predict again"
    ):
        add_result_layers(project, raster_layer, broken, keep_previous=False)
    assert find_result_layers(project, raster_layer).layer_ids == shown.layer_ids


def test_class_map_without_class_names_is_refused(project, raster_layer, files):
    dataset = gdal.Open(files.classes, gdal.GA_Update)
    dataset.SetMetadataItem("BERUNDA_CLASSES", None)
    del dataset
    with pytest.raises(ResultLayersError, match=r"classes\.tif has no class names"):
        add_result_layers(project, raster_layer, files, keep_previous=False)


def test_adding_a_gigapixel_map_takes_no_time(project, raster_layer, files, tmp_path):
    """No statistics, no overview, no pixel is read: sparse files of 50,000 px a side would take seconds otherwise."""
    size = 50_000
    for path in (files.classes, files.confidence, files.ood):
        with_metadata = gdal.Open(path)
        options = ["TILED=YES", "SPARSE_OK=YES", "BIGTIFF=YES"]
        huge = gdal.GetDriverByName("GTiff").Create(
            str(tmp_path / Path(path).name), size, size, 1, gdal.GDT_Byte, options
        )
        huge.SetMetadata(with_metadata.GetMetadata())
        huge.SetGeoTransform(with_metadata.GetGeoTransform())
        huge.SetProjection(with_metadata.GetProjection())
    huge = ResultFiles(*(str(tmp_path / f"{role}.tif") for role in ROLES), files.model)
    started = time.perf_counter()
    results = add_result_layers(project, raster_layer, huge, keep_previous=False)
    assert time.perf_counter() - started < 0.1
    assert results.layer("classes").width() == size
