"""Scores of a class map against a truth: accuracy, overlap by class, and calibration of its confidence."""
from __future__ import annotations

from typing import Any

import numpy as np
import rasterio
import shapely

from ..data.class_map import UNCLASSIFIED, VALUES, check_is_class_raster, read_class_ids
from ..data.label_raster import LabelRaster
from ..data.labels import read_labels
from ..data.raster import GDAL_CACHE_BYTES, Grid, Raster
from ..schema.config import EvaluateConfig
from ..schema.errors import ImageError
from ..schema.reporter import Reporter
from .bootstrap import ClusterShares
from .calibration import ReliabilityBins
from .truth import open_truth

BLOCK_PX = 1024
GRID_TOLERANCE_PX = 0.01


def evaluate(config: EvaluateConfig, reporter: Reporter) -> dict[str, Any]:
    """Score a map, block by block.

    Pixels where the truth is 0 or 255 do not count; where the map has these values and the truth a class, the map is
    wrong. Pixels that belong to the labels in `exclude` do not count either, since the map was trained on them.

    Args:
        config: the map, the truth, and labels to exclude.
        reporter: gets progress by block.

    Returns:
        pixels: number of scored pixels.
        overall_accuracy: share of them where map and truth agree.
        clusters, cluster_kind: how many features of the truth, or blocks of a truth raster, have scored pixels.
        accuracy_interval: 95 % interval of overall_accuracy by bootstrap over them; empty for one.
        unclassified: share of the scored pixels where the map has no class.
        iou, precision, recall: by class id, for the classes in the truth; precision is None for a class that is not in
            the map.
        mean_iou: over the classes in the truth.
        confusion: {"class_ids": [...], "matrix": [[...]]}; rows are the truth, columns the map, 0 is unclassified.
        ece, brier, mean_confidence, overconfidence, reliability: only with a confidence raster, of the scored pixels
            that have a confidence; see ReliabilityBins.

    Raises:
        ImageError: a raster is missing, does not have class ids, lies on another grid than the truth, or nothing can be
            scored.
        LabelError: the labels to exclude cannot be read.
        Cancelled: the reporter was told to stop.
    """
    classes, confidence = Raster(config.classes, (1,)), Raster(config.confidence, (1,)) if config.confidence else None
    truth = open_truth(config.truth, classes.grid)
    check_is_class_raster(classes)
    for raster in filter(None, (classes, confidence)):
        check_same_grid(raster, truth.path, truth.grid)
    excluded = LabelRaster(read_labels(config.exclude, truth.grid), truth.grid) if config.exclude else None
    confusion, reliability = np.zeros((VALUES, VALUES), np.int64), ReliabilityBins()
    clusters = ClusterShares(truth.clusters)
    with rasterio.Env(GDAL_CACHEMAX=GDAL_CACHE_BYTES):
        scale = confidence.scale if confidence is not None else 1.0
        blocks = list(truth.grid.window.blocks(BLOCK_PX))
        for done, block in enumerate(blocks):
            reporter.raise_if_stopped()
            reporter.progress(done, len(blocks))
            true, shown = truth.class_ids(block), read_class_ids(classes, block)
            scored = true != UNCLASSIFIED
            if excluded is not None:
                scored &= ~excluded.covers(block)
            confusion += np.bincount(VALUES * true[scored] + shown[scored], minlength=VALUES**2).reshape(VALUES, VALUES)
            clusters.add(truth.cluster_ids(block)[scored], (true == shown)[scored])
            if confidence is not None:
                shares, is_given = confidence.read(block)
                scored &= is_given
                reliability.add(shares[0][scored].astype(np.float64) * scale, (true == shown)[scored])
    if not confusion.any():
        raise ImageError(
            f"{config.truth} has no pixel to score {config.classes} on", "give a truth with class ids from 1 to 254"
        )
    scores = _scores(confusion)
    scores |= {"clusters": clusters.count, "cluster_kind": truth.cluster_kind, "accuracy_interval": clusters.interval()}
    return scores | (reliability.scores() if confidence is not None else {})


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


def check_same_grid(raster: Raster, truth: str, theirs: Grid) -> None:
    """Raises ImageError where a raster and a truth or map differ in size or in the position of their corners."""
    ours = raster.grid
    corners = shapely.points([(0, 0), (theirs.width, 0), (0, theirs.height)])
    offsets_px = shapely.get_coordinates(theirs.to_pixels(ours.to_map(corners))) - shapely.get_coordinates(corners)
    if (ours.height, ours.width) != (theirs.height, theirs.width) or np.abs(offsets_px).max() > GRID_TOLERANCE_PX:
        raise ImageError(
            f"{raster.path} ({_described(ours)}) is not on the grid of {truth} ({_described(theirs)})",
            "resample one of them to the other's grid",
        )


def _described(grid: Grid) -> str:
    left, top = grid.transform.c, grid.transform.f
    return f"{grid.width} x {grid.height} pixels of {grid.pixel_size:g} from {left:.10g}, {top:.10g}"
