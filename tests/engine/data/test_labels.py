"""Labels from every kind of file, in any CRS, and an error for files without valid labels."""
from __future__ import annotations

import sqlite3
import tracemalloc
from contextlib import closing
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from rasterio.warp import transform_geom
from scenes import CRS, TRANSFORM, box_at, striped_scene, striped_strokes, write_labels, write_raster

from engine.data import label_raster
from engine.data.label_raster import UNLABELLED, LabelRaster, StrokePixels
from engine.data.labels import read_labels
from engine.data.raster import Grid, Raster
from engine.data.window import PixelWindow
from engine.schema.errors import LabelError
from engine.schema.land_cover import FORMAT_TABLE, LABEL_FORMAT, PALETTE


@pytest.fixture
def image(tmp_path: Path) -> Raster:
    return Raster(write_raster(tmp_path / "image.tif", striped_scene(100, 120)[0]))


@pytest.fixture
def grid(image: Raster) -> Grid:
    return image.grid


def burned(path: str, grid: Grid) -> np.ndarray:
    return LabelRaster(read_labels(path, grid), grid).read(grid.window)


def expected(strokes: list[tuple[int, int, int, int, int]], shape: tuple[int, int]) -> np.ndarray:
    labels = np.full(shape, UNLABELLED, np.uint8)
    for row, col, height, width, index in strokes:
        labels[row : row + height, col : col + width] = index
    return labels


def test_strokes_land_on_their_pixels_with_the_scheme_s_names(tmp_path: Path, grid: Grid) -> None:
    path = write_labels(tmp_path / "l.gpkg", [(box_at(10, 20), 3), (box_at(50, 60), 7)], names={7: "water", 3: "road"})
    labels = read_labels(path, grid)
    assert [(c.class_id, c.name, c.color) for c in labels.classes] == [(3, "road", "#112233"), (7, "water", "#112233")]
    np.testing.assert_array_equal(burned(path, grid), expected([(10, 20, 4, 20, 0), (50, 60, 4, 20, 1)], (100, 120)))


def test_labels_in_another_crs_land_on_the_same_pixels(tmp_path: Path, grid: Grid) -> None:
    strokes = striped_strokes(100, 120)
    here = write_labels(tmp_path / "here.gpkg", strokes)
    moved = [
        (
            shapely.geometry.shape(transform_geom(CRS, "EPSG:3857", shapely.geometry.mapping(geometry), precision=6)),
            class_id,
        )
        for geometry, class_id in strokes
    ]
    there = write_labels(tmp_path / "there.gpkg", moved, crs="EPSG:3857")
    difference = burned(here, grid) != burned(there, grid)
    assert difference.mean() < 0.005  # edges that run through pixel centres may fall to either side
    assert (burned(there, grid) != UNLABELLED).sum() > 500


def test_dots_lines_and_slivers_take_the_pixels_they_touch(tmp_path: Path, grid: Grid) -> None:
    x, y = TRANSFORM * (30.2, 40.2)
    line = shapely.LineString([TRANSFORM * (60.5, 50.5), TRANSFORM * (69.5, 50.5)])
    dot = shapely.Point(x, y).buffer(0.05)  # a tenth of a pixel, off its centre
    path = write_labels(tmp_path / "l.gpkg", [(dot, 1), (line, 2), (shapely.Point(TRANSFORM * (5.5, 6.5)), 2)])
    np.testing.assert_array_equal(
        burned(path, grid), expected([(40, 30, 1, 1, 0), (50, 60, 1, 10, 1), (6, 5, 1, 1, 1)], (100, 120))
    )


def test_pixels_of_two_classes_are_ignored_and_counted(tmp_path: Path, image: Raster) -> None:
    path = write_labels(tmp_path / "l.gpkg", [(box_at(10, 20), 1), (box_at(10, 30), 2), (box_at(12, 20, 2, 5), 1)])
    raster = LabelRaster(read_labels(path, image.grid), image.grid)
    strokes, counts, overlapping = raster.survey(image)
    assert overlapping == 4 * 10
    assert dict(counts) == {1: 40, 2: 40}  # the third stroke lies on its own class and adds nothing
    assert sum(len(s.pixels) for s in strokes) == 80
    assert (raster.read(PixelWindow(10, 30, 4, 10)) == UNLABELLED).all()


def test_a_window_equals_the_crop_of_the_whole(tmp_path: Path, grid: Grid) -> None:
    path = write_labels(tmp_path / "l.gpkg", striped_strokes(100, 120))
    raster = LabelRaster(read_labels(path, grid), grid)
    whole = raster.read(grid.window)
    np.testing.assert_array_equal(raster.read(PixelWindow(13, 27, 40, 50)), whole[13:53, 27:77])
    some = raster.read(grid.window, frozenset({0, 5}))
    assert (some != UNLABELLED).sum() == 160


