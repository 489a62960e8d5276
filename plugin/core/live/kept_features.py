"""What the engine keeps of encoded images: how much that is, its removal, and the user's choice of limit and folder."""
from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Optional

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..engine.cache_choice import choose_cache_folder, choose_cache_limit
from ..engine.jobs import Job
from ..project.engine_session import EngineSession
from . import exploration

COMMAND = "cache"
BACKGROUND = {COMMAND, exploration.COMMAND}  # nobody waits for these, and exploring goes on after a restart
REST_MS = 1000  # a click on an arrow is rarely the last one


class KeptFeatures(QObject):
    """Asks the engine while it is up; what is chosen takes effect when the engine starts.

    Signals:
        changed: another usage.
        notice: a sentence about when a choice takes effect.
        failed: a sentence about what could not be done.

    Args:
        session: the engine.
        parent: Qt parent.

    Attributes:
        usage: the newest values of the job `cache`, see the engine; None while they are not known.
    """

    changed = pyqtSignal()
    notice = pyqtSignal(str)
    failed = pyqtSignal(str)

    def __init__(self, session: EngineSession, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Optional[Job] = None
        self.usage: Optional[Mapping[str, Any]] = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._apply)
        session.state_changed.connect(self._on_engine)
        session.died.connect(self._on_engine)

    def ask(self, clear: bool = False) -> None:
        """Asks how much is kept, or has all of it removed; does nothing while the engine is not up."""
        if not self._session.client.is_ready:
            return
        self._job = job = self._session.client.submit(COMMAND, {"clear": clear})
        job.done.connect(partial(self._on_done, job))
        job.failed.connect(partial(self._on_failed, job))

    def clear(self) -> None:
        """Removes all features, on disk and in memory."""
        self.ask(clear=True)

    def choose_limit(self, limit_gb: float) -> None:
        """Remembers how much may be kept on disk; 0 for nothing."""
        choose_cache_limit(limit_gb)
        self._rest.start()

    def choose_folder(self, path: str) -> None:
        """Remembers the folder; "" for the usual one."""
        choose_cache_folder(path)
        self._rest.start()

    def close(self) -> None:
        """Lets go of the engine, for good."""
        self._rest.stop()
        self._session.state_changed.disconnect(self._on_engine)
        self._session.died.disconnect(self._on_engine)

    def _apply(self) -> None:
        """Starts the engine anew unless somebody waits for it, or it will be started anyway."""
        client = self._session.client
        if not client.is_running:
            return
        if client.commands <= BACKGROUND:
            self._session.check_engine()
        else:
            sentence = self.tr("The engine is at work: the choice takes effect when it is started the next time.")
            self.notice.emit(sentence)

    def _on_engine(self, *_: object) -> None:
        if self.usage is not None and not self._session.client.is_ready:
            self._take(None)

    def _on_done(self, job: Job, values: Mapping[str, Any]) -> None:
        if job is self._job:
            self._take(values)

    def _on_failed(self, job: Job, sentence: str) -> None:
        if not job.engine_is_gone:  # otherwise the client says so
            self.failed.emit(sentence)

    def _take(self, usage: Optional[Mapping[str, Any]]) -> None:
        self.usage = usage
        self.changed.emit()
