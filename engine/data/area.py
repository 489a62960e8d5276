"""A part of an image: the region to map, or where unlabelled patches are drawn."""
from __future__ import annotations

import math
from typing import Optional

import numpy as np
import shapely
from affine import Affine
from rasterio.features import rasterize
from shapely.geometry.base import BaseGeometry

from ..schema.errors import ConfigError
from .raster import Grid
from .window import PixelWindow

REMEDY = "give a POLYGON or MULTIPOLYGON in the image's CRS"
EDGE_TOLERANCE_PX = 1e-3  # corners that were meant to lie on the grid often miss it by rounding


class Area:
    """A polygon on an image's grid, or all of the image.

    Args:
        grid: the image's grid.
        wkt: polygon in the image's CRS; empty for the whole image.

    Attributes:
        window: the pixels of the bounding box of the polygon's part on the image.

    Raises:
        ConfigError: the text is not a polygon, or the polygon does not touch the image.
    """

    def __init__(self, grid: Grid, wkt: str = "") -> None:
        self._polygon: Optional[BaseGeometry] = None  # in (col, row) of the image
        self.window = grid.window
        if wkt:
            self._polygon = _cut(grid.to_pixels(_parse(wkt)), grid)
            self.window = _window_of(self._polygon, grid)
            shapely.prepare(self._polygon)

    def touches(self, window: PixelWindow) -> bool:
        """Whether a window may hold a pixel of the area."""
        return self._polygon is None or bool(self._polygon.intersects(window.box))

    def mask(self, window: PixelWindow) -> np.ndarray:
        """Which pixels of a window have their centre in the area: bool (height, width)."""
        if self._polygon is None or self._polygon.covers(window.box):
            return np.ones(window.shape, bool)
        if not self.touches(window):
            return np.zeros(window.shape, bool)
        return np.asarray(rasterize([self._polygon], window.shape, transform=window.transform, dtype=np.uint8) > 0)

    def touched(self, window: PixelWindow, shape: tuple[int, int]) -> np.ndarray:
        """Which cells of a window divided into (rows, columns) the area touches: bool (rows, columns)."""
        if self._polygon is None or self._polygon.covers(window.box):
            return np.ones(shape, bool)
        transform = window.transform * Affine.scale(window.width / shape[1], window.height / shape[0])
        cells = rasterize([self._polygon], shape, transform=transform, all_touched=True, dtype=np.uint8)
        return np.asarray(cells > 0)


def _parse(wkt: str) -> BaseGeometry:
    shown = wkt if len(wkt) <= 60 else f"{wkt[:60]}..."
    try:
        polygon = shapely.from_wkt(wkt)
    except shapely.errors.ShapelyError as error:
        raise ConfigError(f"The area {shown!r} is not a geometry in WKT", REMEDY) from error
    if polygon.geom_type not in ("Polygon", "MultiPolygon") or polygon.is_empty:
        raise ConfigError(f"The area {shown!r} is not a polygon", REMEDY)
    polygon = shapely.make_valid(polygon)
    if polygon.area == 0:
        raise ConfigError(f"The area {shown!r} is a line", REMEDY)
    return polygon


def _cut(polygon: BaseGeometry, grid: Grid) -> BaseGeometry:
    """The part of a polygon on the image, both in (col, row)."""
    on_image = polygon.intersection(grid.window.box)
    if on_image.area == 0:
        shown = ", ".join(f"{value:.10g}" for value in grid.to_map(grid.window.box).bounds)
        raise ConfigError(
            f"The area does not touch the image, which covers {shown}", "draw it on the image, in the image's CRS"
        )
    return on_image


def _window_of(polygon: BaseGeometry, grid: Grid) -> PixelWindow:
    """The pixels of its bounding box."""
    left, top, right, bottom = polygon.bounds
    col = min(math.floor(left + EDGE_TOLERANCE_PX), grid.width - 1)
    row = min(math.floor(top + EDGE_TOLERANCE_PX), grid.height - 1)
    height, width = math.ceil(bottom - EDGE_TOLERANCE_PX) - row, math.ceil(right - EDGE_TOLERANCE_PX) - col
    return PixelWindow(row, col, max(1, height), max(1, width)).clip(grid.window)