def test_a_label_raster_becomes_strokes(tmp_path: Path, grid: Grid) -> None:
    values = np.zeros((1, 100, 120), np.uint8)
    values[0, 5:10, 5:10], values[0, 50:60, 30:40], values[0, 80:90, 30:40] = 4, 2, 2
    path = write_raster(tmp_path / "labels.tif", values)
    labels = read_labels(path, grid)
    assert labels.class_ids == (2, 4)
    assert len(labels.strokes) == 3
    assert (burned(path, grid) == 0).sum() == 200


def test_the_digest_differs_where_labels_do(tmp_path: Path, grid: Grid) -> None:
    one = read_labels(write_labels(tmp_path / "a.gpkg", striped_strokes(100, 120)), grid)
    same = read_labels(write_labels(tmp_path / "b.gpkg", striped_strokes(100, 120)), grid)
    other = read_labels(write_labels(tmp_path / "c.gpkg", striped_strokes(100, 120, per_class=3)), grid)
    assert one.digest == same.digest != other.digest


def test_splits_are_read(tmp_path: Path, grid: Grid) -> None:
    strokes = [(box_at(1, 1), 1), (box_at(20, 20), 2), (box_at(40, 40), 2)]
    path = write_labels(tmp_path / "l.gpkg", strokes, splits=["train", None, "validation"])
    assert [stroke.split for stroke in read_labels(path, grid).strokes] == ["train", "", "validation"]


def write_format(path: str, version: object) -> None:
    column = np.array([version], object if isinstance(version, str) else np.int32)
    pyogrio.raw.write(
        path, None, [column], ["label_format"],
        layer=FORMAT_TABLE, driver="GPKG", geometry_type=None, crs=None, append=True,
    )  # fmt: skip


def test_the_format_of_a_label_file_is_checked(tmp_path: Path, grid: Grid) -> None:
    strokes = striped_strokes(100, 120)
    older = read_labels(write_labels(tmp_path / "older.gpkg", strokes), grid)
    path = write_labels(tmp_path / "present.gpkg", strokes)
    write_format(path, LABEL_FORMAT)
    assert read_labels(path, grid).digest == older.digest
    path = write_labels(tmp_path / "newer.gpkg", strokes)
    write_format(path, LABEL_FORMAT + 1)
    with pytest.raises(LabelError) as caught:
        read_labels(path, grid)
    formats = f"label format {LABEL_FORMAT + 1}, this one reads up to {LABEL_FORMAT}"
    assert str(caught.value) == f"{path} was written by a newer Berunda ({formats}): update Berunda"


def test_a_format_that_is_no_number_is_refused(tmp_path: Path, grid: Grid) -> None:
    path = write_labels(tmp_path / "text.gpkg", striped_strokes(100, 120))
    write_format(path, "2")
    with pytest.raises(LabelError, match="has the label format '2'"):
        read_labels(path, grid)


def test_rows_of_the_class_table_that_are_not_filled_in(tmp_path: Path, grid: Grid) -> None:
    """As QGIS's attribute table leaves them."""
    strokes = [(box_at(10, 20), 3), (box_at(50, 60), 7)]
    path = write_labels(tmp_path / "l.gpkg", strokes, names={7: "water", 3: "road"})
    with closing(sqlite3.connect(path)) as table, table:
        table.execute("INSERT INTO classes (class_id, name, color) VALUES (NULL, NULL, NULL)")
        table.execute("UPDATE classes SET name = NULL WHERE class_id = 7")
    assert [each.name for each in read_labels(path, grid).classes] == ["road", "class 7"]


def test_a_class_without_a_name_gets_one_and_a_colour_of_the_palette(tmp_path: Path, grid: Grid) -> None:
    labels = read_labels(write_labels(tmp_path / "l.gpkg", [(box_at(10, 20), 1), (box_at(50, 60), 13)]), grid)
    assert [(c.name, c.color) for c in labels.classes] == [("class 1", PALETTE[0]), ("class 13", PALETTE[0])]


def _missing(folder: Path) -> str:
    return str(folder / "none.gpkg")


def _corrupt(folder: Path) -> str:
    (folder / "corrupt.gpkg").write_bytes(b"SQLite format 3\0 and then nothing")
    return str(folder / "corrupt.gpkg")


def _empty(folder: Path) -> str:
    return write_labels(folder / "empty.gpkg", [])


def _one_class(folder: Path) -> str:
    return write_labels(folder / "one.gpkg", [(box_at(1, 1), 3), (box_at(20, 20), 3)])


def _out_of_range(folder: Path) -> str:
    return write_labels(folder / "range.gpkg", [(box_at(1, 1), 300), (box_at(20, 20), 3)])


def _text_for_a_class(folder: Path) -> str:
    path = folder / "text.gpkg"
    wkb, names = shapely.to_wkb(np.array([box_at(1, 1)], object)), np.array(["water"], object)
    pyogrio.raw.write(path, wkb, [names], ["class_id"], layer="labels", driver="GPKG", geometry_type="Polygon", crs=CRS)
    return str(path)


