"""Which strokes are held out or cross-fitted together: whole groups of neighbouring strokes, since neighbouring pixels
are too alike to test on.
"""
from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import shapely
from rasterio.features import rasterize

from .label_raster import LabelRaster, StrokePixels
from .labels import TRAIN, VALIDATION
from .window import PixelWindow

HELD_OUT_SHARE = 0.25
MIN_STROKES = 3  # of a class with fewer none is held out
BLOCKS_PER_SIDE = 5
BUFFER_PX = 16  # between strokes that are trained on and strokes that are measured
OVERLAP_PX = 1  # the same where the analyst chose which are measured: no pixel is both
LARGEST_GROUP = 0.5  # share of the strokes
LARGEST_LOSS = 0.5  # share of a class's strokes that do not train for the sake of single strokes that are held out
# A stroke's pixels reach beyond it by half a pixel's diagonal where it is thin.
PIXEL_DIAGONAL = math.sqrt(2)
MAX_TRIES = 10  # of a stroke to hold out alone

Item = TypeVar("Item")


class StrokeBuffer:
    """The pixels near some strokes, where no label trains.

    Args:
        labels: all strokes on the image.
        strokes: positions in labels.strokes.
        distance_px: from a stroke to the centres of the pixels.
    """

    def __init__(self, labels: LabelRaster, strokes: Iterable[int], distance_px: float) -> None:
        self._polygons = shapely.buffer(labels.geometries[sorted(strokes)], distance_px)
        self._tree = shapely.STRtree(self._polygons)

    def mask(self, window: PixelWindow) -> np.ndarray:
        """Which pixels of a window are near: bool (height, width)."""
        near = self._polygons[self._tree.query(window.box)]
        if not len(near):
            return np.zeros(window.shape, bool)
        return np.asarray(rasterize(near, window.shape, transform=window.transform, dtype=np.uint8) > 0)

    def contains(self, pixels: np.ndarray) -> np.ndarray:
        """Which of the pixels (n, 2), (row, col), are near: bool (n,)."""
        is_near = np.zeros(len(pixels), bool)
        is_near[self._tree.query(shapely.points(pixels[:, ::-1] + 0.5), predicate="intersects")[0]] = True
        return is_near


@dataclass(frozen=True)
class Split:
    """Strokes to train on and strokes to measure on.

    Attributes:
        training: strokes that train from the start, without their pixels in the buffer.
        held_out: strokes that are measured.
        joining: strokes that train in the end: those of held_out that the analyst did not mark for validation, and
            those that lie in the buffer as a whole.
        buffer: around held_out.
    """

    training: list[StrokePixels]
    held_out: list[StrokePixels]
    joining: list[StrokePixels]
    buffer: StrokeBuffer


def split_strokes(labels: LabelRaster, strokes: Sequence[StrokePixels], seed: int) -> Split:
    """Choose the strokes that are not trained on.

    Where the analyst marked strokes for validation in the `split` column, these are held out and no others. Else groups
    of strokes are held out that lie farther than BUFFER_PX from all others, and hold none that is marked for training,
    while no class loses more than HELD_OUT_SHARE of its strokes: first all groups of a block of a grid over the
    labelled area, blocks in random order; then, for a class with MIN_STROKES or more that has none in these blocks, a
    random group. Where the groups of a class are too large for that, as with polygons side by side, a random stroke of
    it is held out alone, unless more than LARGEST_LOSS of the strokes of some class would lie in its buffer.

    Labels within BUFFER_PX of what is held out do not train as long as it is measured (OVERLAP_PX where the analyst
    marked it).

    Args:
        labels: all strokes on the image.
        strokes: those that have pixels.
        seed: of what is random.
    """
    marked = {s.stroke for s in strokes if labels.labels.strokes[s.stroke].split == VALIDATION}
    held_out = marked or _HoldOut(labels, strokes, seed).choose()
    buffer = StrokeBuffer(labels, held_out, OVERLAP_PX if marked else BUFFER_PX)
    measured = [s for s in strokes if s.stroke in held_out]
    training, sitting_out = [], []
    for stroke in strokes:
        if stroke.stroke not in held_out:
            outside = stroke.pixels[~buffer.contains(stroke.pixels)]
            if len(outside):
                training.append(replace(stroke, pixels=outside))
            else:
                sitting_out.append(stroke)
    return Split(training, measured, [] if marked else [*measured, *sitting_out], buffer)


