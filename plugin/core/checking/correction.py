"""Corrects the confidence of model and map with the answers of a check."""
from __future__ import annotations

import os
from typing import Any, Optional

from qgis.core import QgsRasterLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..project.session import Session
from ..results.folders import incoming_folder, move_results
from ..results.layers import ResultLayersError, find_result_layers, replace_result_layer
from ..translation import tr
from .answers import CheckError

CONFIDENCE = "confidence"
_NAMES = (f"{CONFIDENCE}.tif",)


class Correction(QObject):
    """Fits the confidence to answers; model and layer are replaced once both are complete.

    Signals:
        done: the result of `recalibrate`; the layer is in the project.
        failed: a sentence.
        busy_changed: it has begun or ended.
    """

    done = pyqtSignal(object)
    failed = pyqtSignal(str)
    busy_changed = pyqtSignal()

    def __init__(self, session: Session, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._session = session
        self.is_busy = False

    def start(self, points: str, classes: str, confidence: str) -> None:
        """Corrects the confidence of the current image's model and of its shown map.

        Args:
            points: the points file.
            classes, confidence: paths of the shown map.
        """
        scene = self._session.scene
        try:
            self._check(scene.memory.model, confidence)
        except CheckError as error:
            self.failed.emit(str(error))
            return
        image_layer, project_number = scene.image_layer, scene.project_number
        files = {"points": points, "classes": classes, "confidence": confidence, "model": scene.memory.model}
        written = incoming_folder(os.path.dirname(confidence))
        job = self._session.client.submit("recalibrate", {**files, "output": written})
        self.is_busy = True
        job.done.connect(lambda values: self._on_done(values, image_layer, project_number, confidence))
        job.failed.connect(self.failed)
        job.finished.connect(self._on_finished)
        self.busy_changed.emit()

    def _check(self, model: str, confidence: str) -> None:
        if not confidence:
            raise CheckError(tr("The confidence layer is gone: click Predict first."))
        if not os.path.isfile(model):
            raise CheckError(tr("The model behind this map is gone: train again, then predict."))

    def _on_done(
        self, values: dict[str, Any], image_layer: QgsRasterLayer, project_number: int, confidence: str
    ) -> None:
        scene, project = self._session.scene, self._session.project
        if scene.project_number != project_number or image_layer is not scene.image_layer:
            return  # the file stays where it was written; the model has the correction
        results = find_result_layers(project, image_layer)
        shown = results.layer(CONFIDENCE) if results is not None else None
        if shown is None:
            return
        try:
            replace_result_layer(
                project, shown, lambda: self._move(os.path.dirname(values[CONFIDENCE]), os.path.dirname(confidence))
            )
        except ResultLayersError as error:
            self.failed.emit(str(error))
            return
        scene.results_changed.emit(find_result_layers(project, image_layer))
        self.done.emit(values)

    def _move(self, written: str, target: str) -> str:
        return os.path.join(move_results(written, target, _NAMES), _NAMES[0])

    def _on_finished(self) -> None:
        self.is_busy = False
        self.busy_changed.emit()
