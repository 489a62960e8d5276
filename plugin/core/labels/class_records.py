"""The table `classes` of a label file: names and colours, read with repairs and written row by row."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Optional

from qgis.core import QgsFeature, QgsFeatureRequest, QgsVectorLayer

from ....engine.schema.land_cover import LandCoverClass, is_color
from ..translation import tr
from .class_scheme import LabelStoreError, make_class
from .file import CLASSES


class ClassRecords:
    """The classes in a label file, in order of their ids."""

    def __init__(self, path: str) -> None:
        """Open the table of the label file at path; raises LabelStoreError where it cannot be read."""
        self._path = path
        self._layer = QgsVectorLayer(f"{path}|layername={CLASSES}", CLASSES, "ogr")
        if not self._layer.isValid():
            raise self._refusal()

    def read(self) -> tuple[LandCoverClass, ...]:
        """All classes; an empty name or an unreadable colour becomes the default one, and of rows with one id the first
        counts.

        Raises:
            LabelStoreError: an id is not in 1..254.
        """
        found: dict[int, LandCoverClass] = {}
        for row in self._layer.getFeatures():
            class_id = self._class_id(row)
            if class_id not in found:
                name = str(row["name"] or "").strip()
                color = row["color"] if is_color(row["color"]) else None
                found[class_id] = make_class(class_id, found.values(), name or None, color)
        return tuple(found[class_id] for class_id in sorted(found))

    def repair(self, used_ids: Iterable[int]) -> None:
        """Write the defaults of read, and classes for ids that only strokes use: all readers see the same scheme."""
        classes = list(self.read())
        for entry in classes:
            columns, rows = _columns(entry).items(), self._rows(entry.class_id)
            if any(row[field] != value for row in rows for field, value in columns):
                self.update(entry)
        for class_id in sorted(set(used_ids) - {entry.class_id for entry in classes}):
            classes.append(make_class(class_id, classes))
            self.add(classes[-1:])

    def add(self, entries: Iterable[LandCoverClass]) -> None:
        """Write new classes."""
        rows = []
        for entry in entries:
            row = QgsFeature(self._layer.fields())
            for field, value in _columns(entry).items():
                row[field] = value
            rows.append(row)
        if rows and not self._layer.dataProvider().addFeatures(rows)[0]:
            raise self._refusal()

    def remove(self, entries: Iterable[LandCoverClass]) -> None:
        """Delete the rows of these classes."""
        rows = [row.id() for entry in entries for row in self._rows(entry.class_id)]
        if rows and not self._layer.dataProvider().deleteFeatures(rows):
            raise self._refusal()

    def update(self, entry: LandCoverClass) -> None:
        """Write a class's new name and colour."""
        fields = self._layer.fields()
        values = {fields.indexOf(field): value for field, value in _columns(entry).items()}
        changes = {row.id(): values for row in self._rows(entry.class_id)}
        if not self._layer.dataProvider().changeAttributeValues(changes):
            raise self._refusal()

    def _rows(self, class_id: int) -> list[QgsFeature]:
        return list(self._layer.getFeatures(QgsFeatureRequest().setFilterExpression(f'"class_id" = {class_id}')))

    def _class_id(self, row: QgsFeature) -> int:
        value: Optional[Any] = row["class_id"]
        if not isinstance(value, int):
            sentence = tr(
                "Row {} of the table 'classes' in {} has no class_id: give it a number from 1 to 254, or delete the "
                "row."
            )
            raise LabelStoreError(sentence.format(row.id(), self._path))
        return value

    def _refusal(self) -> LabelStoreError:
        errors = self._layer.dataProvider().errors() if self._layer.isValid() else [self._layer.error().summary()]
        sentence = tr(
            "The classes in {} cannot be read or written ({}): check that the file is writable and the disk not full."
        )
        return LabelStoreError(sentence.format(self._path, errors[-1] if errors else "?"))


def _columns(entry: LandCoverClass) -> dict[str, Any]:
    return {"class_id": entry.class_id, "name": entry.name, "color": entry.color}
