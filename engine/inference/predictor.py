"""From a raster and a network to the rasters of the map: classes, confidence, out-of-distribution."""
from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from contextlib import closing
from typing import Any, Callable

import numpy as np
import rasterio

from ..data.area import Area
from ..data.background import in_background
from ..data.normalisation import Normalisation
from ..data.raster import GDAL_CACHE_BYTES, Raster
from ..schema.config import PredictConfig
from ..schema.errors import ImageError
from ..schema.land_cover import LandCoverClass
from ..schema.model_card import PostProcessing
from ..schema.reporter import Reporter
from .blending import Forward, LogitBlock, blend_logits
from .confidence_correction import confidence_tags
from .layers import LayerSpec, layer_specs
from .ood.bands import OodBands
from .postprocessing import LayerValues
from .tiling import TileLattice
from .writer import MapWriter

# From an area, and a function called with (done, total) before each tile, to blocks of the network's output.
OutputBlocks = Callable[[Area, Callable[[int, int], None]], Generator[LogitBlock, None, None]]


def blended(
    raster: Raster,
    forward: Forward,
    normalisation: Normalisation,
    channels: int,
    config: PredictConfig,
    batch: int = 1,
) -> OutputBlocks:
    """The output of a network, blended from overlapping tiles.

    Args:
        raster: the image.
        forward: the network on its device; takes and returns CPU tensors.
        normalisation: of the image's bands.
        channels: of the output.
        config: has the tiles.
        batch: tiles given to forward at once.
    """
    tiles = TileLattice.of(raster.grid, config.tile_px, config.overlap)

    def blocks(area: Area, on_tile: Callable[[int, int], None]) -> Generator[LogitBlock, None, None]:
        return blend_logits(
            raster, forward, normalisation, area.window, tiles, channels,
            batch=batch, is_wanted=area.touches, on_tile=on_tile,
        )  # fmt: skip

    return blocks


def predict_raster(
    raster: Raster,
    outputs: OutputBlocks,
    classes: Sequence[LandCoverClass],
    postprocessing: PostProcessing,
    config: PredictConfig,
    reporter: Reporter,
) -> dict[str, Any]:
    """Map a raster, or the region of it that the configuration names, with memory that does not grow with the raster.

    Args:
        raster: the image.
        outputs: logits and, where the post-processing has statistics of the distances of an OOD head, these.
        classes: in the order of the logits.
        postprocessing: how logits become layers.
        config: region, output.
        reporter: gets progress by tile.

    Returns:
        "classes", "confidence", "ood" and, where asked for, "probabilities": paths; "seconds": what it took.

    Raises:
        ConfigError: the area is not a polygon or does not touch the image, or the model does not have the OOD score.
        ImageError: there is no valid pixel to map.
        OutputError: the folder is not writable or full.
        Cancelled: the reporter was told to stop; earlier results are still there.
    """
    ood = OodBands(postprocessing.ood, config.ood_score)
    values = LayerValues(classes, postprocessing, config.probabilities, ood)
    specs = layer_specs(classes, config.probabilities, confidence_tags(postprocessing), ood.descriptions)
    return write_layers(raster, outputs, specs, values, config, reporter)


def write_layers(
    raster: Raster,
    outputs: OutputBlocks,
    specs: tuple[LayerSpec, ...],
    values: Callable[[np.ndarray, np.ndarray], dict[str, np.ndarray]],
    config: PredictConfig,
    reporter: Reporter,
) -> dict[str, Any]:
    """Write layers made of a network's output.

    Args:
        raster, config, reporter: see predict_raster.
        outputs: of the network.
        specs: the layers.
        values: from output, float32 (channels, height, width), and mapped pixels, bool (height, width), to the values
            of the layers by name, uint8 (bands, height, width).

    Returns:
        Path by layer, and "seconds".

    Raises:
        ConfigError, ImageError, OutputError, Cancelled: see predict_raster.
    """
    started = time.monotonic()
    area = Area(raster.grid, config.region)
    writer = MapWriter(config.output, raster.grid.crop(area.window), specs)

    def write(found: tuple[LogitBlock, np.ndarray]) -> None:
        block, mapped = found
        writer.write(block.window.relative_to(area.window), values(block.logits, mapped))

    with rasterio.Env(GDAL_CACHEMAX=GDAL_CACHE_BYTES), writer:
        # Closing ends the threads that read and write at once where one of them fails or the user stops.
        with closing(outputs(area, _progress(reporter, started))) as blocks:
            masked = ((block, block.valid_mask & area.mask(block.window)) for block in blocks)
            written = in_background(write, ((block, mapped) for block, mapped in masked if mapped.any()))
            is_mapped = sum(1 for _ in written) > 0
        if not is_mapped:
            raise _nothing_to_map(raster, " in the area" if config.region else "")
        paths = writer.finish(reporter.raise_if_stopped)
    return {**paths, "seconds": time.monotonic() - started}


def _nothing_to_map(raster: Raster, place: str) -> ImageError:
    problem = f"{raster.path} has no valid pixel{place} in bands {list(raster.bands)}"
    return ImageError(problem, "choose another area or image")


def _progress(reporter: Reporter, started: float) -> Callable[[int, int], None]:
    def on_tile(done: int, total: int) -> None:
        reporter.raise_if_stopped()
        eta_s = (time.monotonic() - started) / done * (total - done) if done else None
        reporter.progress(done, total, eta_s)

    return on_tile
