"""The job `explore`: encodes an image ahead, so that a live map need not wait for features."""
from __future__ import annotations

import time
from typing import Any

import rasterio

from ..data.raster import GDAL_CACHE_BYTES
from ..data.window import PixelWindow
from ..features.feature_blocks import from_the_middle
from ..schema.live_config import ExploreConfig
from ..schema.reporter import Reporter
from .live_session import feature_cache, session_for


def run(config: ExploreConfig, reporter: Reporter) -> dict[str, Any]:
    """Encode the blocks that are not in the cache, those of the window first, until the cache would drop some.

    Returns:
        "blocks": of the image; "encoded": how many were encoded now; "bytes": what the cache takes on disk; "seconds".

    Raises:
        ImageError: the image cannot be used.
        Cancelled: what was encoded is kept.
    """
    started = time.monotonic()
    reporter.state("encoding")
    cache = feature_cache()
    with rasterio.Env(GDAL_CACHEMAX=GDAL_CACHE_BYTES):
        session = session_for(config)
        session.learning.prepare(reporter.raise_if_stopped)
        blocks, whole = session.blocks, session.image.grid.window
        windows = {blocks.window(place): place for place in blocks.covering(whole)}
        first = PixelWindow(*config.window).intersection(whole) if config.window else None
        order = from_the_middle(windows, first or whole)[: max(1, cache.capacity(blocks.bytes_of_a_block))]
        encoded = 0
        for done, window in enumerate(order):
            reporter.raise_if_stopped()
            reporter.progress(done, len(order))
            if not blocks.is_cached(windows[window]):
                blocks.read(windows[window])
                encoded += 1
        reporter.progress(len(order), len(order))
    if cache.problem:
        reporter.notice("cache", cache.problem)
    seconds = round(time.monotonic() - started, 2)
    return {"blocks": len(windows), "encoded": encoded, "bytes": cache.size_bytes(), "seconds": seconds}
