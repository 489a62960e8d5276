"""Maps and points files for the tests of checking a map."""
from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyogrio
import rasterio
from scenes import write_raster

CLASSES = (
    {"class_id": 1, "name": "Grass & moss", "color": "#3f9b46"},
    {"class_id": 2, "name": "Straße", "color": "#808080"},
)
TAGS = {"BERUNDA_CLASSES": json.dumps(CLASSES)}


def write_map(path: Path, ids: np.ndarray, **profile: object) -> str:
    """A class map as prediction writes it."""
    write_raster(path, ids.astype(np.uint8)[None], nodata=0, **profile)
    with rasterio.open(path, "r+") as target:
        target.update_tags(**TAGS)
    return str(path)


def write_shares(path: Path, percent: np.ndarray, **tags: str) -> str:
    """A confidence layer as prediction writes it, from whole percent."""
    write_raster(path, percent.astype(np.uint8)[None], nodata=255)
    with rasterio.open(path, "r+") as target:
        target.scales = (0.01,)
        target.update_tags(**tags)
    return str(path)


def answer(path: str, classes: Sequence[int | None]) -> None:
    """Answers in the order of the points: a class, 0 for not to be told, None leaves a point open."""
    meta, _, wkb, columns = pyogrio.raw.read(path, layer="check_points")
    values = dict(zip(meta["fields"], columns))
    count = len(wkb)
    given = [*classes, *[None] * (count - len(classes))]
    values["reference_class"] = np.array([c or 0 for c in given], np.int32)
    values["status"] = np.array(["open" if c is None else "answered" if c else "unknown" for c in given], object)
    masks = [np.array([not c for c in given]) if name == "reference_class" else None for name in values]
    others = {table: pyogrio.raw.read(path, layer=table) for table in ("classes", "sampling")}
    Path(path).unlink()
    write = {"driver": "GPKG", "crs": meta["crs"]}
    pyogrio.raw.write(
        path, wkb, list(values.values()), list(values), masks, layer="check_points", geometry_type="Point", **write
    )
    for table, (about, _, _, rows) in others.items():
        pyogrio.raw.write(path, None, rows, about["fields"], layer=table, geometry_type=None, **write)

