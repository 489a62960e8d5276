"""Starting the engine again after its death, without a click."""
from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal

from ..engine.client import EngineClient

MAX_DEATHS = 2  # of the engine in a row


class Revival(QObject):
    """Has the engine asked once more after its death; once, since the request itself may be what it dies of.

    Signals:
        due: the engine died; asking it anything starts it again.
        given_up: it died twice in a row; the sentence about the second death.

    Args:
        client: of the engine.
        parent: Qt parent.
    """

    due = pyqtSignal()
    given_up = pyqtSignal(str)

    def __init__(self, client: EngineClient, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._client = client
        self._deaths = 0
        self._is_wanted = False
        # After the sentence about the death itself, and after all of its jobs have ended.
        client.died.connect(self._on_died, Qt.ConnectionType.QueuedConnection)

    def want(self, is_wanted: bool) -> None:
        """Whether a death matters from now on."""
        self._is_wanted = is_wanted
        self._tell()

    def forget(self) -> None:
        """The deaths so far do not count any more: the engine has answered, or the analyst tries anew."""
        self._deaths = 0
        self._tell()

    def close(self) -> None:
        """Lets go of the engine, for good."""
        self.want(False)
        self._client.died.disconnect(self._on_died)

    def _on_died(self, sentence: str) -> None:
        if not self._is_wanted:
            return
        self._deaths += 1
        self._tell()
        if self._deaths >= MAX_DEATHS:
            self.given_up.emit(sentence)
        else:
            self.due.emit()

    def _tell(self) -> None:
        """Lets the sentence about the next death say what follows it."""
        is_due = self._is_wanted and self._deaths + 1 < MAX_DEATHS
        self._client.starter = self.tr("Live") if is_due else ""
