"""Windows of rasters: the right pixels, the right validity, for every depth and nodata there is."""
from __future__ import annotations

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
from engine.errors import ImageError


def ramp(bands: int, height: int, width: int, dtype: str) -> np.ndarray:
    values = np.arange(bands * height * width).reshape(bands, height, width)
    return (values % 250 + 1).astype(dtype)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "float32", "float64"])
@pytest.mark.parametrize("bands", [1, 3, 10])
def test_a_window_holds_the_file_s_values(tmp_path: Path, dtype: str, bands: int) -> None:
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


def test_float_nodata_nan_and_infinity_are_never_data(tmp_path: Path) -> None:
    pixels = ramp(2, 16, 16, "float32")
    pixels[0, 1, 1], pixels[1, 2, 2], pixels[0, 3, 3] = -9999, np.nan, np.inf
    values, valid_mask = Raster(write_raster(tmp_path / "a.tif", pixels, nodata=-9999)).read(PixelWindow(0, 0, 16, 16))
    assert [bool(valid_mask[i, i]) for i in range(5)] == [True, False, False, False, True]
    assert (values[:, ~valid_mask] == 0).all()


def test_alpha_is_a_mask_and_no_band(tmp_path: Path) -> None:
    pixels = ramp(4, 16, 16, "uint8")
    pixels[3] = 255
    pixels[3, :8] = 0
    path = write_raster(tmp_path / "a.tif", pixels)
    with rasterio.open(path, "r+") as sink:
        sink.colorinterp = [ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha]
    raster = Raster(path)
    assert raster.bands == (1, 2, 3)
    _, valid_mask = raster.read(PixelWindow(0, 0, 16, 16))
    assert not valid_mask[:8].any()
    assert valid_mask[8:].all()


def test_near_infrared_tagged_as_alpha_is_a_band(tmp_path: Path) -> None:
    pixels = ramp(4, 40, 40, "uint8")  # GDAL tags the fourth band of 8 bits as alpha by itself
    pixels[3, 0, 0] = 0
    raster = Raster(write_raster(tmp_path / "a.tif", pixels))
    assert raster.bands == (1, 2, 3, 4)
    assert raster.read(raster.grid.window)[1].all()


def test_bands_come_in_the_order_asked(tmp_path: Path) -> None:
    pixels = ramp(4, 16, 16, "uint8")
    values, _ = Raster(write_raster(tmp_path / "a.tif", pixels), (3, 1)).read(PixelWindow(0, 0, 16, 16))
    np.testing.assert_array_equal(values, pixels[[2, 0]])


def test_without_georeferencing_rows_go_down_from_the_origin(tmp_path: Path) -> None:
    raster = Raster(write_raster(tmp_path / "a.tif", ramp(1, 16, 16, "uint8"), transform=None, crs=None))
    assert not raster.grid.is_georeferenced
    assert raster.grid.transform == UNREFERENCED
    assert raster.grid.transform * (3, 5) == (3, -5)


def test_geometries_come_to_a_turned_grid_and_back() -> None:
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


@pytest.mark.parametrize("content", [None, b"no raster"])
def test_what_is_no_raster_is_named(tmp_path: Path, content: bytes | None) -> None:
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
