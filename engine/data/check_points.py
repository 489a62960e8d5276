"""The points file: places on a map whose true class a person names, in a GeoPackage that QGIS edits.

Tables: `check_points` with a row for each place, `classes` with names, colours and the pixels of each class on the map
that was sampled, `sampling` with one row about the draw. So estimates need nothing but this file.
"""
from __future__ import annotations

import os
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from ..schema.check_points import CLASSES, OPEN, POINTS, POINTS_FORMAT, SAMPLING, UNKNOWN
from ..schema.errors import LabelError, OutputError
from ..schema.land_cover import MAX_CLASS_ID, MIN_CLASS_ID, LandCoverClass
from .raster import Grid

Columns = dict[str, np.ndarray]
GPKG = {"dataset_options": {"VERSION": "1.2"}}  # which every GDAL that QGIS has reads without a warning
NO_SRS = -1  # GeoPackage 1.3: a plane that is nowhere on Earth; without it OGR would call a missing CRS geographic
REMEDY = "name a file that check-points wrote"


@dataclass(frozen=True)
class CheckPoints:
    """The points of a file.

    Attributes:
        path: of the file.
        places: float64 (n, 2), x and y in the CRS of the map.
        stratum: int64 (n,), the class on the map that was sampled.
        reference: int64 (n,), the true class; 0 where nobody has named it.
        is_unknown: bool (n,), where a person has looked and could not tell.
        confidence: float64 (n,) in [0, 1], before any correction; NaN where it is not known.
        classes: those of the map and further ones that were named as true.
        sizes: pixels of each stratum by class id.
        pixel_area: of a pixel of the map, in square units of its CRS.
        pixel_hectares: the same in hectares; None where the CRS is not metric.
    """

    path: str
    places: np.ndarray
    stratum: np.ndarray
    reference: np.ndarray
    is_unknown: np.ndarray
    confidence: np.ndarray
    classes: tuple[LandCoverClass, ...]
    sizes: dict[int, int]
    pixel_area: float
    pixel_hectares: Optional[float]

    @property
    def is_answered(self) -> np.ndarray:
        """Bool (n,), where the true class is named."""
        return np.asarray(self.reference > 0)


def write_check_points(points: CheckPoints, grid: Grid, drawn: dict[str, Any]) -> None:
    """Write a points file without answers.

    Args:
        points: what to write; its answers are not.
        grid: of the map.
        drawn: how the points were drawn, for the table `sampling`.

    Raises:
        OutputError: the file exists already, does not end in .gpkg, or cannot be written.
    """
    path = Path(points.path)
    if path.suffix.lower() != ".gpkg":
        raise OutputError(f"The points file {path} does not end in .gpkg", "rename it")
    if path.exists():
        raise OutputError(f"{path} exists already", "name another file: it may hold answers")
    partial = path.with_name(f"{path.stem}.partial.gpkg")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        _write_points(str(partial), points, grid)
        _write_classes(str(partial), points)
        _write_sampling(str(partial), points, drawn)
        os.replace(partial, path)
    except (OSError, DataSourceError, DataLayerError) as error:
        raise OutputError(f"{path} cannot be written ({error})", "choose a folder that exists and is yours") from error


def read_check_points(path: str) -> CheckPoints:
    """Read a points file; raises LabelError where it is missing, damaged, of a newer version or not a points file."""
    if not Path(path).is_file():
        raise LabelError(f"There is no points file {path!r}", REMEDY)
    try:
        tables = set(pyogrio.list_layers(path)[:, 0].tolist())
        if not {POINTS, CLASSES, SAMPLING} <= tables:
            raise LabelError(f"{path} is not a points file (it has {', '.join(sorted(tables)) or 'no table'})", REMEDY)
        about = _read(path, SAMPLING)[0]
        _check_format(path, about)
        return _decoded(path, about, *_read(path, POINTS), _read(path, CLASSES)[0])
    except (DataSourceError, DataLayerError, KeyError, IndexError) as error:
        raise LabelError(f"{path} cannot be read as a points file", f"{REMEDY} ({error})") from error


