"""Features of the whole image, computed ahead in the background while the engine has nothing else to do."""
from __future__ import annotations

from functools import partial
from typing import Any, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..engine.client import EngineClient
from ..engine.jobs import Job

COMMAND = "explore"
MAX_FAILURES = 2  # of an image; then the live map computes what it needs when it needs it


class Exploration(QObject):
    """One image at a time; another one replaces it.

    Signals:
        progressed: share that is done, 0 to 1, or None when nothing is under way.
        notice: a sentence to read although it goes on.

    Args:
        client: of the engine.
        parent: Qt parent.

    Attributes:
        job: the request under way, or None.
    """

    progressed = pyqtSignal(object)
    notice = pyqtSignal(str)

    def __init__(self, client: EngineClient, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._client = client
        self._subject: dict[str, Any] = {}
        self._is_done = False
        self._failures = 0
        self.job: Optional[Job] = None

    def begin(self, subject: dict[str, Any], params: dict[str, Any]) -> None:
        """Begins, unless this subject is under way, done, or has failed too often.

        Args:
            subject: what the features depend on, such as image and bands.
            params: what else goes into the request.
        """
        if subject != self._subject:
            self.stop()
            self._subject, self._is_done, self._failures = subject, False, 0
        if self.job is not None or self._is_done or self._failures >= MAX_FAILURES:
            return
        self.job = job = self._client.submit(COMMAND, {**subject, **params})
        job.progress.connect(partial(self._on_progress, job))
        job.notice.connect(self.notice)
        job.done.connect(partial(self._on_done, job))
        job.failed.connect(partial(self._on_failed, job))
        job.cancelled.connect(lambda _: self._end(job))

    def stop(self) -> None:
        """Cancels what is under way; it may begin anew, which goes on where it stopped."""
        job = self.job
        if job is not None:
            self._end(job)
            job.cancel()
        self._failures = 0

    def _on_progress(self, job: Job, done: int, total: int, _: Any) -> None:
        if job is self.job and total:
            self.progressed.emit(done / total)

    def _on_done(self, job: Job, _: Any) -> None:
        self._is_done = self._is_done or job is self.job
        self._end(job)

    def _on_failed(self, job: Job, _: str) -> None:
        self._failures += job is self.job  # without a message: the map works without features computed ahead
        self._end(job)

    def _end(self, job: Job) -> None:
        if job is self.job:
            self.job = None
            self.progressed.emit(None)
