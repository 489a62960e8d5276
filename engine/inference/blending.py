"""Logits of any window of a raster, blended from overlapping tiles with memory that does not grow with the raster."""
from __future__ import annotations

import math
from collections.abc import Generator, Iterable, Iterator
from typing import Callable, NamedTuple, Optional

import numpy as np
import torch

from ..data.background import in_background
from ..data.normalisation import Normalisation
from ..data.raster import Raster
from ..data.tiles import TilePixels, read_tile
from ..data.window import PixelWindow
from .tiling import TileLattice

# From normalised tiles, float32 (N, C, h, w) with h and w multiples of 32, to logits, float32 (N, K, h, w) on the CPU.
Forward = Callable[[torch.Tensor], torch.Tensor]
TileIndex = tuple[int, int]

BLOCK_PX = 512  # side of the blocks of the result files: bands are multiples of it wide
PIECE_PX = 1024  # finished rows are yielded in pieces this wide, which still fit the processor's cache
BAND_BYTES = 64 * 2**20  # of accumulated logits, from which the width of a band follows
BAND_TILES = 8  # a band is at least as wide as so many tiles, since those on its border are computed twice


class LogitBlock(NamedTuple):
    """Blended logits of a part of the window.

    Attributes:
        window: the block's place in the image.
        logits: float32 (K, height, width); arbitrary where not valid.
        valid_mask: bool (height, width).
    """

    window: PixelWindow
    logits: np.ndarray
    valid_mask: np.ndarray


def blend_logits(
    raster: Raster,
    forward: Forward,
    normalisation: Normalisation,
    window: PixelWindow,
    lattice: TileLattice,
    class_count: int,
    *,
    batch: int = 1,
    band_px: Optional[int] = None,
    is_wanted: Optional[Callable[[PixelWindow], bool]] = None,
    on_tile: Optional[Callable[[int, int], None]] = None,
) -> Generator[LogitBlock, None, None]:
    """Yield the weighted mean of the overlapping tiles' logits for every pixel of a window, block by block.

    The window is computed in vertical bands, each from top to bottom with the logits of one row of tiles in memory. The
    logits of a pixel do not depend on where the window or the bands begin.

    Args:
        raster: the image.
        forward: the network.
        normalisation: of the image's bands.
        window: the part of the raster to compute; what lies beyond its edges is left out.
        lattice: the tiles of the raster.
        class_count: K, the channels that forward returns.
        batch: tiles given to forward at once.
        band_px: width of a band; by default as wide as BAND_BYTES allows.
        is_wanted: whether any pixel of a tile is needed; tiles that are not are not computed, and their pixels are not
            valid.
        on_tile: called with (done, total) before each tile and once after the last.

    Raises:
        ImageError: the file is damaged.
    """
    on_image = window.intersection(raster.grid.window)
    if on_image is None:
        return
    bands = _bands(on_image, band_px or _band_px(class_count, lattice.tile_px))
    done, total = 0, sum(len(_tiles(lattice, band)) for band in bands)
    report = on_tile or (lambda done, total: None)

    def read(item: tuple[TileIndex, bool]) -> Optional[TilePixels]:
        index, is_needed = item
        tile = read_tile(raster, normalisation, lattice.tile(*index)) if is_needed else None
        return tile if tile is not None and tile.valid_mask.any() else None

    for band in bands:
        row = _TileRow(band, lattice, class_count)
        # is_wanted is called here and not in the reading thread: shapely's prepared geometries are not thread-safe.
        items = ((index, is_wanted is None or is_wanted(lattice.tile(*index))) for index in _tiles(lattice, band))
        for indices, pixels in _batches(((index, tile) for (index, _), tile in in_background(read, items)), batch):
            yield from row.finish(indices[0][0])
            report(done, total)
            done += len(indices)
            if pixels is not None:
                row.add(indices, pixels, _logits(forward, pixels))
        yield from row.finish(None)
        del row  # frees its memory for the next band
    report(done, total)


