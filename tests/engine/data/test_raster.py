"""Windows of rasters: pixels and validity, for every data type and every way to mark nodata."""
from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasterio.enums import ColorInterp
from scenes import TRANSFORM, write_raster

from engine.data.raster import UNREFERENCED, Grid, Raster
from engine.data.window import PixelWindow
from engine.schema.errors import ImageError


def ramp(bands: int, height: int, width: int, dtype: str) -> np.ndarray:
    values = np.arange(bands * height * width).reshape(bands, height, width)
    return (values % 250 + 1).astype(dtype)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "float32", "float64"])
@pytest.mark.parametrize("bands", [1, 3, 10])
def test_a_window_has_the_file_s_values(tmp_path: Path, dtype: str, bands: int) -> None:
    pixels = ramp(bands, 40, 50, dtype)
    raster = Raster(write_raster(tmp_path / "a.tif", pixels))
    values, valid_mask = raster.read(PixelWindow(5, 7, 20, 30))
    assert values.dtype == np.float32
    np.testing.assert_array_equal(values, pixels[:, 5:25, 7:37])
    assert valid_mask.all()
    assert raster.grid.transform == TRANSFORM
    assert raster.grid.pixel_size == 0.5


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=st.integers(-30, 60), col=st.integers(-30, 60), height=st.integers(1, 50), width=st.integers(1, 50))
def test_beyond_the_edge_nothing_is_valid(tmp_path: Path, row: int, col: int, height: int, width: int) -> None:
    path = tmp_path / "a.tif"
    pixels = ramp(2, 37, 41, "uint8")
    if not path.exists():
        write_raster(path, pixels)
    values, valid_mask = Raster(str(path)).read(PixelWindow(row, col, height, width))
    padded = np.pad(pixels, ((0, 0), (100, 100), (100, 100)))
    np.testing.assert_array_equal(values, padded[:, row + 100 : row + 100 + height, col + 100 : col + 100 + width])
    np.testing.assert_array_equal(valid_mask, values.any(axis=0))


def test_integer_nodata_in_one_band_is_a_value(tmp_path: Path) -> None:
    pixels = ramp(3, 16, 16, "uint8")
    pixels[:, 0, 0] = 0  # nodata in all bands
    pixels[1, 5, 5] = 0  # a real pixel without green
    _, valid_mask = Raster(write_raster(tmp_path / "a.tif", pixels, nodata=0)).read(PixelWindow(0, 0, 16, 16))
    assert not valid_mask[0, 0]
    assert valid_mask[5, 5]
    assert valid_mask.sum() == 255


@pytest.mark.parametrize(
    ("dtype", "nodata", "is_valid"),
    [
        ("int16", -9999, False), ("int16", 0, True), ("uint16", 65535, True), ("uint16", 9999, False),
        ("uint8", 255, True),
    ],
)
def test_nodata_of_one_band_is_a_value_where_black_or_saturated_pixels_hold_it(
    tmp_path: Path, dtype: str, nodata: int, is_valid: bool
) -> None:
    pixels = ramp(3, 16, 16, dtype)
    pixels[:, 0, 0] = nodata
    pixels[1, 5, 5] = nodata
    raster = Raster(write_raster(tmp_path / "a.tif", pixels, nodata=nodata))
    values, valid_mask = raster.read(PixelWindow(0, 0, 16, 16))
    assert [bool(valid_mask[0, 0]), bool(valid_mask[5, 5])] == [False, is_valid]
    assert values[1, 5, 5] == (nodata if is_valid else 0)
    assert valid_mask.sum() == 254 + is_valid
    assert [len(band) for band in raster.values_by_band(16)] == [254 + is_valid, 254, 254 + is_valid]


