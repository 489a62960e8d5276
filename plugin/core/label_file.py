"""The label GeoPackage on disk: made with both tables of the contract, or examined before QGIS opens it.

`labels` is a MultiPolygon table, because a stroke that a later one cuts in two is still one stroke and one feature.
Files of other tools with a Polygon column are taken as they are.
"""
from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFields,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)

from .class_scheme import MAX_CLASS_ID, MIN_CLASS_ID, LabelStoreError
from .translation import tr

LABELS, CLASSES = "labels", "classes"
# Schemas in the memory provider's notation: the same text under Qt 5 and Qt 6, unlike the types of QgsField.
_LABEL_FIELDS = "MultiPolygon?field=class_id:integer&field=split:string(16)&field=created:datetime"
_CLASS_FIELDS = "None?field=class_id:integer&field=name:string&field=color:string(7)"
_POLYGONS = ("POLYGON", "MULTIPOLYGON", "GEOMETRY", "SURFACE", "MULTISURFACE", "CURVEPOLYGON")
_SQLITE_MAGIC = b"SQLite format 3\0"
_UNDEFINED_CARTESIAN = -1  # GeoPackage 1.3, table gpkg_spatial_ref_sys: a plane that is nowhere on Earth


@dataclass(frozen=True)
class Findings:
    """What an existing label file holds: the ids in use, whether it has the classes table, whether it is on Earth."""

    used_ids: tuple[int, ...]
    has_classes: bool
    has_crs: bool


def create_label_file(path: str, crs: QgsCoordinateReferenceSystem) -> None:
    """Write a label file without strokes and classes.

    Raises:
        LabelStoreError: the name does not end in .gpkg, the file exists already, or it cannot be written.
    """
    if Path(path).suffix.lower() != ".gpkg":
        raise LabelStoreError(tr("The label file {} does not end in .gpkg: give it that ending.").format(path))
    if Path(path).exists():
        raise LabelStoreError(tr("The label file {} exists already: open it, or choose another name.").format(path))
    _add_table(path, LABELS, _LABEL_FIELDS, QgsWkbTypes.MultiPolygon, crs)
    create_classes_table(path)
    if not crs.isValid():
        _declare_plane(path)


def create_classes_table(path: str) -> None:
    """Add the empty table `classes` to a label file."""
    _add_table(path, CLASSES, _CLASS_FIELDS, QgsWkbTypes.NoGeometry, QgsCoordinateReferenceSystem())


def examine_label_file(path: str) -> Findings:
    """Check that a file is a sound label file of the contract, by SQLite alone and without changing it.

    Raises:
        LabelStoreError: it is missing, empty, no GeoPackage, damaged, or without the table, column or ids of the contract.
    """
    _check_is_sqlite(path)
    try:
        with closing(sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)) as database:
            return _examine(path, database)
    except sqlite3.OperationalError as error:
        raise LabelStoreError(
            tr("The label file {} cannot be read now ({}): close the program that locks it, or choose another one.").format(path, error)
        ) from error
    except sqlite3.DatabaseError as error:
        raise LabelStoreError(
            tr("The label file {} is damaged ({}): restore a copy of it, or start a new one.").format(path, error)
        ) from error


def _examine(path: str, database: sqlite3.Connection) -> Findings:
    (verdict,) = database.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict)
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    if "gpkg_contents" not in tables:
        raise LabelStoreError(
            tr("{} is an SQLite file but no GeoPackage: choose a label file, or start a new one.").format(path)
        )
    kinds = {name: (kind, srs) for name, kind, srs in database.execute(
        "SELECT table_name, geometry_type_name, srs_id FROM gpkg_geometry_columns")}
    if LABELS not in kinds:
        raise LabelStoreError(_without_labels(path, database))
    kind, srs = kinds[LABELS]
    if kind not in _POLYGONS:
        raise LabelStoreError(
            tr("The labels in {} are of type {}, and only polygons can be painted: training takes them as they are, "
                "or start a new label file.").format(path, kind)
        )
    _check_columns(path, LABELS, ("class_id",), database)
    if CLASSES in tables:
        _check_columns(path, CLASSES, ("class_id", "name", "color"), database)
    return Findings(_used_ids(path, database), CLASSES in tables, srs > 0)


def _without_labels(path: str, database: sqlite3.Connection) -> str:
    layers = [name for (name,) in database.execute("SELECT table_name FROM gpkg_contents ORDER BY table_name")]
    found = ", ".join(layers) or tr("no layer at all")
    return tr("The GeoPackage {} has no layer 'labels' (it has {}): choose a label file, or start a new one.").format(path, found)


def _check_columns(path: str, table: str, wanted: Collection[str], database: sqlite3.Connection) -> None:
    columns = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
    missing = [name for name in wanted if name not in columns]
    if missing:
        raise LabelStoreError(
            tr("The layer '{}' in {} has no column '{}': add it, or start a new label file.").format(table, path, missing[0])
        )


def _used_ids(path: str, database: sqlite3.Connection) -> tuple[int, ...]:
    counts = dict(database.execute(f"SELECT class_id, COUNT(*) FROM {LABELS} GROUP BY class_id"))
    for value, strokes in counts.items():
        if not isinstance(value, int) or not MIN_CLASS_ID <= value <= MAX_CLASS_ID:
            shown = "NULL" if value is None else repr(value)
            raise LabelStoreError(
                tr("The label file {} has {} stroke(s) with class_id {}: ids go from 1 to 254, correct them in the layer's "
                    "attribute table.").format(path, strokes, shown)
            )
    return tuple(sorted(counts))


def _check_is_sqlite(path: str) -> None:
    file = Path(path)
    try:
        with file.open("rb") as stream:
            head = stream.read(len(_SQLITE_MAGIC))
    except FileNotFoundError as error:
        raise LabelStoreError(tr("There is no label file {}: choose another one, or start a new one.").format(path)) from error
    except OSError as error:
        raise LabelStoreError(tr("The label file {} cannot be read ({}): choose another one.").format(path, error.strerror)) from error
    if not head:
        raise LabelStoreError(tr("The label file {} is empty (0 bytes): delete it, or choose another one.").format(path))
    if head != _SQLITE_MAGIC:
        raise LabelStoreError(tr("{} is no GeoPackage: choose a label file that ends in .gpkg, or start a new one.").format(path))


def _add_table(path: str, name: str, schema: str, kind: QgsWkbTypes.Type, crs: QgsCoordinateReferenceSystem) -> None:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = name
    if Path(path).exists():
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    fields: QgsFields = QgsVectorLayer(schema, name, "memory").fields()
    writer: Optional[QgsVectorFileWriter] = QgsVectorFileWriter.create(
        path, fields, kind, crs, QgsCoordinateTransformContext(), options
    )
    failure = writer.errorMessage() if writer.hasError() else ""
    del writer  # closes the file
    if failure:
        raise LabelStoreError(
            tr("The label file {} cannot be written ({}): choose a folder that exists and is yours.").format(path, failure)
        )


def _declare_plane(path: str) -> None:
    """Say that coordinates are a bare plane; OGR would call a missing CRS geographic, and strokes would be reprojected."""
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE gpkg_geometry_columns SET srs_id = ? WHERE table_name = ?", (_UNDEFINED_CARTESIAN, LABELS))
        database.execute("UPDATE gpkg_contents SET srs_id = ? WHERE table_name = ?", (_UNDEFINED_CARTESIAN, LABELS))
