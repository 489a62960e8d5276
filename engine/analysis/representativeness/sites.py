"""The sites of a comparison: images, or areas of one image, with the same bands and the same pixel size."""
from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import numpy as np
import torch
from rasterio._err import CPLE_BaseError
from rasterio.crs import CRS
from rasterio.warp import transform
from torch.nn import functional

from ...data.area import Area
from ...data.raster import Grid, Raster
from ...data.window import PixelWindow
from ...schema.config import AnalyseConfig
from ...schema.errors import ImageError

METRES_PER_DEGREE = 111_320.0  # of latitude
SAME_SIZE = 1.1  # ratio of pixel sizes up to which nothing is resampled
MAX_RATIO = 8.0
LEAST_VALID = 0.5  # of a pixel that is averaged from others


@dataclass(frozen=True)
class Site:
    """An image, or an area of it.

    Attributes:
        name: in the report.
        raster: with the bands that are compared.
        area: where patches are drawn.
        pixel_m: side of the image's own pixels in metres; None where it has no CRS.
        ratio: side of the compared pixels in the image's own, 1 or more.
    """

    name: str
    raster: Raster
    area: Area
    pixel_m: Optional[float]
    ratio: float = 1.0

    def side_px(self, patch_px: int) -> int:
        """The side of a patch in the image's own pixels."""
        return round(patch_px * self.ratio)

    def window_around(self, row: int, col: int, patch_px: int) -> PixelWindow:
        """The window of a patch around a pixel, moved into the bounding box of the area."""
        side = self.side_px(patch_px)
        return PixelWindow(row - side // 2, col - side // 2, side, side).moved_into(self.area.window)

    def read(self, window: PixelWindow, patch_px: int) -> tuple[np.ndarray, np.ndarray]:
        """The patch in a window, averaged to the compared pixel size.

        Args:
            window: from `window_around`.
            patch_px: side P of the patch.

        Returns:
            pixels: float32 (C, P, P), 0 where not valid.
            valid_mask: bool (P, P).

        Raises:
            ImageError: the file is damaged.
        """
        pixels, valid_mask = self.raster.read(window)
        if window.shape == (patch_px, patch_px):
            return pixels, valid_mask
        layers = torch.from_numpy(np.concatenate([pixels, valid_mask[None]]))
        means = functional.adaptive_avg_pool2d(layers, patch_px).numpy()
        valid = means[-1] >= LEAST_VALID
        return np.where(valid, means[:-1] / np.maximum(means[-1], LEAST_VALID), 0), valid


def open_sites(config: AnalyseConfig) -> tuple[list[Site], list[str]]:
    """The sites that a configuration names, and sentences about what was done to make them comparable.

    Raises:
        ImageError: a raster cannot be read, the pixel sizes differ too much, or a site is smaller than a patch.
        ConfigError: an area is not a polygon on the image.
    """
    rasters, notices = _with_the_same_bands(config)
    sizes = [pixel_size_m(raster.grid) for raster in rasters]
    ratios = _ratios(rasters, sizes, notices)
    stems = _distinct([Path(path).stem for path in config.image])
    if config.area:
        areas = [Area(rasters[0].grid, wkt) for wkt in config.area]
        sites = [Site(f"area {number}", rasters[0], area, sizes[0]) for number, area in enumerate(areas, 1)]
    else:
        rows = zip(stems, rasters, sizes, ratios)
        sites = [Site(name, raster, Area(raster.grid), size, ratio) for name, raster, size, ratio in rows]
    for site in sites:
        _check_size(site, config.patch_px)
    return sites, notices


def whole_images(rasters: Sequence[Raster], patch_px: int) -> list[Site]:
    """A site for each raster, at its own pixel size; raises ImageError where one is smaller than a patch."""
    names = _distinct([Path(raster.path).stem for raster in rasters])
    sites = [
        Site(name, raster, Area(raster.grid), pixel_size_m(raster.grid)) for name, raster in zip(names, rasters)
    ]
    for site in sites:
        _check_size(site, patch_px)
    return sites


def pixel_size_m(grid: Grid) -> Optional[float]:
    """The side of a raster's pixels on the ground at its middle, in metres; None where that is not known."""
    if not grid.crs or not grid.is_georeferenced:
        return None
    row, col = grid.height / 2, grid.width / 2
    corners = [grid.transform * place for place in ((col, row), (col + 1, row), (col, row + 1))]
    try:
        lons, lats = transform(CRS.from_wkt(grid.crs), CRS.from_epsg(4326), *zip(*corners))
    except CPLE_BaseError:
        return None
    sides = np.array([lons[1:], lats[1:]]) - [[lons[0]], [lats[0]]]  # of the pixel, a column each, in degrees
    area = abs(float(np.linalg.det(sides))) * math.cos(math.radians(lats[0]))
    return METRES_PER_DEGREE * math.sqrt(area) if math.isfinite(area) and area > 0 else None


def _with_the_same_bands(config: AnalyseConfig) -> tuple[list[Raster], list[str]]:
    rasters = [Raster(path, config.bands) for path in config.image]
    counts = [raster.band_count for raster in rasters]
    if len(set(counts)) == 1:
        return rasters, []
    least = min(counts)
    rasters = [Raster(raster.path, raster.bands[:least]) for raster in rasters]
    shown = "first one is" if least == 1 else f"first {least} are"
    held = ", ".join(map(str, counts))
    return rasters, [f"The images have {held} bands: the {shown} compared, and must show the same in all of them."]


def _ratios(rasters: Sequence[Raster], sizes: Sequence[Optional[float]], notices: list[str]) -> list[float]:
    """The side of the compared pixels in each image's own; what is resampled is added to the notices."""
    known = [size for size in sizes if size is not None]
    unknown = [raster.path for raster, size in zip(rasters, sizes) if size is None]
    if unknown and len(rasters) > 1:
        notices.append(f"The pixel size of {', '.join(unknown)} is not known: its pixels are compared as they are.")
    if not known:
        return [1.0] * len(rasters)
    coarsest, finest = max(known), min(known)
    if coarsest / finest > MAX_RATIO:
        raise ImageError(
            f"The pixels of {rasters[sizes.index(finest)].path} are {finest:.2g} m, those of "
            f"{rasters[sizes.index(coarsest)].path} {coarsest:.2g} m",
            f"compare images whose pixel sizes differ by a factor of {MAX_RATIO:g} at most",
        )
    ratios = [1.0 if size is None or coarsest / size <= SAME_SIZE else coarsest / size for size in sizes]
    for raster, size, ratio in zip(rasters, sizes, ratios):
        if ratio > 1:
            notices.append(
                f"The pixels of {raster.path} ({size:.2g} m) are averaged to {coarsest:.2g} m, the coarsest of the "
                "images: its finer detail is not compared."
            )
    return ratios


def _check_size(site: Site, patch_px: int) -> None:
    side, (height, width) = site.side_px(patch_px), site.area.window.shape
    if min(height, width) < side:
        raise ImageError(
            f"{site.name} is {height} x {width} pixels, smaller than a patch of {side} pixels",
            "choose smaller patches or a larger site",
        )


def _distinct(names: Sequence[str]) -> list[str]:
    """The names, numbered where one occurs more than once."""
    counts, seen = Counter(names), Counter[str]()
    numbered = []
    for name in names:
        seen[name] += 1
        numbered.append(f"{name} ({seen[name]})" if counts[name] > 1 else name)
    return numbered
