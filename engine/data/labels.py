"""The analyst's labels: strokes with a class each, read from a file and reprojected to the image's CRS."""
from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyogrio
import rasterio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FieldError
from rasterio._err import CPLE_BaseError
from rasterio.crs import CRS
from rasterio.errors import RasterioIOError
from rasterio.features import shapes
from rasterio.warp import transform_geom

from ..schema import land_cover
from ..schema.errors import LabelError
from ..schema.land_cover import FORMAT_TABLE, LABEL_FORMAT, LandCoverClass, is_color
from .raster import Grid

LABEL_TABLE, CLASS_TABLE = "labels", "classes"
VERSION_COLUMN = "label_format"
TRAIN, VALIDATION = "train", "validation"


@dataclass(frozen=True)
class Stroke:
    """One label feature in the image's CRS; split is "train", "validation" or "" where the engine may choose."""

    geometry: shapely.Geometry
    class_id: int
    split: str = ""


@dataclass(frozen=True)
class Labels:
    """All strokes of a file and the classes they use.

    Attributes:
        path: the label file.
        strokes: in the order of the file.
        classes: in the order of their ids.
        digest: SHA-256 of geometries and class ids; a model stores that of the labels it was trained on.
    """

    path: str
    strokes: tuple[Stroke, ...]
    classes: tuple[LandCoverClass, ...]
    digest: str

    @property
    def class_ids(self) -> tuple[int, ...]:
        """Class ids in the order of the network's outputs."""
        return tuple(c.class_id for c in self.classes)

    def only(self, class_ids: Collection[int]) -> Labels:
        """The strokes of some classes, and these classes; the digest stays that of the file."""
        strokes = tuple(stroke for stroke in self.strokes if stroke.class_id in class_ids)
        return replace(self, strokes=strokes, classes=tuple(c for c in self.classes if c.class_id in class_ids))


def read_labels(path: str, grid: Grid, least_classes: int = 2) -> Labels:
    """Read a label file and reproject its geometries to the image's CRS.

    Args:
        path: a label file of Berunda, another vector file with a column class_id, or a label raster.
        grid: the image's grid.
        least_classes: that there must be; 0 allows a file without labels.

    Raises:
        LabelError: missing or unreadable file, a newer format, no features, a class id out of 1..254, or too few
            classes.
    """
    if not Path(path).is_file():
        raise LabelError(f"There is no label file {path!r}", "draw some strokes, or name an existing file")
    strokes, crs, scheme = _read_vector(path) if is_vector(path) else _read_raster(path)
    if not strokes and least_classes:
        raise LabelError(f"{path} holds no labels", "draw a few strokes for at least two classes")
    strokes = _reprojected(strokes, crs, grid)
    used = sorted({stroke.class_id for stroke in strokes})
    if len(used) < least_classes:
        raise LabelError(f"All strokes in {path} are of one class ({used[0]})", "draw strokes for at least two classes")
    classes = tuple(scheme.get(i) or default_class(i) for i in used)
    digest = hashlib.sha256(b"".join(bytes([s.class_id]) + shapely.to_wkb(s.geometry) for s in strokes)).hexdigest()
    return Labels(path, tuple(strokes), classes, digest)


def is_vector(path: str) -> bool:
    """Whether a file holds vector tables; False also where there is no file."""
    try:
        return len(pyogrio.list_layers(path)) > 0
    except DataSourceError:
        return False


def _read_vector(path: str) -> tuple[list[Stroke], str, dict[int, LandCoverClass]]:
    tables = list(pyogrio.list_layers(path)[:, 0])
    table = LABEL_TABLE if LABEL_TABLE in tables else tables[0]
    try:
        if FORMAT_TABLE in tables:
            _check_format(path)
        meta, _, wkb, columns = pyogrio.raw.read(path, layer=table, columns=["class_id", "split"])
    except (DataSourceError, DataLayerError, FieldError) as error:
        raise LabelError(
            f"Table {table!r} of {path} cannot be read", f"restore the file or start a new one ({error})"
        ) from error
    values = dict(zip(meta["fields"], columns))
    if "class_id" not in values:
        raise LabelError(
            f"Table {table!r} of {path} has no column class_id",
            "add an integer column class_id with values from 1 to 254",
        )
    if wkb is None:
        return [], "", {}
    splits = values.get("split", np.full(len(wkb), None))
    ids = [_checked_class_id(value, path) for value in values["class_id"].tolist()]
    geometries = shapely.from_wkb(wkb, on_invalid="fix")
    invalid = ~shapely.is_valid(geometries)  # QGIS can leave self-crossing polygons, which would burn with holes
    geometries[invalid] = shapely.make_valid(geometries[invalid])
    strokes = [
        Stroke(geometry, class_id, split if split in (TRAIN, VALIDATION) else "")
        for geometry, class_id, split in zip(geometries, ids, splits)
        if geometry is not None and not geometry.is_empty
    ]
    return strokes, meta["crs"] or "", _read_scheme(path) if CLASS_TABLE in tables else {}


