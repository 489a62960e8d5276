"""The pixels of a live map: those of a window of the image, or every n-th of them for views that are zoomed out."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..data.window import PixelWindow


@dataclass(frozen=True)
class AnswerPart:
    """The answered pixels whose middles lie in a block.

    Attributes:
        place: of the part in the answer.
        rows, cols: int (height,), (width,), the pixels of the image that they show.
        window: what they cover of the image.
    """

    place: PixelWindow
    rows: np.ndarray
    cols: np.ndarray
    window: PixelWindow

    @property
    def pixels(self) -> PixelWindow:
        """The smallest window of the image that has all of them."""
        row, col = int(self.rows[0]), int(self.cols[0])
        return PixelWindow(row, col, int(self.rows[-1]) + 1 - row, int(self.cols[-1]) + 1 - col)


@dataclass(frozen=True)
class AnswerGrid:
    """Answered pixels of resolution_px a side, each of which shows the pixel in its middle.

    Attributes:
        window: in the image.
        resolution_px: side of an answered pixel.
    """

    window: PixelWindow
    resolution_px: int

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width in answered pixels."""
        height, width = (-(-size // self.resolution_px) for size in self.window.shape)
        return height, width

    def part(self, block: PixelWindow) -> Optional[AnswerPart]:
        """The answered pixels whose middles lie in a block; None where there are none."""
        (row, rows), (col, cols) = (
            self._inside(*edges)
            for edges in (
                (self.window.row, self.window.height, block.row, block.height),
                (self.window.col, self.window.width, block.col, block.width),
            )
        )
        if not len(rows) or not len(cols):
            return None
        n = self.resolution_px
        covered = PixelWindow(self.window.row + row * n, self.window.col + col * n, len(rows) * n, len(cols) * n)
        return AnswerPart(PixelWindow(row, col, len(rows), len(cols)), rows, cols, covered.clip(self.window))

    def _inside(self, start: int, size: int, block_start: int, block_size: int) -> tuple[int, np.ndarray]:
        """Index of the first answered pixel whose middle lies in a block, and the middles of all of them."""
        middles = start + np.arange(0, size, self.resolution_px) + self.resolution_px // 2
        middles = np.minimum(middles, start + size - 1)
        inside = np.flatnonzero((middles >= block_start) & (middles < block_start + block_size))
        return (int(inside[0]) if len(inside) else 0), middles[inside]
