"""The job `class-areas`: area per class of a map, how much of it thresholds hide, and the map without that."""
from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any, Optional

import numpy as np

from ..analysis.class_areas import MaskedMap, area_rows, count_by_class
from ..data.class_map import VALUES
from ..inference.layers import NO_CLASS, class_map_spec
from ..inference.writer import MapWriter
from ..schema.config import ClassAreasConfig
from ..schema.errors import ConfigError
from ..schema.reporter import Reporter


def run(config: ClassAreasConfig, reporter: Reporter) -> list[dict[str, Any]]:
    """Count the map block by block and, where a file is named, write the map without what is hidden.

    Returns:
        Rows of area_rows.

    Raises:
        ImageError: see MaskedMap.
        ConfigError: a map to write has no class scheme.
        OutputError: the file cannot be written.
        Cancelled: the reporter was told to stop; an earlier file stays as it was.
    """
    reporter.state("reading")
    masked = MaskedMap(config)
    counts, hidden = np.zeros(VALUES, np.int64), np.zeros(VALUES, np.int64)
    with ExitStack() as stack:
        writer = _writer(config, masked)
        if writer is not None:
            stack.enter_context(writer)
        for block in masked.blocks(reporter):
            in_block, hidden_in_block = count_by_class(block)
            counts += in_block
            hidden += hidden_in_block
            if writer is not None:
                shown = np.where(block.is_hidden, NO_CLASS, block.ids).astype(np.uint8)
                writer.write(block.window, {Path(config.output).stem: shown[None]})
        if writer is not None:
            writer.finish(reporter.raise_if_stopped)
    return area_rows(counts, hidden, masked.classes)


def _writer(config: ClassAreasConfig, masked: MaskedMap) -> Optional[MapWriter]:
    if not config.output:
        return None
    classes, path = masked.classes.classes, Path(config.output)
    if not classes:
        raise ConfigError(f"{config.classes} has no class names and colours to write", "give a map that predict wrote")
    return MapWriter(str(path.parent), masked.classes.raster.grid, (class_map_spec(classes, path.stem),))