def _check_format(path: str) -> None:
    """Raises LabelError where the file's format is newer than this engine's."""
    columns = pyogrio.raw.read(path, layer=FORMAT_TABLE, columns=[VERSION_COLUMN], read_geometry=False)[3]
    version = next((value for column in columns for value in column.tolist()), LABEL_FORMAT)
    if not isinstance(version, (int, float)):
        raise LabelError(f"{path} has the label format {version!r}", "restore the file or start a new one")
    if version > LABEL_FORMAT:
        raise LabelError(
            f"{path} was written by a newer Berunda (label format {version}, this one reads up to {LABEL_FORMAT})",
            "update Berunda",
        )


def _checked_class_id(value: object, path: str) -> int:
    if not isinstance(value, (int, float)) or value not in range(land_cover.MIN_CLASS_ID, land_cover.MAX_CLASS_ID + 1):
        raise LabelError(f"{path} has the class id {value}", "give every stroke and class a whole number from 1 to 254")
    return int(value)


def _read_scheme(path: str) -> dict[int, LandCoverClass]:
    meta, _, _, columns = pyogrio.raw.read(path, layer=CLASS_TABLE, read_geometry=False)
    values = dict(zip(meta["fields"], columns))
    if not {"class_id", "name", "color"} <= set(values):
        raise LabelError(f"Table 'classes' of {path} lacks class_id, name or color", "restore the table or delete it")
    scheme = {}
    for value, name, color in zip(values["class_id"].tolist(), values["name"], values["color"]):
        if value is None or value != value:  # an empty row, as QGIS's attribute table leaves it
            continue
        usual = default_class(_checked_class_id(value, path))
        scheme[usual.class_id] = LandCoverClass(
            usual.class_id, name or usual.name, color.lower() if is_color(color) else usual.color
        )
    return scheme


def default_class(class_id: int) -> LandCoverClass:
    """A class that has an id only, with the usual name and colour."""
    return LandCoverClass(class_id, f"class {class_id}", land_cover.PALETTE[(class_id - 1) % len(land_cover.PALETTE)])


def _read_raster(path: str) -> tuple[list[Stroke], str, dict[int, LandCoverClass]]:
    """Connected regions of equal value as strokes; 0 is unlabelled."""
    try:
        with rasterio.open(path) as source:
            values, crs, transform = source.read(1), source.crs, source.transform
    except RasterioIOError as error:
        raise LabelError(
            f"{path} is neither a vector file nor a raster of labels", f"restore it or start a new one ({error})"
        ) from error
    if values.dtype.kind not in "ui":
        raise LabelError(
            f"The label raster {path} holds {values.dtype} values", "store class ids from 1 to 254 as whole numbers"
        )
    regions = shapes(values.astype(np.int32), mask=values != 0, transform=transform)
    strokes = [Stroke(shapely.geometry.shape(geometry), _checked_class_id(value, path)) for geometry, value in regions]
    return strokes, crs.to_wkt() if crs else "", {}


def _reprojected(strokes: list[Stroke], crs: str, grid: Grid) -> list[Stroke]:
    """Strokes in the image's CRS; where labels or image have none, both are taken to have the same."""
    if not crs or not grid.crs:
        return strokes
    source, target = CRS.from_user_input(crs), CRS.from_wkt(grid.crs)
    if source == target:
        return strokes
    try:
        moved = transform_geom(source, target, [shapely.geometry.mapping(stroke.geometry) for stroke in strokes])
    except CPLE_BaseError as error:
        raise LabelError(
            f"The labels cannot be brought to the image's CRS ({error})", "check the CRS that the label file names"
        ) from error
    return [Stroke(shapely.geometry.shape(geometry), s.class_id, s.split) for geometry, s in zip(moved, strokes)]
