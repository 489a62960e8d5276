"""Imagery on another scale than a normalisation's is told from another scene of the same kind."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scenes import write_raster

from engine.data.normalisation import Normalisation
from engine.data.raster import Raster
from engine.data.scale import scale_difference
from engine.data.window import PixelWindow


def scene(low: float, high: float, seed: int = 0) -> np.ndarray:
    """Two bands float32 of 100 x 100 pixels, uniform in a range."""
    return np.random.default_rng(seed).uniform(low, high, (2, 100, 100)).astype(np.float32)


@pytest.fixture
def trained(tmp_path: Path) -> Normalisation:
    return Normalisation.fit([Raster(write_raster(tmp_path / "trained.tif", scene(0, 200)))])


def difference(folder: Path, pixels: np.ndarray, trained: Normalisation, window: PixelWindow | None = None) -> str:
    raster = Raster(write_raster(folder / "new.tif", pixels))
    return scale_difference(raster, trained, "the model", window).replace(str(folder), "")


@pytest.mark.parametrize(
    "pixels", [scene(0, 200, 1), scene(0, 240), scene(50, 90)], ids=["same", "brighter", "uniform"]
)
def test_a_scene_of_the_same_kind_is_not_told_apart(tmp_path: Path, trained: Normalisation, pixels: np.ndarray) -> None:
    assert difference(tmp_path, pixels, trained) == ""


def test_the_share_of_values_outside_is_told_of_the_first_band_that_has_many(
    tmp_path: Path, trained: Normalisation
) -> None:
    pixels = np.stack([scene(0, 200)[0], scene(0, 3200)[1]])
    told = difference(tmp_path, pixels, trained)
    assert told.startswith("94 % of the values of band 2 of /new.tif lie outside ")
    assert told.endswith(", the range of the model")


def test_values_in_a_small_part_of_the_range_are_another_scale(tmp_path: Path, trained: Normalisation) -> None:
    squeezed = scene(100, 112)
    assert difference(tmp_path, squeezed, trained) == (
        "The values of /new.tif span at most 6 % of the range of the model in any band"
    )
    squeezed[1] = scene(0, 200)[1]  # a single uniform band is not
    assert difference(tmp_path, squeezed, trained) == ""


def test_only_the_window_matters(tmp_path: Path, trained: Normalisation) -> None:
    pixels = scene(0, 200)
    pixels[:, :, 50:] *= 16
    assert difference(tmp_path, pixels, trained) != ""
    assert difference(tmp_path, pixels, trained, PixelWindow(0, 0, 100, 50)) == ""


def test_bands_that_were_constant_and_images_without_data_are_not_judged(tmp_path: Path) -> None:
    constant = Normalisation((0.0, 5.0), (200.0, 5.0), (100.0, 5.0), (50.0, 1.0))
    assert difference(tmp_path, scene(0, 200), constant) == ""
    assert difference(tmp_path, np.full((2, 100, 100), np.nan, np.float32), constant) == ""
