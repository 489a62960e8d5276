"""One lattice of overlapping tiles for a whole image, and the weights with which tiles are blended."""
from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..data.raster import Grid
from ..data.window import PixelWindow
from ..schema.config import SIDE_MULTIPLE_PX

STRIDE_MULTIPLE_PX = 16  # where most networks have their coarsest features: all tiles have them at the same places
SMALLEST_TILE_PX = 64  # leaves a few pixels at the lowest resolution of the networks


@dataclass(frozen=True)
class AxisLattice:
    """Tiles along the rows or the columns of an image.

    Tile k starts at k · stride_px, whatever part of the image is predicted: the map of an extent therefore equals the
    crop of the map of the whole image. The last tile is cut where the image ends, rounded up to SIDE_MULTIPLE_PX.

    Attributes:
        length_px: height or width of the image.
        tile_px: side of a tile, a multiple of SIDE_MULTIPLE_PX.
        stride_px: distance of neighbouring tiles, a multiple of STRIDE_MULTIPLE_PX, at most tile_px.
    """

    length_px: int
    tile_px: int
    stride_px: int

    @property
    def count(self) -> int:
        """Number of tiles that cover the axis."""
        return 1 + max(0, math.ceil((self.length_px - self.tile_px) / self.stride_px))

    def start(self, index: int) -> int:
        """First pixel of a tile."""
        return index * self.stride_px

    def size(self, index: int) -> int:
        """Pixels of a tile; those of the last one may reach beyond the image."""
        rest_px = math.ceil((self.length_px - self.start(index)) / SIDE_MULTIPLE_PX) * SIDE_MULTIPLE_PX
        return min(self.tile_px, max(SMALLEST_TILE_PX, rest_px))

    def covering(self, start: int, stop: int) -> range:
        """Indices of the tiles that share a pixel with [start, stop), a non-empty range inside the image."""
        first = max(0, (start - self.tile_px) // self.stride_px + 1)
        last = min(self.count - 1, (stop - 1) // self.stride_px)
        return range(first, last + 1)

    def weights(self, index: int) -> np.ndarray:
        """Blending weights of a tile's pixels: float32 (size,), in (0, 1] inside the image.

        Over all tiles of the lattice the weights of a pixel of the image sum to 1. They depend on the lattice alone, so
        that blending needs no second accumulator to divide by.
        """
        start, stop = self.start(index), self.start(index) + self.size(index)
        positions = np.arange(start, stop)
        neighbours = self.covering(start, min(stop, self.length_px))
        total = np.sum([self._fade(other, positions) for other in neighbours], axis=0)
        own = self._fade(index, positions)
        weights: np.ndarray = np.divide(own, total, out=np.zeros_like(own), where=total > 0).astype(np.float32)
        return weights

    def _fade(self, index: int, positions: np.ndarray) -> np.ndarray:
        """A tile's sin² window at positions of the image; it rises over overlaps and is 1 at the image's edges."""
        inside = positions - self.start(index) + 0.5
        size, overlap_px = self.size(index), max(1, self.tile_px - self.stride_px)
        ramp = np.ones(len(positions))
        if index > 0:
            ramp = np.minimum(ramp, inside / overlap_px)
        if index < self.count - 1:
            ramp = np.minimum(ramp, (size - inside) / overlap_px)
        ramp[(inside < 0) | (inside > size)] = 0
        return np.sin(ramp * (np.pi / 2)) ** 2


@dataclass(frozen=True)
class TileLattice:
    """The tiles of an image: the product of a lattice of rows and one of columns, starting at the image's origin."""

    rows: AxisLattice
    cols: AxisLattice

    @classmethod
    def of(cls, grid: Grid, tile_px: int, overlap: float) -> TileLattice:
        """The lattice of an image.

        Args:
            grid: the image's grid.
            tile_px: side of a tile, a multiple of SIDE_MULTIPLE_PX.
            overlap: share of a tile that the next one covers again, in [0, 0.9]; increased where needed to make the
                stride a multiple of STRIDE_MULTIPLE_PX.
        """
        strides = int(tile_px * (1 - overlap) / STRIDE_MULTIPLE_PX + 1e-9)
        stride_px = max(1, strides) * STRIDE_MULTIPLE_PX
        return cls(AxisLattice(grid.height, tile_px, stride_px), AxisLattice(grid.width, tile_px, stride_px))

    @property
    def tile_px(self) -> int:
        """Side of a full tile."""
        return self.rows.tile_px

    def tile(self, row_index: int, col_index: int) -> PixelWindow:
        """Where a tile lies; it may reach beyond the image's bottom and right edge."""
        rows, cols = self.rows, self.cols
        return PixelWindow(rows.start(row_index), cols.start(col_index), rows.size(row_index), cols.size(col_index))

    def weights(self, row_index: int, col_index: int) -> np.ndarray:
        """Blending weights of a tile, float32 (height, width): those of a pixel sum to 1 over the lattice."""
        return np.outer(self.rows.weights(row_index), self.cols.weights(col_index))
