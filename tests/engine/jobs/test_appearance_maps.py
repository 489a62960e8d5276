"""Live maps without classes: groups of what looks alike, and what is like a place or the strokes of one class."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from live_cases import LAYERS, answered, band, labelled, preview
from scenes import Scene, box_at, striped_strokes, write_raster

SHAPE = (160, 192)
WIDTH = SHAPE[1] // 3  # of a stripe: class 1 | 2 | 3


def no_file(scene: Scene) -> str:
    return ""


def no_strokes(scene: Scene) -> str:
    return labelled(scene, [])


def strokes_outside(scene: Scene) -> str:
    return labelled(scene, [(box_at(900, 9), 1), (box_at(950, 9), 2)])


@pytest.mark.parametrize("labels", [no_file, no_strokes, strokes_outside])
def test_without_strokes_on_the_image_it_shows_groups(live: Scene, labels: Callable[[Scene], str]) -> None:
    found, reporter = answered(live, labels=labels(live), groups=3)
    assert found["shows"] == "groups"
    assert not set(LAYERS) & set(found)
    groups = band(found["groups"])
    assert set(np.unique(groups)) == {1, 2, 3}
    assert {block.layer for block in reporter.blocks} == {"groups"}
    assert len(reporter.blocks) == 9
    again = band(answered(live, show="groups", groups=3, generation=9)[0]["groups"])
    np.testing.assert_array_equal(groups, again)  # whatever the labels, and each time


def test_groups_are_what_looks_alike(tmp_path: Path) -> None:
    """Plain on the left, noise on the right."""
    scene = Scene(tmp_path, 128, 128)
    scene.pixels[:, :, :64] = 90
    scene.pixels[:, :, 64:] = np.random.default_rng(0).integers(0, 255, (3, 128, 64))
    scene.image = write_raster(tmp_path / "image.tif", scene.pixels)
    groups = band(preview(scene, labels="", groups=2)["groups"])
    on_left, on_right = groups[:, :56], groups[:, 72:]
    left = np.bincount(on_left.ravel()).argmax()
    assert (on_left == left).mean() > 0.95
    assert (on_right == 3 - left).mean() > 0.95


@pytest.mark.parametrize("class_id", [1, 3])
def test_of_one_class_it_shows_what_is_like_it(live: Scene, class_id: int) -> None:
    own = [stroke for stroke in striped_strokes(*SHAPE) if stroke[1] == class_id]
    found, reporter = answered(live, labels=labelled(live, [*own, (box_at(900, 9), 2)]))  # the other is off the image
    assert found["shows"] == "similarity"
    assert {block.layer for block in reporter.blocks} == {"similarity"}
    similarity = band(found["similarity"])
    assert similarity.max() == 100
    start = (class_id - 1) * WIDTH + WIDTH // 4
    assert similarity[10:, start : start + 20].min() > 95  # where the strokes lie
    of_stripes = [similarity[:, k * WIDTH : (k + 1) * WIDTH].mean() for k in range(3)]
    assert of_stripes.pop(class_id - 1) > 80
    assert max(of_stripes) < 70


@pytest.mark.parametrize("place", [[80, 30], [0, 191], [100, 63], [100, 64], [63, 128], [128, 100], [159, 0]])
def test_what_is_like_a_place(live: Scene, place: list[int]) -> None:
    """Also at the image's edges, and beside the edges of blocks."""
    found, reporter = answered(live, show="similarity", place=place)
    assert found["shows"] == "similarity"
    assert {block.layer for block in reporter.blocks} == {"similarity"}
    similarity = band(found["similarity"])
    row, col = place
    assert similarity[row, col] >= 95
    elsewhere = np.ones(SHAPE, bool)
    elsewhere[:, max(0, col - 40) : col + 40] = False
    assert similarity[elsewhere].mean() < 70


def test_a_place_beside_a_block_s_edge_is_itself(tmp_path: Path, live: Scene) -> None:
    """The first pixel of a block is compared with its own surroundings, which the block before does not have."""
    scene = Scene(tmp_path, 128, 128)
    scene.pixels[:, :, :64] = 90
    scene.pixels[:, :, 64:] = np.random.default_rng(0).integers(0, 255, (3, 128, 64))
    scene.image = write_raster(tmp_path / "image.tif", scene.pixels)
    similar = {col: band(preview(scene, show="similarity", place=[64, col])["similarity"]) for col in (56, 64, 72)}
    assert [values[64, col] >= 97 for col, values in similar.items()] == [True] * 3
    assert similar[56][:, :48].mean() > similar[56][:, 80:].mean() + 20
    assert similar[72][:, 80:].mean() > similar[72][:, :48].mean() + 20


@pytest.mark.parametrize("show", ["groups", "similarity"])
def test_groups_and_similarity_of_a_window_are_the_crop_of_the_whole(live: Scene, show: str) -> None:
    """Cells at a block's edge are interpolated like others."""
    whole = band(answered(live, show=show, place=[70, 70])[0][show])
    part = band(answered(live, show=show, place=[70, 70], window=[45, 37, 66, 90])[0][show])
    np.testing.assert_array_equal(part, whole[45:111, 37:127])
