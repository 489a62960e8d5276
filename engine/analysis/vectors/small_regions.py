"""A class map without its small regions, in a temporary file: each takes the class of its largest neighbour."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import shapely
from rasterio.features import rasterize, shapes, sieve

from ...data.class_map import UNCLASSIFIED
from ...data.raster import Grid
from ...data.window import PixelWindow
from ...schema.reporter import Reporter

# Around a block, at most: a small region that reaches further stays as it is.
MOST_REACH_PX = 512


class ScratchMap:
    """Class ids in a plain file, read and written by window.

    Args:
        path: of the file, which is created.
        grid: its grid.

    Raises:
        OSError: the folder is not writable, or has no space for the map.
    """

    def __init__(self, path: Path, grid: Grid) -> None:
        with open(path, "wb") as file:  # really written, so that a full disk is an error here and not in a mapped page
            for _ in range(grid.height):
                file.write(bytes(grid.width))
        self._ids = np.memmap(path, np.uint8, "r+", shape=(grid.height, grid.width))
        self.window = grid.window

    def read(self, window: PixelWindow) -> np.ndarray:
        """A copy of the ids of a window inside the map, uint8 (height, width)."""
        return np.array(self._ids[window.slices])

    def write(self, window: PixelWindow, ids: np.ndarray) -> None:
        """Replace the ids of a window inside the map."""
        self._ids[window.slices] = ids

    def close(self) -> None:
        """Let go of the file, which could not be removed else on some systems."""
        del self._ids


def without_small_regions(
    scratch: ScratchMap, minimum_px: int, block_px: int, reporter: Reporter
) -> Iterator[tuple[PixelWindow, np.ndarray]]:
    """Yield the blocks of a map whose small regions took the class of their largest neighbour (GDAL's sieve).

    Blocks are changed one after the other in the file, each with its surroundings: a region on the edge of a block is
    changed as a whole, with the first block that it lies in. Regions without a large neighbour stay as they are.

    Args:
        scratch: the map; it is changed.
        minimum_px: pixels of the smallest region to keep.
        block_px: side of a block.
        reporter: gets progress by block.

    Raises:
        Cancelled: the reporter was told to stop.
    """
    blocks = list(scratch.window.blocks(block_px))
    for done, block in enumerate(blocks):
        reporter.raise_if_stopped()
        reporter.progress(done, len(blocks))
        _sieve_around(scratch, block, minimum_px)
    for block in blocks:
        yield block, scratch.read(block)


def _sieve_around(scratch: ScratchMap, block: PixelWindow, minimum_px: int) -> None:
    """Change the small regions that a block has a pixel of."""
    reach_px = min(minimum_px, MOST_REACH_PX)
    around = PixelWindow(
        block.row - reach_px, block.col - reach_px, block.height + 2 * reach_px, block.width + 2 * reach_px
    ).clip(scratch.window)
    before = scratch.read(around)
    after = sieve(before, minimum_px, mask=before != UNCLASSIFIED, connectivity=4)
    is_changed = after != before
    if not is_changed.any():
        return
    regions = [
        shapely.Polygon(shape["coordinates"][0], shape["coordinates"][1:])
        for shape, _ in shapes(before, mask=is_changed, connectivity=4, transform=around.transform)
    ]
    wanted = [region for region in regions if _is_wanted(region, block, around, scratch.window)]
    if wanted:
        mask = rasterize(wanted, around.shape, transform=around.transform, dtype=np.uint8).astype(bool)
        scratch.write(around, np.where(mask, after, before))


def _is_wanted(region: shapely.Polygon, block: PixelWindow, around: PixelWindow, whole: PixelWindow) -> bool:
    """Whether a region has a pixel in a block, and none on an edge beyond which it may go on."""
    left, top, right, bottom = region.bounds
    ends = (around.col + around.width, around.row + around.height)
    may_go_on = (
        (left <= around.col > whole.col)
        or (top <= around.row > whole.row)
        or (right >= ends[0] < whole.width)
        or (bottom >= ends[1] < whole.height)
    )
    return not may_go_on and region.intersection(block.box).area > 0
