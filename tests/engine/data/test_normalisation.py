"""Normalisation: fitted on valid pixels, the same for every window."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scenes import write_raster

from engine.data.normalisation import Normalisation
from engine.data.raster import Raster
from engine.data.window import PixelWindow
from engine.schema.errors import ImageError


def test_normalised_bands_have_mean_0_and_deviation_1(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    pixels = np.stack([rng.normal(1000, 50, (64, 64)), rng.normal(3, 0.1, (64, 64))]).astype(np.float32)
    pixels[:, :8] = -9999
    raster = Raster(write_raster(tmp_path / "a.tif", pixels, nodata=-9999))
    normalisation = Normalisation.fit([raster])
    values, valid_mask = raster.read(raster.grid.window)
    normalised = normalisation.apply(values, valid_mask)
    np.testing.assert_allclose(normalised[:, valid_mask].mean(axis=1), 0, atol=1e-3)
    np.testing.assert_allclose(normalised[:, valid_mask].std(axis=1), 1, atol=1e-3)
    assert (normalised[:, ~valid_mask] == 0).all()


def test_outliers_are_clipped(tmp_path: Path) -> None:
    pixels = np.full((1, 64, 64), 100, np.uint16)
    pixels[0, ::2] = 200
    pixels[0, 0, 0] = 65535
    raster = Raster(write_raster(tmp_path / "a.tif", pixels))
    normalisation = Normalisation.fit([raster])
    assert normalisation.high == (200.0,)
    values, valid_mask = raster.read(PixelWindow(0, 0, 2, 2))
    assert normalisation.apply(values, valid_mask)[0, 0, 0] == normalisation.apply(values, valid_mask)[0, 0, 1]


def test_a_constant_band_becomes_0(tmp_path: Path) -> None:
    pixels = np.stack([np.arange(256).reshape(16, 16), np.full((16, 16), 7)]).astype(np.uint8)
    raster = Raster(write_raster(tmp_path / "a.tif", pixels))
    normalisation = Normalisation.fit([raster])
    assert normalisation.constant_bands == (1,)
    values, valid_mask = raster.read(raster.grid.window)
    assert (normalisation.apply(values, valid_mask)[1] == 0).all()


@pytest.mark.parametrize("value", [np.nan, -9999.0])
def test_an_image_without_data_is_refused(tmp_path: Path, value: float) -> None:
    raster = Raster(write_raster(tmp_path / "a.tif", np.full((2, 16, 16), value, np.float32), nodata=-9999))
    with pytest.raises(ImageError, match="no valid pixel"):
        Normalisation.fit([raster])
