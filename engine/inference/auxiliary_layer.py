"""The output of an auxiliary head as a raster, as in the figures of Castillo-Navarro et al. 2020."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..data.normalisation import Normalisation
from ..schema.land_cover import PALETTE, LandCoverClass
from ..schema.loss_terms import RECONSTRUCTION
from .layers import NO_CLASS, NO_SHARE, STEPS, LayerSpec, class_map_spec

AUXILIARY = "auxiliary"


class AuxiliaryLayer:
    """What to write of a head's output: reconstructed bands, or the channel with the largest logit.

    Bands are stored in STEPS steps of the range that the normalisation clips them to; the file's scale and offset turn
    them into values of the image.

    Args:
        shows: what the output is, see LossSpec.
        normalisation: of the image's bands.
        bands: 1-based bands of the image, by which reconstructed ones are called.
        channels: of the output.

    Attributes:
        spec: of the layer.
    """

    def __init__(self, shows: str, normalisation: Normalisation, bands: Sequence[int], channels: int) -> None:
        self._is_reconstruction = shows == RECONSTRUCTION
        columns = (normalisation.low, normalisation.high, normalisation.mean, normalisation.std)
        self._low, self._high, self._mean, self._std = (np.array(c, np.float32)[:, None, None] for c in columns)
        self.spec = _bands_spec(normalisation, bands) if self._is_reconstruction else _groups_spec(shows, channels)

    def __call__(self, output: np.ndarray, mapped: np.ndarray) -> dict[str, np.ndarray]:
        """The values of the layer.

        Args:
            output: float32 (channels, height, width).
            mapped: bool (height, width); other pixels become nodata.

        Returns:
            uint8 (bands, height, width) by the layer's name.
        """
        if not self._is_reconstruction:
            groups = output.argmax(axis=0).astype(np.uint8) + np.uint8(1)
            return {AUXILIARY: np.where(mapped, groups, np.uint8(NO_CLASS))[None]}
        width = np.where(self._high > self._low, self._high - self._low, 1)
        shares = (np.where(mapped, output, 0) * self._std + self._mean - self._low) / width
        stored = np.rint(np.nan_to_num(shares).clip(0, 1) * STEPS).astype(np.uint8)
        return {AUXILIARY: np.where(mapped, stored, np.uint8(NO_SHARE))}


def _bands_spec(normalisation: Normalisation, bands: Sequence[int]) -> LayerSpec:
    ranges = tuple((low, max(high, low)) for low, high in zip(normalisation.low, normalisation.high))
    names = tuple(f"Reconstruction of band {band}" for band in bands)
    return LayerSpec(AUXILIARY, names, NO_SHARE, 1.0, "AVERAGE", ranges=ranges)


def _groups_spec(shows: str, channels: int) -> LayerSpec:
    """Clusters or latent classes, numbered and coloured like classes; what they mean is for the analyst to see."""
    name = shows.capitalize()
    groups = [LandCoverClass(i + 1, f"{name} {i + 1}", PALETTE[i % len(PALETTE)]) for i in range(channels)]
    return class_map_spec(groups, AUXILIARY)
