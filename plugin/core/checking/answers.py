"""The points of a check in their order: which comes next, what was answered; stored at once, so a check can be resumed.

The layer's own provider writes, so that QGIS and its attribute table see the same.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from qgis.core import NULL, QgsFeature, QgsFeatureRequest, QgsPointXY, QgsVectorLayer

from ....engine.schema.check_points import ANSWERED, OPEN, UNKNOWN
from ..translation import tr

NUMBER, MAPPED, REFERENCE, STATUS = "id", "mapped_class", "reference_class", "status"


class CheckError(Exception):
    """A check cannot go on; str() is the sentence for the analyst."""


@dataclass(frozen=True)
class CheckPoint:
    """A point: its number in the order of the check, and its place in the layer's CRS."""

    number: int
    place: QgsPointXY


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


class Answers:
    """Reads and writes the answers in a points layer.

    Args:
        layer: the table of points.
    """

    def __init__(self, layer: QgsVectorLayer) -> None:
        self._layer = layer

    @property
    def progress(self) -> Progress:
        """The counts now."""
        states = [_status(feature) for feature in self._features()]
        return Progress(len(states), states.count(ANSWERED), states.count(UNKNOWN))

    def next_open(self) -> Optional[CheckPoint]:
        """The open point that comes first, or None where all are answered."""
        return next((_point(feature) for feature in self._features() if _status(feature) == OPEN), None)

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
        done = [
            _point(feature)
            for feature in self._features()
            if _status(feature) != OPEN and (point is None or feature[NUMBER] < point.number)
        ]
        if done:
            self._store(done[-1], NULL, OPEN)
        return bool(done)

    def _features(self) -> list[QgsFeature]:
        return sorted(self._layer.getFeatures(), key=lambda feature: feature[NUMBER])

    def _store(self, point: CheckPoint, class_id: Any, status: str) -> None:
        fields, request = self._layer.fields(), QgsFeatureRequest()
        request.setFilterExpression(f'"{NUMBER}" = {point.number}')
        values = {fields.indexOf(REFERENCE): class_id, fields.indexOf(STATUS): status}
        changes = {feature.id(): values for feature in self._layer.getFeatures(request)}
        if self._layer.isEditable():
            sentence = tr("The points are being edited: save or cancel the edits in QGIS, then go on.")
            raise CheckError(sentence)
        if not changes or not self._layer.dataProvider().changeAttributeValues(changes):
            sentence = tr("The answer cannot be stored in {}: check that the file is there and writable.")
            raise CheckError(sentence.format(self._layer.source().partition("|")[0]))
        self._layer.triggerRepaint()


def _point(feature: QgsFeature) -> CheckPoint:
    return CheckPoint(feature[NUMBER], feature.geometry().asPoint())


def _status(feature: QgsFeature) -> str:
    """As the engine sees it: a class counts whatever the status says, since it can be typed into the table."""
    if isinstance(feature[REFERENCE], int) and feature[REFERENCE] > 0:
        return ANSWERED
    return UNKNOWN if feature[STATUS] == UNKNOWN else OPEN
