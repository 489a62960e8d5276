"""From a raster and a network to the rasters of the map: classes, confidence, out-of-distribution."""
from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass
from typing import Callable

import numpy as np
import rasterio

from ..config import PredictConfig
from ..data.area import Area
from ..data.normalisation import Normalisation
from ..data.raster import Raster
from ..errors import ImageError, ModelFileError
from ..reporter import Reporter
from .blending import Forward, LogitBlock, blend_logits
from .confidence import max_probability, probabilities
from .layers import CLASSES, CONFIDENCE, NO_CLASS, NO_SHARE, OOD, PROBABILITIES, SHARE_SCALE, MapLegend, layer_specs
from .ood import OodStatistics, energy, ood_score
from .softmax import most_likely
from .tiling import TileLattice
from .writer import MapWriter

GDAL_CACHE_BYTES = 128 * 2**20  # by default GDAL takes a share of the machine's memory and fills it with what it has read


@dataclass(frozen=True)
class Calibration:
    """What turns logits into confidence and an out-of-distribution score; stored in the model."""

    temperature: float
    ood: OodStatistics


def predict_raster(
    raster: Raster,
    forward: Forward,
    normalisation: Normalisation,
    legend: MapLegend,
    calibration: Calibration,
    config: PredictConfig,
    reporter: Reporter,
    *,
    batch: int = 1,
) -> dict[str, object]:
    """Maps a raster, or the area of it that the configuration names, with memory that does not grow with the raster.

    Args:
        forward: the network on its device; takes and returns CPU tensors.
        legend: the classes, in the order of the logits.
        batch: tiles given to forward at once.

    Returns:
        "classes", "confidence", "ood" and, where asked for, "probabilities": paths; "seconds": what it took.

    Raises:
        ConfigError: the area is no polygon or does not touch the image.
        ImageError: there is no valid pixel to map.
        OutputError: the folder is not writable or full.
        Cancelled: the reporter was told to stop; earlier results are still there.
    """
    started = time.monotonic()
    area = Area(raster.grid, config.area)
    lattice = TileLattice.of(raster.grid, config.tile_px, config.overlap)
    specs = layer_specs(legend, config.probabilities)
    render = _Renderer(legend, calibration, config.probabilities)
    blocks = blend_logits(
        raster, forward, normalisation, area.window, lattice, len(legend.class_ids),
        batch=batch, is_wanted=area.touches, on_tile=_progress(reporter, started),
    )  # fmt: skip
    with rasterio.Env(GDAL_CACHEMAX=GDAL_CACHE_BYTES), MapWriter(config.output, raster.grid.crop(area.window), specs) as writer:
        is_mapped = False
        with closing(blocks):  # ends the reading thread at once where writing fails or the user stops
            for block in blocks:
                mapped = block.valid_mask & area.mask(block.window)
                if mapped.any():
                    writer.write(block.window.relative_to(area.window), render(block, mapped))
                    is_mapped = True
        if not is_mapped:
            place = " in the area" if config.area else ""
            raise ImageError(f"{raster.path} has no valid pixel{place} in bands {list(raster.bands)}", "choose another area or image")
        paths = writer.finish(reporter.raise_if_stopped)
    return {**paths, "seconds": time.monotonic() - started}


def _progress(reporter: Reporter, started: float) -> Callable[[int, int], None]:
    def on_tile(done: int, total: int) -> None:
        reporter.raise_if_stopped()
        eta_s = (time.monotonic() - started) / done * (total - done) if done else None
        reporter.progress(done, total, eta_s)

    return on_tile


class _Renderer:
    """Turns blocks of logits into the values of the layers."""

    def __init__(self, legend: MapLegend, calibration: Calibration, probabilities: bool) -> None:
        self._class_ids = np.array(legend.class_ids, np.uint8)
        self._calibration = calibration
        self._probabilities = probabilities

    def __call__(self, block: LogitBlock, mapped: np.ndarray) -> dict[str, np.ndarray]:
        """The layers' values, uint8 (bands, height, width), by name; nodata where not mapped, a bool (height, width)."""
        logits, temperature = block.logits, self._calibration.temperature
        energies, predicted = energy(logits), most_likely(logits)
        if not np.isfinite(energies[mapped]).all():
            raise ModelFileError(f"The model gives no finite logits at {block.window}", "train it again, with a smaller learning rate")
        layers = {
            CLASSES: np.where(mapped, self._class_ids[predicted], np.uint8(NO_CLASS))[None],
            CONFIDENCE: _as_share(max_probability(logits, temperature), mapped)[None],
            OOD: _as_share(ood_score(energies, predicted, self._calibration.ood), mapped)[None],
        }
        if self._probabilities:
            layers[PROBABILITIES] = _as_share(probabilities(logits, temperature), mapped)
        return layers


def _as_share(values: np.ndarray, mapped: np.ndarray) -> np.ndarray:
    """Values in [0, 1] as stored, rounded; pixels that are not mapped may hold anything, even what is no number."""
    return np.where(mapped, np.rint(np.where(mapped, values, 0) / SHARE_SCALE).astype(np.uint8), np.uint8(NO_SHARE))
