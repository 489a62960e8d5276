"""The job `export-vectors`: writes a class map as polygons."""
from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np

from ..analysis.class_areas import MaskedMap, hectares_per_pixel
from ..analysis.vectors.block_regions import block_regions
from ..analysis.vectors.polygon_file import PolygonFile
from ..analysis.vectors.region_merger import RegionMerger
from ..analysis.vectors.small_regions import REACH_PX, ScratchMap, without_small_regions
from ..data.class_map import UNCLASSIFIED
from ..data.window import PixelWindow
from ..schema.errors import ConfigError, ImageError, OutputError
from ..schema.exchange_config import ExportVectorsConfig
from ..schema.reporter import Reporter

BLOCK_PX = 512  # a block of noise has 200 000 regions
SQUARE_METRES_PER_HECTARE = 10_000
Blocks = Iterator[tuple[PixelWindow, np.ndarray]]


def run(config: ExportVectorsConfig, reporter: Reporter) -> dict[str, Any]:
    """Write the polygons of a map, block by block, with memory that does not grow with its height.

    Returns:
        "polygons": path of the file; "count": of them; "left_out": regions below the minimum area.

    Raises:
        ConfigError: there is a minimum area, and the map has no unit of length.
        ImageError: the map has no class anywhere, or only regions below the minimum area; or see MaskedMap.
        OutputError: the file cannot be written.
        Cancelled: the reporter was told to stop; an earlier file stays as it was.
    """
    reporter.state("reading")
    masked = MaskedMap(config)
    grid, minimum_px = masked.classes.raster.grid, _minimum_px(config, masked)
    merger = RegionMerger(math.ceil(grid.width / BLOCK_PX), math.ceil(grid.height / BLOCK_PX))
    left_out = 0
    with ExitStack() as stack:
        file = stack.enter_context(PolygonFile(config.output, masked.classes))
        for window, ids in _blocks(masked, minimum_px, config.output, reporter, stack):
            reporter.raise_if_stopped()
            for region in merger.add(block_regions(ids, window, config.smooth)):
                if region.pixels < minimum_px and region.length_px <= REACH_PX:
                    left_out += 1
                else:
                    file.add(region)
        if not file.polygons:
            raise _nothing_to_write(config, left_out)
        file.finish()
    return {"polygons": config.output, "count": file.polygons, "left_out": left_out}


def _minimum_px(config: ExportVectorsConfig, masked: MaskedMap) -> int:
    if not config.minimum_area_m2:
        return 1
    hectares = hectares_per_pixel(masked.classes.raster.grid)
    if hectares is None:
        raise ConfigError(
            f"minimum_area_m2 is {config.minimum_area_m2:g}, but the CRS of {config.classes} has no unit of length",
            "give 0, or a map in a projected CRS",
        )
    return max(1, math.ceil(config.minimum_area_m2 / (hectares * SQUARE_METRES_PER_HECTARE) - 1e-6))


def _blocks(masked: MaskedMap, minimum_px: int, output: str, reporter: Reporter, stack: ExitStack) -> Blocks:
    """The blocks of the map, row by row; without small regions, by way of a file beside the output."""
    shown = (
        (block.window, np.where(block.is_hidden, UNCLASSIFIED, block.ids).astype(np.uint8))
        for block in masked.blocks(reporter, BLOCK_PX)
    )
    if minimum_px == 1:
        return shown
    try:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix=".berunda-", dir=Path(output).parent))
        scratch = ScratchMap(Path(folder) / "ids.raw", masked.classes.raster.grid)
    except OSError as error:
        remedy = "choose a writable folder with free space"
        raise OutputError(f"{output} cannot be written ({error})", remedy) from error
    stack.callback(scratch.close)
    for window, ids in shown:
        scratch.write(window, ids)
    return without_small_regions(scratch, minimum_px, BLOCK_PX, reporter)


def _nothing_to_write(config: ExportVectorsConfig, left_out: int) -> ImageError:
    if left_out:
        problem = f"None of the {left_out} regions of {config.classes} is as large as {config.minimum_area_m2:g} m²"
        return ImageError(problem, "choose a smaller minimum area")
    hidden = " that is not hidden" * (config.minimum_confidence > 0 or config.maximum_ood < 1)
    remedy = "choose a class map, or lower thresholds"
    return ImageError(f"{config.classes} has no classified pixel{hidden}", remedy)