def test_float_nodata_nan_and_infinity_are_never_data(tmp_path: Path) -> None:
    pixels = ramp(2, 16, 16, "float32")
    pixels[0, 1, 1], pixels[1, 2, 2], pixels[0, 3, 3] = -9999, np.nan, np.inf
    values, valid_mask = Raster(write_raster(tmp_path / "a.tif", pixels, nodata=-9999)).read(PixelWindow(0, 0, 16, 16))
    assert [bool(valid_mask[i, i]) for i in range(5)] == [True, False, False, False, True]
    assert (values[:, ~valid_mask] == 0).all()


NODATA_ROWS, TRANSPARENT_ROWS, MASKED_ROWS = slice(0, 5), slice(0, 8), slice(30, 40)
NOWHERE = slice(0, 0)


def write_with_validity(
    path: Path, *, nodata: int | None, is_tagged: bool, has_alpha: bool, has_mask: bool, bands: int
) -> str:
    """A raster uint8 of 40 x 40 pixels; NODATA_ROWS are 0, and one band of one other pixel is."""
    pixels = ramp(bands, 40, 40, "uint8")
    if has_alpha:
        pixels[-1] = 255
        pixels[-1, TRANSPARENT_ROWS] = 0
    pixels[:, NODATA_ROWS], pixels[1, 20, 20] = 0, 0
    write_raster(path, pixels, nodata=nodata)
    kinds = [ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.undefined, ColorInterp.undefined][:bands]
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=False), rasterio.open(path, "r+") as sink:
        sink.colorinterp = [*kinds[:-1], ColorInterp.alpha] if is_tagged else kinds
        if has_mask:
            mask = np.full((40, 40), 255, np.uint8)
            mask[MASKED_ROWS] = 0
            sink.write_mask(mask)
    return str(path)


@pytest.mark.parametrize(
    ("nodata", "is_tagged", "has_alpha", "has_mask", "bands", "invalid"),
    [
        (None, False, False, False, 4, NOWHERE),
        (0, False, False, False, 4, NODATA_ROWS),
        (None, True, False, False, 4, NOWHERE),
        (0, True, False, False, 4, NODATA_ROWS),
        (None, True, True, False, 4, TRANSPARENT_ROWS),
        (None, True, True, False, 5, TRANSPARENT_ROWS),
        (0, True, True, False, 4, NODATA_ROWS),
        (None, False, False, True, 4, MASKED_ROWS),
        (0, True, False, True, 4, MASKED_ROWS),
        (None, True, True, True, 4, MASKED_ROWS),
    ],
    ids=[
        "none", "nodata", "near infrared tagged as alpha", "nodata, near infrared tagged as alpha", "alpha",
        "alpha after four bands", "nodata and alpha", "mask", "all but alpha", "mask and alpha",
    ],
)  # fmt: skip
def test_validity_comes_from_mask_nodata_or_alpha_in_this_order(
    tmp_path: Path, nodata: int | None, is_tagged: bool, has_alpha: bool, has_mask: bool, bands: int, invalid: slice
) -> None:
    path = write_with_validity(
        tmp_path / "a.tif", nodata=nodata, is_tagged=is_tagged, has_alpha=has_alpha, has_mask=has_mask, bands=bands
    )
    assert (tmp_path / "a.tif.msk").exists() == has_mask
    expected = np.ones((40, 40), bool)
    expected[invalid] = False
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        raster = Raster(path)
        pixels, valid_mask = raster.read(raster.grid.window)
        _, overview_mask = raster.read_overview(20)
    assert raster.bands == tuple(range(1, bands + (not has_alpha)))
    np.testing.assert_array_equal(valid_mask, expected)
    assert (pixels[:, ~expected] == 0).all()
    assert overview_mask.mean() == pytest.approx(expected.mean(), abs=0.05)


def test_bands_are_read_in_the_given_order(tmp_path: Path) -> None:
    pixels = ramp(4, 16, 16, "uint8")
    values, _ = Raster(write_raster(tmp_path / "a.tif", pixels), (3, 1)).read(PixelWindow(0, 0, 16, 16))
    np.testing.assert_array_equal(values, pixels[[2, 0]])