def stroke_folds(labels: LabelRaster, strokes: Sequence[StrokePixels], folds: int, seed: int) -> np.ndarray:
    """Divide strokes for cross-fitting, so that those within BUFFER_PX of each other are in the same fold and every
    class is spread over the folds.

    A class whose strokes form one group is in one fold. A group with more than LARGEST_GROUP of all strokes is divided
    into single strokes, which then have neighbours in other folds: else there would be little to fit to.

    Args:
        labels: all strokes on the image.
        strokes: those to divide.
        folds: at least 2; some are empty where there are fewer groups.
        seed: of the order of groups alike.

    Returns:
        int64 (n,), the fold of each of the strokes.
    """
    groups = _groups(labels, strokes)
    largest = LARGEST_GROUP * len(strokes)
    parts = [part for group in groups for part in ([group] if len(group) <= largest else [[place] for place in group])]
    classes = np.array([s.class_index for s in strokes])
    rng = np.random.default_rng(seed)
    order = sorted(rng.permutation(len(parts)).tolist(), key=lambda index: -len(parts[index]))
    of_class = np.zeros((folds, classes.max(initial=0) + 1))  # strokes by fold and class
    result = np.zeros(len(strokes), np.int64)
    for part in (parts[index] for index in order):
        counts = np.bincount(classes[part], minlength=of_class.shape[1])
        fold = min(range(folds), key=lambda f: (of_class[f] @ counts, of_class[f].sum()))
        of_class[fold] += counts
        result[part] = fold
    return result


def _groups(labels: LabelRaster, strokes: Sequence[StrokePixels]) -> list[list[int]]:
    """Positions in `strokes` of those that hang together by steps of at most BUFFER_PX, group by group."""
    geometries = labels.geometries[[s.stroke for s in strokes]]
    one, other = shapely.STRtree(geometries).query(geometries, "dwithin", BUFFER_PX + PIXEL_DIAGONAL)
    group = np.arange(len(strokes))
    while True:  # each takes the least number among its neighbours until none changes
        before = group.copy()
        np.minimum.at(group, one, before[other])
        group = group[group]
        if (group == before).all():
            return [np.flatnonzero(group == number).tolist() for number in np.unique(group)]


class _HoldOut:
    """Chooses strokes as `split_strokes` says; its arguments."""

    def __init__(self, labels: LabelRaster, strokes: Sequence[StrokePixels], seed: int) -> None:
        self._labels, self._strokes = labels, strokes
        self._rng = np.random.default_rng(seed)
        self._is_free = [labels.labels.strokes[s.stroke].split != TRAIN for s in strokes]
        self._groups = [g for g in _groups(labels, strokes) if all(self._is_free[place] for place in g)]
        counts = Counter(s.class_index for s, is_free in zip(strokes, self._is_free) if is_free)
        self._quota = {k: int(HELD_OUT_SHARE * n) if n > MIN_STROKES else n // MIN_STROKES for k, n in counts.items()}
        self._left = dict(self._quota)
        self._held_out: set[int] = set()

    def choose(self) -> set[int]:
        """Positions in labels.strokes of the strokes that are held out."""
        for block in self._blocks():
            self._take([place for group in block for place in group])
        for index in sorted(self._quota):
            if self._is_without(index):
                any(self._take(group) for group in self._shuffled(self._groups) if index in self._classes(group))
        for index in sorted(self._quota):
            if self._is_without(index):
                own = [p for p, s in enumerate(self._strokes) if self._is_free[p] and s.class_index == index]
                any(self._take_alone(place) for place in self._shuffled(own)[:MAX_TRIES])
        return {self._strokes[place].stroke for place in self._held_out}

    def _classes(self, places: Iterable[int]) -> Counter[int]:
        return Counter(self._strokes[place].class_index for place in places)

    def _is_without(self, index: int) -> bool:
        """Whether none of a class is held out that should be."""
        return 0 < self._quota[index] == self._left[index]

    def _shuffled(self, items: list[Item]) -> list[Item]:
        return [items[i] for i in self._rng.permutation(len(items))]

    def _blocks(self) -> list[list[list[int]]]:
        """The groups block by block, in random order."""
        if not self._groups:
            return []
        centres = np.array([np.mean([self._strokes[p].pixels.mean(axis=0) for p in g], axis=0) for g in self._groups])
        low, size = centres.min(axis=0), np.maximum(np.ptp(centres, axis=0), 1)
        cells = np.minimum((centres - low) / size * BLOCKS_PER_SIDE, BLOCKS_PER_SIDE - 1).astype(int)
        blocks: dict[tuple[int, int], list[list[int]]] = {}
        for group, (row, col) in zip(self._groups, cells.tolist()):
            blocks.setdefault((row, col), []).append(group)
        return self._shuffled([blocks[key] for key in sorted(blocks)])

    def _take(self, places: list[int]) -> bool:
        """Hold strokes out, if no class loses more than its quota by that."""
        needed = self._classes(places)
        fits = all(self._left[index] >= count for index, count in needed.items())
        if fits:
            self._left = {index: count - needed[index] for index, count in self._left.items()}
            self._held_out.update(places)
        return fits

    def _take_alone(self, place: int) -> bool:
        """Hold a stroke out of a group, if every class keeps enough strokes outside the buffer."""
        held_out = {*self._held_out, place}
        buffer = StrokeBuffer(self._labels, [self._strokes[p].stroke for p in held_out], BUFFER_PX)
        kept = self._classes(
            p for p, s in enumerate(self._strokes) if p not in held_out and not buffer.contains(s.pixels).all()
        )
        total = self._classes(range(len(self._strokes)))
        return all(kept[k] >= max(1, (1 - LARGEST_LOSS) * n) for k, n in total.items()) and self._take([place])
