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
        """The statistics of overviews of all rasters, each with the same weight whatever its size.

        A band's statistics are those of its own values, without its nodata value.

        Raises:
            ImageError: a raster has no valid pixel.
        """
        share = OVERVIEW_PX**2 // len(rasters)  # memory does not grow with the number of rasters
        by_raster = [[_drawn(values, min(share, len(values))) for values in _values(raster)] for raster in rasters]
        low, high, mean, std = np.array([_statistics(_in_equal_shares(parts)) for parts in zip(*by_raster)]).T
        std[std == 0] = 1  # a constant band carries nothing; it becomes 0 everywhere
        return cls(*(tuple(map(float, values)) for values in (low, high, mean, std)))

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

    def invert(self, normalised: np.ndarray) -> np.ndarray:
        """The values of the bands (C, H, W) that `apply` would bring to these, within the range that is not clipped."""
        low, high, mean, std = (
            np.asarray(values, np.float32).reshape(-1, 1, 1) for values in (self.low, self.high, self.mean, self.std)
        )
        return np.asarray(np.clip(normalised * std + mean, low, high), np.float32)

    @property
    def constant_bands(self) -> tuple[int, ...]:
        """0-based bands that hold a single value."""
        return tuple(i for i, (low, high) in enumerate(zip(self.low, self.high)) if low == high)


def _values(raster: Raster) -> list[np.ndarray]:
    """The values of an overview by band; raises ImageError, with the bands to blame, where no pixel is valid."""
    values = raster.values_by_band(OVERVIEW_PX)
    if any(map(len, values)):
        return values
    alone = [band for band in raster.bands if not len(Raster(raster.path, (band,)).values_by_band(OVERVIEW_PX)[0])]
    raise ImageError(
        f"{raster.path} has no valid pixel in bands {alone or list(raster.bands)}",
        "choose other bands or correct its nodata value",
    )


def _statistics(values: np.ndarray) -> tuple[float, float, float, float]:
    """The percentiles of a band's values, and mean and deviation of what they clip."""
    low, high = np.percentile(values, [LOW_PERCENTILE, HIGH_PERCENTILE])
    clipped = np.clip(values, low, high)
    return low, high, clipped.mean(dtype=np.float64), clipped.std(dtype=np.float64)


def _drawn(values: np.ndarray, count: int) -> np.ndarray:
    """As many of the values as asked for, evenly over their order; repeated where there are fewer."""
    return values if count == len(values) else values[np.arange(count) * len(values) // count]


def _in_equal_shares(parts: Sequence[np.ndarray]) -> np.ndarray:
    """The values of a band in all rasters, equally many of each; a single 0 where there are none."""
    held = [part for part in parts if len(part)] or [np.zeros(1, np.float32)]
    longest = max(map(len, held))
    return np.concatenate([_drawn(part, longest) for part in held])
