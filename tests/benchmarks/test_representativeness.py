"""The halves of a scene that benchmarks/representativeness.py compares."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio
import shapely
from affine import Affine
from representativeness import STRIP_ROWS, halves, strips, without_crs


def image(folder: Path) -> Path:
    """Five and a half strips; each pixel holds the number of its strip."""
    rows = np.repeat(np.arange(6, dtype=np.uint8), STRIP_ROWS)[: 5 * STRIP_ROWS + 9]
    options = {"driver": "GTiff", "dtype": "uint8", "count": 1, "height": len(rows), "width": 4, "crs": "EPSG:32640"}
    with rasterio.open(folder / "image.tif", "w", transform=Affine(0.5, 0, 100, 0, -0.5, 900), **options) as sink:
        sink.write(np.repeat(rows[:, None], 4, axis=1)[None])
    return folder / "image.tif"


def test_strips_in_turns(tmp_path: Path) -> None:
    for first, expected in ((0, [0, 2, 4]), (1, [1, 3])):
        with rasterio.open(strips(image(tmp_path), first, tmp_path)) as source:
            values = source.read(1)
            assert source.crs == "EPSG:32640"
        assert values[::STRIP_ROWS, 0].tolist() == expected
        assert (values == np.repeat(expected, STRIP_ROWS)[:, None]).all()


def test_left_and_right_half(tmp_path: Path) -> None:
    left, right = map(shapely.from_wkt, halves(image(tmp_path)))
    assert left.bounds[::2] == (100, 101)
    assert right.bounds[::2] == (101, 102)


def test_a_copy_that_lies_nowhere(tmp_path: Path) -> None:
    with rasterio.open(without_crs(image(tmp_path), tmp_path)) as source:
        assert (source.crs, source.transform) == (None, Affine.identity())
        assert source.read(1)[-1].tolist() == [5] * 4
