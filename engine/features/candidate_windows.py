"""Small windows of an image, described by what a model computes for them: places where a stroke could be drawn."""
from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Callable

import numpy as np

from ..data.area import Area
from ..data.label_raster import StrokePixels
from ..data.stroke_windows import StrokeWindow, stroke_windows, subsample
from ..data.valid_places import ValidPlaces
from ..data.window import PixelWindow
from ..models.probe import CELL_PX
from .cell_reader import CellReader, CellValues

WINDOW_PX = 32
PATCHES, PATCH_PX = 200, 64  # patches of several windows that are read at most, and their side
MARGIN_PX = 32  # context around a patch
LEAST_VALID = 0.9  # share of a window's cells
MAX_STROKES, MAX_STROKE_WINDOWS = 300, 2  # that are read, and windows of each
WINDOW_CELLS, OUTER_PX = WINDOW_PX // CELL_PX, PATCH_PX + 2 * MARGIN_PX
MIDDLE = (slice(WINDOW_CELLS // 4, -(WINDOW_CELLS // 4)),) * 2  # half of the window's side


@dataclass(frozen=True)
class CandidateWindows:
    """Windows of WINDOW_PX.

    Attributes:
        places: int (n, 2), (row, col) of the pixel of each window that is suggested: of its most frequent class, as
            near to its middle as possible.
        features: float32 (n, F), mean over the window's cells.
        probabilities: float32 (n, K), likewise.
        shares: float32 (n, K), of the cells by predicted class.
        doubts: float32 (n,), in 0..1: 1 less the difference of the two largest probabilities, mean over the cells of
            the window's middle, since boundaries around it are always in doubt.
    """

    places: np.ndarray
    features: np.ndarray
    probabilities: np.ndarray
    shares: np.ndarray
    doubts: np.ndarray

    def __len__(self) -> int:
        return len(self.places)

    @classmethod
    def of(cls, described: Sequence[tuple[np.ndarray, ...]]) -> CandidateWindows:
        """From the attributes of each window."""
        columns = zip(*described) if described else [np.empty((0, 2)), *[np.empty((0, 0))] * 3, np.empty(0)]
        return cls(*(np.array(list(column)) for column in columns))


def candidate_windows(
    reader: CellReader, area: Area, seed: int, on_patch: Callable[[int, int], None]
) -> CandidateWindows:
    """The windows of patches that are spread uniformly over the valid pixels of an area.

    Args:
        reader: of the image.
        area: on the image's grid.
        seed: of the patches.
        on_patch: called with the patches done and in all before each one is read; may raise to give up.

    Raises:
        ImageError: no pixel of the area is valid, or the image is damaged.
    """
    places = ValidPlaces(reader.image, area)
    count = min(PATCHES, 2 * math.ceil(places.count / PATCH_PX**2))
    rng, described = np.random.default_rng(seed), []
    for done in range(count):
        on_patch(done, count)
        row, col = (place - OUTER_PX // 2 for place in places.draw(rng))
        outer = PixelWindow(row, col, OUTER_PX, OUTER_PX).moved_into(reader.image.grid.window)
        windows = windows_of_patch(reader.read(outer, MARGIN_PX), (outer.row + MARGIN_PX, outer.col + MARGIN_PX))
        described += [window for window in windows if _is_in(area, window[0])]
    return CandidateWindows.of(described)


def stroke_features(
    reader: CellReader, strokes: Sequence[StrokePixels], before_stroke: Callable[[], None]
) -> np.ndarray:
    """The features of strokes, each the mean over the cells of up to MAX_STROKE_WINDOWS parts: float32 (m, F).

    Args:
        reader: of the image.
        strokes: some of them are left out where there are more than MAX_STROKES.
        before_stroke: called before a stroke is read; may raise to give up.

    Raises:
        ImageError: the image is damaged.
    """
    rows = []
    for stroke in subsample(list(strokes), MAX_STROKES):
        before_stroke()
        windows = subsample(stroke_windows(stroke, reader.image.grid), MAX_STROKE_WINDOWS)
        rows.append(np.concatenate([_labelled_cells(reader, window) for window in windows]).mean(axis=0))
    return np.array(rows, np.float32)


def _labelled_cells(reader: CellReader, window: StrokeWindow) -> np.ndarray:
    """The features (n, F) of the cells under a stroke."""
    rows, cols = np.unique(window.places // CELL_PX, axis=0).T
    return reader.read(window.window).features[:, rows, cols].T


def windows_of_patch(values: CellValues, origin: tuple[int, int]) -> Iterator[tuple[np.ndarray, ...]]:
    """The attributes of the valid windows of a patch of PATCH_PX, in the order of CandidateWindows.

    Args:
        values: the cells of the patch.
        origin: (row, col) of its first pixel in the image.
    """
    for top in range(0, PATCH_PX // CELL_PX, WINDOW_CELLS):
        for left in range(0, PATCH_PX // CELL_PX, WINDOW_CELLS):
            rows, cols = slice(top, top + WINDOW_CELLS), slice(left, left + WINDOW_CELLS)
            valid = values.valid_mask[rows, cols]
            if valid.mean() < LEAST_VALID:
                continue
            probabilities = values.probabilities[:, rows, cols][:, valid]
            predicted = probabilities.argmax(axis=0)
            shares = np.bincount(predicted, minlength=len(probabilities)) / len(predicted)
            cells = np.argwhere(valid)[predicted == shares.argmax()]
            cell = cells[np.square(cells - (WINDOW_CELLS - 1) / 2).sum(axis=1).argmin()] + (top, left)
            place = np.array(origin) + cell * CELL_PX + CELL_PX // 2
            features = values.features[:, rows, cols][:, valid]
            doubt = _doubts(values.probabilities[:, rows, cols])[MIDDLE].mean()
            yield place, features.mean(axis=1), probabilities.mean(axis=1), shares.astype(np.float32), doubt


def _doubts(probabilities: np.ndarray) -> np.ndarray:
    """1 less the difference of the two largest of probabilities (K, ...)."""
    second, first = np.sort(probabilities, axis=0)[-2:]
    return np.asarray(1 - (first - second))


def _is_in(area: Area, place: np.ndarray) -> bool:
    row, col = place.tolist()
    return bool(area.mask(PixelWindow(row, col, 1, 1))[0, 0])
