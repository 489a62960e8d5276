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
from engine.data.split import split_strokes

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