def _no_class_column(folder: Path) -> str:
    path = folder / "column.gpkg"
    wkb = shapely.to_wkb(np.array([box_at(1, 1)], object))
    pyogrio.raw.write(
        path, wkb, [np.array([1])], ["kind"], layer="labels", driver="GPKG", geometry_type="Polygon", crs=CRS
    )
    return str(path)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (_missing, "no label file"),
        (_corrupt, "corrupt.gpkg"),
        (_empty, "holds no labels"),
        (_one_class, r"one class \(3\)"),
        (_out_of_range, "class id 300"),
        (_text_for_a_class, "class id water"),
        (_no_class_column, "class_id"),
    ],
)
def test_a_file_without_valid_labels_is_refused(tmp_path: Path, grid: Grid, make: object, sentence: str) -> None:
    with pytest.raises(LabelError, match=sentence) as caught:
        read_labels(make(tmp_path), grid)
    assert caught.value.remedy


def test_labels_beside_the_image_are_refused(tmp_path: Path, image: Raster) -> None:
    path = write_labels(tmp_path / "l.gpkg", [(box_at(1000, 20), 1), (box_at(2000, 20), 2)])
    with pytest.raises(LabelError, match="None of the 2 strokes"):
        LabelRaster(read_labels(path, image.grid), image.grid).survey(image)


def surveyed(path: str, image: Raster) -> tuple[list[StrokePixels], dict[int, int]]:
    strokes, counts, _ = LabelRaster(read_labels(path, image.grid), image.grid).survey(image)
    return strokes, dict(counts)


def test_of_a_large_polygon_a_uniform_subset_is_kept(
    tmp_path: Path, image: Raster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(label_raster, "MAX_PIXELS_PER_STROKE", 1500)
    monkeypatch.setattr(label_raster, "BLOCK_PX", 32)
    path = write_labels(tmp_path / "l.gpkg", [(box_at(5, 10, 80, 100), 1), (box_at(90, 20), 2)])
    (large, small), counts = surveyed(path, image)
    assert counts == {1: 8000, 2: 80}
    assert len(np.unique(large.pixels, axis=0)) == 1500
    assert large.pixels.dtype == np.int32
    assert large.pixels.min(axis=0).tolist() >= [5, 10]
    quarters = np.histogram2d(*large.pixels.T, bins=([5, 45, 85], [10, 60, 110]))[0]
    assert quarters.sum() == 1500
    assert np.abs(quarters - 375).max() < 5 * np.sqrt(375)  # the first block as often as the last
    np.testing.assert_array_equal(large.pixels, surveyed(path, image)[0][0].pixels)
    assert len(small.pixels) == 80


def test_the_memory_of_a_survey_does_not_grow_with_the_labelled_area(tmp_path: Path) -> None:
    """The coordinates of 16 million pixels would be 256 MB."""
    image = Raster(write_raster(tmp_path / "i.tif", np.ones((1, 4000, 4000), np.uint8), compress="deflate"))
    peaks = []
    for side in (4, 4000):
        path = write_labels(tmp_path / f"{side}.gpkg", [(box_at(0, 4, side, side), 1), (box_at(0, 0, 4, 4), 2)])
        tracemalloc.start()
        surveyed(path, image)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 100e6


def masked(folder: Path, valid_cols: int) -> Raster:
    pixels = striped_scene(100, 120)[0]
    pixels[:, :, valid_cols:] = 0
    return Raster(write_raster(folder / "masked.tif", pixels, nodata=0))


def test_labelled_pixels_without_data_are_neither_kept_nor_counted(tmp_path: Path) -> None:
    image = masked(tmp_path, 50)
    strokes = [(box_at(10, 40), 1), (box_at(30, 70), 1), (box_at(50, 5), 2)]
    found, counts = surveyed(write_labels(tmp_path / "l.gpkg", strokes), image)
    assert [s.stroke for s in found] == [0, 2]
    assert counts == {1: 40, 2: 80}
    assert found[0].pixels[:, 1].max() == 49


@pytest.mark.parametrize(
    ("strokes", "sentence"),
    [
        ([(box_at(10, 70), 1), (box_at(50, 60), 2)], "All strokes lie on nodata pixels of the image"),
        ([(box_at(10, 5), 1), (box_at(50, 5), 2), (box_at(50, 60), 7)], "All strokes of water lie on nodata pixels"),
    ],
)
def test_classes_on_nodata_alone_are_refused(tmp_path: Path, strokes: list, sentence: str) -> None:
    path = write_labels(tmp_path / "l.gpkg", strokes, names={7: "water"})
    with pytest.raises(LabelError, match=sentence):
        surveyed(path, masked(tmp_path, 50))


def test_a_survey_reads_the_image_only_where_strokes_lie(
    tmp_path: Path, image: Raster, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows: list[PixelWindow] = []
    read = Raster.read
    monkeypatch.setattr(Raster, "read", lambda raster, window: (windows.append(window), read(raster, window))[1])
    surveyed(write_labels(tmp_path / "l.gpkg", [(box_at(10, 20), 1), (box_at(50, 60), 2)]), image)
    assert windows == [PixelWindow(10, 20, 4, 20), PixelWindow(50, 60, 4, 20)]
