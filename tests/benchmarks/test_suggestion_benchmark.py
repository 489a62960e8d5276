"""The benchmark of suggested places: answers, and its table."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("scipy")

import rasterio
import shapely
from encoded_scene import EncodedScene
from scene_files import Scene
from suggestions import ANSWERS, answer, random_places, suggested_places, table
from truth_interior import Interior


def test_an_answer_is_a_stroke_of_the_class_that_is_nearest(tmp_path: Path, write, blocks: np.ndarray) -> None:
    with rasterio.open(write(tmp_path / "truth.tif", blocks)) as source:
        interior = Interior(source)
        for place, expected in (((20, 20), 1), ((20, 52), 2), ((3, 20), 1), ((60, 64), 1)):  # the last is of class 3
            stroke, class_id = answer(source, interior, place, np.random.default_rng(0))
            assert class_id == expected
            under = rasterio.features.geometry_mask([stroke], source.shape, source.transform, invert=True)
            assert set(blocks[0][under]) == {expected}
            row, col = np.argwhere(under).mean(axis=0)
            assert abs(row - place[0]) + abs(col - place[1]) < 40


def test_where_no_interior_is_near_there_is_no_answer(tmp_path: Path, write) -> None:
    truth = np.zeros((1, 120, 160), np.uint8)
    truth[:, :20, :20] = 1
    with rasterio.open(write(tmp_path / "truth.tif", truth)) as source:
        assert answer(source, Interior(source), (100, 140), np.random.default_rng(0)) is None


def test_places_lie_in_the_scene(tmp_path: Path, write, blocks: np.ndarray) -> None:
    """Two classes of other colours, with noise: without any, what is learned depends on the precision."""
    truth = np.tile(np.where(blocks == 3, 0, blocks), (1, 2, 2))
    noise = np.random.default_rng(0).integers(0, 50, (3, *truth.shape[1:]))
    image = write(tmp_path / "scene_rgb.tif", (np.where(truth == 1, 60, 180) + noise).astype(np.uint8))
    scene = EncodedScene(Scene("scene", image, write(tmp_path / "scene_truth.tif", truth)), tmp_path)
    with rasterio.open(image) as source:
        strokes = [(shapely.box(*(source.transform @ (c, 30)), *(source.transform @ (c + 8, 12))), class_id)
                   for c, class_id in ((15, 1), (50, 2))]  # fmt: skip
    fitted = scene.fitted(strokes)
    assert fitted.mean_iou > 0.8
    assert all(truth[0][place] in (1, 2) for place in random_places(scene, 0))
    places = suggested_places(fitted, 0)
    assert 0 < len(places) <= ANSWERS
    assert all(0 <= row < 240 and 0 <= col < 320 for row, col in places)


def test_the_table_has_means_spreads_and_how_often_it_was_better() -> None:
    results = {
        "a/2 strokes/0": {"start": 0.4, "random": 0.42, "suggested": 0.45},
        "a/2 strokes/1": {"start": 0.5, "random": 0.52, "suggested": 0.51},
    }
    *_, row, total = table(results, ["a"]).splitlines()
    assert row == "| a | 2 | 0.450 | +0.020 ± 0.000 | +0.030 ± 0.028 | +0.010 ± 0.028 (better in 1 of 2) |"
    assert total == "| all | | | | | **+0.010 ± 0.028** (better in 1 of 2) |"
