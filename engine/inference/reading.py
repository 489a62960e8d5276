"""Tiles as the network wants them, read ahead of it in a thread of their own."""
from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Callable, NamedTuple, TypeVar

import numpy as np

from ..data.normalisation import Normalisation
from ..data.raster import Raster
from ..data.window import PixelWindow

Item = TypeVar("Item")
Read = TypeVar("Read")


class TilePixels(NamedTuple):
    """A tile ready for the network.

    Attributes:
        pixels: normalised float32 (C, height, width), mirrored beyond the image's edges.
        valid_mask: bool (height, width), False beyond the image's edges.
    """

    pixels: np.ndarray
    valid_mask: np.ndarray


def read_tile(raster: Raster, normalisation: Normalisation, tile: PixelWindow) -> TilePixels:
    """Reads and normalises a tile that starts inside the image.

    Beyond the image it holds the image's mirror: zeros there would look like an edge and spoil what is next to it.
    """
    inside = tile.intersection(raster.grid.window)
    pixels, valid_mask = raster.read(inside)
    pixels = normalisation.apply(pixels, valid_mask)
    missing = ((0, tile.height - inside.height), (0, tile.width - inside.width))
    if missing != ((0, 0), (0, 0)):
        pixels = np.pad(pixels, ((0, 0), *missing), mode="reflect")
        valid_mask = np.pad(valid_mask, missing)
    return TilePixels(pixels, valid_mask)


def read_ahead(read: Callable[[Item], Read], items: Iterable[Item], depth: int = 4) -> Iterator[tuple[Item, Read]]:
    """Each item with what `read` returns for it, in order, up to `depth` of them read in advance by one background thread.

    A thread and not a process: GDAL releases the interpreter's lock, and forking an embedded interpreter is not safe.
    """
    waiting: deque[tuple[Item, Future[Read]]] = deque()
    with ThreadPoolExecutor(1, thread_name_prefix="tiles") as reader:
        try:
            for item in items:
                waiting.append((item, reader.submit(read, item)))
                if len(waiting) > depth:
                    first, future = waiting.popleft()
                    yield first, future.result()
            while waiting:
                first, future = waiting.popleft()
                yield first, future.result()
        finally:
            for _, future in waiting:
                future.cancel()
