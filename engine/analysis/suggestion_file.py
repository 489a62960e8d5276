"""Suggested places as a GeoPackage of points."""
from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataSourceError

from ..data.raster import Grid
from ..schema.errors import OutputError
from ..schema.land_cover import LandCoverClass
from .suggestions import NOVEL, UNSURE, Suggestion

TABLE = "suggestions"


def write_suggestions(
    path: str, suggestions: Sequence[Suggestion], classes: Sequence[LandCoverClass], grid: Grid
) -> None:
    """Write the layer `suggestions`; an earlier file at path is replaced once the new one is complete.

    Its columns are rank (from 1), reason (a sentence), class_id and class_name (the most probable class there),
    confidence (its probability) and answered (0: the plugin sets 1 where a stroke was drawn).

    Args:
        path: of the GeoPackage; its folder is created.
        suggestions: the most useful first.
        classes: in the order of the class indices.
        grid: of the image.

    Raises:
        OutputError: the file cannot be written.
    """
    pixels = np.array([(suggestion.col + 0.5, suggestion.row + 0.5) for suggestion in suggestions])
    shown = [classes[suggestion.class_index] for suggestion in suggestions]
    columns = {
        "rank": np.arange(1, len(suggestions) + 1, dtype=np.int32),
        "reason": np.array([reason_sentence(suggestion, classes) for suggestion in suggestions], object),
        "class_id": np.array([entry.class_id for entry in shown], np.int32),
        "class_name": np.array([entry.name for entry in shown], object),
        "confidence": np.array([round(suggestion.confidence, 3) for suggestion in suggestions]),
        "answered": np.zeros(len(suggestions), np.int32),
    }
    partial = str(Path(path).with_suffix(".partial.gpkg"))
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(partial).unlink(missing_ok=True)
        pyogrio.raw.write(
            partial, shapely.to_wkb(grid.to_map(shapely.points(pixels))), list(columns.values()), list(columns),
            layer=TABLE, driver="GPKG", geometry_type="Point", crs=grid.crs or None,
        )  # fmt: skip
        os.replace(partial, path)
    except (OSError, DataSourceError) as error:
        with contextlib.suppress(OSError):
            os.remove(partial)
        raise OutputError(f"{path} cannot be written ({error})", "choose a writable folder with free space") from error


def reason_sentence(suggestion: Suggestion, classes: Sequence[LandCoverClass]) -> str:
    """Why a place was chosen, and what the map says there."""
    name, other = classes[suggestion.class_index].name, classes[suggestion.runner_up].name
    if suggestion.reason == UNSURE:
        return f"The map is unsure between {name} and {other}."
    why = "Unlike anything labelled" if suggestion.reason == NOVEL else "Little like it is labelled"
    return f"{why}; the map says {name} ({suggestion.confidence:.0%})."
