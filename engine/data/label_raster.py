"""Strokes on the image's pixels, burned window by window: no raster of labels as large as the image ever exists."""
from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import Optional

import numpy as np
import shapely
from rasterio.features import rasterize

from ..schema.errors import LabelError
from .labels import Labels
from .raster import Grid, Raster
from .window import PixelWindow

UNLABELLED = 255  # class *index*; also where two classes overlap
BLOCK_PX = 1024
MAX_PIXELS_PER_STROKE = 20_000  # centres to draw patches from; a polygon over half the image needs no more
COSTLY_SIDE_PX = 64


@dataclass(frozen=True)
class StrokePixels:
    """The labelled pixels of one stroke on the image.

    Attributes:
        stroke: its position in labels.strokes.
        class_index: of its class, in the order of class ids.
        pixels: int32 (n, 2), (row, col), n > 0, all valid in the image; a uniform random subset where there are more
            than MAX_PIXELS_PER_STROKE, which depends on the stroke alone.
    """

    stroke: int
    class_index: int
    pixels: np.ndarray

    @property
    def digest(self) -> bytes:
        """The same for the same pixels, whatever the stroke's position or class."""
        return hashlib.blake2b(self.pixels.tobytes(), digest_size=16).digest()

    @property
    def label(self) -> tuple[int, bytes]:
        """What it says: its class, and the digest of the pixels that it gives it."""
        return self.class_index, self.digest


@dataclass(frozen=True)
class PixelSample:
    """A uniform random subset of pixels, those of the least random keys, so that subsets can be joined.

    Attributes:
        count: of all pixels.
        pixels: int32 (n, 2), (row, col), n at most MAX_PIXELS_PER_STROKE.
        keys: float64 (n,).
    """

    count: int
    pixels: np.ndarray
    keys: np.ndarray

    @classmethod
    def draw(cls, pixels: np.ndarray, rng: np.random.Generator) -> PixelSample:
        """Of all pixels (n, 2)."""
        return cls._of_least(len(pixels), pixels, rng.random(len(pixels)))

    def joined(self, other: PixelSample) -> PixelSample:
        """Of the pixels of both."""
        pixels, keys = (np.concatenate(pair) for pair in ((self.pixels, other.pixels), (self.keys, other.keys)))
        return self._of_least(self.count + other.count, pixels, keys)

    @classmethod
    def _of_least(cls, count: int, pixels: np.ndarray, keys: np.ndarray) -> PixelSample:
        if len(keys) > MAX_PIXELS_PER_STROKE:
            least = np.sort(np.argpartition(keys, MAX_PIXELS_PER_STROKE)[:MAX_PIXELS_PER_STROKE])
            pixels, keys = pixels[least], keys[least]
        return cls(count, pixels, keys)


@dataclass(frozen=True)
class SurveyedBlock:
    """The labelled pixels of a block of an image.

    Attributes:
        identity: class id and geometry (WKB, in pixels) of each stroke that touches it.
        pixels: of these strokes by their place in identity, valid in the image; there may be none.
        overlapping: pixels that are ignored because classes overlap.
    """

    identity: list[tuple[int, bytes]]
    pixels: dict[int, PixelSample]
    overlapping: int


SurveyedBlocks = dict[PixelWindow, SurveyedBlock]


