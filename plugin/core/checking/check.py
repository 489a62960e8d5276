"""A check of the shown map: draws points, takes answers, and asks the engine what they say."""
from __future__ import annotations

import os
import secrets
from typing import Callable, Optional

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ....engine.schema.land_cover import LandCoverClass
from ..labels.class_records import ClassRecords
from ..labels.class_scheme import LabelStoreError
from ..project.imagery import ImageryError
from ..project.session import Session
from ..results.folders import check_points_path
from ..results.layers import ResultLayers, find_result_layers
from ..results.masking import raster_path
from ..translation import tr
from .answers import Answers, CheckError, CheckPoint, Progress
from .correction import Correction
from .cover import Cover
from .estimates import Estimates
from .layer import add_points_layer, file_of, find_points_layer


class Check(QObject):
    """The check of the current image's map; it lives in a points layer and goes on whenever the analyst likes.

    Signals:
        changed: points, answers, or whether they are being answered.
        point_changed: the CheckPoint to be answered now, or None.
        failed: a sentence about what could not be done.

    Attributes:
        estimates: what the answers say of the map.
        correction: of the confidence with the answers.
        is_drawing: whether points are being drawn.
        layer: the points, or None.
        point: the point to be answered, or None while nothing is being answered.
    """

    changed = pyqtSignal()
    point_changed = pyqtSignal(object)
    failed = pyqtSignal(str)

    def __init__(self, session: Session, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._session = session
        self._cover = Cover(session.project)
        self.estimates = Estimates(session.client, self)
        self.layer: Optional[QgsVectorLayer] = None
        self._answers: Optional[Answers] = None
        self._mapped: tuple[LandCoverClass, ...] = ()  # classes in the points file
        self.point: Optional[CheckPoint] = None
        self.is_drawing = False
        self.correction = Correction(session, self)
        self.estimates.failed.connect(self.failed)
        self.correction.failed.connect(self.failed)
        self.correction.busy_changed.connect(self.changed)
        session.scene.image_changed.connect(self._find)
        session.scene.results_changed.connect(self._find)
        session.project.layersWillBeRemoved.connect(self._on_layers_removed)
        self._find()

    @property
    def is_checking(self) -> bool:
        """Whether points are being answered."""
        return self.point is not None

    @property
    def progress(self) -> Progress:
        """How far the check is."""
        return self._answers.progress if self._answers is not None else Progress()

    @property
    def pixel_size(self) -> tuple[float, float]:
        """Of the image, (width, height) in units of its CRS."""
        return self._session.scene.require_imagery().pixel_size

    @property
    def shows_classes(self) -> bool:
        """Whether the class map is shown while points are answered."""
        return self._cover.shows_classes

    @property
    def classes(self) -> tuple[LandCoverClass, ...]:
        """The classes that can be answered, in the order of their keys: those of the labels, then others of the map."""
        store = self._session.scene.store
        of_labels = tuple(store.classes) if store is not None else ()
        known = {entry.class_id for entry in of_labels}
        return of_labels + tuple(entry for entry in self._mapped if entry.class_id not in known)

    @property
    def results(self) -> Optional[ResultLayers]:
        """The shown map, or None."""
        image_layer = self._session.scene.image_layer
        return find_result_layers(self._session.project, image_layer) if image_layer is not None else None

    def draw(self, count: int) -> None:
        """Draws new points on the shown map, then begins to ask; earlier points stay in the project."""
        try:
            imagery = self._session.scene.require_imagery()
        except ImageryError as error:
            self.failed.emit(str(error))
            return
        classes, confidence = self._map_files()
        if not classes:
            self.failed.emit(tr("There is no class map to check: click Predict first."))
            return
        self.leave()
        project_number = self._session.scene.project_number
        params = {
            "classes": classes,
            "confidence": confidence,
            "output": check_points_path(os.path.dirname(classes)),
            "count": count,
            "seed": secrets.randbelow(2**31),
        }
        self.is_drawing = True
        job = self._session.client.submit("check-points", params)
        job.done.connect(lambda values: self._on_drawn(values["points"], imagery.layer_id, project_number))
        job.failed.connect(self.failed)
        job.finished.connect(self._on_draw_ended)
        self.changed.emit()

    def begin(self) -> None:
        """Asks for the next open point, with map and labels hidden; says so where none is open."""
        if self._answers is None or self.is_checking:
            return
        if self._answers.next_open() is None:
            self.failed.emit(tr("All points are answered: draw new points to check the map again."))
            return
        store, results = self._session.scene.store, self.results
        labels_id = store.layer.id() if store is not None else ""
        classes_id = results.layer_ids.get("classes", "") if results is not None else ""
        self._cover.put_on(self._session.scene.image_layer.id(), labels_id, classes_id)
        self._go_on()

    def leave(self) -> None:
        """Stops asking, and shows the map again; answers are stored already."""
        if self._cover.is_on:
            self._cover.take_off()
        if self.point is not None:
            self.point = None
            self.point_changed.emit(None)
            self.changed.emit()

    def answer(self, class_id: int) -> None:
        """Stores the true class of the point and goes on to the next."""
        entry = next(entry for entry in self.classes if entry.class_id == class_id)
        self._store(lambda answers, point: (self._make_known(entry), answers.set_class(point, class_id)))

    def answer_unknown(self) -> None:
        """Stores that the point cannot be told and goes on to the next."""
        self._store(lambda answers, point: answers.set_unknown(point))

    def undo(self) -> None:
        """Takes the last answer back and asks for that point again."""
        if self._answers is None:
            return
        try:
            if not self._answers.reopen_before(self.point):
                self.failed.emit(tr("There is no answer to take back."))
                return
        except CheckError as error:
            self.failed.emit(str(error))
            return
        if self.is_checking:
            self._go_on()
        else:
            self.begin()

    def toggle_classes(self) -> None:
        """Shows or hides the class map while points are answered."""
        self._cover.show_classes(not self._cover.shows_classes)
        self.changed.emit()

    def close(self) -> None:
        """Releases the project."""
        self.leave()
        self.estimates.close()
        self._take_layer(None)
        self._session.project.layersWillBeRemoved.disconnect(self._on_layers_removed)

    def export(self) -> None:
        """Writes the estimates beside the points; `estimates.exported` follows."""
        if self.layer is not None:
            self.estimates.export(file_of(self.layer), self._map_files()[0])

    def correct_confidence(self) -> None:
        """Fits the confidence of model and map to the answers; `correction.done` follows."""
        if self.layer is not None:
            self.correction.start(file_of(self.layer), *self._map_files())

    def _map_files(self) -> tuple[str, str]:
        """Paths of class map and confidence, each "" where it is gone."""
        results, found = self.results, []
        for role in ("classes", "confidence"):
            layer = results.layer(role) if results is not None else None
            path = raster_path(layer) if layer is not None else ""  # of the class map also what is hidden
            found.append(path if os.path.isfile(path) else "")
        return found[0], found[1]

    def _store(self, store: Callable[[Answers, CheckPoint], object]) -> None:
        if self._answers is None or self.point is None:
            return
        try:
            store(self._answers, self.point)
        except (CheckError, LabelStoreError) as error:
            self.failed.emit(str(error))
            return
        self._go_on()

    def _go_on(self) -> None:
        """To the next open point, or to the end."""
        point = self._answers.next_open()
        if point is None:
            self.leave()
        else:
            self.point = point
            self.point_changed.emit(point)
        self.refresh_estimates()
        self.changed.emit()

    def refresh_estimates(self) -> None:
        """Asks the engine what the answers say of the shown map."""
        if self.layer is not None and self.progress.answered:
            self.estimates.ask(file_of(self.layer), self._map_files()[0])
        else:
            self.estimates.clear()

    def _take_layer(self, layer: Optional[QgsVectorLayer]) -> None:
        if self._answers is not None and self.layer is not None:
            self._answers.close()
        self.layer, self._answers, self._mapped = layer, None, ()
        if layer is None:
            return
        self._answers = Answers(layer)
        self._answers.edited.connect(self._on_edited)
        try:
            self._mapped = ClassRecords(file_of(layer)).read()
        except LabelStoreError as error:
            self.failed.emit(str(error))

    def _make_known(self, entry: LandCoverClass) -> None:
        """Gives a class that the map does not have a name in the points file."""
        if entry.class_id not in {known.class_id for known in self._mapped}:
            ClassRecords(file_of(self.layer)).add([entry])
            self._mapped += (entry,)

    def _on_edited(self) -> None:
        self.refresh_estimates()
        self.changed.emit()

    def _find(self, *_: object) -> None:
        """Another image, or another map of it: its points, if there are any, judge what is shown now."""
        image_layer = self._session.scene.image_layer
        found = find_points_layer(self._session.project, image_layer.id()) if image_layer is not None else None
        self.leave()  # a new map is visible
        self._take_layer(found)
        self.refresh_estimates()
        self.changed.emit()

    def _on_drawn(self, path: str, image_id: str, project_number: int) -> None:
        scene = self._session.scene
        image_layer = self._session.project.mapLayer(image_id)
        if scene.project_number != project_number or image_layer is None:
            self.failed.emit(tr("The points are in {}: their image is no longer open.").format(path))
            return
        try:
            layer = add_points_layer(self._session.project, image_layer, path)
        except CheckError as error:
            self.failed.emit(str(error))
            return
        if image_layer is scene.image_layer:
            self._take_layer(layer)
            self.begin()

    def _on_draw_ended(self) -> None:
        self.is_drawing = False
        self.changed.emit()

    def _on_layers_removed(self, layer_ids: list[str]) -> None:
        if self.layer is not None and self.layer.id() in layer_ids:
            self.leave()
            self._take_layer(None)
            self.refresh_estimates()
            self.changed.emit()
