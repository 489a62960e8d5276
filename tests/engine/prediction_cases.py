"""Small rasters and networks whose right answer is known, for the tests of prediction."""
from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import rasterio
import torch
from affine import Affine
from berunda.engine.data.normalisation import Normalisation
from berunda.engine.data.raster import Raster
from berunda.engine.inference.layers import MapLegend
from berunda.engine.inference.ood import OodStatistics
from berunda.engine.inference.predictor import Calibration
from berunda.engine.reporter import Reporter
from rasterio.errors import NotGeoreferencedWarning

TRANSFORM = Affine(0.5, 0, 300_000, 0, -0.5, 2_700_000)
CRS = "EPSG:32640"
LEGEND = MapLegend((3, 7, 200), ("Water", "Wald & Wiese", "Straße"), ("#0000ff", "#00a000", "#c8c8c8"))
CALIBRATION = Calibration(1.5, OodStatistics((-3.0, -2.0, -2.5), (0.5, 0.4, 0.6), tuple(np.linspace(0, 3, 11).tolist())))
WEIGHTS = torch.tensor([[2.0, -1.0], [-0.5, 1.5], [-1.0, -0.5]])


def pointwise(pixels: torch.Tensor) -> torch.Tensor:
    """A network without context: two bands to three classes, pixel by pixel."""
    return torch.einsum("kc,nchw->nkhw", WEIGHTS, pixels)


def with_context(pixels: torch.Tensor) -> torch.Tensor:
    """A network that sees 9 x 9 pixels, and zeros beyond its tile as convolutions do."""
    return pointwise(torch.nn.functional.avg_pool2d(pixels, 9, stride=1, padding=4))


def identity_normalisation(bands: int = 2) -> Normalisation:
    return Normalisation((-1e6,) * bands, (1e6,) * bands, (0.0,) * bands, (1.0,) * bands)


def random_pixels(height: int, width: int, bands: int = 2, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 1, (bands, height, width)).astype(np.float32)


def write_raster(path: Path, pixels: np.ndarray, **profile: object) -> Path:
    """A GeoTIFF of (bands, height, width); a keyword of None leaves out what it names."""
    bands, height, width = pixels.shape
    options = {"crs": CRS, "transform": TRANSFORM, "tiled": True, "blockxsize": 64, "blockysize": 64, **profile}
    options = {key: value for key, value in options.items() if value is not None}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(path, "w", driver="GTiff", count=bands, height=height, width=width, dtype=pixels.dtype, **options) as target:
            target.write(pixels)
    return path


def raster_of(path: Path, pixels: np.ndarray, **profile: object) -> Raster:
    return Raster(str(write_raster(path, pixels, **profile)))


class RecordingReporter(Reporter):
    """Remembers progress, and stops once `stop_at` tiles are done."""

    def __init__(self, stop_at: int | None = None) -> None:
        super().__init__()
        self.tiles: list[tuple[int, int]] = []
        self._stop_at = stop_at

    def progress(self, done: int, total: int, eta_s: float | None = None) -> None:
        self.tiles.append((done, total))
        if done == self._stop_at:
            self.stop.set()