class LabelRaster:
    """Burns labels on a grid.

    A pixel belongs to a stroke when its centre does; a stroke too thin to contain any centre (a dot, a line) takes the
    pixels it touches.

    Args:
        labels: strokes in the grid's CRS.
        grid: the image's grid.

    Attributes:
        geometries: object (n,) of shapely geometries, the strokes in (col, row) of the image.
    """

    def __init__(self, labels: Labels, grid: Grid) -> None:
        self.labels = labels
        self.grid = grid
        index_of = {class_id: index for index, class_id in enumerate(labels.class_ids)}
        self._class_indices = [index_of[stroke.class_id] for stroke in labels.strokes]
        # In pixel coordinates, so that one spatial index serves every window.
        self.geometries = grid.to_pixels(np.array([stroke.geometry for stroke in labels.strokes], object))
        self._tree = shapely.STRtree(self.geometries)
        self._thin: dict[int, bool] = {}  # of the strokes that were burned

    def read(self, window: PixelWindow, strokes: frozenset[int] | None = None) -> np.ndarray:
        """Burn a window.

        Args:
            window: any part of the grid; may reach beyond its edges.
            strokes: positions in labels.strokes of those to burn; None for all.

        Returns:
            uint8 (height, width), class indices, UNLABELLED where nobody labelled or classes overlap.
        """
        return self._burn(window, strokes)[0]

    def covers(self, window: PixelWindow) -> np.ndarray:
        """Which pixels of a window any stroke belongs to, overlaps included: bool (height, width)."""
        return np.asarray(self._burn(window, None)[1] >= 0)

    def is_within(self, pixels: np.ndarray, distance_px: float) -> np.ndarray:
        """Which of some pixels (n, 2), (row, col), are not farther than a distance from any stroke: bool (n,)."""
        middles = shapely.points(pixels[:, ::-1] + 0.5)
        near = np.zeros(len(pixels), bool)
        near[self._tree.query(middles, predicate="dwithin", distance=distance_px)[0]] = True
        return near

    def strokes(self, window: PixelWindow) -> np.ndarray:
        """The stroke that each pixel of a window belongs to, the last one where several overlap.

        Returns:
            int (height, width), positions in labels.strokes, negative where there is none.
        """
        return self._burn(window, None)[1]

    def survey(
        self, image: Raster, least_classes: int = 2, known: Optional[SurveyedBlocks] = None
    ) -> tuple[list[StrokePixels], Counter[int], int]:
        """Find the labelled pixels, as far as they are data.

        The image is read only where strokes lie, block by block, and of each stroke a bounded number of pixels is kept.

        Args:
            image: the raster that the grid belongs to.
            least_classes: that must have pixels on the image; 0 checks nothing.
            known: blocks from earlier surveys of the same image, which is brought up to date: where no stroke changed,
                nothing is read again.

        Returns:
            The pixels of every stroke that has any; the number of labelled pixels by class id; how many pixels are
            ignored because classes overlap.

        Raises:
            LabelError: a class has strokes on nodata alone, or too few classes have pixels on the image.
            ImageError: the image is damaged.
        """
        kept: dict[int, PixelSample] = {}
        on_nodata: set[int] = set()
        counts: Counter[int] = Counter()
        overlapping = 0
        texts = shapely.to_wkb(self.geometries)
        held = {} if known is None else known
        for block in self.grid.window.blocks(BLOCK_PX):
            hits = sorted(self._tree.query(block.box).tolist())
            if not hits:
                held.pop(block, None)
                continue
            identity = [(self.labels.strokes[hit].class_id, texts[hit]) for hit in hits]
            surveyed = held.get(block)
            if surveyed is None or surveyed.identity != identity:
                surveyed = self._surveyed(block, hits, identity, image)
            if known is not None:
                known[block] = surveyed
            overlapping += surveyed.overlapping
            for place, sample in surveyed.pixels.items():
                stroke = hits[place]
                class_id = self.labels.strokes[stroke].class_id
                if sample.count:
                    kept[stroke] = kept[stroke].joined(sample) if stroke in kept else sample
                    counts[class_id] += sample.count
                else:
                    on_nodata.add(class_id)
        if least_classes:
            self._check_classes(counts, on_nodata, least_classes)
        strokes = [StrokePixels(i, self._class_indices[i], kept[i].pixels) for i in sorted(kept)]
        return strokes, counts, overlapping

    def _surveyed(
        self, block: PixelWindow, hits: list[int], identity: list[tuple[int, bytes]], image: Raster
    ) -> SurveyedBlock:
        classes, owner = self._burn(block, None)
        overlapping = int(((classes == UNLABELLED) & (owner >= 0)).sum())
        owner[classes == UNLABELLED] = -1
        found = np.flatnonzero(np.bincount(owner.ravel() + 1)[1:]).tolist()
        pixels = {}
        for stroke in found:
            place = hits.index(stroke)
            rng = np.random.default_rng((zlib.crc32(identity[place][1]), block.row, block.col))
            pixels[place] = PixelSample.draw(_valid_pixels(owner == stroke, block, image), rng)
        return SurveyedBlock(identity, pixels, overlapping)

    def _burn(self, window: PixelWindow, strokes: frozenset[int] | None) -> tuple[np.ndarray, np.ndarray]:
        """Class indices uint8, and for each pixel the last stroke burned there (-1 for none) int32."""
        classes, owner = np.full(window.shape, UNLABELLED, np.uint8), np.full(window.shape, -1, np.int32)
        overlaps = np.zeros(window.shape, bool)
        hits = [i for i in sorted(self._tree.query(window.box).tolist()) if strokes is None or i in strokes]
        for index in sorted({self._class_indices[i] for i in hits}):
            ids = self._rasterise([i for i in hits if self._class_indices[i] == index], window)
            burned = ids >= 0
            overlaps |= burned & (owner >= 0)
            classes[burned] = index
            owner[burned] = ids[burned]
        classes[overlaps] = UNLABELLED
        return classes, owner

    def _rasterise(self, strokes: list[int], window: PixelWindow) -> np.ndarray:
        """For each pixel the last of these strokes that it belongs to, thin ones last; -1 for none: int32."""
        ids = np.full(window.shape, -1, np.int32)
        for is_thin in (False, True):
            chosen = [(self.geometries[i], i) for i in strokes if self._is_thin(i) == is_thin]
            if chosen:
                rasterize(chosen, out=ids, transform=window.transform, all_touched=is_thin)
        return ids

    def _is_thin(self, stroke: int) -> bool:
        if stroke not in self._thin:
            self._thin[stroke] = _contains_no_centre(self.geometries[stroke])
        return self._thin[stroke]

    def _check_classes(self, counts: Counter[int], on_nodata: set[int], least_classes: int) -> None:
        """Raises LabelError unless enough classes have pixels, and every class with strokes on the image has.

        Args:
            counts: labelled pixels by class id.
            on_nodata: ids of classes with strokes on nodata.
        """
        if not counts and on_nodata:
            raise LabelError("All strokes lie on nodata pixels of the image", "draw where the image has data")
        if not counts:
            raise LabelError(
                f"None of the {len(self.labels.strokes)} strokes in {self.labels.path} lies on the image",
                "draw on this image, or check the CRS of both",
            )
        lost = [entry.name for entry in self.labels.classes if entry.class_id in on_nodata - set(counts)]
        if lost:
            raise LabelError(
                f"All strokes of {', '.join(lost)} lie on nodata pixels of the image",
                "draw some where the image has data, or delete these",
            )
        if len(counts) < least_classes:
            raise LabelError(
                f"Only class {next(iter(counts))} has strokes on the image",
                "draw strokes for at least two classes there",
            )


def _valid_pixels(mask: np.ndarray, block: PixelWindow, image: Raster) -> np.ndarray:
    """Which pixels of a mask of a block are valid in the image: int32 (n, 2), (row, col) in the image."""
    rows, cols = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    top, left = int(rows[0]), int(cols[0])
    window = PixelWindow(block.row + top, block.col + left, int(rows[-1]) + 1 - top, int(cols[-1]) + 1 - left)
    inside = mask[window.relative_to(block).slices]
    pixels = np.argwhere(inside & image.read(window)[1]) + np.array([window.row, window.col])
    return np.asarray(pixels, np.int32)


def _contains_no_centre(geometry: shapely.Geometry) -> bool:
    """Whether a geometry in (col, row) contains the centre of no pixel."""
    if geometry.geom_type not in ("Polygon", "MultiPolygon"):
        return True
    left, top, right, bottom = geometry.bounds
    if max(right - left, bottom - top) > COSTLY_SIDE_PX:  # only a sliver this long could miss every centre
        return bool(geometry.area < 1)
    window = PixelWindow(int(top), int(left), int(bottom) - int(top) + 2, int(right) - int(left) + 2)
    return not rasterize([geometry], window.shape, transform=window.transform, dtype="uint8").any()
