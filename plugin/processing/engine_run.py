"""The engine at work for one run of an algorithm: its events become feedback, and the feedback's cancel reaches it."""
from __future__ import annotations

import time
from typing import Any, Optional

from qgis.core import QgsProcessingException, QgsProcessingFeedback
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QTimer

from ..core.engine.client import EngineClient
from ..core.engine.environment import profile_folder
from ..core.engine.jobs import Job, JobFailed
from ..core.translation import tr

LOG_FOLDER = "processing"  # two clients must not rotate one log
POLL_MS = 100  # between looks at the feedback's cancel
GRACE_S = 60.0  # for a worker that was asked to stop, before it is ended
MESSAGE_S = 5.0  # between two lines about the training


class EngineRun:
    """A worker of its own, made, used and closed in the thread that runs the algorithm.

    Args:
        feedback: gets state, progress, notices and metrics; its cancel stops the job under way.
        grace_s: after which a worker that does not react to that is ended.
    """

    def __init__(self, feedback: QgsProcessingFeedback, grace_s: float = GRACE_S) -> None:
        self._feedback, self._grace_s = feedback, grace_s
        self._client = EngineClient(log_folder=profile_folder() / LOG_FOLDER)
        self._client.starter = tr("the next run")
        self._job: Optional[Job] = None
        self._stopped_at: Optional[float] = None
        self._told_at = 0.0
        self._share = (0.0, 100.0)
        self._poll = QTimer(self._client)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._look)

    def __enter__(self) -> EngineRun:
        return self

    def __exit__(self, *_: object) -> None:
        """Ends the worker; Qt's objects must be deleted in their own thread, which no event loop runs in afterwards."""
        self._poll.stop()
        self._client.shutdown(waits=True)
        self._client.log.close()
        sip.delete(self._client)

    def ask(self, command: str, params: dict[str, Any], share: tuple[float, float] = (0.0, 100.0)) -> Any:
        """The values of a request's result.

        Args:
            command, params: of the request.
            share: percent of the algorithm's progress at its beginning and at its end.

        Raises:
            QgsProcessingException: it failed; the message is the sentence for the analyst.
            JobCancelled: the feedback was cancelled.
        """
        self._share, self._stopped_at = share, None
        self._job = job = self._client.submit(command, params)
        for signal, slot in (
            (job.state_changed, self._on_state),
            (job.progress, self._on_progress),
            (job.notice, self._on_notice),
            (job.metric, self._on_metric),
        ):
            signal.connect(slot)
        self._poll.start()
        try:
            return job.wait()
        except JobFailed as error:
            raise QgsProcessingException(str(error)) from error
        finally:
            self._poll.stop()

    def _look(self) -> None:
        if not self._feedback.isCanceled():
            return
        if self._stopped_at is None:
            self._stopped_at = time.monotonic()
            self._feedback.pushInfo(tr("Stopping at the next step or tile …"))
            self._job.cancel()
        elif time.monotonic() - self._stopped_at > self._grace_s:
            self._client.kill()

    def _on_state(self, state: str) -> None:
        # Not connected to the feedback itself, which lives in another thread: its turn would come too late.
        self._feedback.setProgressText(state)

    def _on_notice(self, sentence: str) -> None:
        self._feedback.pushWarning(sentence)

    def _on_progress(self, done: int, total: int, eta_s: Optional[float]) -> None:
        first, last = self._share
        self._feedback.setProgress(first + (last - first) * done / max(1, total))

    def _on_metric(self, step: int, values: dict[str, Any]) -> None:
        """A line every few seconds, and one for every accuracy that was measured."""
        now = time.monotonic()
        if now - self._told_at < MESSAGE_S and "held_out_accuracy" not in values:
            return
        self._told_at = now
        found = ", ".join(f"{name} {value:.3g}" for name, value in values.items() if value is not None)
        self._feedback.pushInfo(tr("Step {}: {}").format(step, found))