def test_without_georeferencing_rows_go_down_from_the_origin(tmp_path: Path) -> None:
    raster = Raster(write_raster(tmp_path / "a.tif", ramp(1, 16, 16, "uint8"), transform=None, crs=None))
    assert not raster.grid.is_georeferenced
    assert raster.grid.transform == UNREFERENCED
    assert raster.grid.transform * (3, 5) == (3, -5)


def test_geometries_are_transformed_to_a_rotated_grid_and_back() -> None:
    transform = Affine.translation(500_000, 4_000_000) * Affine.rotation(30) * Affine.scale(0.5, -0.5)
    grid = Grid(60, 80, transform, "", True)
    corner, triangle = shapely.Point(80, 60), shapely.Polygon([(3, 4), (70, 8), (20, 55)])
    assert grid.to_map(corner).coords[0] == pytest.approx(transform * (80, 60), rel=1e-12)
    there_and_back = grid.to_pixels(grid.to_map(np.array([corner, triangle], object)))
    assert shapely.equals_exact(there_and_back, [corner, triangle], tolerance=1e-6).all()


def test_an_overview_is_small_and_valid(tmp_path: Path) -> None:
    raster = Raster(write_raster(tmp_path / "a.tif", ramp(1, 64, 100, "uint8")))
    values, valid_mask = raster.read_overview(50)
    assert values.shape == (1, 32, 50)
    assert valid_mask.all()


@pytest.mark.parametrize("content", [None, b"not a raster"])
def test_a_file_that_is_not_a_raster_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a.tif"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ImageError, match=r"a\.tif"):
        Raster(str(path))


GDAL_WMS = """<GDAL_WMS><Service name="TMS"><ServerUrl>http://127.0.0.1:9/${z}/${x}/${y}.png</ServerUrl></Service>
<DataWindow><UpperLeftX>-20037508</UpperLeftX><UpperLeftY>20037508</UpperLeftY><LowerRightX>20037508</LowerRightX>
<LowerRightY>-20037508</LowerRightY><TileLevel>3</TileLevel><TileCountX>1</TileCountX><TileCountY>1</TileCountY></DataWindow>
<Projection>EPSG:3857</Projection><BlockSizeX>256</BlockSizeX><BlockSizeY>256</BlockSizeY><BandsCount>3</BandsCount></GDAL_WMS>"""


@pytest.mark.parametrize("kind", ["file", "url"])
def test_a_web_layer_is_refused(tmp_path: Path, kind: str) -> None:
    (tmp_path / "tiles.xml").write_text(GDAL_WMS)
    path = {"file": str(tmp_path / "tiles.xml"), "url": "https://example.org/tiles/1/2/3.png"}[kind]
    with pytest.raises(ImageError, match="web layer") as caught:
        Raster(path)
    assert "GeoTIFF" in caught.value.remedy


def test_a_missing_band_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="not band 4"):
        Raster(write_raster(tmp_path / "a.tif", ramp(3, 16, 16, "uint8")), (1, 4))


@given(
    row=st.integers(-50, 50), col=st.integers(-50, 50), height=st.integers(1, 90), width=st.integers(1, 90),
    side_px=st.integers(1, 40),
)  # fmt: skip
def test_blocks_cover_a_window_once(row: int, col: int, height: int, width: int, side_px: int) -> None:
    window = PixelWindow(row, col, height, width)
    times = np.zeros(window.shape, int)
    for block in window.blocks(side_px):
        assert max(block.shape) <= side_px
        times[block.relative_to(window).slices] += 1
    assert (times == 1).all()


def test_a_window_cannot_be_clipped_to_one_beside_it() -> None:
    assert PixelWindow(0, 0, 4, 4).clip(PixelWindow(2, 3, 9, 9)) == PixelWindow(2, 3, 2, 1)
    with pytest.raises(ValueError, match="share no pixel"):
        PixelWindow(0, 0, 4, 4).clip(PixelWindow(0, 4, 9, 9))