def _check_format(path: str, about: Columns) -> None:
    found = int(about["points_format"][0])
    if found > POINTS_FORMAT:
        raise LabelError(
            f"{path} was written by a newer Berunda (points format {found}, this one reads up to {POINTS_FORMAT})",
            "update Berunda",
        )


def _decoded(path: str, about: Columns, rows: Columns, wkb: np.ndarray, kinds: Columns) -> CheckPoints:
    hectares = float(about["pixel_hectares"][0])
    ids = [_checked_id(value, path) for value in kinds["class_id"].tolist()]
    scheme = (LandCoverClass(*entry) for entry in zip(ids, kinds["name"].tolist(), kinds["color"].tolist()))
    pixels = np.nan_to_num(kinds["pixels"].astype(np.float64)).astype(np.int64)  # a class added by hand has none
    named = np.nan_to_num(rows["reference_class"].astype(np.float64))
    reference = np.array([_checked_id(value, path) if value else 0 for value in named.tolist()], np.int64)
    return CheckPoints(
        path,
        shapely.get_coordinates(shapely.from_wkb(wkb)),
        rows["mapped_class"].astype(np.int64),
        reference,
        np.asarray((rows["status"] == UNKNOWN) & (reference == 0)),
        rows["confidence"].astype(np.float64),
        tuple(scheme),
        {class_id: count for class_id, count in zip(ids, pixels.tolist()) if count},
        float(about["pixel_area"][0]),
        None if np.isnan(hectares) else hectares,
    )


def _checked_id(value: float, path: str) -> int:
    if value not in range(MIN_CLASS_ID, MAX_CLASS_ID + 1):
        raise LabelError(f"{path} has the class id {value:g}", "correct it in QGIS: class ids go from 1 to 254")
    return int(value)


def _read(path: str, table: str) -> tuple[Columns, np.ndarray]:
    """Columns by name, and geometries, of a table."""
    meta, _, wkb, columns = pyogrio.raw.read(path, layer=table)
    return dict(zip(meta["fields"], columns)), wkb


def _write_points(path: str, points: CheckPoints, grid: Grid) -> None:
    count = len(points.places)
    columns = {
        "id": np.arange(1, count + 1, dtype=np.int32),
        "mapped_class": points.stratum.astype(np.int32),
        "confidence": points.confidence,
        "reference_class": np.zeros(count, np.int32),
        "status": np.full(count, OPEN, object),
    }
    empty = {"confidence": np.isnan(points.confidence), "reference_class": np.ones(count, bool)}
    place = {"geometry_type": "Point", "crs": grid.crs or None}
    options = {} if grid.crs else {"layer_options": {"SRID": NO_SRS}}
    _write(path, POINTS, columns, shapely.to_wkb(shapely.points(points.places)), empty, **place, **options)


def _write_classes(path: str, points: CheckPoints) -> None:
    columns = {
        "class_id": np.array([entry.class_id for entry in points.classes], np.int32),
        "name": np.array([entry.name for entry in points.classes], object),
        "color": np.array([entry.color for entry in points.classes], object),
        "pixels": np.array([points.sizes.get(entry.class_id, 0) for entry in points.classes], np.int64),
    }
    _write(path, CLASSES, columns)


def _write_sampling(path: str, points: CheckPoints, drawn: dict[str, Any]) -> None:
    hectares = np.nan if points.pixel_hectares is None else points.pixel_hectares
    row = {"points_format": POINTS_FORMAT, "pixel_area": points.pixel_area, "pixel_hectares": hectares, **drawn}
    columns = {name: np.array([value], object if isinstance(value, str) else None) for name, value in row.items()}
    _write(path, SAMPLING, columns, empty={"pixel_hectares": np.isnan(columns["pixel_hectares"])})


def _write(
    path: str,
    table: str,
    columns: Columns,
    wkb: Optional[np.ndarray] = None,
    empty: Optional[Columns] = None,
    **options: Any,
) -> None:
    """Add a table; `empty` has masks, by column, of the rows without a value."""
    masks = [(empty or {}).get(name) for name in columns]
    options = {"geometry_type": None, "crs": None, **options}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="'crs' was not provided")  # not every map has one
        pyogrio.raw.write(
            path, wkb, list(columns.values()), list(columns), masks, layer=table, driver="GPKG", **GPKG, **options
        )
