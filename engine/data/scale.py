"""Whether imagery has the scale of values that a normalisation was fitted to."""
from __future__ import annotations

from typing import Optional

import numpy as np

from ..schema.model_card import BandStatistics
from .raster import Raster
from .window import PixelWindow

CHECK_PX = 512
# Imagery of the fit has 1 % outside by construction, other scenes of a flight up to 6 %: beyond a quarter, the band no
# longer shows what it showed in training.
MAX_SHARE_OUTSIDE = 0.25
# 98 % of a scene's values span three quarters of the range or more; below a tenth in every band is another scale.
MIN_SPAN = 0.1


def times_larger(raster: Raster, statistics: BandStatistics, window: Optional[PixelWindow] = None) -> float:
    """How many times larger a raster's values are, in the median over the bands, than the middle of the clipping range.

    Args:
        raster, statistics, window: see scale_difference.

    Returns:
        The ratio; NaN where there are no values or the range is not positive.
    """
    ratios = []
    for values, low, high in zip(raster.values_by_band(CHECK_PX, window), statistics.low, statistics.high):
        if len(values) and low + high > 0:
            ratios.append(float(np.percentile(values, [1, 99]).mean()) / ((low + high) / 2))
    return float(np.median(ratios)) if ratios else float("nan")


def scale_difference(
    raster: Raster, statistics: BandStatistics, whose: str, window: Optional[PixelWindow] = None
) -> str:
    """What tells that a raster is on another scale, as the beginning of a sentence; "" where nothing does.

    Values outside the clipping range are cut off, and values within a small part of it hardly differ for the network.

    Args:
        raster: with as many bands as the statistics have.
        statistics: of the imagery that it is compared with.
        whose: what the range belongs to, for the sentence.
        window: part of the raster that matters; None for all of it.
    """
    spans = []
    for band, values, low, high in zip(
        raster.bands, raster.values_by_band(CHECK_PX, window), statistics.low, statistics.high
    ):
        if not len(values) or low == high:  # a constant band is 0 for the network, whatever it holds
            continue
        outside = float(((values < low) | (values > high)).mean())
        if outside > MAX_SHARE_OUTSIDE:
            share = f"{100 * outside:.0f} % of the values of band {band} of {raster.path}"
            return f"{share} lie outside {low:g} to {high:g}, the range of {whose}"
        spans.append(float(np.subtract(*np.percentile(values, [99, 1]))) / (high - low))
    if spans and max(spans) < MIN_SPAN:
        return f"The values of {raster.path} span at most {100 * max(spans):.0f} % of the range of {whose} in any band"
    return ""
