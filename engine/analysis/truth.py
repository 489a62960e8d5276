"""What a map is scored against: a truth raster, or features with a class."""
from __future__ import annotations

from typing import Protocol

import numpy as np

from ..data.class_map import UNCLASSIFIED, VALUES, check_is_class_raster, read_class_ids
from ..data.label_raster import LabelRaster
from ..data.labels import is_vector, read_labels
from ..data.raster import Grid, Raster
from ..data.window import PixelWindow

BLOCK_PX = 256  # side of the parts of a truth raster that count as independent


class Truth(Protocol):
    """The true classes of pixels, and which pixels resemble each other.

    Attributes:
        path: of the file.
        grid: of the pixels.
        clusters: how many clusters there are.
        cluster_kind: what a cluster is, for people.
    """

    path: str
    grid: Grid
    clusters: int
    cluster_kind: str

    def class_ids(self, window: PixelWindow) -> np.ndarray:
        """Int64 (height, width), UNCLASSIFIED where the class is not known; raises ImageError."""
        ...

    def cluster_ids(self, window: PixelWindow) -> np.ndarray:
        """Int64 (height, width) in 0 to `clusters` where the class is known."""
        ...


def open_truth(path: str, grid: Grid) -> Truth:
    """A truth raster, or a vector file with a column class_id.

    Args:
        path: of either.
        grid: of the map; a raster has its own.

    Raises:
        ImageError, LabelError: it cannot be read or does not hold class ids.
    """
    return _VectorTruth(path, grid) if is_vector(path) else _RasterTruth(path)


class _RasterTruth:
    cluster_kind = f"block of {BLOCK_PX} px"

    def __init__(self, path: str) -> None:
        self._raster = Raster(path, (1,))
        check_is_class_raster(self._raster)
        self.path, self.grid = path, self._raster.grid
        self._columns = -(-self.grid.width // BLOCK_PX)
        self.clusters = -(-self.grid.height // BLOCK_PX) * self._columns

    def class_ids(self, window: PixelWindow) -> np.ndarray:
        return read_class_ids(self._raster, window)

    def cluster_ids(self, window: PixelWindow) -> np.ndarray:
        rows = np.arange(window.row, window.row + window.height) // BLOCK_PX
        cols = np.arange(window.col, window.col + window.width) // BLOCK_PX
        ids: np.ndarray = rows[:, None] * self._columns + cols
        return ids


class _VectorTruth:
    cluster_kind = "feature"

    def __init__(self, path: str, grid: Grid) -> None:
        self.path, self.grid = path, grid
        labels = read_labels(path, grid)
        self._raster, self.clusters = LabelRaster(labels, grid), len(labels.strokes)
        self._class_ids = np.full(VALUES, UNCLASSIFIED, np.int64)  # by class index, that of no label included
        self._class_ids[: len(labels.classes)] = labels.class_ids

    def class_ids(self, window: PixelWindow) -> np.ndarray:
        ids: np.ndarray = self._class_ids[self._raster.read(window)]
        return ids

    def cluster_ids(self, window: PixelWindow) -> np.ndarray:
        return self._raster.strokes(window).astype(np.int64)
