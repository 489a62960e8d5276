"""The label GeoPackage on disk: created with the tables of the contract, or examined before QGIS opens it.

`labels` is a MultiPolygon table, because a stroke that a later one cuts in two is still one stroke and one feature.
Files of other tools with a Polygon column are taken as they are.
"""
from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ....engine.schema.land_cover import FORMAT_TABLE, LABEL_FORMAT, MAX_CLASS_ID, MIN_CLASS_ID
from ..translation import tr
from .class_scheme import LabelStoreError

LABELS, CLASSES = "labels", "classes"
_COLUMNS = {LABELS: ("class_id",), CLASSES: ("class_id", "name", "color")}
# Schemas in the memory provider's notation: the same text under Qt 5 and Qt 6, unlike the types of QgsField.
_LABEL_FIELDS = "MultiPolygon?field=class_id:integer&field=split:string(16)&field=created:datetime"
_CLASS_FIELDS = "None?field=class_id:integer&field=name:string&field=color:string(7)"
_FORMAT_FIELDS = "None?field=label_format:integer"
_POLYGONS = ("POLYGON", "MULTIPOLYGON", "GEOMETRY", "SURFACE", "MULTISURFACE", "CURVEPOLYGON")
_SQLITE_MAGIC = b"SQLite format 3\0"
_UNDEFINED_CARTESIAN = -1  # GeoPackage 1.3, table gpkg_spatial_ref_sys: a plane that is nowhere on Earth


@dataclass(frozen=True)
class Findings:
    """What an existing label file holds: the ids in use, whether it has the classes table, whether it has a CRS."""

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
    _add_table(path, LABELS, _LABEL_FIELDS, QgsWkbTypes.Type.MultiPolygon, crs)
    create_classes_table(path)
    _add_table(path, FORMAT_TABLE, _FORMAT_FIELDS)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("INSERT INTO berunda (label_format) VALUES (?)", (LABEL_FORMAT,))
        if not crs.isValid():  # OGR would call a missing CRS geographic, and strokes would be reprojected
            plane = (_UNDEFINED_CARTESIAN, LABELS)
            database.execute("UPDATE gpkg_geometry_columns SET srs_id = ? WHERE table_name = ?", plane)
            database.execute("UPDATE gpkg_contents SET srs_id = ? WHERE table_name = ?", plane)


def create_classes_table(path: str) -> None:
    """Add the empty table `classes` to a label file."""
    _add_table(path, CLASSES, _CLASS_FIELDS)


def examine_label_file(path: str) -> Findings:
    """Check that a file is a sound label file of the contract, by SQLite alone and without changing it.

    Raises:
        LabelStoreError: it is missing, empty, not a GeoPackage, damaged, of a newer format, or without the table,
            column or ids of the contract.
    """
    _check_is_sqlite(path)
    try:
        with closing(sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)) as database:
            return _examine(path, database)
    except sqlite3.OperationalError as error:
        sentence = tr("The label file {} cannot be read now ({}): close the program that locks it, or choose another.")
        raise LabelStoreError(sentence.format(path, error)) from error
    except sqlite3.DatabaseError as error:
        sentence = tr("The label file {} is damaged ({}): restore a copy of it, or start a new one.")
        raise LabelStoreError(sentence.format(path, error)) from error


def _examine(path: str, database: sqlite3.Connection) -> Findings:
    (answer,) = database.execute("PRAGMA quick_check(1)").fetchone()
    if answer != "ok":
        raise sqlite3.DatabaseError(answer)
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    if "gpkg_contents" not in tables:
        sentence = tr("{} is an SQLite file but not a GeoPackage: choose a label file, or start a new one.")
        raise LabelStoreError(sentence.format(path))
    _check_format(path, database)
    geometry = database.execute(
        "SELECT geometry_type_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?", (LABELS,)
    ).fetchone()
    if geometry is None:
        raise LabelStoreError(_without_labels(path, database))
    kind, srs = geometry
    if kind not in _POLYGONS:
        sentence = tr(
            "The labels in {} are of type {}, and only polygons can be painted: training takes them as they are, "
            "or start a new label file."
        )
        raise LabelStoreError(sentence.format(path, kind))
    for table in (LABELS, CLASSES):
        if table in tables:
            _check_columns(path, table, database)
    return Findings(_used_ids(path, database), CLASSES in tables, srs > 0)


