"""Area per class of the shown map, counted by the engine at full resolution, and the masked map as a file."""
from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..engine.client import EngineClient
from ..engine.jobs import Job
from ..results.layers import ResultLayers
from ..results.masking import Thresholds, raster_path

COMMAND = "class-areas"
REST_MS = 400  # a slider rests for as long before pixels are counted


class ClassAreas(QObject):
    """Counts for one map at a time; a newer question replaces an older one.

    Signals:
        counting: an answer is awaited, or no longer.
        counted: rows of the engine's class-areas, the last of them for all classes.
        exported: path of a masked map.
        failed: why there are no counts, in a sentence.
        export_failed: why there is no file, in a sentence.

    Args:
        client: of the engine, which is started where need be.
        parent: Qt parent.
    """

    counting = pyqtSignal(bool)
    counted = pyqtSignal(object)
    exported = pyqtSignal(str)
    failed = pyqtSignal(str)
    export_failed = pyqtSignal(str)

    def __init__(self, client: EngineClient, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._client = client
        self._job: Optional[Job] = None
        self._exports: list[Job] = []  # a job without a reference would be lost with its signals
        self._wanted: dict[str, Any] = {}
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._count)

    def count(self, results: ResultLayers, thresholds: Thresholds) -> None:
        """Counts once this has not been asked again for a while; `counted` or `failed` follows."""
        self.forget()
        self._wanted = params(results, thresholds)
        if self._wanted:
            self._rest.start()
            self.counting.emit(True)

    def forget(self) -> None:
        """Drops a question that is not answered yet."""
        self._rest.stop()
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
        self.counting.emit(False)

    def export(self, results: ResultLayers, thresholds: Thresholds, path: str) -> None:
        """Writes the map without what is hidden; `exported` or `export_failed` follows."""
        job = self._client.submit(COMMAND, {**params(results, thresholds), "output": path})
        self._exports.append(job)
        job.done.connect(lambda _: self.exported.emit(path))
        job.failed.connect(self.export_failed)
        job.finished.connect(lambda: self._exports.remove(job))

    def _count(self) -> None:
        self._job = job = self._client.submit(COMMAND, self._wanted)
        job.done.connect(lambda rows: self._answer(job, rows, self.counted))
        job.failed.connect(lambda sentence: self._answer(job, sentence, self.failed))

    def _answer(self, job: Job, answer: Any, signal: Any) -> None:
        if job is not self._job:
            return  # a newer question was asked
        self._job = None
        self.counting.emit(False)
        signal.emit(answer)


def params(results: ResultLayers, thresholds: Thresholds) -> dict[str, Any]:
    """The parameters of a class-areas request; empty where the class layer is gone."""
    layers = {role: results.layer(role) for role in ("classes", "confidence", "ood")}
    if layers["classes"] is None:
        return {}
    found = {role: raster_path(layer) for role, layer in layers.items() if layer is not None}
    if thresholds.minimum_confidence > 0:
        found["minimum_confidence"] = thresholds.minimum_confidence / 100
    if thresholds.maximum_ood < 100:
        found["maximum_ood"] = thresholds.maximum_ood / 100
    return found
