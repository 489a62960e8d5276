"""Where in a dense truth raster a stroke may be drawn: the interiors of its classes, in bounded memory."""
from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import rasterio
from rasterio.windows import Window
from scipy import ndimage

MARGIN_PX = 4
BLOCK_PX = 1024
UNKNOWN = (0, 255)
INTEGERS = ("uint8", "int16", "uint16", "int32", "uint32")


class Interior:
    """The interiors of the classes of a truth raster, worked out window by window.

    The interior of a class is the pixels from which every pixel that is not of the class, or not in the raster, is more
    than MARGIN_PX steps across pixel edges away.

    Args:
        source: the open truth raster.

    Raises:
        ValueError: it holds values other than class ids.
    """

    def __init__(self, source: rasterio.DatasetReader) -> None:
        if source.dtypes[0] not in INTEGERS:
            raise ValueError(f"{source.name} holds {source.dtypes[0]} values, give whole numbers from 0 to 255")
        self._source = source
        self._rows: dict[int, np.ndarray] = {}  # pixels of the interior in each row, by class
        for window in self._blocks():
            for class_id in np.unique(source.read(1, window=window)).tolist():
                if not 0 <= class_id <= 255:
                    raise ValueError(f"{source.name} holds the value {class_id}, give class ids from 0 to 255")
                if class_id not in UNKNOWN:
                    counts = self._rows.setdefault(class_id, np.zeros(source.height, np.int64))
                    rows = slice(window.row_off, window.row_off + window.height)
                    counts[rows] += self.mask(class_id, window).sum(axis=1)

    @property
    def class_ids(self) -> list[int]:
        """The classes of the truth, in ascending order."""
        return sorted(self._rows)

    def count(self, class_id: int) -> int:
        """How many pixels the interior of a class has."""
        return int(self._rows[class_id].sum())

    def pixel(self, class_id: int, index: int) -> tuple[int, int]:
        """The (row, col) of a pixel of the interior, which are counted from 0 row by row."""
        totals = np.cumsum(self._rows[class_id])
        row = int(np.searchsorted(totals, index, side="right"))
        in_row = self.mask(class_id, Window(0, row, self._source.width, 1))[0]
        return row, int(np.flatnonzero(in_row)[index - (totals[row] - self._rows[class_id][row])])

    def around(self, row: int, col: int, radius_px: int) -> Window:
        """The square around a pixel, as far as it is in the raster."""
        top, left = max(row - radius_px, 0), max(col - radius_px, 0)
        bottom, right = min(row + radius_px + 1, self._source.height), min(col + radius_px + 1, self._source.width)
        return Window(left, top, right - left, bottom - top)

    def mask(self, class_id: int, window: Window) -> np.ndarray:
        """Which pixels of a window are in the interior of a class: bool (height, width)."""
        top, left = max(window.row_off - MARGIN_PX, 0), max(window.col_off - MARGIN_PX, 0)
        bottom = min(window.row_off + window.height + MARGIN_PX, self._source.height)
        right = min(window.col_off + window.width + MARGIN_PX, self._source.width)
        truth = self._source.read(1, window=Window(left, top, right - left, bottom - top))
        inside = ndimage.binary_erosion(truth == class_id, iterations=MARGIN_PX)
        row, col = window.row_off - top, window.col_off - left
        return inside[row : row + window.height, col : col + window.width]

    def _blocks(self) -> Iterator[Window]:
        for top in range(0, self._source.height, BLOCK_PX):
            for left in range(0, self._source.width, BLOCK_PX):
                height, width = min(BLOCK_PX, self._source.height - top), min(BLOCK_PX, self._source.width - left)
                yield Window(left, top, width, height)
