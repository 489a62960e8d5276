"""What a class map is worth against a truth raster: accuracy, overlap per class, and whether its confidence can be believed."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Optional

import numpy as np
import rasterio
import shapely
from affine import Affine
from rasterio.features import rasterize

from ..config import EvaluateConfig
from ..data.labels import read_labels
from ..data.raster import Grid, Raster
from ..data.window import PixelWindow
from ..errors import ImageError
from .calibration import ReliabilityBins

BLOCK_PX = 1024
GDAL_CACHE_BYTES = 128 * 2**20
VALUES = 256
UNCLASSIFIED = 0
ALSO_NOTHING = 255  # many truth rasters use it for "not known"; in a map it is no class either
GRID_TOLERANCE_PX = 0.01


def evaluate(config: EvaluateConfig) -> dict[str, Any]:
    """Scores a map, block by block.

    Where the truth is 0 or 255 nothing is known and nothing counted; where the map is, it is wrong. Pixels under the labels in
    `exclude` do not count, since the map learned from them.

    Returns:
        pixels: how many were scored; overall_accuracy; unclassified: share of them that the map leaves open;
        iou, precision, recall: by class id, for the classes present in the truth (precision is None for a class that the map never
        shows); mean_iou over the same; confusion: {"class_ids": [...], "matrix": [[...]]}, rows are the truth, columns the map, ids of
        either, 0 for unclassified.
        With a confidence raster also ece (over 15 bins) and mean_confidence, of the scored pixels that have a confidence.

    Raises:
        ImageError: a raster is missing, holds no class ids, lies on another grid than the truth, or nothing can be scored.
        LabelError: the labels to exclude cannot be read.
    """
    truth, classes = Raster(config.truth, (1,)), Raster(config.classes, (1,))
    confidence = Raster(config.confidence, (1,)) if config.confidence else None
    for raster in (truth, classes):
        _check_is_class_raster(raster)
    for raster in (classes, confidence):
        if raster is not None:
            _check_same_grid(raster, truth)
    excluded = _Exclusion(config.exclude, truth.grid)
    confusion, reliability = np.zeros((VALUES, VALUES), np.int64), ReliabilityBins()
    with rasterio.Env(GDAL_CACHEMAX=GDAL_CACHE_BYTES):
        scale = _scale(confidence)
        for block in _blocks(truth.grid):
            true, shown = _read_ids(truth, block), _read_ids(classes, block)
            scored = (true != UNCLASSIFIED) & ~excluded.mask(block)
            confusion += np.bincount(VALUES * true[scored] + shown[scored], minlength=VALUES**2).reshape(VALUES, VALUES)
            if confidence is not None:
                shares, is_given = confidence.read(block)
                scored &= is_given
                reliability.add(shares[0][scored].astype(np.float64) * scale, (true == shown)[scored])
    if not confusion.any():
        raise ImageError(f"{config.truth} has no pixel to score {config.classes} on", "give a truth with class ids from 1 to 254")
    scores = _scores(confusion)
    if confidence is not None:
        scores |= {"ece": reliability.expected_calibration_error, "mean_confidence": reliability.mean_confidence}
    return scores


def _scores(confusion: np.ndarray) -> dict[str, Any]:
    in_truth, in_map, right = confusion.sum(axis=1), confusion.sum(axis=0), confusion.diagonal()
    present = np.flatnonzero(in_truth).tolist()
    iou = {c: float(right[c] / (in_truth[c] + in_map[c] - right[c])) for c in present}
    either = np.flatnonzero(in_truth + in_map)
    pixels = int(confusion.sum())
    return {
        "pixels": pixels,
        "overall_accuracy": float(right.sum() / pixels),
        "mean_iou": float(np.mean(list(iou.values()))),
        "iou": iou,
        "precision": {c: float(right[c] / in_map[c]) if in_map[c] else None for c in present},
        "recall": {c: float(right[c] / in_truth[c]) for c in present},
        "unclassified": float(in_map[UNCLASSIFIED] / pixels),
        "confusion": {"class_ids": either.tolist(), "matrix": confusion[np.ix_(either, either)].tolist()},
    }


class _Exclusion:
    """Pixels that were labelled: geometries in (col, row) of the grid, found block by block."""

    def __init__(self, path: str, grid: Grid) -> None:
        geometries = [stroke.geometry for stroke in read_labels(path, grid).strokes] if path else []
        self._geometries = grid.to_pixels(np.array(geometries, object))
        self._tree = shapely.STRtree(self._geometries)

    def mask(self, window: PixelWindow) -> np.ndarray:
        """Which pixels of a window have their centre under a label: bool (height, width)."""
        shape = (window.height, window.width)
        hits = self._tree.query(window.box)
        if not len(hits):
            return np.zeros(shape, bool)
        transform = Affine.translation(window.col, window.row)
        return rasterize([(self._geometries[i], 1) for i in hits], shape, transform=transform, dtype=np.uint8) > 0


def _read_ids(raster: Raster, window: PixelWindow) -> np.ndarray:
    """Class ids of a window, int64; UNCLASSIFIED where there is none."""
    ids = raster.read(window)[0][0].astype(np.int64)
    if ids.min() < 0 or ids.max() >= VALUES:
        wrong = ids.min() if ids.min() < 0 else ids.max()
        raise ImageError(f"{raster.path} holds the value {wrong}, which is no class id", "give a raster of class ids from 0 to 255")
    ids[ids == ALSO_NOTHING] = UNCLASSIFIED
    return ids


def _blocks(grid: Grid) -> Iterator[PixelWindow]:
    for row in range(0, grid.height, BLOCK_PX):
        for col in range(0, grid.width, BLOCK_PX):
            yield PixelWindow(row, col, BLOCK_PX, BLOCK_PX).intersection(grid.window)


def _scale(raster: Optional[Raster]) -> float:
    """What a stored value of 1 means."""
    if raster is None:
        return 1.0
    with rasterio.open(raster.path) as source:
        return source.scales[0]


def _check_is_class_raster(raster: Raster) -> None:
    if raster.dtype.kind not in "ui":
        raise ImageError(f"{raster.path} holds {raster.dtype} values", "give a raster of class ids, whole numbers from 0 to 255")


def _check_same_grid(raster: Raster, truth: Raster) -> None:
    """Raises ImageError where the rasters differ in size or the corners of their pixels do not meet."""
    ours, theirs = raster.grid, truth.grid
    corners = shapely.points([(0, 0), (theirs.width, 0), (0, theirs.height)])
    offsets_px = shapely.get_coordinates(theirs.to_pixels(ours.to_map(corners))) - shapely.get_coordinates(corners)
    if (ours.height, ours.width) != (theirs.height, theirs.width) or np.abs(offsets_px).max() > GRID_TOLERANCE_PX:
        raise ImageError(
            f"{raster.path} ({_described(ours)}) is not on the grid of {truth.path} ({_described(theirs)})",
            "resample one of them to the other's grid",
        )


def _described(grid: Grid) -> str:
    return f"{grid.width} x {grid.height} pixels of {grid.pixel_size:g} from {grid.transform.c:.10g}, {grid.transform.f:.10g}"
