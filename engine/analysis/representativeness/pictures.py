"""Small pictures of patches, as PNG inside the page."""
from __future__ import annotations

import base64

import numpy as np
from rasterio.io import MemoryFile

from ...data.normalisation import Normalisation
from ...data.window import PixelWindow
from .sites import Site


def data_uri(site: Site, window: PixelWindow, side_px: int, normalisation: Normalisation) -> str:
    """A patch as the address of an image: its first three bands, or one, over the range that all sites share.

    Args:
        site: where it lies.
        window: of the patch, in the image's own pixels.
        side_px: side of the patch in compared pixels.
        normalisation: of all sites.

    Raises:
        ImageError: the file is damaged.
    """
    pixels, valid_mask = site.read(window, side_px)
    return png_uri(displayed(pixels, normalisation) * valid_mask)


def displayed(pixels: np.ndarray, normalisation: Normalisation) -> np.ndarray:
    """Pixels (C, H, W) as they are shown, over the normalisation's range: uint8 (3, H, W), of fewer bands (1, H, W)."""
    count = 3 if len(pixels) >= 3 else 1
    low, high = (np.array(bound[:count]).reshape(-1, 1, 1) for bound in (normalisation.low, normalisation.high))
    scaled = np.clip((pixels[:count] - low) / np.maximum(high - low, 1e-12), 0, 1)
    return np.asarray(np.rint(255 * scaled), np.uint8)


def png(values: np.ndarray) -> bytes:
    """The PNG file of an image, uint8 (1 or 3, H, W)."""
    count, height, width = values.shape
    with MemoryFile() as file:
        with file.open(driver="PNG", count=count, height=height, width=width, dtype="uint8") as sink:
            sink.write(values)
        return bytes(file.read())


def png_uri(values: np.ndarray) -> str:
    """An image, uint8 (1 or 3, H, W), as the address of one."""
    return f"data:image/png;base64,{base64.b64encode(png(values)).decode()}"
