"""How much of an image is foreign, from a small sample of it."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from prediction_cases import identity_normalisation, raster_of
from scenes import TRANSFORM

from engine.data.area import Area
from engine.data.raster import Raster
from engine.inference.foreign_sample import LARGEST_SAMPLE, SIDE_PX, foreign_share

STATISTICS = {"foreign": {"quantiles": np.linspace(1, 11, 11).tolist()}}


class Forward:
    """Takes the first band for the distance *foreign*, and counts the tiles that it is given."""

    def __init__(self) -> None:
        self.tiles = 0

    def __call__(self, pixels: torch.Tensor) -> torch.Tensor:
        self.tiles += len(pixels)
        assert pixels.shape[2:] == (SIDE_PX, SIDE_PX)
        return torch.cat([torch.zeros_like(pixels[:, [0, 0, 0]]), pixels[:, :1]], 1)


def share(raster: Raster, region: str = "", forward: Forward | None = None) -> float:
    normalisation = identity_normalisation(raster.band_count)
    return foreign_share(raster, forward or Forward(), normalisation, Area(raster.grid, region), STATISTICS)


def half_foreign(height: int, width: int) -> np.ndarray:
    """Distances within the training area's range on the left, beyond it on the right."""
    pixels = np.full((1, height, width), 5, np.float32)
    pixels[:, :, width // 2 :] = 50
    return pixels


@pytest.mark.parametrize(("value", "expected"), [(5, 0), (10.9, 0), (11.1, 1), (50, 1)])
def test_the_edge_of_the_training_area_decides(tmp_path: Path, value: float, expected: float) -> None:
    pixels = np.full((1, 300, 300), value, np.float32)
    assert share(raster_of(tmp_path / "image.tif", pixels)) == expected


def test_the_sample_is_spread_and_small(tmp_path: Path) -> None:
    forward = Forward()
    found = share(raster_of(tmp_path / "image.tif", half_foreign(3000, 4000)), forward=forward)
    assert forward.tiles == LARGEST_SAMPLE
    assert found == pytest.approx(0.5, abs=0.05)
    forward = Forward()
    share(raster_of(tmp_path / "small.tif", half_foreign(400, 500)), forward=forward)
    assert forward.tiles == 1


def test_only_the_region_is_looked_at(tmp_path: Path) -> None:
    raster = raster_of(tmp_path / "image.tif", half_foreign(600, 1200))
    corners = [TRANSFORM * point for point in ((0, 0), (400, 0), (400, 600), (0, 600), (0, 0))]
    assert share(raster, f"POLYGON(({', '.join(f'{x} {y}' for x, y in corners)}))") == 0


@pytest.mark.parametrize("shape", [(1, 1), (20, 500), (160, 160)])
def test_images_of_any_size_are_looked_at(tmp_path: Path, shape: tuple[int, int]) -> None:
    assert share(raster_of(tmp_path / "image.tif", np.full((1, *shape), 50, np.float32))) == 1


def test_nodata_is_not_counted(tmp_path: Path) -> None:
    pixels = np.full((1, 300, 300), 50, np.float32)
    pixels[:, :, :152] = np.nan
    pixels[:, :150] = np.nan
    assert share(raster_of(tmp_path / "image.tif", pixels)) == 1
    assert share(raster_of(tmp_path / "empty.tif", np.full((1, 300, 300), np.nan, np.float32))) == 0
