"""A request under way: what becomes of it, as signals of its own."""
from __future__ import annotations

from typing import Any, Callable, Optional

from qgis.PyQt.QtCore import QEventLoop, QObject, QTimer, pyqtSignal

from ....engine.schema import protocol

SUBMITTED, DONE, FAILED, CANCELLED = "submitted", "done", "failed", "cancelled"
ENDS = (DONE, FAILED, CANCELLED)


class JobFailed(Exception):  # noqa: N818 (named after the state)
    """A job did not get to its result; str() is the sentence for the analyst."""


class JobCancelled(Exception):  # noqa: N818 (a stop on request is not an error)
    """A job was stopped on request.

    Attributes:
        kept: path of the model that training had reached, or "".
    """

    def __init__(self, kept: str) -> None:
        super().__init__("Stopped on request")
        self.kept = kept


class Job(QObject):
    """A request of the engine, from its submission to its end.

    Signals:
        state_changed: what the worker does for it, one of protocol.STATES.
        progress: steps or tiles done, in all, and seconds left or None.
        metric: step, values by name.
        notice: a sentence to read although the job goes on.
        checkpoint: path of a model that can be used from now on.
        block: protocol.Block, a part of a live map.
        done: values of the result. failed: what is wrong and what to do, in one sentence. cancelled: path of the model
            that is kept, or "". Exactly one of the three is emitted.
        finished: after any of these three.

    Attributes:
        id, command, params: of the request.
        state: SUBMITTED, then as state_changed says, and at the end one of ENDS.
        is_stopping: whether it was asked to stop.
        engine_is_gone: it failed because the engine died.
    """

    state_changed = pyqtSignal(str)
    progress = pyqtSignal(int, int, object)
    metric = pyqtSignal(int, object)
    notice = pyqtSignal(str)
    checkpoint = pyqtSignal(str)
    block = pyqtSignal(object)
    done = pyqtSignal(object)
    failed = pyqtSignal(str)
    cancelled = pyqtSignal(str)
    finished = pyqtSignal()

    def __init__(self, request: protocol.Request, cancel: Callable[[int], None]) -> None:
        super().__init__()
        self.id, self.command, self.params = request.id, request.command, request.params
        self.state = SUBMITTED
        self.is_stopping = False
        self.engine_is_gone = False
        self._cancel = cancel
        self._outcome: Any = None

    def cancel(self) -> None:
        """Asks the worker to stop; `cancelled` follows, unless another end is on its way already."""
        if self.state not in ENDS:
            self.is_stopping = True
            self._cancel(self.id)

    def wait(self, timeout_s: Optional[float] = None) -> Any:
        """Run an event loop until the end; for Processing and tests, never for the window.

        Args:
            timeout_s: seconds to wait; without limit when not given.

        Returns:
            The values of the result.

        Raises:
            JobFailed: it failed, or was not done in time, and then it is asked to stop.
            JobCancelled: it was stopped.
        """
        if self.state not in ENDS:
            loop = QEventLoop()
            self.finished.connect(loop.quit)
            timer = QTimer()
            timer.setSingleShot(True)
            timer.timeout.connect(loop.quit)
            if timeout_s is not None:
                timer.start(int(timeout_s * 1000))
            loop.exec()
        if self.state == DONE:
            return self._outcome
        if self.state == CANCELLED:
            raise JobCancelled(self._outcome)
        if self.state != FAILED:
            self.cancel()
            raise JobFailed(self.tr("{} was not done within {:g} s: allow more time").format(self.command, timeout_s))
        raise JobFailed(self._outcome)

    def receive(self, event: protocol.Event) -> None:
        """An event of the protocol with this job's id."""
        if isinstance(event, protocol.State):
            self.state = event.state
            self.state_changed.emit(event.state)
        elif isinstance(event, protocol.Progress):
            self.progress.emit(event.done, event.total, event.eta_s)
        elif isinstance(event, protocol.Metric):
            self.metric.emit(event.step, event.values)
        elif isinstance(event, protocol.Notice):
            self.notice.emit(event.message)
        elif isinstance(event, protocol.Checkpoint):
            self.checkpoint.emit(event.path)
        elif isinstance(event, protocol.Block):
            self.block.emit(event)
        elif isinstance(event, protocol.Result):
            self._end(DONE, event.values)
        elif isinstance(event, protocol.CancelledEvent):
            self._end(CANCELLED, event.kept)
        elif isinstance(event, protocol.ErrorEvent):
            self._end(FAILED, sentence_of(event))

    def fail_with_engine(self, sentence: str) -> None:
        """The engine is gone, and the job with it."""
        self.engine_is_gone = True
        self._end(FAILED, sentence)

    def _end(self, state: str, outcome: Any) -> None:
        self.state, self._outcome = state, outcome
        {DONE: self.done, FAILED: self.failed, CANCELLED: self.cancelled}[state].emit(outcome)
        self.finished.emit()


def sentence_of(event: protocol.ErrorEvent) -> str:
    """What is wrong and what to do about it."""
    return f"{event.message}: {event.remedy}" if event.remedy else event.message
