"""Where patches can be drawn: the valid pixels of an image within an area."""
from __future__ import annotations

import numpy as np

from ..schema.errors import ImageError
from .area import Area
from .raster import Raster
from .window import PixelWindow

CELLS_PER_SIDE = 1024
CELLS_PER_BLOCK = 64  # per side, that are read together where all are
PROBES, LEAST_FILL = 32, 0.25  # cells that are read before the overview is trusted, and the share they must hold
MAX_DRAWS = 1000  # of a cell: with LEAST_FILL all of them fail once in 10 ** 125


class ValidPlaces:
    """Draws places among the valid pixels of an image's area, each pixel as often as any other.

    The area's bounding box is divided into at most CELLS_PER_SIDE x CELLS_PER_SIDE cells. A cell is drawn by its size,
    and read to find a place in it. Which cells may hold valid pixels of the area is seen in an overview; where that is
    not enough, since the data or the area are thinner than a cell, all that the area touches are read once to count.

    Args:
        image: the raster.
        area: a part of it.

    Attributes:
        count: number of valid pixels in the area, estimated where the overview was enough.

    Raises:
        ImageError: no pixel of the area is valid, or the image is damaged.
    """

    def __init__(self, image: Raster, area: Area) -> None:
        self._image, self._area = image, area
        window = area.window
        seen = image.read_overview(CELLS_PER_SIDE, window)[1]
        self._rows = window.row + np.arange(seen.shape[0] + 1) * window.height // seen.shape[0]
        self._cols = window.col + np.arange(seen.shape[1] + 1) * window.width // seen.shape[1]
        touched = area.touched(window, seen.shape)
        sizes = np.outer(np.diff(self._rows), np.diff(self._cols))
        self._last = np.cumsum(sizes * (touched & seen))  # of the cells up to and with each, the sum of the sizes
        fill = self._fill(np.random.default_rng(0))
        if fill < LEAST_FILL:
            self._last, fill = np.cumsum(self._read_all(touched)), 1.0
        self.count = fill * float(self._last[-1])
        if not self.count:
            raise ImageError(
                f"{image.path} has no valid pixel in the area where unlabelled patches are drawn",
                "choose a larger area or correct the nodata value",
            )

    def draw(self, rng: np.random.Generator) -> tuple[int, int]:
        """A place (row, col) in the image.

        Raises:
            ImageError: the image is damaged.
        """
        for _ in range(MAX_DRAWS):
            place, pixels = self._look(rng)
            if place < len(pixels):
                row, col = pixels[place].tolist()
                return row, col
        raise ImageError(f"The overviews of {self._image.path} show data where there is none", "build them anew")

    def _look(self, rng: np.random.Generator) -> tuple[int, np.ndarray]:
        """Draw a cell by its size: a random number below that size, and the cell's valid pixels (n, 2) in the area."""
        place = int(rng.integers(self._last[-1]))
        cell = int(np.searchsorted(self._last, place, side="right"))
        row, col = divmod(cell, len(self._cols) - 1)
        top, left = int(self._rows[row]), int(self._cols[col])
        window = PixelWindow(top, left, int(self._rows[row + 1]) - top, int(self._cols[col + 1]) - left)
        pixels = np.argwhere(self._inside(window)) + np.array([top, left])
        return place - int(self._last[cell - 1] if cell else 0), pixels

    def _fill(self, rng: np.random.Generator) -> float:
        """The share of the cells' sizes that are valid pixels of the area."""
        if not self._last[-1]:
            return 0.0
        looks = [self._look(rng) for _ in range(PROBES)]
        return sum(place < len(pixels) for place, pixels in looks) / PROBES

    def _read_all(self, touched: np.ndarray) -> np.ndarray:
        """How many valid pixels of the area every cell holds, where it touches the area: int64 (rows, columns)."""
        counts = np.zeros(touched.shape, np.int64)
        for block in PixelWindow(0, 0, *touched.shape).blocks(CELLS_PER_BLOCK):
            if touched[block.slices].any():
                rows = self._rows[block.row : block.row + block.height + 1]
                cols = self._cols[block.col : block.col + block.width + 1]
                window = PixelWindow(int(rows[0]), int(cols[0]), int(rows[-1] - rows[0]), int(cols[-1] - cols[0]))
                inside = self._inside(window).astype(np.int64)
                by_row = np.add.reduceat(inside, rows[:-1] - rows[0], axis=0)
                counts[block.slices] = np.add.reduceat(by_row, cols[:-1] - cols[0], axis=1)
        return counts

    def _inside(self, window: PixelWindow) -> np.ndarray:
        """Which pixels of a window are valid and touched by the area: bool (height, width)."""
        return np.asarray(self._area.touched(window, window.shape) & self._image.read(window)[1])
