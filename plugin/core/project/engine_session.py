"""A scene, an engine, and one long job at a time: what trainings and predictions from the dock build on."""
from __future__ import annotations

import os
from typing import Any, Callable, Optional

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ....engine.schema.catalogue import Catalogue
from ....engine.schema.errors import ConfigError
from ..engine.client import EngineClient
from ..engine.jobs import Job
from .awake import StayAwake
from .imagery import ImageryError
from .requests import Extent, NotReady
from .scene import Scene
from .state_words import state_word

OFF, STARTING, READING, IDLE, FAILED, STOPPING = "off", "starting", "reading", "idle", "failed", "stopping"


class EngineSession(QObject):
    """A scene, an engine, and at most one long job at a time, such as a training or a prediction.

    Signals:
        state_changed: what the engine does, in one word: OFF or one of protocol.STATES.
        busy_changed: a long job has begun or ended.
        catalogue_changed: Catalogue of an engine that has come up.
        progress: steps or tiles done, in all, and seconds left or None.
        metric: step, values by name.
        notice: a sentence to read although all goes on.
        failed: a sentence about what could not be done.
        trained: values of the training's result, see the protocol.
        predicted: ResultFiles; the layers are in the project.
        analysed: values of a comparison of sites, see the protocol; its patches are in the project.
        died: the engine is gone, in one sentence; nothing drawn or trained is lost.

    Args:
        project: the project to work in.
        canvas_extent: gives what the map shows.
        client: of an engine; a new one when not given.
        parent: Qt parent.

    Attributes:
        state: as state_changed says.
        job: the long job under way, or None.
    """

    state_changed = pyqtSignal(str)
    busy_changed = pyqtSignal(bool)
    catalogue_changed = pyqtSignal(object)
    progress = pyqtSignal(int, int, object)
    metric = pyqtSignal(int, object)
    notice = pyqtSignal(str)
    failed = pyqtSignal(str)
    trained = pyqtSignal(object)
    predicted = pyqtSignal(object)
    analysed = pyqtSignal(object)
    died = pyqtSignal(str)

    def __init__(
        self,
        project: QgsProject,
        canvas_extent: Callable[[], Extent],
        client: Optional[EngineClient] = None,
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self.state = OFF
        self.job: Optional[Job] = None
        self.client = client or EngineClient(self)
        self.scene = Scene(project, self)
        self.canvas_extent = canvas_extent
        self._awake = StayAwake(self)
        self.busy_changed.connect(self._awake.set_held)
        self.scene.notice.connect(self.notice)
        self.scene.failed.connect(self.failed)
        self.client.hello_received.connect(self.catalogue_changed)
        self.client.state_changed.connect(self._on_engine_state)
        self.client.notice.connect(self.notice)
        self.client.failed.connect(self.failed)
        self.client.died.connect(self._on_died)

    @property
    def is_busy(self) -> bool:
        """Whether a long job is under way."""
        return self.job is not None

    @property
    def catalogue(self) -> Optional[Catalogue]:
        """What the engine offers; None until it has come up for the first time."""
        return self.client.catalogue

    @property
    def project(self) -> QgsProject:
        """The project that is worked in."""
        return self.scene.project

    def start_engine(self) -> None:
        """Starts the engine in the background, so that its catalogue is there and the first click finds it ready."""
        if not self.client.is_running:
            self._set_state(STARTING)
            self.client.start()

    def check_engine(self) -> None:
        """Starts the engine anew with what the user has set; `catalogue_changed` or `died` follows."""
        if self.is_busy:
            self.failed.emit(self.tr("The engine is at work: stop it before checking its Python."))
            return
        self.client.restart()
        self._set_state(STARTING)

    def stop_engine(self) -> None:
        """Ends the engine without a word; it starts again when it is asked for something."""
        if not self.is_busy:
            self.client.shutdown()
            self._set_state(OFF)

    def stop(self) -> None:
        """Asks the long job to stop; asked again while the engine does not react, ends the engine."""
        if self.job is None:
            return
        if self.state == STOPPING:
            self.client.kill()
        else:
            self._set_state(STOPPING)
            self.job.cancel()

    def close(self) -> None:
        """Releases engine and project without waiting; a worker in the middle of training writes its model and ends."""
        if self.job is not None:
            self.job.blockSignals(True)
            self.job = None
        self._awake.release()
        self.client.shutdown()
        self.scene.close()

    def attempt(self, start: Callable[[], None]) -> bool:
        """Does what needs an engine that is not at work.

        Args:
            start: raises ImageryError, NotReady or ConfigError where something is missing.

        Returns:
            False where the engine is at work or something is missing; `failed` says what.
        """
        if self.is_busy:
            sentence = self.tr("The engine is at work ({}): wait, or stop it first.")
            self.failed.emit(sentence.format(state_word(self.state)))
            return False
        try:
            start()
        except (ImageryError, NotReady, ConfigError) as error:
            self.failed.emit(str(error))
            return False
        return True

    def begin(self, command: str, params: dict[str, Any], folder: str) -> Job:
        """Submits the long job; its state, progress, metrics and notices are the session's. The end is the caller's.

        Args:
            command: of a long job, such as "train".
            params: of the request.
            folder: made where it does not exist.

        Raises:
            NotReady: the folder cannot be made.
        """
        try:
            os.makedirs(folder, exist_ok=True)
        except OSError as error:
            sentence = self.tr("The folder {} cannot be made ({}): choose another output folder under Advanced.")
            raise NotReady(sentence.format(folder, error.strerror)) from error
        self.job = job = self.client.submit(command, params)
        self._set_state(READING if self.client.is_ready else STARTING)
        job.state_changed.connect(self._on_job_state)
        for signal, own in ((job.progress, self.progress), (job.metric, self.metric), (job.notice, self.notice)):
            signal.connect(own)
        job.done.connect(lambda _: self._on_job_ended(IDLE))
        job.cancelled.connect(lambda _: self._on_job_ended(IDLE))
        job.failed.connect(lambda _: self._on_job_ended(FAILED))
        self.busy_changed.emit(True)
        return job

    def _on_job_state(self, state: str) -> None:
        if self.state != STOPPING:  # news of before the request to stop may come after it
            self._set_state(state)

    def _on_job_ended(self, state: str) -> None:
        self.job = None
        self.busy_changed.emit(False)
        is_starting = self.client.is_running and not self.client.is_ready
        self._set_state(STARTING if is_starting else state)

    def _on_engine_state(self, state: str) -> None:
        """A long job has states of its own, and a failure stays to be read."""
        if not self.is_busy and not (state == IDLE and self.state == FAILED):
            self._set_state(state)

    def _on_died(self, sentence: str) -> None:
        self._set_state(FAILED)
        self.died.emit(sentence)

    def _set_state(self, state: str) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
