"""Areas of a class map, and how much of each class lies below a confidence or above an OOD score."""
from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
import rasterio

from ..data.class_map import UNCLASSIFIED, VALUES, ClassMap
from ..data.raster import GDAL_CACHE_BYTES, Grid, Raster
from ..data.units import metres_per_unit
from ..data.window import PixelWindow
from ..schema.config import MaskedMapConfig
from ..schema.reporter import Reporter
from .evaluation import BLOCK_PX, check_same_grid

SQUARE_METRES_PER_HECTARE = 10_000
ALL, ALL_NAME = 0, "all"
ROUNDING = 1e-6  # of a stored step: 0.6 / 0.01 is 59.99…


@dataclass(frozen=True)
class MaskedBlock:
    """A part of a class map.

    Attributes:
        window: its place in the map.
        ids: class ids, int64 (height, width); 0 where there is no class.
        is_hidden: bool (height, width), true where a class is hidden by a threshold.
    """

    window: PixelWindow
    ids: np.ndarray
    is_hidden: np.ndarray


class MaskedMap:
    """A class map under thresholds, read block by block.

    Args:
        config: rasters and thresholds.

    Attributes:
        classes: the class map.

    Raises:
        ImageError: a raster is missing, does not have class ids, or lies on another grid than the class map.
    """

    def __init__(self, config: MaskedMapConfig) -> None:
        self.classes = ClassMap(config.classes)
        self._confidence = self._layer(config.confidence) if config.minimum_confidence > 0 else None
        self._ood = self._layer(config.ood) if config.maximum_ood < 1 else None
        self._minimum_confidence, self._maximum_ood = config.minimum_confidence, config.maximum_ood

    def blocks(self, reporter: Reporter, block_px: int = BLOCK_PX) -> Iterator[MaskedBlock]:
        """Yield the whole map block by block, row by row, with progress.

        Args:
            reporter: gets progress by block.
            block_px: side of a block.

        Raises:
            ImageError: a file is damaged, or holds what is not a class id.
            Cancelled: the reporter was told to stop.
        """
        windows = list(self.classes.raster.grid.window.blocks(block_px))
        with rasterio.Env(GDAL_CACHEMAX=GDAL_CACHE_BYTES):
            for done, window in enumerate(windows):
                reporter.raise_if_stopped()
                reporter.progress(done, len(windows))
                ids = self.classes.read(window)
                yield MaskedBlock(window, ids, self._beyond_thresholds(window) & (ids != UNCLASSIFIED))

    def _beyond_thresholds(self, window: PixelWindow) -> np.ndarray:
        """Where a layer has a value that is too low or too high, bool (height, width)."""
        is_beyond = np.zeros(window.shape, bool)
        if self._confidence is not None:
            (stored,), is_given = self._confidence.read(window)
            lowest = math.ceil(self._minimum_confidence / self._confidence.scale - ROUNDING)
            is_beyond |= is_given & (stored < lowest)
        if self._ood is not None:
            (stored,), is_given = self._ood.read(window)
            highest = math.floor(self._maximum_ood / self._ood.scale + ROUNDING)
            is_beyond |= is_given & (stored > highest)
        return is_beyond

    def _layer(self, path: str) -> Raster:
        layer = Raster(path, (1,))
        check_same_grid(layer, self.classes.raster.path, self.classes.raster.grid)
        return layer


def area_rows(counts: np.ndarray, hidden: np.ndarray, classes: ClassMap) -> list[dict[str, Any]]:
    """A row for each class of a map, and one for all of them.

    Args:
        counts: pixels by class id, (256,).
        hidden: those of them that are hidden, (256,).
        classes: the map, for names and colours, and for its grid: areas are in the plane of its CRS.

    Returns:
        "class_id", "name", "color", "pixels", "hidden_pixels", "hectares", "hidden_hectares"; the last two are None
        where the CRS has no unit of length. The last row has class_id ALL.
    """
    hectares = hectares_per_pixel(classes.raster.grid)

    def row(class_id: int, name: str, color: str, pixels: int, hidden_pixels: int) -> dict[str, Any]:
        areas = {"hectares": pixels, "hidden_hectares": hidden_pixels}
        return {
            "class_id": class_id,
            "name": name,
            "color": color,
            "pixels": pixels,
            "hidden_pixels": hidden_pixels,
            **{key: None if hectares is None else float(f"{count * hectares:.8g}") for key, count in areas.items()},
        }

    found = [classes.class_of(class_id) for class_id in np.flatnonzero(counts).tolist()]
    rows = [row(c.class_id, c.name, c.color, int(counts[c.class_id]), int(hidden[c.class_id])) for c in found]
    return [*rows, row(ALL, ALL_NAME, "", int(counts.sum()), int(hidden.sum()))]


def count_by_class(block: MaskedBlock) -> tuple[np.ndarray, np.ndarray]:
    """Pixels of a block by class id, and those of them that are hidden: int64 (256,) each, none for id 0."""
    counts = np.bincount(block.ids.ravel(), minlength=VALUES)
    counts[UNCLASSIFIED] = 0
    return counts, np.bincount(block.ids[block.is_hidden], minlength=VALUES)


def hectares_per_pixel(grid: Grid) -> Optional[float]:
    """Area of a pixel in hectares; None where the grid has no CRS in units of length."""
    metres = metres_per_unit(grid.crs) if grid.is_georeferenced else None
    if metres is None:
        return None
    return float(abs(grid.transform.determinant) * metres**2 / SQUARE_METRES_PER_HECTARE)
