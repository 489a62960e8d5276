"""Reading a raster of any size, window by window, together with the mask of what is data."""
from __future__ import annotations

import math
import threading
import warnings
from dataclasses import dataclass
from typing import Any, Optional, TypeVar

import numpy as np
import rasterio
import shapely
from affine import Affine
from rasterio.enums import Resampling
from rasterio.errors import NotGeoreferencedWarning, RasterioError, RasterioIOError
from rasterio.windows import Window

from ..schema.errors import ImageError
from .validity import Validity, alpha_band
from .window import PixelWindow

Geometries = TypeVar("Geometries", shapely.Geometry, np.ndarray)

warnings.simplefilter("ignore", NotGeoreferencedWarning)  # the analyst gets a notice instead

# A raster without georeferencing lies in QGIS with its top left corner at the origin and rows going down.
UNREFERENCED = Affine(1, 0, 0, 0, -1, 0)
# For maps of any size: by default GDAL takes a share of the machine's memory and fills it with what it has read.
GDAL_CACHE_BYTES = 128 * 2**20
WEB_PREFIXES = ("http://", "https://", "ftp://", "wms:", "wmts:", "/vsicurl")
WEB_DRIVERS = ("WMS", "WMTS", "WCS")
WEB_REMEDY = "save the part you need as GeoTIFF and choose that file"


@dataclass(frozen=True)
class Grid:
    """Where a raster's pixels lie.

    Attributes:
        height, width: in pixels.
        transform: (col, row) to map coordinates, pixel corners.
        crs: WKT of the CRS, "" where the raster has none.
        is_georeferenced: False where the file has no transform and UNREFERENCED stands in.
    """

    height: int
    width: int
    transform: Affine
    crs: str
    is_georeferenced: bool

    @property
    def window(self) -> PixelWindow:
        """All of the raster."""
        return PixelWindow(0, 0, self.height, self.width)

    @property
    def pixel_size(self) -> float:
        """Side of a pixel in units of the CRS (the geometric mean of both sides)."""
        return math.sqrt(abs(self.transform.determinant))

    def to_pixels(self, geometries: Geometries) -> Geometries:
        """A shapely geometry, or an array of them, from map coordinates to (col, row)."""
        return _transformed(geometries, ~self.transform)

    def to_map(self, geometries: Geometries) -> Geometries:
        """A shapely geometry, or an array of them, from (col, row) to map coordinates."""
        return _transformed(geometries, self.transform)

    def crop(self, window: PixelWindow) -> Grid:
        """The grid of a window of this raster."""
        return Grid(*window.shape, self.transform * window.transform, self.crs, self.is_georeferenced)


def _transformed(geometries: Geometries, matrix: Affine) -> Geometries:
    linear, offset = np.array([(matrix.a, matrix.d), (matrix.b, matrix.e)]), (matrix.c, matrix.f)
    moved: Geometries = shapely.transform(geometries, lambda points: points @ linear + offset)
    return moved


