"""Which pixels of a raster are data: where that is stated is decided once, when the raster is opened."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import rasterio
from rasterio.enums import ColorInterp, MaskFlags

ALPHA_PROBE_PX = 512
ALPHA_SHARE = 0.98  # of an alpha band's pixels that are either transparent or opaque


@dataclass(frozen=True)
class Validity:
    """Where the validity of the bands that are read is stated; nowhere where all attributes have their defaults.

    GDAL's order holds: a mask of the file, then nodata values, then alpha.

    Attributes:
        nodata: a value for each band, NaN for a band without one.
        is_measured: for each band, whether its nodata value may be a measurement in one band of a real pixel: integer 0
            and the largest of the type, which black and saturated pixels hold. No sensor measures -9999 or NaN.
        alpha: the 1-based alpha band.
        has_mask: whether the file has a mask of its own, inside or beside it.
    """

    nodata: tuple[float, ...] = ()
    is_measured: tuple[bool, ...] = ()
    alpha: int = 0
    has_mask: bool = False

    @classmethod
    def of(cls, source: rasterio.DatasetReader, bands: tuple[int, ...], alpha: int) -> Validity:
        """The validity of bands of an open raster.

        Args:
            source: the raster.
            bands: 1-based bands that are read.
            alpha: what `alpha_band` found.
        """
        flags = [set(source.mask_flag_enums[band - 1]) for band in bands]
        if {MaskFlags.nodata} in flags:
            nodata = tuple(_nodata(source, band) for band in bands)
            is_measured = (value in _extremes(source.dtypes[band - 1]) for value, band in zip(nodata, bands))
            return cls(nodata=nodata, is_measured=tuple(is_measured))
        is_unmasked = all(flag & {MaskFlags.all_valid, MaskFlags.alpha} for flag in flags)
        return cls(alpha=alpha) if is_unmasked else cls(has_mask=True)

    def valid_mask(
        self, source: rasterio.DatasetReader, bands: tuple[int, ...], values: np.ndarray, options: dict[str, Any]
    ) -> np.ndarray:
        """Which pixels are data: bool (height, width).

        All bands have to be data, as the network sees them together and sensors differ at their edges by band. A band
        whose nodata value may be a measurement does not count unless no band is data: a pixel without any green is one.

        Args:
            source: the open raster.
            bands: 1-based bands that were read.
            values: (C, height, width), what was read from them.
            options: of rasterio's `read`, with which they were.
        """
        if self.nodata:  # compared here: rasterio's masks warn at every read where a band is tagged as alpha besides
            masks = np.array([band != nodata for band, nodata in zip(values, self.nodata)])
            return np.asarray(masks.any(axis=0) & masks[~np.array(self.is_measured)].all(axis=0))
        if self.alpha:
            return np.asarray(source.read(self.alpha, **{**options, "out_shape": values.shape[1:]}) > 0)
        if self.has_mask:
            return np.asarray((source.read_masks(bands, **options) > 0).all(axis=0))
        return np.ones(values.shape[1:], bool)


def alpha_band(source: rasterio.DatasetReader) -> int:
    """The 1-based band that is an alpha band, 0 for none.

    The tag does not decide: GDAL gives it to any fourth band of 8 bits, near infrared as well. A band of whole numbers
    is alpha where nearly all of its pixels are transparent or opaque.
    """
    for band, kind in enumerate(source.colorinterp, 1):
        if kind == ColorInterp.alpha:
            values = source.read(band, out_shape=tuple(min(side, ALPHA_PROBE_PX) for side in source.shape))
            if values.dtype.kind not in "ui" or np.isin(values, (0, np.iinfo(values.dtype).max)).mean() > ALPHA_SHARE:
                return band
    return 0


def _nodata(source: rasterio.DatasetReader, band: int) -> float:
    """A band's nodata value, such that comparing it with the band's pixels is exact; NaN for one that none can hold."""
    value, dtype = source.nodatavals[band - 1], np.dtype(source.dtypes[band - 1])
    if value is None:
        return np.nan
    if dtype.kind != "f":
        return int(value) if float(value).is_integer() else np.nan
    with np.errstate(over="ignore"):
        return float(np.array(value).astype(dtype))


def _extremes(dtype: str) -> tuple[int, ...]:
    kind = np.dtype(dtype)
    return (0, int(np.iinfo(kind).max)) if kind.kind in "ui" else ()
