"""Images that a model should not be used on, made from the image that it was trained on."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import rasterio
from rasterio.windows import Window
from scipy.ndimage import gaussian_filter

SIDE_PX = 1024  # of the part that is changed, in the middle of the image
LARGEST = 255.0

# From 8-bit pixels (bands, height, width) as float32 to changed ones.
FOREIGN: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "noise": lambda pixels: np.random.default_rng(0).integers(0, 256, pixels.shape).astype(np.float32),
    "white": lambda pixels: np.full_like(pixels, LARGEST),
    "black": lambda pixels: np.zeros_like(pixels),
    "divided by 16": lambda pixels: np.floor(pixels / 16),
    "times 16": lambda pixels: pixels * 16,
    "inverted": lambda pixels: LARGEST - pixels,
    "bands reversed": lambda pixels: pixels[::-1],
    "blurred, 3 px": lambda pixels: np.rint(gaussian_filter(pixels, (0, 3, 3))),
    "blurred, 8 px": lambda pixels: np.rint(gaussian_filter(pixels, (0, 8, 8))),
}
# Imagery of other sensors, as further_scenes.py makes it, and its bands for red, green and blue.
SENSORS = {"raleigh": (3, 2, 1), "baker_lake": (1, 2, 3), "west_virginia": (1, 2, 3)}


def write_foreign(name: str, image: Path, target: Path) -> None:
    """Write the middle of an image, changed as FOREIGN says, as real numbers: 0 is a value there and not nodata."""
    with rasterio.open(image) as source:
        height, width = (min(SIDE_PX, side) for side in source.shape)
        window = Window((source.width - width) // 2, (source.height - height) // 2, width, height)
        pixels = FOREIGN[name](source.read(window=window).astype(np.float32))
        _write(target, pixels, source.window_transform(window), source.crs)


def write_sensor(name: str, image: Path, target: Path) -> None:
    """Write the bands of another sensor's image in the order of ours; nodata becomes NaN."""
    with rasterio.open(image) as source:
        pixels = source.read(SENSORS[name]).astype(np.float32)
        pixels[:, source.dataset_mask() == 0] = np.nan
        _write(target, pixels, source.transform, source.crs)


def _write(target: Path, pixels: np.ndarray, transform: rasterio.Affine, crs: object) -> None:
    size = {"count": len(pixels), "height": pixels.shape[1], "width": pixels.shape[2], "dtype": "float32"}
    with rasterio.open(target, "w", driver="GTiff", transform=transform, crs=crs, **size) as sink:
        sink.write(pixels)
