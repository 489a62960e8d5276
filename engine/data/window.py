"""A rectangle of pixels, in (row, col) order."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import shapely


@dataclass(frozen=True)
class PixelWindow:
    """Rows [row, row + height) and columns [col, col + width) of a raster; may reach beyond its edges."""

    row: int
    col: int
    height: int
    width: int

    @property
    def slices(self) -> tuple[slice, slice]:
        """Row and column slices into an array that starts at the raster's origin."""
        return slice(self.row, self.row + self.height), slice(self.col, self.col + self.width)

    @property
    def box(self) -> shapely.Polygon:
        """The rectangle in (col, row)."""
        return shapely.box(self.col, self.row, self.col + self.width, self.row + self.height)

    def intersection(self, other: PixelWindow) -> Optional[PixelWindow]:
        """The pixels in both, or None where there are none."""
        row, col = max(self.row, other.row), max(self.col, other.col)
        bottom = min(self.row + self.height, other.row + other.height)
        right = min(self.col + self.width, other.col + other.width)
        if bottom <= row or right <= col:
            return None
        return PixelWindow(row, col, bottom - row, right - col)

    def relative_to(self, origin: PixelWindow) -> PixelWindow:
        """The same pixels counted from the top left of `origin`."""
        return PixelWindow(self.row - origin.row, self.col - origin.col, self.height, self.width)
