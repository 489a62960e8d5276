"""The hold-out: whole strokes, in blocks, never all of a class, and as the analyst marked them."""
from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely
from scenes import box_at, write_labels, write_raster

from engine.data.label_raster import LabelRaster, StrokePixels
from engine.data.labels import read_labels
from engine.data.raster import Raster
from engine.data.split import BUFFER_PX, split_strokes, stroke_folds
from engine.data.window import PixelWindow

Drawn = list[tuple[shapely.Geometry, int]]


def surveyed(
    folder: Path, strokes: Drawn, splits: list[str | None] | None = None
) -> tuple[LabelRaster, list[StrokePixels]]:
    image = Raster(write_raster(folder / "i.tif", np.ones((1, 400, 400), np.uint8)))
    labels = read_labels(write_labels(folder / "l.gpkg", strokes, splits=splits), image.grid)
    label_raster = LabelRaster(labels, image.grid)
    return label_raster, label_raster.survey(image)[0]


def held_out(labels: LabelRaster, strokes: list[StrokePixels], seed: int) -> set[int]:
    return {s.stroke for s in split_strokes(labels, strokes, seed).held_out}


def class_counts(labels: LabelRaster, positions: set[int]) -> Counter[int]:
    return Counter(labels.labels.strokes[i].class_id for i in positions)