class Raster:
    """A raster file, opened once per thread (GDAL's handles are not thread-safe).

    Args:
        path: any raster GDAL reads.
        bands: 1-based bands to read, in order; empty takes all but alpha.

    Attributes:
        bands_in_file: number of bands, alpha included.
        scale: what a stored 1 of the first band read stands for.
        tags: metadata of the file's default domain.

    Raises:
        ImageError: the file is missing, is not a raster, is a web layer, or lacks a band.
    """

    def __init__(self, path: str, bands: tuple[int, ...] = ()) -> None:
        self.path = path
        self._local = threading.local()
        with self._open() as source:
            self.bands_in_file = source.count
            alpha = alpha_band(source)
            self.bands = bands or tuple(band for band in source.indexes if band != alpha)
            if not self.bands:
                raise ImageError(f"{path} has no bands", "save the layer that you need as GeoTIFF and choose that file")
            missing = [band for band in self.bands if band not in source.indexes]
            if missing:
                raise ImageError(
                    f"{path} has {source.count} bands, not band {missing[0]}", f"choose from 1 to {source.count}"
                )
            self.dtype = np.dtype(source.dtypes[self.bands[0] - 1])
            self.scale, self.tags = float(source.scales[self.bands[0] - 1]), dict(source.tags())
            if self.dtype.kind not in "uif":
                raise ImageError(f"{path} holds {self.dtype} values", "convert it to integers or real numbers")
            is_referenced = source.transform != Affine.identity()
            transform = source.transform if is_referenced else UNREFERENCED
            crs = source.crs.to_wkt() if source.crs else ""
            self.grid = Grid(source.height, source.width, transform, crs, is_referenced)
            self._validity = Validity.of(source, self.bands, alpha)

    @property
    def band_count(self) -> int:
        """Number of bands read."""
        return len(self.bands)

    def read(self, window: PixelWindow) -> tuple[np.ndarray, np.ndarray]:
        """Read a window; what lies beyond the raster is 0 and not valid.

        Args:
            window: any part of the raster; may reach beyond its edges.

        Returns:
            pixels: float32 (C, height, width), 0 where not valid.
            valid_mask: bool (height, width).

        Raises:
            ImageError: the file is damaged.
        """
        pixels = np.zeros((self.band_count, *window.shape), np.float32)
        valid_mask = np.zeros(window.shape, bool)
        inside = window.intersection(self.grid.window)
        if inside is not None:
            rows, cols = inside.relative_to(window).slices
            pixels[:, rows, cols], valid_mask[rows, cols] = self._read(inside)
        return pixels, valid_mask

    def read_overview(
        self, longest_side_px: int, window: Optional[PixelWindow] = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Read the whole raster or a window inside it, decimated so that no side exceeds a length.

        Args:
            longest_side_px: of what is read, at most.
            window: part of the raster; None for all of it.

        Returns:
            pixels, valid_mask: as from `read`, whose errors are raised.
        """
        place = window or self.grid.window
        scale = min(1.0, longest_side_px / max(place.height, place.width))
        return self._read(place, (max(1, round(place.height * scale)), max(1, round(place.width * scale))))

    def values_by_band(self, longest_side_px: int, window: Optional[PixelWindow] = None) -> list[np.ndarray]:
        """The values of an overview that are data: for each band float32 (n,), without its own nodata value.

        Args:
            longest_side_px, window: see `read_overview`.

        Raises:
            ImageError: the file is damaged.
        """
        pixels, valid_mask = self.read_overview(longest_side_px, window)
        nodata = np.array(self._validity.nodata or (np.nan,) * self.band_count, np.float32)
        return [band[valid_mask & (band != value)] for band, value in zip(pixels, nodata)]

    def _read(self, window: PixelWindow, shape: Optional[tuple[int, int]] = None) -> tuple[np.ndarray, np.ndarray]:
        """Read a window that lies inside the raster, as it is or decimated to a shape (height, width)."""
        source = self._handle()
        place = Window(window.col, window.row, window.width, window.height)
        options: dict[str, Any] = {"window": place, "resampling": Resampling.nearest}
        if shape:
            options["out_shape"] = (self.band_count, *shape)
        try:
            values = source.read(self.bands, **options)
            valid_mask = self._validity.valid_mask(source, self.bands, values, options)
        except (RasterioError, RasterioIOError) as error:
            raise ImageError(f"{self.path} cannot be read at {place}", f"check the file ({error})") from error
        return _as_data(values, valid_mask)

    def _handle(self) -> rasterio.DatasetReader:
        if not hasattr(self._local, "source"):
            self._local.source = self._open()
        return self._local.source

    def _open(self) -> rasterio.DatasetReader:
        if self.path.lower().startswith(WEB_PREFIXES):
            raise ImageError(f"{self.path} is a web layer, which holds pictures instead of measurements", WEB_REMEDY)
        try:
            source = rasterio.open(self.path)
            if source.driver in WEB_DRIVERS:
                raise ImageError(
                    f"{self.path} is a web layer ({source.driver}), which holds pictures instead of measurements",
                    WEB_REMEDY,
                )
            return source
        except RasterioIOError as error:
            raise ImageError(
                f"{self.path!r} cannot be opened as a raster", f"name an existing raster file ({error})"
            ) from error


def _as_data(values: np.ndarray, valid_mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Float32 pixels, 0 where not valid, and their valid_mask: NaN and infinity never are data."""
    if values.dtype.kind == "f":
        valid_mask = valid_mask & np.isfinite(values).all(axis=0)
    pixels = values.astype(np.float32)
    if not valid_mask.all():
        pixels[:, ~valid_mask] = 0
    return pixels, valid_mask
