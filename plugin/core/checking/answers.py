"""The points of a check in their order: which comes next, what was answered; stored at once, so a check can be resumed.

The layer's own provider writes, so that QGIS and its attribute table see the same.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from qgis.core import NULL, QgsFeature, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ....engine.schema.check_points import ANSWERED, OPEN, UNKNOWN
from ..translation import tr

NUMBER, MAPPED, REFERENCE, STATUS = "id", "mapped_class", "reference_class", "status"


class CheckError(Exception):
    """A check cannot go on; str() is the sentence for the analyst."""


@dataclass(frozen=True, order=True)
class CheckPoint:
    """A point: its number in the order of the check, and its place in the layer's CRS."""

    number: int
    x: float
    y: float


@dataclass(frozen=True)
class Progress:
    """How many points there are, have a class, and could not be told."""

    points: int = 0
    answered: int = 0
    unknown: int = 0

    @property
    def done(self) -> int:
        """Points that are not open any more."""
        return self.answered + self.unknown

    @property
    def is_unfinished(self) -> bool:
        """Whether a point is open."""
        return self.done < self.points


class Answers(QObject):
    """The answers in a points layer, read once and again after edits in QGIS, and written one by one.

    Signals:
        edited: others were stored with QGIS's own tools.

    Args:
        layer: the table of points.
    """

    edited = pyqtSignal()

    def __init__(self, layer: QgsVectorLayer) -> None:
        super().__init__()
        self._layer = layer
        self._rows: list[_Row] = []
        self._read()
        layer.afterCommitChanges.connect(self._on_committed)

    @property
    def progress(self) -> Progress:
        """The counts now."""
        states = [row.status for row in self._rows]
        return Progress(len(states), states.count(ANSWERED), states.count(UNKNOWN))

    def next_open(self) -> Optional[CheckPoint]:
        """The open point that comes first, or None where all are answered."""
        return next((row.point for row in self._rows if row.status == OPEN), None)

    def set_class(self, point: CheckPoint, class_id: int) -> None:
        """Store the true class of a point; raises CheckError."""
        self._store(point, class_id, ANSWERED)

    def set_unknown(self, point: CheckPoint) -> None:
        """Store that nobody could tell; raises CheckError."""
        self._store(point, NULL, UNKNOWN)

    def reopen_before(self, point: Optional[CheckPoint]) -> bool:
        """Take back the last answer before a point, or the last of all; returns whether there was one.

        Raises:
            CheckError: it cannot be stored.
        """
        before = [row.point for row in self._rows if row.status != OPEN and (point is None or row.point < point)]
        if before:
            self._store(before[-1], NULL, OPEN)
        return bool(before)

    def close(self) -> None:
        """Listens to the layer no more."""
        self._layer.afterCommitChanges.disconnect(self._on_committed)

    def _read(self) -> None:
        rows = (_Row(_point(feature), feature.id(), _status(feature)) for feature in self._layer.getFeatures())
        self._rows = sorted(rows, key=lambda row: row.point)

    def _on_committed(self) -> None:
        self._read()
        self.edited.emit()

    def _store(self, point: CheckPoint, class_id: Any, status: str) -> None:
        if self._layer.isEditable():
            raise CheckError(tr("The points are being edited: save or cancel the edits in QGIS, then go on."))
        row = next(row for row in self._rows if row.point == point)
        fields = self._layer.fields()
        values = {fields.indexOf(REFERENCE): class_id, fields.indexOf(STATUS): status}
        if not self._layer.dataProvider().changeAttributeValues({row.feature_id: values}):
            sentence = tr("The answer cannot be stored in {}: check that the file is there and writable.")
            raise CheckError(sentence.format(self._layer.source().partition("|")[0]))
        row.status = status
        self._layer.triggerRepaint()


@dataclass
class _Row:
    point: CheckPoint
    feature_id: int
    status: str


def _point(feature: QgsFeature) -> CheckPoint:
    place = feature.geometry().asPoint()
    return CheckPoint(feature[NUMBER], place.x(), place.y())


def _status(feature: QgsFeature) -> str:
    """As the engine sees it: a class counts whatever the status says, since it can be typed into the table."""
    if isinstance(feature[REFERENCE], int) and feature[REFERENCE] > 0:
        return ANSWERED
    return UNKNOWN if feature[STATUS] == UNKNOWN else OPEN
