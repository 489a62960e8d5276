"""The job `check-accuracy`: what answered points say of a map."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ..analysis.accuracy_files import write_accuracy
from ..analysis.map_accuracy import map_accuracy
from ..data.check_points import CheckPoints, read_check_points
from ..data.class_map import UNCLASSIFIED, ClassMap
from ..schema.check_config import CheckAccuracyConfig
from ..schema.errors import ImageError
from ..schema.reporter import Reporter


def run(config: CheckAccuracyConfig, reporter: Reporter) -> dict[str, Any]:
    """Estimate the accuracy of a map.

    Returns:
        What map_accuracy returns; with an output folder also the paths "csv" and "html".

    Raises:
        LabelError: the points cannot be read, or none is answered.
        ImageError: the class map cannot be read, or has no class at a point.
        OutputError: the folder cannot be written to.
    """
    reporter.state("reading")
    points = read_check_points(config.points)
    found = map_accuracy(points, mapped_classes(points, config.classes))
    if config.output:
        judged = Path(config.classes or config.points).resolve()
        found |= write_accuracy(config.output, found, f"{judged.parent.name}/{judged.name}")
    return found


def mapped_classes(points: CheckPoints, classes: str) -> np.ndarray:
    """What a map says at the points, int64 (n,): a class map, or without one the map that was sampled."""
    if not classes:
        return points.stratum
    mapped = ClassMap(classes).at(points.places)
    missing = int((mapped == UNCLASSIFIED).sum())
    if missing:
        raise ImageError(
            f"{classes} has no class at {missing} of the {len(mapped)} points in {points.path}",
            "check a map of the same area with them, or draw new points on this one",
        )
    return mapped
