"""Small rasters and networks whose right answer is known, for the tests of prediction."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from scenes import write_raster

from engine.data.normalisation import Normalisation
from engine.data.raster import Raster
from engine.schema.land_cover import LandCoverClass
from engine.schema.model_card import PostProcessing
from engine.schema.reporter import Reporter

CLASSES = (
    LandCoverClass(3, "Water", "#0000ff"),
    LandCoverClass(7, "Wald & Wiese", "#00a000"),
    LandCoverClass(200, "Straße", "#c8c8c8"),
)
OOD = {"energy": {"median": [-3.0, -2.0, -2.5], "spread": [0.5, 0.4, 0.6], "quantiles": np.linspace(0, 3, 11).tolist()}}
POSTPROCESSING = PostProcessing(class_shift=(0.25, 0.0, -0.5), temperature=1.5, ood=OOD)
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


def raster_of(path: Path, pixels: np.ndarray, **profile: object) -> Raster:
    """A raster of (bands, height, width) pixels, in blocks smaller than a tile."""
    return Raster(write_raster(path, pixels, **{"blockxsize": 64, "blockysize": 64, **profile}))


class TileReporter(Reporter):
    """Remembers progress, and stops once `stop_at` tiles are done."""

    def __init__(self, stop_at: int | None = None) -> None:
        super().__init__()
        self.tiles: list[tuple[int, int]] = []
        self._stop_at = stop_at

    def progress(self, done: int, total: int, eta_s: float | None = None) -> None:
        self.tiles.append((done, total))
        if done == self._stop_at:
            self.stop.set()
