"""Logits of any window of a raster, blended from overlapping tiles with memory that does not grow with the raster."""
from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Callable, NamedTuple, Optional

import numpy as np
import torch

from ..data.normalisation import Normalisation
from ..data.raster import Raster
from ..data.read_ahead import read_ahead
from ..data.window import PixelWindow
from .reading import TilePixels, read_tile
from .tiling import TileLattice

# Takes normalised tiles, float32 (N, C, h, w) with h and w multiples of 32, and returns logits, float32 (N, K, h, w) on the CPU.
Forward = Callable[[torch.Tensor], torch.Tensor]
TileIndex = tuple[int, int]

BLOCK_PX = 512  # side of the blocks of the result files: bands and blocks begin on it
PIECE_PX = 1024  # finished rows are handed over in pieces this wide, which still fit the processor's cache
BAND_BYTES = 64 * 2**20  # of accumulated logits; a band is no narrower than BAND_TILES tiles, though, since its border is computed twice
BAND_TILES = 8


class LogitBlock(NamedTuple):
    """Finished logits of a part of the window.

    Attributes:
        window: where the block lies in the image.
        logits: float32 (K, height, width); meaningless where not valid.
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
) -> Iterator[LogitBlock]:
    """The weighted mean of the overlapping tiles' logits for every pixel of a window, block by block.

    The window is worked off in vertical bands, each from top to bottom with the logits of one row of tiles in memory. Blocks do not
    depend on where the window or the bands begin.

    Args:
        window: what is wanted of the raster; parts beyond its edges are left out.
        lattice: the tiles of the raster.
        class_count: K, the channels that forward returns.
        batch: tiles given to forward at once.
        band_px: width of a band; by default as wide as BAND_BYTES allow.
        is_wanted: says of a tile whether any of its pixels matters; the others are not computed and are not valid.
        on_tile: called with (done, total) before each tile and once after the last.
    """
    window = window.intersection(raster.grid.window)
    if window is None:
        return
    bands = _bands(window, band_px or _band_px(class_count, lattice.tile_px))
    progress = _TileCount(sum(len(_tiles(lattice, band)) for band in bands), on_tile)

    def read(tile: tuple[TileIndex, bool]) -> Optional[TilePixels]:
        index, does_matter = tile
        return read_tile(raster, normalisation, lattice.tile(*index)) if does_matter else None

    for band in bands:
        row = _TileRow(band, lattice, class_count)
        tiles = ((index, is_wanted is None or is_wanted(lattice.tile(*index))) for index in _tiles(lattice, band))
        for indices, pixels in _batches(read_ahead(read, tiles), batch):
            yield from row.finish(indices[0][0])
            progress.next(len(indices))
            if pixels is not None:
                row.add(indices, pixels, _logits(forward, pixels))
        yield from row.finish(None)
        del row  # its memory is wanted for the next band
    progress.next(0)


def _band_px(class_count: int, tile_px: int) -> int:
    affordable_px = BAND_BYTES // (4 * class_count * tile_px)
    return max(BAND_TILES * tile_px, affordable_px)


def _bands(window: PixelWindow, band_px: int) -> list[PixelWindow]:
    """Vertical bands of about equal width, at most band_px rounded up to whole blocks."""
    count = math.ceil(window.width / band_px)
    width = math.ceil(window.width / count / BLOCK_PX) * BLOCK_PX
    bands = (PixelWindow(window.row, window.col + left, window.height, width) for left in range(0, window.width, width))
    return [band.intersection(window) for band in bands]


def _tiles(lattice: TileLattice, band: PixelWindow) -> list[TileIndex]:
    """The tiles of a band, row by row."""
    cols = lattice.cols.covering(band.col, band.col + band.width)
    return [(row, col) for row in lattice.rows.covering(band.row, band.row + band.height) for col in cols]


def _batches(
    tiles: Iterator[tuple[tuple[TileIndex, bool], Optional[TilePixels]]], batch: int
) -> Iterator[tuple[list[TileIndex], Optional[list[TilePixels]]]]:
    """Runs of up to `batch` neighbours in a row of tiles that are equally large; a tile without a valid pixel comes alone, as None."""
    indices: list[TileIndex] = []
    waiting: list[TilePixels] = []
    for (index, _), tile in tiles:
        is_empty = tile is None or not tile.valid_mask.any()
        does_fit = waiting and not is_empty and index[0] == indices[0][0] and tile.pixels.shape == waiting[0].pixels.shape
        if waiting and (not does_fit or len(waiting) == batch):
            yield indices, waiting
            indices, waiting = [], []
        if is_empty:
            yield [index], None
        else:
            indices.append(index)
            waiting.append(tile)
    if waiting:
        yield indices, waiting


def _logits(forward: Forward, tiles: list[TilePixels]) -> np.ndarray:
    with torch.inference_mode():
        return forward(torch.from_numpy(np.stack([tile.pixels for tile in tiles]))).numpy()


class _TileCount:
    """Counts tiles for whoever watches."""

    def __init__(self, total: int, on_tile: Optional[Callable[[int, int], None]]) -> None:
        self._done, self._total, self._on_tile = 0, total, on_tile

    def next(self, count: int) -> None:
        if self._on_tile is not None:
            self._on_tile(self._done, self._total)
        self._done += count


class _TileRow:
    """Weighted logits of the rows of a band that later tiles may still add to: never more than the height of a tile."""

    def __init__(self, band: PixelWindow, lattice: TileLattice, class_count: int) -> None:
        self._band, self._lattice = band, lattice
        self._top = band.row  # the image row of the accumulators' first one
        height = min(lattice.tile_px, band.height)
        self._logits = np.zeros((class_count, height, band.width), np.float32)
        self._valid_mask = np.zeros((height, band.width), bool)

    def add(self, indices: list[TileIndex], tiles: list[TilePixels], logits: np.ndarray) -> None:
        """Adds the tiles' logits, float32 (N, K, h, w), as far as they lie in the band and below what is finished."""
        held = PixelWindow(self._top, self._band.col, *self._valid_mask.shape)
        for index, tile, tile_logits in zip(indices, tiles, logits):
            place = self._lattice.tile(*index)
            shared = place.intersection(held)
            source, target = shared.relative_to(place).slices, shared.relative_to(held).slices
            weighted = tile_logits[(slice(None), *source)] * self._lattice.weights(*index)[source]
            self._logits[(slice(None), *target)] += weighted
            self._valid_mask[target] |= tile.valid_mask[source]

    def finish(self, row_index: Optional[int]) -> Iterator[LogitBlock]:
        """Hands over the rows above a row of tiles (None: all that are left) and makes room for as many below."""
        bottom = self._band.row + self._band.height
        stop = bottom if row_index is None else min(self._lattice.rows.start(row_index), bottom)
        height = stop - self._top
        if height <= 0:
            return
        for left in range(0, self._band.width, PIECE_PX):
            piece = slice(left, min(left + PIECE_PX, self._band.width))
            window = PixelWindow(self._top, self._band.col + left, height, piece.stop - left)
            yield LogitBlock(window, self._logits[:, :height, piece].copy(), self._valid_mask[:height, piece].copy())
        kept = self._valid_mask.shape[0] - height
        for held in (self._logits, self._valid_mask):
            held[..., :kept, :] = held[..., height:, :]
            held[..., kept:, :] = 0
        self._top = stop
