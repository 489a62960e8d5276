"""The simulated strokes: repeatable, inside their class, off its border; and the label file that they go to."""
from __future__ import annotations

import numpy as np
import pyogrio
import pytest
import shapely
import shapely.affinity
import shapely.geometry

pytest.importorskip("scipy", reason="needs requirements/benchmarks.txt")

from rasterio.features import shapes
from scribbles import StrokeSetting, draw_strokes, simulate

TO_PIXELS = [2, 0, 0, -2, -720_000, 5_560_000]  # the inverse of conftest's TRANSFORM, as shapely.affinity has it
THIN = StrokeSetting(count=6, length_px=60, width_px=0.02)  # the polygons are the paths


def in_pixels(geometry: shapely.Geometry) -> shapely.Geometry:
    return shapely.affinity.affine_transform(geometry, TO_PIXELS)


def outside(truth: np.ndarray, class_id: int) -> shapely.Geometry:
    """All that is not of a class, in pixels, the surroundings of the raster included."""
    of_class = [shapely.geometry.shape(shape) for shape, is_in in shapes((truth == class_id).astype(np.uint8)) if is_in]
    return shapely.box(-50, -50, truth.shape[1] + 50, truth.shape[0] + 50).difference(shapely.union_all(of_class))


@pytest.fixture
def truth(tmp_path, write, blocks):
    return write(tmp_path / "truth.tif", blocks)


def test_equal_arguments_give_equal_strokes_and_another_seed_others(truth):
    first, again, other = (draw_strokes(truth, StrokeSetting(), seed) for seed in (5, 5, 6))
    assert first == again
    assert not any(mine == theirs for class_id in (1, 2) for mine, theirs in zip(first[class_id], other[class_id]))


def test_paths_keep_three_pixels_off_the_border_of_their_class(truth, blocks):
    drawn = draw_strokes(truth, THIN, seed=0)
    assert [len(drawn[class_id]) for class_id in (1, 2)] == [6, 6]
    for class_id in (1, 2):
        beyond = outside(blocks[0], class_id)
        assert all(in_pixels(stroke).distance(beyond) >= 3 for stroke in drawn[class_id])


def test_strokes_have_their_width_and_at_most_their_length(truth):
    for stroke in map(in_pixels, draw_strokes(truth, StrokeSetting(4, 30, 3), seed=1)[1]):
        left, top, right, bottom = stroke.bounds
        assert 3 <= np.hypot(right - left, bottom - top) <= 30 + 2 * 3
        assert np.pi * 1.5**2 * 0.98 <= stroke.area <= 30 * 3 + 3**2


def test_a_class_that_is_nowhere_wide_enough_gets_no_strokes(truth):
    assert draw_strokes(truth, StrokeSetting(2), seed=0)[3] == []


def test_a_stroke_without_length_is_a_dot_on_a_pixel_centre(truth):
    for dot in map(in_pixels, draw_strokes(truth, StrokeSetting(3, 0, 1), seed=0)[2]):
        assert (dot.centroid.x % 1, dot.centroid.y % 1) == pytest.approx((0.5, 0.5), abs=1e-3)


def test_reading_by_blocks_changes_no_stroke(truth, monkeypatch):
    whole = draw_strokes(truth, StrokeSetting(3), seed=2)
    monkeypatch.setattr("truth_interior.BLOCK_PX", 32)
    assert draw_strokes(truth, StrokeSetting(3), seed=2) == whole


def test_the_label_file_has_strokes_and_classes(tmp_path, truth):
    labels = tmp_path / "labels.gpkg"
    assert simulate(truth, labels, StrokeSetting(2), 0, ["roof", "grass"]) == {1: 2, 2: 2, 3: 0}
    meta, _, geometries, (class_ids,) = pyogrio.raw.read(labels, layer="labels")
    assert meta["crs"] == "EPSG:32640"
    assert class_ids.tolist() == [1, 1, 2, 2]
    assert len(geometries) == 4
    _, _, _, (ids, names, _) = pyogrio.raw.read(labels, layer="classes", columns=["class_id", "name", "color"])
    assert list(zip(ids.tolist(), names)) == [(1, "roof"), (2, "grass"), (3, "class 3")]


@pytest.mark.parametrize("value", [-1, 300])
def test_a_truth_with_other_values_than_class_ids_is_refused(tmp_path, write, blocks, value):
    path = write(tmp_path / "wrong.tif", np.where(blocks == 3, value, blocks.astype(np.int16)))
    with pytest.raises(ValueError, match=f"holds the value {value}"):
        draw_strokes(path, StrokeSetting(), seed=0)


def test_a_truth_without_room_for_strokes_is_refused(tmp_path, write):
    path = write(tmp_path / "narrow.tif", np.ones((1, 8, 100), np.uint8))
    with pytest.raises(ValueError, match="no class that is more than 8 px wide"):
        draw_strokes(path, StrokeSetting(), seed=0)
