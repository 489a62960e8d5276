"""A rectangle of pixels, in (row, col) order."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Optional

import shapely
from affine import Affine


@dataclass(frozen=True)
class PixelWindow:
    """Rows [row, row + height) and columns [col, col + width) of a raster; may reach beyond its edges."""

    row: int
    col: int
    height: int
    width: int

    @property
    def shape(self) -> tuple[int, int]:
        """(height, width)."""
        return self.height, self.width

    @property
    def slices(self) -> tuple[slice, slice]:
        """Row and column slices into an array that starts at the raster's origin."""
        return slice(self.row, self.row + self.height), slice(self.col, self.col + self.width)

    @property
    def box(self) -> shapely.Polygon:
        """The rectangle in (col, row)."""
        return shapely.box(self.col, self.row, self.col + self.width, self.row + self.height)

    @property
    def transform(self) -> Affine:
        """From (col, row) of the window to (col, row) of the raster."""
        return Affine.translation(self.col, self.row)

    def intersection(self, other: PixelWindow) -> Optional[PixelWindow]:
        """The pixels in both, or None where there are none."""
        row, col = max(self.row, other.row), max(self.col, other.col)
        bottom = min(self.row + self.height, other.row + other.height)
        right = min(self.col + self.width, other.col + other.width)
        if bottom <= row or right <= col:
            return None
        return PixelWindow(row, col, bottom - row, right - col)

    def clip(self, other: PixelWindow) -> PixelWindow:
        """The pixels in both windows, which must share some.

        Raises:
            ValueError: they share none.
        """
        shared = self.intersection(other)
        if shared is None:
            raise ValueError(f"{self} and {other} share no pixel")
        return shared

    def moved_into(self, other: PixelWindow) -> PixelWindow:
        """The window moved so that it lies in another one; where it is too large for that, so that both start alike."""
        row = max(min(self.row, other.row + other.height - self.height), other.row)
        col = max(min(self.col, other.col + other.width - self.width), other.col)
        return PixelWindow(row, col, self.height, self.width)

    def relative_to(self, origin: PixelWindow) -> PixelWindow:
        """The same pixels counted from the top left of `origin`."""
        return PixelWindow(self.row - origin.row, self.col - origin.col, self.height, self.width)

    def blocks(self, side_px: int) -> Iterator[PixelWindow]:
        """Squares that together cover the window, row by row; those at its bottom and right edge are cut there."""
        for row in range(self.row, self.row + self.height, side_px):
            for col in range(self.col, self.col + self.width, side_px):
                yield PixelWindow(row, col, side_px, side_px).clip(self)
