"""How much is labelled, per class: strokes and their area on the ground."""
from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsDistanceArea, QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer

from .edits import CLASS_FIELD, LabelEdit


@dataclass(frozen=True)
class ClassStatistics:
    """What is labelled of one class; the area is ellipsoidal, so that it is true in any CRS."""

    strokes: int = 0
    area_m2: float = 0.0


class LabelTally:
    """Class and area of every stroke, counted once and updated edit by edit: constant cost for each new stroke."""

    def __init__(self, layer: QgsVectorLayer) -> None:
        """Count the features of a layer, those of its edit session included."""
        self._measure = QgsDistanceArea()
        self._measure.setSourceCrs(layer.crs(), QgsProject.instance().transformContext())
        if layer.crs().isValid():
            self._measure.setEllipsoid(layer.crs().ellipsoidAcronym())
        self._strokes: dict[int, tuple[object, float]] = {}
        for feature in layer.getFeatures():
            self._enter(feature)

    def follow(self, edit: LabelEdit) -> None:
        """Take over what an edit changed."""
        for feature in edit.removed:
            self._strokes.pop(feature.id(), None)
        for feature in edit.added:
            self._enter(feature)
        for change in edit.reshaped:
            class_id, _ = self._strokes[change.fid]
            self._strokes[change.fid] = (class_id, self._area_m2(change.after))

    def refresh(self, feature: QgsFeature, fid: int) -> None:
        """Take over one feature as it is now; an invalid one is gone."""
        if feature.isValid():
            self._enter(feature)
        else:
            self._strokes.pop(fid, None)

    def by_class(self) -> dict[int, ClassStatistics]:
        """Strokes and area of every class that has any."""
        counts: dict[int, int] = {}
        areas: dict[int, float] = {}
        for class_id, area_m2 in self._strokes.values():
            if isinstance(class_id, int):  # a stroke drawn natively may have no class yet
                counts[class_id] = counts.get(class_id, 0) + 1
                areas[class_id] = areas.get(class_id, 0.0) + area_m2
        return {class_id: ClassStatistics(counts[class_id], areas[class_id]) for class_id in counts}

    def _enter(self, feature: QgsFeature) -> None:
        self._strokes[feature.id()] = (feature[CLASS_FIELD], self._area_m2(feature.geometry()))

    def _area_m2(self, geometry: QgsGeometry) -> float:
        """The planar area times the map scale at the stroke: as exact as measuring every corner, and far cheaper."""
        box = geometry.boundingBox()
        if geometry.isNull() or box.area() <= 0:
            return 0.0
        return geometry.area() * self._measure.measureArea(QgsGeometry.fromRect(box)) / box.area()
