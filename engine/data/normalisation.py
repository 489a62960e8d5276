"""Bringing bands of any depth to a common scale: clip to percentiles, then z-score.

Fitted once, stored in the model.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..schema.errors import ImageError
from ..schema.model_card import BandStatistics
from .raster import Raster

OVERVIEW_PX = 2048
LOW_PERCENTILE, HIGH_PERCENTILE = 0.5, 99.5


@dataclass(frozen=True)
class Normalisation(BandStatistics):
    """Per-band clipping range, mean and standard deviation, with how to fit and apply them."""

    @classmethod
    def fit(cls, rasters: Sequence[Raster]) -> Normalisation:
        """The statistics of the valid pixels in overviews of all rasters together.

        Raises:
            ImageError: a raster has no valid pixel.
        """
        pixels = np.concatenate([_valid_pixels(raster) for raster in rasters], axis=1)
        low, high = np.percentile(pixels, [LOW_PERCENTILE, HIGH_PERCENTILE], axis=1)
        clipped = np.clip(pixels, low[:, None], high[:, None])
        std = clipped.std(axis=1)
        std[std == 0] = 1  # a constant band carries nothing; it becomes 0 everywhere
        return cls(*(tuple(map(float, values)) for values in (low, high, clipped.mean(axis=1), std)))

    @classmethod
    def of(cls, statistics: BandStatistics) -> Normalisation:
        """The normalisation with stored statistics."""
        return cls(statistics.low, statistics.high, statistics.mean, statistics.std)

    def apply(self, pixels: np.ndarray, valid_mask: np.ndarray) -> np.ndarray:
        """Normalised float32 pixels of the same (C, H, W) shape; 0, the mean, where not valid."""
        shape = (-1, 1, 1)
        statistics = (self.low, self.high, self.mean, self.std)
        low, high, mean, std = (np.asarray(values, np.float32).reshape(shape) for values in statistics)
        normalised: np.ndarray = (np.clip(pixels, low, high) - mean) / std
        normalised *= valid_mask
        return normalised

    @property
    def constant_bands(self) -> tuple[int, ...]:
        """0-based bands that hold a single value."""
        return tuple(i for i, (low, high) in enumerate(zip(self.low, self.high)) if low == high)


def _valid_pixels(raster: Raster) -> np.ndarray:
    pixels, valid_mask = raster.read_overview(OVERVIEW_PX)
    if not valid_mask.any():
        raise ImageError(
            f"{raster.path} has no valid pixel in bands {list(raster.bands)}",
            "choose other bands or correct its nodata value",
        )
    return pixels[:, valid_mask].astype(np.float64)
