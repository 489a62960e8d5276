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


@pytest.mark.parametrize(
    ("dtype", "nodata"), [("int16", -9999), ("uint16", 0), ("float32", -9999), ("float32", np.nan)]
)
def test_statistics_of_a_band_do_not_hold_its_nodata_value(tmp_path: Path, dtype: str, nodata: float) -> None:
    pixels = np.random.default_rng(0).integers(2000, 4000, (3, 200, 200)).astype(dtype)
    pixels[0, :4] = nodata  # 2 % where the first band's footprint ends earlier
    raster = Raster(write_raster(tmp_path / "a.tif", pixels, nodata=nodata))
    normalisation = Normalisation.fit([raster])
    np.testing.assert_allclose(normalisation.low, 2010, atol=5)
    np.testing.assert_allclose(normalisation.mean, 3000, atol=10)
    values, valid_mask = raster.read(raster.grid.window)
    assert valid_mask[4:].all()
    normalised = normalisation.apply(values, valid_mask)
    assert normalised.min() > -2
    assert valid_mask[:4].any() == (nodata == 0)
    if nodata != 0:
        assert (normalised[:, :4] == 0).all()


@pytest.mark.parametrize(("dtype", "nodata"), [("int16", -9999), ("float32", np.nan)])
def test_the_band_that_holds_nodata_only_is_named(tmp_path: Path, dtype: str, nodata: float) -> None:
    pixels = np.full((3, 16, 16), 7).astype(dtype)
    pixels[1] = nodata
    raster = Raster(write_raster(tmp_path / "a.tif", pixels, nodata=nodata))
    with pytest.raises(ImageError, match=r"no valid pixel in bands \[2\]"):
        Normalisation.fit([raster])


def test_a_band_of_zeros_that_may_be_black_is_constant(tmp_path: Path) -> None:
    pixels = np.stack([np.arange(1, 257).reshape(16, 16), np.zeros((16, 16))]).astype(np.uint16)
    normalisation = Normalisation.fit([Raster(write_raster(tmp_path / "a.tif", pixels, nodata=0))])
    assert normalisation.constant_bands == (1,)


def test_rasters_weigh_the_same_whatever_their_size(tmp_path: Path) -> None:
    small = Raster(write_raster(tmp_path / "small.tif", np.full((1, 30, 30), 100, np.float32)))
    large = Raster(write_raster(tmp_path / "large.tif", np.full((1, 300, 300), 200, np.float32)))
    normalisation = Normalisation.fit([small, large])
    assert (normalisation.low, normalisation.high) == ((100.0,), (200.0,))
    assert (normalisation.mean, normalisation.std) == ((150.0,), (50.0,))
    assert Normalisation.fit([large, small]) == normalisation


@pytest.mark.parametrize("value", [np.nan, -9999.0])
def test_an_image_without_data_is_refused(tmp_path: Path, value: float) -> None:
    raster = Raster(write_raster(tmp_path / "a.tif", np.full((2, 16, 16), value, np.float32), nodata=-9999))
    with pytest.raises(ImageError, match="no valid pixel"):
        Normalisation.fit([raster])


def test_invert_gives_back_what_apply_did_not_clip() -> None:
    normalisation = Normalisation((0.0, 10.0), (200.0, 90.0), (100.0, 40.0), (50.0, 20.0))
    pixels = np.array([[[0.0, 130.0, 250.0]], [[10.0, 35.0, 5.0]]], np.float32)
    inverted = normalisation.invert(normalisation.apply(pixels, np.ones((1, 3), bool)))
    assert inverted.tolist() == [[[0, 130, 200]], [[10, 35, 10]]]
