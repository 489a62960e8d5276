"""Class maps as polygons: the same pixels, one polygon a region whatever the blocks, no gaps and no overlaps."""
from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from rasterio.features import rasterize, shapes
from scenes import CRS, TRANSFORM, RecordingReporter, write_raster

from engine.analysis.vectors import polygon_file, region_merger, small_regions
from engine.jobs import export_vectors
from engine.jobs.registry import run_job
from engine.schema.errors import Cancelled, ConfigError, ImageError, OutputError

SCHEME = [
    {"class_id": 1, "name": "Dach & Wand", "color": "#c80000"},
    {"class_id": 2, "name": "Wiese", "color": "#00c800"},
    {"class_id": 5, "name": "See", "color": "#0000c8"},
]
HEIGHT, WIDTH, BLOCK_PX = 90, 131, 32
PIXEL_M2 = 0.25


def random_map(seed: int = 0, nodata: bool = True) -> np.ndarray:
    """Squares of 7 px with single pixels of other classes, uint8 (HEIGHT, WIDTH)."""
    rng = np.random.default_rng(seed)
    ids = np.array([1, 2, 5, 0 if nodata else 1], np.uint8)
    coarse = np.kron(ids[rng.integers(0, 4, (13, 19))], np.ones((7, 7), np.uint8))[:HEIGHT, :WIDTH]
    return np.where(rng.random(coarse.shape) < 0.05, ids[rng.integers(0, 3, coarse.shape)], coarse)


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_vectors, "BLOCK_PX", BLOCK_PX)


def write_map(folder: Path, ids: np.ndarray, **profile: object) -> str:
    path = write_raster(folder / "classes.tif", ids[None], nodata=0, **profile)
    with rasterio.open(path, "r+") as target:
        target.update_tags(BERUNDA_CLASSES=json.dumps(SCHEME))
    return path


class Polygons:
    """What a file holds."""

    def __init__(self, path: str) -> None:
        meta, _, wkb, columns = pyogrio.raw.read(path, layer="classes")
        self.crs, self.fields = meta["crs"], list(meta["fields"])
        self.geometries, self.columns = shapely.from_wkb(wkb), dict(zip(self.fields, columns))

    def drawn(self, shape: tuple[int, int]) -> np.ndarray:
        ids = zip(self.geometries, self.columns["class_id"].tolist())
        return rasterize(ids, shape, transform=TRANSFORM, dtype=np.uint8)


def export(folder: Path, ids: np.ndarray, **settings: object) -> tuple[dict, Polygons]:
    output = str(folder / "new" / "polygons.gpkg")
    values = run_job("export-vectors", {"classes": write_map(folder, ids), "output": output, **settings}, reporter())
    assert values["polygons"] == output
    assert sorted(path.name for path in (folder / "new").iterdir()) == ["polygons.gpkg"]
    return values, Polygons(output)


def reporter() -> RecordingReporter:
    return RecordingReporter()


def whole_regions(ids: np.ndarray) -> list[tuple[int, bytes]]:
    """Class and normalised outline of each region, from the map in one piece."""
    found = shapes(ids, mask=ids != 0, connectivity=4, transform=TRANSFORM)
    return sorted((int(value), shapely.normalize(shapely.geometry.shape(shape)).wkb) for shape, value in found)


def test_plain_polygons_are_the_regions_of_the_whole_map(tmp_path: Path) -> None:
    """Joined over the edges of blocks, without corners where they were joined."""
    ids = random_map()
    values, polygons = export(tmp_path, ids, smooth=False)
    outlines = shapely.normalize(shapely.simplify(polygons.geometries, 0))
    expected = whole_regions(ids)
    assert values["count"] == len(expected) > 100
    assert values["left_out"] == 0
    found = sorted(zip(polygons.columns["class_id"].tolist(), [outline.area for outline in outlines]))
    assert found == sorted((class_id, shapely.from_wkb(wkb).area) for class_id, wkb in expected)
    np.testing.assert_array_equal(polygons.drawn(ids.shape), ids)
    assert shapely.is_valid(polygons.geometries).all()


def test_regions_that_wind_through_many_blocks_are_one_polygon(tmp_path: Path) -> None:
    """A comb, whose teeth cross every row of blocks several times within a block, and a spiral."""
    comb = np.ones((HEIGHT, WIDTH), np.uint8)
    comb[3:, ::6] = 2
    comb[3:, 1::6] = 2
    comb[-3:] = 5
    _, polygons = export(tmp_path, comb, smooth=False)
    np.testing.assert_array_equal(polygons.drawn(comb.shape), comb)
    assert sorted(polygons.columns["class_id"].tolist()) == [1, *[2] * 22, 5]


