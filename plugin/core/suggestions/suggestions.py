"""Which of the suggested places still want a stroke, and which one comes next."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from qgis.core import (
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..labels.store import LabelStore
from ..project.scene import Scene
from .layer import ANSWERED, RANK, REASON, find_suggestion_layer

# Half the side of the engine's windows, and less than its places are from earlier strokes.
ANSWER_RADIUS_PX = 24


@dataclass(frozen=True)
class Place:
    """A suggested place.

    Attributes:
        rank: from 1, the most useful first.
        reason: why a stroke there would help, in a sentence.
        point: in the CRS of the suggestions' layer.
        is_answered: whether a stroke lies there.
        fid: of its feature.
    """

    rank: int
    reason: str
    point: QgsPointXY
    is_answered: bool
    fid: int


class Suggestions(QObject):
    """The places of a scene's image: answered where a stroke lies within ANSWER_RADIUS_PX, also after undo and redo.

    Signals:
        changed: other places, or some are answered or open again.
    """

    changed = pyqtSignal()

    def __init__(self, scene: Scene, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._store: Optional[LabelStore] = None
        self._rank = 0  # of the place that was shown last
        scene.labels_changed.connect(self._follow)
        scene.image_changed.connect(self.restart)
        scene.project.layersRemoved.connect(self.changed)
        self._follow(scene.store)

    @property
    def layer(self) -> Optional[QgsVectorLayer]:
        """The layer of the current image's places, or None."""
        image = self._scene.image_layer
        return find_suggestion_layer(self._scene.project, image.id()) if image is not None else None

    @property
    def places(self) -> list[Place]:
        """By rank."""
        layer = self.layer
        return sorted(map(_place, layer.getFeatures()), key=lambda place: place.rank) if layer is not None else []

    def restart(self) -> None:
        """Begins with the first place: there are new ones, or another image."""
        self._rank = 0
        self.update_answers()
        self.changed.emit()

    def step(self, direction: int) -> Optional[Place]:
        """The next place without a stroke from the one shown last, or the one before for -1; None where all have one.

        After the last comes the first.
        """
        waiting = [place for place in self.places if not place.is_answered]
        if not waiting:
            return None
        beyond = [place for place in waiting if (place.rank - self._rank) * direction > 0]
        candidates = beyond or waiting
        chosen = candidates[0 if direction > 0 else -1]
        self._rank = chosen.rank
        return chosen

    def update_answers(self) -> None:
        """Notes in the layer which places have a stroke now."""
        layer, store = self.layer, self._store
        if layer is None or store is None:
            return
        found = {place.fid: self._has_stroke(layer, store, place.point) for place in self.places}
        column = layer.fields().indexOf(ANSWERED)
        differing = {p.fid: {column: int(found[p.fid])} for p in self.places if found[p.fid] != p.is_answered}
        if differing:
            layer.dataProvider().changeAttributeValues(differing)
            layer.triggerRepaint()
            self.changed.emit()

    def _has_stroke(self, layer: QgsVectorLayer, store: LabelStore, point: QgsPointXY) -> bool:
        radius = ANSWER_RADIUS_PX * max(self._scene.imagery.pixel_size) if self._scene.imagery else 0
        around = QgsGeometry.fromPointXY(point).buffer(radius, 8)
        if layer.crs().isValid() and store.layer.crs().isValid() and layer.crs() != store.layer.crs():
            context = self._scene.project.transformContext()
            try:
                around.transform(QgsCoordinateTransform(layer.crs(), store.layer.crs(), context))
            except QgsCsException:  # the place lies nowhere in the labels' CRS, and no stroke does there
                return False
        request = QgsFeatureRequest().setFilterRect(around.boundingBox())
        request.setSubsetOfAttributes([])
        return any(stroke.geometry().intersects(around) for stroke in store.layer.getFeatures(request))

    def _follow(self, store: Optional[LabelStore]) -> None:
        """Another store of labels; one that QGIS has deleted disconnects by itself."""
        if self._store is not None and self._store is not store:
            self._store.changed.disconnect(self.update_answers)
        if store is not None and store is not self._store:
            store.changed.connect(self.update_answers)
        self._store = store
        self.update_answers()


def _place(feature: QgsFeature) -> Place:
    point = feature.geometry().asPoint()
    return Place(int(feature[RANK]), str(feature[REASON]), point, feature[ANSWERED] == 1, feature.id())
