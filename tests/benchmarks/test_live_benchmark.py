"""The benchmark of live maps: the analyst draws where the map is wrong, and the table says when it is good enough."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("scipy")

import pyogrio
import rasterio
import shapely
from browsing import VIEW_PX, views_of
from live import RESOLUTION_PX, Analyst, mean_iou_of, table
from scene_files import Scene


@pytest.fixture
def analyst(tmp_path: Path, write) -> Analyst:
    """Of a truth of two classes, the left and the right half."""
    truth = np.repeat(np.array([[[1, 2]]], np.uint8), 200, axis=1).repeat(200, axis=2)
    path = write(tmp_path / "truth.tif", truth)
    return Analyst(Scene("halves", path, path), 0, tmp_path)


def test_a_stroke_is_drawn_at_the_largest_error(analyst: Analyst, tmp_path: Path, write) -> None:
    for class_id in analyst.classes:
        analyst.draw_anywhere(class_id)
    shown = np.ones((1, 200 // RESOLUTION_PX, 400 // RESOLUTION_PX), np.uint8)
    shown[:, :, 200 // RESOLUTION_PX :] = 2
    shown[:, 15:20, 40:45] = 1  # rows 120 to 160 and columns 320 to 360 of the image
    assert analyst.look(Path(write(tmp_path / "map.tif", shown)), 0.5) < 1
    assert analyst.draw_at_an_error()
    with rasterio.open(tmp_path / "truth.tif") as source:
        to_pixels = ~source.transform
    _, _, wkb, (class_ids,) = pyogrio.raw.read(analyst.labels, layer="labels", columns=["class_id"])
    assert class_ids.tolist() == [1, 2, 2]
    col, row = to_pixels * shapely.from_wkb(wkb[2]).centroid.coords[0]
    assert abs(row - 140) < 40
    assert abs(col - 340) < 40
    assert analyst.count == 3
    assert 0.5 < analyst.seconds < 1.5  # one answer, and three strokes of 81 px at most


def test_where_the_map_is_right_nothing_is_drawn(analyst: Analyst, tmp_path: Path, write) -> None:
    shown = np.ones((1, 25, 50), np.uint8)
    shown[:, :, 25:] = 2
    assert analyst.look(Path(write(tmp_path / "map.tif", shown)), 0.0) == 1
    assert not analyst.draw_at_an_error()


def test_unknown_pixels_do_not_count() -> None:
    assert mean_iou_of(np.array([1, 2, 2, 1]), np.array([1, 2, 0, 255])) == 1
    assert mean_iou_of(np.array([1, 1, 2, 2]), np.array([1, 2, 2, 2])) == pytest.approx((1 / 2 + 2 / 3) / 2, abs=1e-4)


def test_the_table_says_when_the_analyst_is_as_good_as_the_forest() -> None:
    record = {
        "forest": [0.4, 20.0, 40], "mean_iou": [0.3, 0.45], "seconds": [1.0, 2.5], "strokes": [5, 6],
        "classes_s": [0.5, 0.4], "answer_s": [2.0, 1.0], "training_s": [0.6], "unseen_s": [],
    }  # fmt: skip
    assert "| 6, 2.5 | 0.450 (6 strokes) | 0.40 s, 0.40 s; 0.60 s; nan s | 1.00 s, 5.0% |" in table({"a/0": record})


def test_views_show_all_of_an_image_once() -> None:
    views = views_of(3000)
    assert sorted(view[:2] for view in views) == [(r, c) for r in (0, 900, 1800, 2700) for c in (0, 1400, 2800)]
    assert {view[2:] for view in views} == {VIEW_PX}
