"""Makes the modules of benchmarks/ importable, as they import each other."""
from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine

BENCHMARKS = str(Path(__file__).resolve().parents[2] / "benchmarks")
if BENCHMARKS not in sys.path:
    sys.path.append(BENCHMARKS)

PIXEL_M = 0.5
TRANSFORM = Affine(PIXEL_M, 0, 360_000, 0, -PIXEL_M, 2_780_000)


@pytest.fixture
def write():
    """Writes a GeoTIFF of (bands, height, width) and returns its path."""

    def write(path: Path, pixels: np.ndarray) -> Path:
        count, height, width = pixels.shape
        profile = {"dtype": pixels.dtype, "count": count, "height": height, "width": width, "crs": "EPSG:32640"}
        with rasterio.open(path, "w", driver="GTiff", transform=TRANSFORM, **profile) as sink:
            sink.write(pixels)
        return path

    return write


@pytest.fixture
def blocks() -> np.ndarray:
    """A truth uint8 (1, 120, 160): classes 1 and 2 in a chequerboard of 40 px, class 3 of 8 px across, unknown rims."""
    rows, cols = np.indices((120, 160)) // 40
    truth = ((rows + cols) % 2 + 1).astype(np.uint8)
    truth[:, 60:68] = 3
    truth[:3], truth[-3:] = 0, 255
    return truth[None]
