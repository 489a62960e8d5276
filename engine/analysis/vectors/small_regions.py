"""A class map without its small regions, in a temporary file: each takes the class of its largest neighbour."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ...data.class_map import UNCLASSIFIED
from ...data.raster import Grid
from ...data.window import PixelWindow
from ...schema.reporter import Reporter
from .absorption import Neighbourhood, absorbed_classes, labelled

# Around a block: a region of at most this height and width is seen whole, with its neighbours.
REACH_PX = 512


class ScratchMap:
    """Class ids in a plain file, read and written by window.

    Args:
        path: of the file, which is created.
        grid: its grid.

    Raises:
        OSError: the folder is not writable, or has no space for the map.
    """

    def __init__(self, path: Path, grid: Grid) -> None:
        self._file = open(path, "w+b", buffering=0)  # noqa: SIM115 (closed by close)
        for _ in range(grid.height):  # takes the space on the disk at once: a full one is an error here
            self._file.write(bytes(grid.width))
        self.window = grid.window

    def read(self, window: PixelWindow) -> np.ndarray:
        """The ids of a window inside the map, uint8 (height, width)."""
        ids = np.empty(window.shape, np.uint8)
        for line, values in enumerate(ids):
            self._seek(window, line)
            self._file.readinto(values.data)
        return ids

    def write(self, window: PixelWindow, ids: np.ndarray) -> None:
        """Replace the ids of a window inside the map."""
        for line, values in enumerate(np.ascontiguousarray(ids, np.uint8)):
            self._seek(window, line)
            self._file.write(values.data)

    def close(self) -> None:
        """Close the file, which could not be removed else on some systems."""
        self._file.close()

    def _seek(self, window: PixelWindow, line: int) -> None:
        self._file.seek((window.row + line) * self.window.width + window.col)


def without_small_regions(
    scratch: ScratchMap, minimum_px: int, block_px: int, reporter: Reporter
) -> Iterator[tuple[PixelWindow, np.ndarray]]:
    """Yield the blocks of a map whose small regions took the class of their largest neighbour.

    Blocks are changed one after the other in the file, each with its surroundings: a region on the edge of a block is
    changed as a whole, with the first block that it lies in. Left are small regions without a neighbour, and maybe such
    as are longer than REACH_PX.

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
        _change_around(scratch, block, minimum_px)
    for block in blocks:
        yield block, scratch.read(block)


def _change_around(scratch: ScratchMap, block: PixelWindow, minimum_px: int) -> None:
    """Change the small regions that a block has a pixel of."""
    reach_px = min(minimum_px, REACH_PX)
    around = PixelWindow(
        block.row - reach_px, block.col - reach_px, block.height + 2 * reach_px, block.width + 2 * reach_px
    ).clip(scratch.window)
    labels, class_ids = labelled(scratch.read(around))
    sizes = np.bincount(labels.ravel(), minlength=len(class_ids)).astype(np.float64)
    sizes[_cut_labels(labels, around, scratch.window)] = np.inf  # they go on, nobody knows how far
    rows, cols = block.relative_to(around).slices
    is_small = np.zeros(len(class_ids), bool)
    is_small[np.unique(labels[rows, cols])] = True
    is_small &= (sizes < minimum_px) & (class_ids != UNCLASSIFIED)
    if is_small.any():
        neighbourhood = Neighbourhood.of(labels, class_ids)
        scratch.write(around, absorbed_classes(neighbourhood, sizes, is_small, minimum_px)[labels])


def _cut_labels(labels: np.ndarray, around: PixelWindow, whole: PixelWindow) -> np.ndarray:
    """The labels on those edges of a window that are not edges of the map, int64 (n,)."""
    edges = (
        (labels[0], around.row > whole.row),
        (labels[-1], around.row + around.height < whole.row + whole.height),
        (labels[:, 0], around.col > whole.col),
        (labels[:, -1], around.col + around.width < whole.col + whole.width),
    )
    return np.unique(np.concatenate([edge if goes_on else edge[:0] for edge, goes_on in edges])).astype(np.int64)
