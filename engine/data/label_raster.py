"""Strokes on the image's pixels, burned window by window: no raster of labels as large as the image ever exists."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import shapely
from rasterio.features import rasterize

from ..errors import LabelError
from .labels import Labels
from .raster import Grid
from .window import PixelWindow

UNLABELLED = 255  # class *index*; also where two classes overlap
BLOCK_PX = 1024
MAX_PIXELS_PER_STROKE = 20_000  # centres to draw patches from; a polygon over half the image needs no more


@dataclass(frozen=True)
class StrokePixels:
    """Pixels of one stroke that are labelled and inside the image: int (n, 2) as (row, col), a subset where there are very many."""

    stroke: int
    class_index: int
    pixels: np.ndarray


class LabelRaster:
    """Burns labels on a grid.

    Args:
        labels: strokes in the grid's CRS.

    A pixel belongs to a stroke when its centre does; a stroke too thin to hold any centre (a dot, a line) takes the pixels it touches.
    """

    def __init__(self, labels: Labels, grid: Grid) -> None:
        self.labels = labels
        self.grid = grid
        self._index_of = {class_id: index for index, class_id in enumerate(labels.class_ids)}
        # Geometries in (col, row) pixel coordinates: one spatial index serves every window.
        self._geometries = grid.to_pixels(np.array([stroke.geometry for stroke in labels.strokes], object))
        self._tree = shapely.STRtree(self._geometries)
        self._is_thin = np.array([_holds_no_centre(geometry) for geometry in self._geometries])

    def read(self, window: PixelWindow, strokes: frozenset[int] | None = None) -> np.ndarray:
        """Class indices uint8 (height, width), UNLABELLED where nobody labelled or classes overlap.

        Args:
            strokes: burn only these strokes (positions in labels.strokes); None burns all.
        """
        classes, _ = self._burn(window, strokes)
        return classes

    def survey(self) -> tuple[list[StrokePixels], Counter, int]:
        """The pixels of every stroke that has any on the image, the labelled pixels per class id, and how many overlaps cost.

        Raises:
            LabelError: fewer than two classes have pixels inside the image.
        """
        found: dict[int, list[np.ndarray]] = {}
        counts, overlapping = Counter(), 0
        for block in self._labelled_blocks():
            classes, owner = self._burn(block, None)
            overlapping += int(((classes == UNLABELLED) & (owner >= 0)).sum())
            owner = np.where(classes == UNLABELLED, -1, owner)
            for stroke in np.unique(owner[owner >= 0]):
                pixels = np.argwhere(owner == stroke) + np.array([block.row, block.col])
                found.setdefault(int(stroke), []).append(pixels)
                counts[self.labels.strokes[stroke].class_id] += len(pixels)
        self._check_classes(counts)
        strokes = [StrokePixels(i, self._index_of[self.labels.strokes[i].class_id], _thinned(found[i], i)) for i in sorted(found)]
        return strokes, counts, overlapping

    def _burn(self, window: PixelWindow, strokes: frozenset[int] | None) -> tuple[np.ndarray, np.ndarray]:
        """Class indices, and for each pixel the last stroke burned there (-1 for none), int32."""
        shape = (window.height, window.width)
        classes, owner = np.full(shape, UNLABELLED, np.uint8), np.full(shape, -1, np.int32)
        box = window.box
        hits = [i for i in sorted(self._tree.query(box)) if strokes is None or i in strokes]
        clash = np.zeros(shape, bool)
        for index in sorted({self._index_of[self.labels.strokes[i].class_id] for i in hits}):
            ids = self._rasterise([i for i in hits if self._index_of[self.labels.strokes[i].class_id] == index], window)
            burned = ids >= 0
            clash |= burned & (owner >= 0)
            classes[burned] = index
            owner[burned] = ids[burned]
        classes[clash] = UNLABELLED
        return classes, owner

    def _rasterise(self, strokes: list[int], window: PixelWindow) -> np.ndarray:
        shape = (window.height, window.width)
        ids = np.full(shape, -1, np.int32)
        origin = np.array([window.col, window.row])
        for is_thin in (False, True):
            chosen = [i for i in strokes if self._is_thin[i] == is_thin]
            burned = [(shapely.transform(self._geometries[i], lambda xy: xy - origin), i) for i in chosen]
            if burned:
                layer = rasterize(burned, shape, fill=-1, all_touched=is_thin, dtype="int32")
                ids = np.where(layer >= 0, layer, ids)
        return ids

    def _labelled_blocks(self) -> list[PixelWindow]:
        corners = set()
        for left, top, right, bottom in shapely.bounds(self._geometries):
            rows = range(max(0, int(top)) // BLOCK_PX, min(self.grid.height - 1, int(bottom)) // BLOCK_PX + 1)
            cols = range(max(0, int(left)) // BLOCK_PX, min(self.grid.width - 1, int(right)) // BLOCK_PX + 1)
            corners |= {(row * BLOCK_PX, col * BLOCK_PX) for row in rows for col in cols}
        blocks = (PixelWindow(row, col, BLOCK_PX, BLOCK_PX).intersection(self.grid.window) for row, col in sorted(corners))
        return [block for block in blocks if block is not None]

    def _check_classes(self, counts: Counter) -> None:
        if not counts:
            raise LabelError(
                f"None of the {len(self.labels.strokes)} strokes in {self.labels.path} lies on the image",
                "draw on this image, or check the CRS of both",
            )
        if len(counts) < 2:
            raise LabelError(f"Only class {next(iter(counts))} has strokes on the image", "draw strokes for at least two classes there")


def _holds_no_centre(geometry: shapely.Geometry) -> bool:
    if geometry.geom_type not in ("Polygon", "MultiPolygon"):
        return True
    left, top, right, bottom = geometry.bounds
    if right - left > 64 or bottom - top > 64:  # costly to burn, and only a sliver could miss every centre
        return geometry.area < 1
    shape = (int(bottom) - int(top) + 2, int(right) - int(left) + 2)
    shifted = shapely.transform(geometry, lambda xy: xy - (int(left), int(top)))
    return not rasterize([shifted], shape, dtype="uint8").any()


def _thinned(parts: list[np.ndarray], seed: int) -> np.ndarray:
    pixels = np.concatenate(parts)
    if len(pixels) <= MAX_PIXELS_PER_STROKE:
        return pixels
    return pixels[np.random.default_rng(seed).choice(len(pixels), MAX_PIXELS_PER_STROKE, replace=False)]