def _check_format(path: str, database: sqlite3.Connection) -> None:
    """A file without the table, or with another program's table of that name, counts as one that can be read."""
    if "label_format" not in _columns_of(FORMAT_TABLE, database):
        return
    (found,) = database.execute("SELECT MAX(label_format) FROM berunda").fetchone()
    if isinstance(found, int) and found > LABEL_FORMAT:
        sentence = tr(
            "The label file {} was written by a newer Berunda (label format {}, this one reads up to {}): update "
            "Berunda."
        )
        raise LabelStoreError(sentence.format(path, found, LABEL_FORMAT))


def _without_labels(path: str, database: sqlite3.Connection) -> str:
    layers = [name for (name,) in database.execute("SELECT table_name FROM gpkg_contents ORDER BY table_name")]
    found = ", ".join(layers) or tr("no layer at all")
    return tr("The GeoPackage {} has no layer 'labels' (it has {}): choose a label file, or start a new one.").format(
        path, found
    )


def _columns_of(table: str, database: sqlite3.Connection) -> list[str]:
    return [name for (name,) in database.execute("SELECT name FROM pragma_table_info(?)", (table,))]


def _check_columns(path: str, table: str, database: sqlite3.Connection) -> None:
    columns = _columns_of(table, database)
    missing = [name for name in _COLUMNS[table] if name not in columns]
    if missing:
        sentence = tr("The layer '{}' in {} has no column '{}': add it, or start a new label file.")
        raise LabelStoreError(sentence.format(table, path, missing[0]))


def _used_ids(path: str, database: sqlite3.Connection) -> tuple[int, ...]:
    counts = dict(database.execute("SELECT class_id, COUNT(*) FROM labels GROUP BY class_id"))
    for value, strokes in counts.items():
        if not isinstance(value, int) or not MIN_CLASS_ID <= value <= MAX_CLASS_ID:
            sentence = tr(
                "The label file {} has {} stroke(s) with class_id {}: ids go from 1 to 254, correct them in the "
                "layer's attribute table."
            )
            raise LabelStoreError(sentence.format(path, strokes, "NULL" if value is None else repr(value)))
    return tuple(sorted(counts))


def _check_is_sqlite(path: str) -> None:
    try:
        with Path(path).open("rb") as stream:
            head = stream.read(len(_SQLITE_MAGIC))
    except FileNotFoundError as error:
        sentence = tr("There is no label file {}: choose another one, or start a new one.")
        raise LabelStoreError(sentence.format(path)) from error
    except OSError as error:
        sentence = tr("The label file {} cannot be read ({}): choose another one.")
        raise LabelStoreError(sentence.format(path, error.strerror)) from error
    if not head:
        sentence = tr("The label file {} is empty (0 bytes): delete it, or choose another one.")
        raise LabelStoreError(sentence.format(path))
    if head != _SQLITE_MAGIC:
        sentence = tr("{} is not a GeoPackage: choose a label file that ends in .gpkg, or start a new one.")
        raise LabelStoreError(sentence.format(path))


def _add_table(
    path: str,
    name: str,
    schema: str,
    kind: QgsWkbTypes.Type = QgsWkbTypes.Type.NoGeometry,
    crs: Optional[QgsCoordinateReferenceSystem] = None,
) -> None:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = name
    if Path(path).exists():
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    fields = QgsVectorLayer(schema, name, "memory").fields()
    context = QgsCoordinateTransformContext()
    writer = QgsVectorFileWriter.create(path, fields, kind, crs or QgsCoordinateReferenceSystem(), context, options)
    failure = writer.errorMessage() if writer.hasError() else ""
    del writer  # closes the file
    if failure:
        sentence = tr("The label file {} cannot be written ({}): choose a folder that exists and is yours.")
        raise LabelStoreError(sentence.format(path, failure))