def scattered(per_class: int, classes: int = 3) -> Drawn:
    rng = np.random.default_rng(1)
    cells = rng.permutation(18 * 18)[: per_class * classes]
    return [
        (box_at(20 * (cell // 18) + 5, 20 * (cell % 18) + 5, 3, 10), i % classes + 1)
        for i, cell in enumerate(cells.tolist())
    ]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("per_class", [4, 8, 30])
def test_a_quarter_of_each_class_is_held_out(tmp_path: Path, per_class: int, seed: int) -> None:
    labels, strokes = surveyed(tmp_path, scattered(per_class))
    chosen = held_out(labels, strokes, seed)
    counts = class_counts(labels, chosen)
    assert set(counts) == {1, 2, 3}
    assert all(1 <= n <= per_class // 4 for n in counts.values())
    assert chosen == held_out(labels, strokes, seed)


def test_of_few_strokes_none_is_held_out(tmp_path: Path) -> None:
    labels, strokes = surveyed(tmp_path, scattered(2))
    assert held_out(labels, strokes, 0) == set()


def test_of_three_strokes_one_is_held_out(tmp_path: Path) -> None:
    labels, strokes = surveyed(tmp_path, scattered(3))
    assert class_counts(labels, held_out(labels, strokes, 0)) == {1: 1, 2: 1, 3: 1}


def test_neighbouring_strokes_are_held_out_together(tmp_path: Path) -> None:
    """Six clumps of two strokes a class: a held-out stroke has no training stroke of its class in the same clump."""
    clumps = [(30 + 150 * (i // 3), 30 + 150 * (i % 3)) for i in range(6)]
    strokes = [
        (box_at(r + 8 * k, c + 15 * (class_id - 1), 3, 10), class_id)
        for r, c in clumps
        for class_id in (1, 2)
        for k in range(2)
    ]
    labels, found = surveyed(tmp_path, strokes)
    chosen = held_out(labels, found, 3)
    assert chosen
    assert all((i ^ 1) in chosen for i in chosen)


def test_strokes_marked_for_validation_are_held_out(tmp_path: Path) -> None:
    strokes = scattered(4)
    splits = ["validation" if i in (0, 7) else None for i in range(len(strokes))]
    labels, found = surveyed(tmp_path, strokes, splits)
    assert held_out(labels, found, 0) == {0, 7}


def test_strokes_marked_for_training_are_never_held_out(tmp_path: Path) -> None:
    strokes = scattered(8)
    splits = ["train" if i % 2 else None for i in range(len(strokes))]
    labels, found = surveyed(tmp_path, strokes, splits)
    chosen = held_out(labels, found, 0)
    assert chosen
    assert all(i % 2 == 0 for i in chosen)


def gap(one: StrokePixels, other: StrokePixels) -> float:
    """The least distance of their pixels."""
    return float(np.linalg.norm(one.pixels[:, None] - other.pixels[None], axis=2).min())


def crowded(seed: int) -> Drawn:
    """Sixty strokes of three classes in 300 px, many of them close together or on top of each other."""
    rng = np.random.default_rng(seed)
    return [(box_at(*rng.integers(5, 300, 2), 3, 12), i % 3 + 1) for i in range(60)]


@pytest.mark.parametrize("seed", range(8))
def test_no_training_label_is_near_a_held_out_one(tmp_path: Path, seed: int) -> None:
    labels, strokes = surveyed(tmp_path, crowded(seed))
    split = split_strokes(labels, strokes, seed)
    assert {s.class_index for s in split.held_out} == {0, 1, 2}
    assert min(gap(a, b) for a in split.held_out for b in split.training) > BUFFER_PX
    assert len(split.training) + len(split.held_out) == 60  # no label is lost for that
    assert [s.stroke for s in split.joining] == [s.stroke for s in split.held_out]


def test_what_is_held_out_for_a_class_without_a_block_that_fits_is_no_outlier(tmp_path: Path) -> None:
    """Five strokes in two blocks, of which one may be held out: any of them, not the one farthest from the others."""
    strokes = [(box_at(row, 10, 3, 10), 1) for row in (10, 35, 60, 330, 390)]
    strokes += [(box_at(200, 300 + 20 * i, 3, 3), 2) for i in range(2)]
    labels, found = surveyed(tmp_path, strokes)
    chosen = [held_out(labels, found, seed) for seed in range(30)]
    assert all(len(positions) == 1 for positions in chosen)
    assert set.union(*chosen) == {0, 1, 2, 3, 4}


def adjoining() -> Drawn:
    """A board of 6 x 6 polygons of 60 px of two classes, side by side: a single group."""
    return [(box_at(60 * (i // 6), 60 * (i % 6), 60, 60), (i // 6 + i) % 2 + 1) for i in range(36)]


def test_of_a_group_too_large_single_strokes_are_held_out_within_a_buffer(tmp_path: Path) -> None:
    labels, strokes = surveyed(tmp_path, adjoining())
    split = split_strokes(labels, strokes, 1)
    assert class_counts(labels, {s.stroke for s in split.held_out}) == {1: 1, 2: 1}
    assert len(split.training) == 34
    lost = sum(len(s.pixels) for s in strokes) - sum(len(s.pixels) for s in [*split.training, *split.held_out])
    assert 0 < lost <= 2 * (92 * 92 - 60 * 60)
    mask = split.buffer.mask(labels.grid.window)
    for stroke in split.held_out:
        assert mask[tuple(stroke.pixels.T)].all()
    for stroke in split.training:
        assert not mask[tuple(stroke.pixels.T)].any()


def test_where_a_buffer_would_silence_a_class_none_is_held_out(tmp_path: Path) -> None:
    """Four dots of each class within 12 px."""
    strokes = [(box_at(10 + 4 * i, 10 + 8 * k, 2, 2), k + 1) for i in range(4) for k in range(2)]
    labels, found = surveyed(tmp_path, strokes)
    split = split_strokes(labels, found, 0)
    assert split.held_out == []
    assert len(split.training) == 8


def test_strokes_that_lie_in_the_buffer_train_in_the_end(tmp_path: Path) -> None:
    """A chain of dots 12 px apart: the neighbours of the one held out sit out until it joins."""
    strokes = [(box_at(10, 10 + 12 * i, 2, 2), i % 2 + 1) for i in range(24)]
    labels, found = surveyed(tmp_path, strokes)
    split = split_strokes(labels, found, 0)
    assert 1 <= len(split.held_out) <= 2
    joined = {s.stroke for s in split.joining}
    neighbours = {s.stroke + step for s in split.held_out for step in (-1, 1)} & set(range(24))
    assert joined == {s.stroke for s in split.held_out} | neighbours
    assert joined | {s.stroke for s in split.training} == set(range(24))


def test_pixels_marked_for_validation_never_train(tmp_path: Path) -> None:
    """A stroke of the same class overlaps one that the analyst marked; what remains of it trains."""
    strokes = [(box_at(10, 10, 10, 20), 1), (box_at(10, 20, 10, 20), 1), (box_at(100, 100), 2)]
    labels, found = surveyed(tmp_path, strokes, ["validation", None, None])
    split = split_strokes(labels, found, 0)
    assert [s.stroke for s in split.held_out] == [0]
    assert split.joining == []
    mask = split.buffer.mask(PixelWindow(0, 0, 30, 50))
    assert mask[10:20, 10:30].all()
    assert not mask[:, 32:].any()
    trained = next(s for s in split.training if s.stroke == 1).pixels
    assert trained[:, 1].min() in (30, 31)


@pytest.mark.parametrize("seed", range(5))
def test_folds_keep_neighbours_together_and_spread_the_classes(tmp_path: Path, seed: int) -> None:
    labels, strokes = surveyed(tmp_path, crowded(seed))
    folds = stroke_folds(labels, strokes, 4, seed)
    assert set(folds) == {0, 1, 2, 3}
    for i, one in enumerate(strokes):
        for j, other in enumerate(strokes[:i]):
            assert folds[i] == folds[j] or gap(one, other) > BUFFER_PX
    for index in range(3):
        sizes = np.bincount(folds[[s.class_index == index for s in strokes]], minlength=4)
        assert sizes.min() >= 2
        assert sizes.max() <= 10
    np.testing.assert_array_equal(folds, stroke_folds(labels, strokes, 4, seed))


def test_folds_of_strokes_apart_differ_by_one_stroke_a_class(tmp_path: Path) -> None:
    labels, strokes = surveyed(tmp_path, scattered(10))
    folds = stroke_folds(labels, strokes, 4, 0)
    for index in range(3):
        sizes = np.bincount(folds[[s.class_index == index for s in strokes]], minlength=4)
        assert sorted(sizes) == [2, 2, 3, 3]


def test_a_class_of_one_group_is_in_one_fold(tmp_path: Path) -> None:
    clump = [(box_at(10 + 5 * i, 10, 3, 10), 1) for i in range(3)]
    apart = [(box_at(100, 10 + 40 * i, 3, 10), 2) for i in range(6)]
    labels, strokes = surveyed(tmp_path, clump + apart)
    folds = stroke_folds(labels, strokes, 3, 0)
    assert len(set(folds[:3])) == 1
    assert set(folds[3:]) == {0, 1, 2}


def test_a_group_of_most_strokes_is_divided(tmp_path: Path) -> None:
    labels, strokes = surveyed(tmp_path, adjoining())
    folds = stroke_folds(labels, strokes, 4, 0)
    assert np.bincount(folds).tolist() == [9, 9, 9, 9]
