"""What the tests of the label store share: three classes, boxes on the ground, and what a store holds."""
from __future__ import annotations

from berunda.engine.schema.land_cover import LandCoverClass
from berunda.plugin.core.labels.store import LabelStore
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsRectangle

UTM = QgsCoordinateReferenceSystem("EPSG:32640")
GRASS, WATER, ROAD = (
    LandCoverClass(1, "Grass", "#2fae57"),
    LandCoverClass(2, "Water", "#2b7de0"),
    LandCoverClass(3, "Road", "#7d8791"),
)
EAST, NORTH = 325_000, 2_779_900


def box(x: float, y: float, width: float, height: float) -> QgsGeometry:
    return QgsGeometry.fromRect(QgsRectangle(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height))


def contents(store: LabelStore) -> list[tuple]:
    """Everything about every feature but its fid, in a stable order."""
    return sorted(
        (
            feature["class_id"],
            bytes(feature.geometry().asWkb()),
            feature["split"] or "",
            feature["created"].toString("yyyyMMddhhmmsszzz"),
        )
        for feature in store.layer.getFeatures()
    )


def area(store: LabelStore, class_id: int) -> float:
    return sum(f.geometry().area() for f in store.layer.getFeatures() if f["class_id"] == class_id)


def class_at(store: LabelStore, x: float, y: float) -> list[int]:
    spot = QgsGeometry.fromPointXY(QgsPointXY(EAST + x, NORTH + y))
    return [f["class_id"] for f in store.layer.getFeatures() if f.geometry().contains(spot)]
