"""What the answers say of a map, asked of the engine again after every answer."""
from __future__ import annotations

import os
from typing import Any, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..engine.client import EngineClient
from ..engine.jobs import Job


class Estimates(QObject):
    """The latest estimates; one request at a time, and the newest question is never left unanswered.

    Signals:
        changed: other estimates, or none.
        exported: path of the page that was written.
        failed: a sentence.

    Attributes:
        values: the result of `check-accuracy`, or None.
    """

    changed = pyqtSignal()
    exported = pyqtSignal(str)
    failed = pyqtSignal(str)

    def __init__(self, client: EngineClient, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._client = client
        self._job: Optional[Job] = None
        self._next: Optional[dict[str, Any]] = None
        self.values: Optional[dict[str, Any]] = None

    def ask(self, points: str, classes: str) -> None:
        """Asks what the answers in a points file say of a class map, or of the one they were drawn on for ""."""
        self._next = {"points": points, "classes": classes}
        if self._job is None:
            self._submit()

    def export(self, points: str, classes: str) -> None:
        """Writes accuracy.csv and accuracy.html beside the points; `exported` follows."""
        params = {"points": points, "classes": classes, "output": os.path.dirname(points)}
        job = self._client.submit("check-accuracy", params)
        job.done.connect(lambda values: self.exported.emit(values["html"]))
        job.failed.connect(self.failed)

    def clear(self) -> None:
        """There is nothing to estimate from."""
        self._next = None
        if self._job is not None:
            self._job.blockSignals(True)
            self._job = None
        if self.values is not None:
            self.values = None
            self.changed.emit()

    def close(self) -> None:
        """Takes no answer any more."""
        self.blockSignals(True)
        self.clear()

    def _submit(self) -> None:
        params, self._next = self._next, None
        self._job = job = self._client.submit("check-accuracy", params)
        job.done.connect(self._take)
        job.failed.connect(self._on_failed)
        job.finished.connect(self._on_finished)

    def _take(self, values: dict[str, Any]) -> None:
        self.values = values
        self.changed.emit()

    def _on_failed(self, sentence: str) -> None:
        self.values = None
        self.changed.emit()
        if self._client.is_running:  # otherwise the client says that the engine died
            self.failed.emit(sentence)

    def _on_finished(self) -> None:
        self._job = None
        if self._next is not None:
            self._submit()
