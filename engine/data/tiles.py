"""Tiles as networks take them."""
from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .normalisation import Normalisation
from .raster import Raster
from .window import PixelWindow


class TilePixels(NamedTuple):
    """A tile ready for the network.

    Attributes:
        pixels: normalised float32 (C, height, width), reflected beyond the image's edges.
        valid_mask: bool (height, width), False beyond the image's edges.
    """

    pixels: np.ndarray
    valid_mask: np.ndarray


def read_tile(raster: Raster, normalisation: Normalisation, tile: PixelWindow) -> TilePixels:
    """Read and normalise a tile.

    Beyond the image the tile is filled by reflection: zeros would look like an edge and change the logits beside it.

    Args:
        raster: the image.
        normalisation: of its bands.
        tile: starts inside the image; may reach beyond its bottom and right edge.

    Raises:
        ImageError: the file is damaged.
    """
    inside = tile.clip(raster.grid.window)
    pixels, valid_mask = raster.read(inside)
    pixels = normalisation.apply(pixels, valid_mask)
    missing = ((0, tile.height - inside.height), (0, tile.width - inside.width))
    if missing != ((0, 0), (0, 0)):
        pixels = np.pad(pixels, ((0, 0), *missing), mode="reflect")
        valid_mask = np.pad(valid_mask, missing)
    return TilePixels(pixels, valid_mask)