def test_every_polygon_says_what_it_is(tmp_path: Path) -> None:
    _, polygons = export(tmp_path, random_map(), smooth=False)
    assert polygons.fields == ["class_id", "name", "color", "area_m2"]
    assert polygons.crs == CRS
    described = set(zip(*(polygons.columns[name].tolist() for name in ("class_id", "name", "color"))))
    assert described == {(item["class_id"], item["name"], item["color"]) for item in SCHEME}
    np.testing.assert_allclose(polygons.columns["area_m2"], shapely.area(polygons.geometries))


def test_the_file_has_a_style_of_the_map_s_classes(tmp_path: Path) -> None:
    values, _ = export(tmp_path, random_map())
    with closing(sqlite3.connect(values["polygons"])) as database:
        ((table, column, is_default, qml),) = database.execute(
            "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles"
        )
    assert (table, column, is_default) == ("classes", "geom", 1)
    for item in SCHEME:
        assert f'value="{item["class_id"]}" label="{item["name"].replace("&", "&amp;")}"' in qml
    assert '<prop k="color" v="200,0,0,255"/>' in qml


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_smooth_borders_leave_no_gaps_and_no_overlaps(tmp_path: Path, seed: int) -> None:
    ids = random_map(seed, nodata=False)
    values, polygons = export(tmp_path, ids)
    assert values["count"] == len(whole_regions(ids))
    extent = ids.size * PIXEL_M2
    assert shapely.area(polygons.geometries).sum() == pytest.approx(extent, rel=1e-12)
    assert shapely.union_all(polygons.geometries).area == pytest.approx(extent, rel=1e-12)
    assert shapely.coverage_is_valid(polygons.geometries)
    assert shapely.is_valid(polygons.geometries).all()
    assert (polygons.drawn(ids.shape) == ids).mean() > 0.9


def test_smooth_borders_cut_the_steps_of_a_diagonal(tmp_path: Path) -> None:
    """Within a block its border is a line, and towards nodata as well."""
    rows, cols = np.indices((BLOCK_PX, BLOCK_PX))
    ids = np.where(rows > cols, 1, 0).astype(np.uint8)
    _, plain = export(tmp_path, ids, smooth=False)
    _, smooth = export(tmp_path, ids)
    assert shapely.get_num_coordinates(plain.geometries).sum() == 2 * BLOCK_PX + 1
    inside = shapely.get_coordinates(smooth.geometries)
    on_edge = (inside == inside.min(axis=0)) | (inside == inside.max(axis=0))
    assert (~on_edge.any(axis=1)).sum() < 4


def test_small_regions_join_their_neighbour_as_wholes(tmp_path: Path) -> None:
    """Also where they lie on the corner of four blocks; an island in nodata has no neighbour and is left out."""
    ids = np.full((96, 96), 1, np.uint8)
    ids[48:] = 2
    ids[30:34, 30:34] = 5  # on a corner of blocks
    ids[60:70, 60:70] = 5  # large enough
    ids[80:90, 80:90] = 0
    ids[84, 84] = 1
    values, polygons = export(tmp_path, ids, minimum_area_m2=17 * PIXEL_M2, smooth=False)
    expected = ids.copy()
    expected[30:34, 30:34], expected[84, 84] = 1, 0
    np.testing.assert_array_equal(polygons.drawn(ids.shape), expected)
    assert (values["count"], values["left_out"]) == (3, 1)
    _, kept = export(tmp_path, ids, minimum_area_m2=16 * PIXEL_M2, smooth=False)
    assert kept.drawn(ids.shape)[31, 31] == 5


def test_no_region_below_the_minimum_is_left(tmp_path: Path) -> None:
    ids = random_map(3, nodata=False)
    _, polygons = export(tmp_path, ids, minimum_area_m2=20 * PIXEL_M2, smooth=False)
    assert polygons.columns["area_m2"].min() >= 20 * PIXEL_M2
    assert polygons.columns["area_m2"].sum() == pytest.approx(ids.size * PIXEL_M2)
    assert len(polygons.geometries) < 150 < len(whole_regions(ids))


