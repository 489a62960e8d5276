"""Thresholds on the class map: what is drawn, that it is really transparent, and that it survives reopening."""
from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from berunda.plugin.core.results.layers import ResultLayers, add_result_layers, find_result_layers
from berunda.plugin.core.results.masking import Thresholds, hide_beyond, raster_path, thresholds_of
from berunda.plugin.core.results.styles import ResultLayersError
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRasterLayer
from qgis.PyQt.QtGui import QColor, qAlpha, qUnpremultiply
from result_files import write_bands, write_results

COLORS = ["#3f9b46", "#d9b98c", "#2f7fd1", "clear"]  # of the map's columns


@pytest.fixture
def results(raster_layer: QgsRasterLayer, tmp_path: Path, geotiff: str) -> ResultLayers:
    files = write_results(tmp_path / "results & more", geotiff)
    return add_result_layers(QgsProject.instance(), raster_layer, files, keep_previous=False)


def drawn(layer: QgsRasterLayer, columns: int = 8) -> list[str]:
    """What QGIS draws in the middle of each of the map's four columns."""
    block = layer.renderer().block(1, layer.extent(), columns, 3)
    pixels = [block.color(1, columns * column // 4 + 1) for column in range(4)]
    return [QColor(qUnpremultiply(pixel)).name() if qAlpha(pixel) else "clear" for pixel in pixels]


@pytest.mark.parametrize(("thresholds", "hidden"), [
    (Thresholds(), []),
    (Thresholds(minimum_confidence=60), [2]),
    (Thresholds(minimum_confidence=61), [1, 2]),
    (Thresholds(minimum_confidence=1), []),
    (Thresholds(maximum_ood=95), []),
    (Thresholds(maximum_ood=94), [2]),
    (Thresholds(maximum_ood=0), [1, 2]),
    (Thresholds(minimum_confidence=100, maximum_ood=50), [1, 2]),
])  # fmt: skip
@pytest.mark.parametrize("columns", [8, 300])
def test_what_is_beyond_a_threshold_is_transparent(results, thresholds, hidden, columns) -> None:
    hide_beyond(results, thresholds)
    shown = ["clear" if column in hidden else color for column, color in enumerate(COLORS)]
    assert drawn(results.layer("classes"), columns) == shown
    assert thresholds_of(results.layer("classes")) == thresholds


def test_the_layer_stays_what_it_was_and_its_rasters_too(results, tmp_path) -> None:
    layer = results.layer("classes")
    layer.setOpacity(0.4)
    layer.setName("Mine")
    own = QgsCoordinateReferenceSystem("EPSG:32639")
    layer.setCrs(own)
    path, before = layer.source(), Path(layer.source()).read_bytes()
    repaints = []
    layer.repaintRequested.connect(lambda *_: repaints.append(1))
    hide_beyond(results, Thresholds(minimum_confidence=90))
    assert (layer.opacity(), layer.name(), layer.crs()) == (pytest.approx(0.4), "Mine", own)
    assert [entry.label for entry in layer.renderer().classes()] == ["Grass & moss <wet>", "Wüste", "Water"]
    assert results.layer("classes") is layer
    assert repaints
    assert raster_path(layer) == path
    assert Path(path).read_bytes() == before
    hide_beyond(results, Thresholds())
    assert layer.source() == path
    layer.setOpacity(1)
    assert drawn(layer) == COLORS


def test_a_layer_that_was_replaced_decides_when_it_is_asked_again(results, tmp_path, geotiff) -> None:
    hide_beyond(results, Thresholds(minimum_confidence=50))
    assert drawn(results.layer("classes")) == [*COLORS[:2], "clear", "clear"]
    write_bands(str(tmp_path / "corrected.tif"), geotiff, [(40, 80, 80, 255)])
    os.replace(tmp_path / "corrected.tif", results.layer("confidence").source())
    hide_beyond(results, Thresholds(minimum_confidence=50))
    assert drawn(results.layer("classes")) == ["clear", *COLORS[1:]]


def test_a_moved_project_opens_with_its_thresholds(results, raster_layer, tmp_path) -> None:
    project = QgsProject.instance()
    hide_beyond(results, Thresholds(minimum_confidence=80))
    assert project.write(str(tmp_path / "project.qgz"))
    project.clear()
    moved = tmp_path.parent / f"{tmp_path.name}-moved"
    shutil.move(tmp_path, moved)
    assert project.read(str(moved / "project.qgz"))
    image = project.mapLayersByName("ortho")[0]
    found = find_result_layers(project, image)
    layer = found.layer("classes")
    assert layer.isValid()
    assert drawn(layer) == ["#3f9b46", "clear", "clear", "clear"]
    assert thresholds_of(layer) == Thresholds(minimum_confidence=80)
    assert raster_path(layer) == str(moved / "results & more" / "classes.tif")
    shutil.move(moved, tmp_path)


def test_a_missing_layer_is_named_and_nothing_changes(results) -> None:
    QgsProject.instance().removeMapLayer(results.layer_ids["confidence"])
    with pytest.raises(ResultLayersError, match=r"hides parts of the map \(Confidence\) is no longer in the project"):
        hide_beyond(results, Thresholds(minimum_confidence=50))
    assert thresholds_of(results.layer("classes")) == Thresholds()
    hide_beyond(results, Thresholds(maximum_ood=50))
    assert drawn(results.layer("classes")) == [*COLORS[:2], "clear", "clear"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_named(results) -> None:
    folder = Path(results.layer("classes").source()).parent
    folder.chmod(0o555)
    with pytest.raises(ResultLayersError, match="in a writable folder only"):
        hide_beyond(results, Thresholds(maximum_ood=50))
    folder.chmod(0o755)


def test_a_name_that_is_taken_by_a_folder_is_a_sentence(results) -> None:
    folder = Path(results.layer("classes").source()).parent
    (folder / "classes.masked.vrt").mkdir()
    with pytest.raises(ResultLayersError, match=r"classes\.masked\.vrt cannot be written"):
        hide_beyond(results, Thresholds(maximum_ood=50))
    assert drawn(results.layer("classes")) == COLORS


def test_the_window_does_not_wait_for_it(results) -> None:
    started = time.perf_counter()
    for percent in range(10, 20):
        hide_beyond(results, Thresholds(minimum_confidence=percent))
    assert (time.perf_counter() - started) / 10 < 0.1
