"""Requests of a live map: one under way at a time, numbered, with a folder for what they write."""
from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Any, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..engine.client import EngineClient
from ..engine.jobs import Job
from ..results.folders import discard

COMMAND = "preview"
PREFIX = "berunda_live_"


class PreviewRequests(QObject):
    """Sends previews; a newer one cancels the one under way and does not wait for its end.

    Signals:
        block: protocol.Block of any request, also of one that was cancelled meanwhile.
        answered: values of the newest request's result.
        failed: why the newest request has no result, in a sentence.
        notice: a sentence of any request, to read although it goes on.
        dropped: the newest request was cancelled from elsewhere, as when the engine is started anew.

    Args:
        client: of the engine, which is started where need be.
        parent: Qt parent.

    Attributes:
        generation: number of the newest request; 0 before the first one.
        job: the newest request while it is under way, or None.
    """

    block = pyqtSignal(object)
    answered = pyqtSignal(object)
    failed = pyqtSignal(str)
    notice = pyqtSignal(str)
    dropped = pyqtSignal()

    def __init__(self, client: EngineClient, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._client = client
        self._folder = ""
        self.generation = 0
        self.job: Optional[Job] = None

    def send(self, params: Mapping[str, Any]) -> None:
        """Sends a request; output and generation are added to its parameters. Raises OSError without a folder."""
        self._folder = self._folder or os.path.realpath(tempfile.mkdtemp(prefix=PREFIX))
        self.cancel()
        self.generation += 1
        numbered = {**params, "output": self._folder, "generation": self.generation}
        self.job = job = self._client.submit(COMMAND, numbered)
        job.block.connect(self.block)
        job.notice.connect(self.notice)
        job.done.connect(partial(self._on_done, job))
        job.failed.connect(partial(self._on_failed, job))
        job.cancelled.connect(partial(self._on_cancelled, job))

    def cancel(self) -> None:
        """Cancels the request under way."""
        job, self.job = self.job, None
        if job is not None:
            job.cancel()

    def remove_file(self, path: str) -> None:
        """Removes a file that a request wrote, as far as that goes; no file outside the folder."""
        inside = os.path.join(self._folder, "")
        if self._folder and os.path.realpath(path).startswith(inside):
            with suppress(OSError):
                os.remove(path)

    def close(self) -> None:
        """Cancels what is under way and removes the folder, for good."""
        self.blockSignals(True)
        self.cancel()
        if self._folder:
            discard(self._folder)

    def _on_done(self, job: Job, values: Mapping[str, Any]) -> None:
        if job is not self.job:
            return
        self.job = None
        for entry in list(os.scandir(self._folder)):  # rasters of the whole window, and what cancelled requests left
            if entry.is_dir():
                discard(entry.path)
            else:
                self.remove_file(entry.path)
        self.answered.emit(values)

    def _on_failed(self, job: Job, sentence: str) -> None:
        if job is not self.job:
            return
        self.job = None
        if not job.engine_is_gone:  # otherwise the client says so
            self.failed.emit(sentence)

    def _on_cancelled(self, job: Job, _: str) -> None:
        if job is self.job:
            self.job = None
            self.dropped.emit()
