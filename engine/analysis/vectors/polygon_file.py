"""The polygons of a class map as a GeoPackage, written while they are made."""
from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataSourceError

from ...data.class_map import ClassMap
from ...data.units import metres_per_unit
from ...schema.errors import OutputError
from ...schema.polygon_style import store_polygon_style
from .region_merger import Region

TABLE, GEOMETRY_COLUMN = "classes", "geom"
BATCH = 2000  # polygons that are written together


class PolygonFile:
    """A context manager; an earlier file at path is replaced by `finish` alone.

    Args:
        path: of the GeoPackage; its folder is created.
        classes: the map, for names, colours and grid.

    Attributes:
        polygons: written so far, or waiting to be.

    Raises:
        OutputError: on entering, the folder is not writable.
    """

    def __init__(self, path: str, classes: ClassMap) -> None:
        self._path, self._classes, self._grid = path, classes, classes.raster.grid
        self._partial = str(Path(path).with_suffix(".partial.gpkg"))
        self._metres = metres_per_unit(self._grid.crs) if self._grid.is_georeferenced else None
        self._waiting: list[tuple[int, shapely.Polygon]] = []
        self._found: set[int] = set()
        self._is_begun = False
        self.polygons = 0

    def __enter__(self) -> PolygonFile:
        try:
            Path(self._path).parent.mkdir(parents=True, exist_ok=True)
            Path(self._partial).unlink(missing_ok=True)
            Path(self._partial).touch()
            Path(self._partial).unlink()
        except OSError as error:
            raise self._refusal(error) from error
        return self

    def __exit__(self, *exception: object) -> None:
        with contextlib.suppress(OSError):
            os.remove(self._partial)

    def add(self, region: Region) -> None:
        """Add the polygons of a region; raises OutputError where the disk is full or fails."""
        polygons = region.polygons()
        self._waiting += [(region.class_id, polygon) for polygon in polygons]
        self.polygons += len(polygons)
        if len(self._waiting) >= BATCH:
            self._write()

    def finish(self) -> None:
        """Write what is waiting and the style, and move the file into place; raises OutputError."""
        self._write()
        named = {entry.class_id: entry for entry in self._classes.classes}
        shown = {class_id: self._classes.class_of(class_id) for class_id in sorted(self._found)}
        try:
            store_polygon_style(self._partial, TABLE, GEOMETRY_COLUMN, list({**named, **shown}.values()))
            os.replace(self._partial, self._path)
        except (OSError, sqlite3.Error) as error:
            raise self._refusal(error) from error

    def _write(self) -> None:
        if not self._waiting:
            return
        class_ids = [class_id for class_id, _ in self._waiting]
        polygons = self._grid.to_map(np.array([polygon for _, polygon in self._waiting], object))
        self._waiting = []
        self._found.update(class_ids)
        entries = [self._classes.class_of(class_id) for class_id in class_ids]
        areas = shapely.area(polygons) * (self._metres or 1.0) ** 2
        columns = {
            "class_id": np.array(class_ids, np.int32),
            "name": np.array([entry.name for entry in entries], object),
            "color": np.array([entry.color for entry in entries], object),
            "area_m2": areas,
        }
        is_unknown = np.full(len(areas), self._metres is None)
        try:
            pyogrio.raw.write(
                self._partial, shapely.to_wkb(polygons), list(columns.values()), list(columns),
                field_mask=[None, None, None, is_unknown], layer=TABLE, driver="GPKG", geometry_type="Polygon",
                crs=self._grid.crs or None, append=self._is_begun, GEOMETRY_NAME=GEOMETRY_COLUMN,
            )  # fmt: skip
        except (OSError, DataSourceError) as error:
            raise self._refusal(error) from error
        self._is_begun = True

    def _refusal(self, error: Exception) -> OutputError:
        return OutputError(f"{self._path} cannot be written ({error})", "choose a writable folder with free space")
