"""The values of single pixels: where there are any, in any CRS, whatever is hidden; and files that are let go."""
from __future__ import annotations

import os
from pathlib import Path

import pytest
from berunda.plugin.core.results.layers import ResultLayers, add_result_layers
from berunda.plugin.core.results.masking import Thresholds, hide_beyond
from berunda.plugin.core.results.values import MapReader, ShownClass
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsPointXY, QgsProject, QgsRasterLayer
from result_files import write_bands, write_results

UTM = QgsCoordinateReferenceSystem("EPSG:32640")
GRASS, DESERT, WATER = (
    ShownClass("Grass & moss <wet>", "#3f9b46"), ShownClass("Wüste", "#d9b98c"), ShownClass("Water", "#2f7fd1"),
)  # fmt: skip


def place(column: int) -> QgsPointXY:
    """In one of the map's four columns of 37.5 m."""
    return QgsPointXY(325_000 + 37.5 * column + 10, 2_779_950)


@pytest.fixture
def results(raster_layer: QgsRasterLayer, tmp_path: Path, geotiff: str) -> ResultLayers:
    files = write_results(tmp_path / "results", geotiff)
    return add_result_layers(QgsProject.instance(), raster_layer, files, keep_previous=False)


@pytest.fixture
def reader(results: ResultLayers) -> MapReader:
    return MapReader(results)


def test_class_confidence_and_the_one_score_of_an_earlier_version(reader) -> None:
    assert reader.probability_count == 0
    first, second, third = (reader.at(place(column), UTM) for column in range(3))
    assert [values.shown for values in (first, second, third)] == [GRASS, DESERT, WATER]
    assert [values.confidence for values in (first, second, third)] == pytest.approx([1, 0.6, 0.25])
    assert [values.ood for values in (first, second, third)] == [
        pytest.approx((score,)) for score in (0, 0.05, 0.95)
    ]
    assert first.probabilities == ()


def test_nothing_where_there_is_no_map(reader) -> None:
    assert reader.at(place(3), UTM) is None  # nodata
    assert reader.at(QgsPointXY(324_000, 2_779_950), UTM) is None
    assert reader.at(QgsPointXY(200, 95), QgsCoordinateReferenceSystem("EPSG:4326")) is None  # cannot be reprojected


def test_any_crs(reader) -> None:
    for authid in ("EPSG:4326", "EPSG:3857", "EPSG:32639"):
        crs = QgsCoordinateReferenceSystem(authid)
        moved = QgsCoordinateTransform(UTM, crs, QgsProject.instance()).transform(place(1))
        assert reader.at(moved, crs).shown == DESERT


def test_what_is_hidden_can_be_read(reader, results) -> None:
    hide_beyond(results, Thresholds(minimum_confidence=50))
    assert reader.at(place(2), UTM).shown == WATER


def test_three_scores_and_probabilities(reader, results, tmp_path, geotiff) -> None:
    write_bands(str(tmp_path / "results" / "ood.tif"), geotiff, [(40,) * 4, (30,) * 4, (20,) * 4])
    rows = [(70, 10, 5, 255), (20, 80, 5, 255), (10, 10, 90, 255)]
    write_bands(str(tmp_path / "results" / "probabilities.tif"), geotiff, rows)
    assert reader.probability_count == 3
    values = reader.at(place(0), UTM)
    assert values.ood == pytest.approx((0.4, 0.3, 0.2))
    assert [shown for shown, _ in values.probabilities] == [GRASS, DESERT, WATER]
    assert [share for _, share in values.probabilities] == pytest.approx([0.7, 0.2, 0.1])


def test_a_removed_layer_is_left_out(reader, results) -> None:
    QgsProject.instance().removeMapLayer(results.layer_ids["ood"])
    values = reader.at(place(1), UTM)
    assert (values.shown, values.ood) == (DESERT, ())
    reader.close()
    QgsProject.instance().removeMapLayer(results.layer_ids["classes"])
    assert reader.at(place(1), UTM) is None
    assert reader.probability_count == 0


def test_closed_files_are_not_held(reader, results, tmp_path) -> None:
    reader.at(place(1), UTM)
    reader.close()
    QgsProject.instance().removeMapLayers(list(results.layer_ids.values()))
    links = [Path("/proc/self/fd") / name for name in os.listdir("/proc/self/fd")]
    held = {os.readlink(link) for link in links if link.is_symlink()}
    assert not {name for name in held if name.startswith(str(tmp_path / "results"))}