def test_regions_that_reach_too_far_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thin line over several blocks is small, but neither seen whole nor left out, which would be a gap."""
    for module in (small_regions, export_vectors):
        monkeypatch.setattr(module, "REACH_PX", 8)
    ids = np.ones((HEIGHT, WIDTH), np.uint8)
    ids[40, 10:120] = 2
    ids[70, 10:16] = 2
    values, polygons = export(tmp_path, ids, minimum_area_m2=200 * PIXEL_M2, smooth=False)
    ids[70] = 1
    np.testing.assert_array_equal(polygons.drawn(ids.shape), ids)
    assert values["left_out"] == 0


def test_files_are_written_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = np.kron(np.array([[1, 2], [5, 1]], np.uint8), np.ones((20, 20), np.uint8))
    for batch in (1, 2):  # with and without a rest
        monkeypatch.setattr(polygon_file, "BATCH", batch)
        _, polygons = export(tmp_path, ids, smooth=False)
        np.testing.assert_array_equal(polygons.drawn(ids.shape), ids)


@pytest.mark.parametrize("limit", ["MOST_CORNERS", "MOST_OPEN_CORNERS"])
def test_regions_with_too_many_corners_are_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(region_merger, limit, 60)
    ids = random_map()
    _, polygons = export(tmp_path, ids, smooth=False)
    np.testing.assert_array_equal(polygons.drawn(ids.shape), ids)
    assert len(polygons.geometries) > len(whole_regions(ids))
    assert shapely.union_all(polygons.geometries).area == pytest.approx(polygons.columns["area_m2"].sum())


def test_what_thresholds_hide_is_not_written(tmp_path: Path) -> None:
    ids = np.full((64, 64), 2, np.uint8)
    confidence = np.full((1, 64, 64), 90, np.uint8)
    confidence[:, :, 40:] = 20
    layer = write_raster(tmp_path / "confidence.tif", confidence, nodata=255)
    with rasterio.open(layer, "r+") as target:
        target.scales = (0.01,)
    _, polygons = export(tmp_path, ids, confidence=layer, minimum_confidence=0.5)
    assert polygons.columns["area_m2"].tolist() == [pytest.approx(64 * 40 * PIXEL_M2)]


def test_areas_are_empty_without_a_unit_of_length(tmp_path: Path) -> None:
    path = write_map(tmp_path, random_map(), crs="EPSG:4326")
    output = str(tmp_path / "polygons.gpkg")
    run_job("export-vectors", {"classes": path, "output": output}, reporter())
    assert np.isnan(Polygons(output).columns["area_m2"]).all()
    with pytest.raises(ConfigError, match="no unit of length: give 0, or a map in a projected CRS"):
        run_job("export-vectors", {"classes": path, "output": output, "minimum_area_m2": 5}, reporter())


@pytest.mark.parametrize(("ids", "settings", "error", "sentence"), [
    (0, {}, ImageError, "has no classified pixel: choose a class map"),
    (1, {"minimum_area_m2": 1e6}, ImageError, "None of the 1 regions .* is as large as 1e.06 m²: choose a smaller"),
    (1, {"output": "map.shp"}, ConfigError, "'map.shp' does not end in .gpkg: name a file with that ending"),
    (1, {"minimum_confidence": 0.5}, ConfigError, "minimum_confidence is 0.5 without a layer"),
    (1, {"minimum_area_m2": -1}, ConfigError, "minimum_area_m2 is -1.0: give a number from 0"),
])  # fmt: skip
def test_bad_input(tmp_path: Path, ids: int, settings: dict, error: type, sentence: str) -> None:
    path = write_map(tmp_path, np.full((40, 40), ids, np.uint8))
    with pytest.raises(error, match=sentence):
        run_job("export-vectors", {"classes": path, "output": str(tmp_path / "p.gpkg"), **settings}, reporter())
    assert not list(tmp_path.glob("*p*.gpkg"))


@pytest.mark.parametrize("settings", [{}, {"minimum_area_m2": 3}])
def test_a_folder_that_cannot_be_written(tmp_path: Path, settings: dict) -> None:
    path, blocked = write_map(tmp_path, random_map()), tmp_path / "file"
    blocked.touch()
    with pytest.raises(OutputError, match=r"cannot be written .* choose a writable folder"):
        run_job("export-vectors", {"classes": path, "output": str(blocked / "p.gpkg"), **settings}, reporter())


@pytest.mark.parametrize("settings", [{}, {"minimum_area_m2": 3}])
def test_a_stopped_export_leaves_the_earlier_file(tmp_path: Path, settings: dict) -> None:
    path, output = write_map(tmp_path, random_map()), tmp_path / "p.gpkg"
    output.write_text("earlier")
    with pytest.raises(Cancelled):
        run_job("export-vectors", {"classes": path, "output": str(output), **settings}, RecordingReporter(stop_at=2))
    assert output.read_text() == "earlier"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["classes.tif", "p.gpkg"]