def _band_px(class_count: int, tile_px: int) -> int:
    affordable_px = BAND_BYTES // (4 * class_count * tile_px)
    return max(BAND_TILES * tile_px, affordable_px)


def _bands(window: PixelWindow, band_px: int) -> list[PixelWindow]:
    """Vertical bands of about equal width, at most band_px rounded up to whole blocks."""
    count = math.ceil(window.width / band_px)
    width = math.ceil(window.width / count / BLOCK_PX) * BLOCK_PX
    bands = (PixelWindow(window.row, window.col + left, window.height, width) for left in range(0, window.width, width))
    return [band.clip(window) for band in bands]


def _tiles(lattice: TileLattice, band: PixelWindow) -> list[TileIndex]:
    """The tiles of a band, row by row."""
    cols = lattice.cols.covering(band.col, band.col + band.width)
    return [(row, col) for row in lattice.rows.covering(band.row, band.row + band.height) for col in cols]


def _batches(
    tiles: Iterable[tuple[TileIndex, Optional[TilePixels]]], batch: int
) -> Iterator[tuple[list[TileIndex], Optional[list[TilePixels]]]]:
    """Up to `batch` successive tiles of the same row and size at a time; a tile that is None comes alone."""
    indices: list[TileIndex] = []
    waiting: list[TilePixels] = []
    for index, tile in tiles:
        if waiting and (
            tile is None
            or len(waiting) == batch
            or index[0] != indices[0][0]
            or tile.pixels.shape != waiting[0].pixels.shape
        ):
            yield indices, waiting
            indices, waiting = [], []
        if tile is None:
            yield [index], None
        else:
            indices.append(index)
            waiting.append(tile)
    if waiting:
        yield indices, waiting


def _logits(forward: Forward, tiles: list[TilePixels]) -> np.ndarray:
    with torch.inference_mode():
        return np.asarray(forward(torch.from_numpy(np.stack([tile.pixels for tile in tiles]))))


class _TileRow:
    """Weighted logits of the rows of a band that later tiles may still add to: at most the height of a tile."""

    def __init__(self, band: PixelWindow, lattice: TileLattice, class_count: int) -> None:
        self._band, self._lattice = band, lattice
        self._top = band.row  # the image row of the accumulators' first one
        height = min(lattice.tile_px, band.height)
        self._logits = np.zeros((class_count, height, band.width), np.float32)
        self._valid_mask = np.zeros((height, band.width), bool)

    def add(self, indices: list[TileIndex], tiles: list[TilePixels], logits: np.ndarray) -> None:
        """Add the tiles' logits, float32 (N, K, h, w), as far as they lie in the band and below what is finished."""
        held = PixelWindow(self._top, self._band.col, *self._valid_mask.shape)
        for index, tile, tile_logits in zip(indices, tiles, logits):
            place = self._lattice.tile(*index)
            shared = place.clip(held)
            rows, cols = shared.relative_to(place).slices
            to_rows, to_cols = shared.relative_to(held).slices
            weights = self._lattice.weights(*index)[rows, cols]
            self._logits[:, to_rows, to_cols] += tile_logits[:, rows, cols] * weights
            self._valid_mask[to_rows, to_cols] |= tile.valid_mask[rows, cols]

    def finish(self, row_index: Optional[int]) -> Iterator[LogitBlock]:
        """Yield the rows above a row of tiles (None: all that are left), and shift the others up."""
        bottom = self._band.row + self._band.height
        stop = bottom if row_index is None else min(self._lattice.rows.start(row_index), bottom)
        height = stop - self._top
        if height <= 0:
            return
        for left in range(0, self._band.width, PIECE_PX):
            piece = slice(left, min(left + PIECE_PX, self._band.width))
            window = PixelWindow(self._top, self._band.col + left, height, piece.stop - left)
            yield LogitBlock(window, self._logits[:, :height, piece].copy(), self._valid_mask[:height, piece].copy())
        left_px = self._valid_mask.shape[0] - height
        for rows in (self._logits, self._valid_mask):
            rows[..., :left_px, :] = rows[..., height:, :]
            rows[..., left_px:, :] = 0
        self._top = stop
