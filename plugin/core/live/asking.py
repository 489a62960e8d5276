"""When a live map's request is sent: after a rest, and not twice in a row for the same."""
from __future__ import annotations

from typing import Any, Callable, Optional

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from .grid import Window
from .preview_requests import PreviewRequests


class Asking(QObject):
    """Sends what is wanted once it has stayed so for a while.

    Signals:
        failed: why nothing could be sent, in a sentence.

    Args:
        requests: takes what is sent.
        wanted: gives the parameters of a request; None where there is nothing to ask for.
        parent: Qt parent.

    Attributes:
        window: of the newest request, in pixels of the image; None before the first.
    """

    failed = pyqtSignal(str)

    def __init__(
        self, requests: PreviewRequests, wanted: Callable[[], Optional[dict[str, Any]]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._requests, self._wanted = requests, wanted
        self._asked: dict[str, Any] = {}
        self.window: Optional[Window] = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._ask)

    @property
    def has_asked(self) -> bool:
        """Whether a request of the present image and labels is under way or answered."""
        return bool(self._asked)

    def ask_in(self, rest_ms: int) -> None:
        """Asks after a while, counted from the last time that this was called; what is due at once stays so."""
        if not self._rest.isActive() or self._rest.interval() > 0:
            self._rest.start(rest_ms)

    def ask_anew(self) -> None:
        """Asks at once, also for the same again."""
        self.forget()
        self.ask_in(0)

    def forget(self) -> None:
        """The newest request does not count any more: the next one may be the same."""
        self._asked = {}

    def stop(self) -> None:
        """Asks for nothing any more and cancels what is under way."""
        self._rest.stop()
        self._requests.cancel()
        self.forget()

    def _ask(self) -> None:
        params = self._wanted()
        if params is None:
            self._requests.cancel()
            self.forget()
        elif params != self._asked:  # otherwise the canvas was drawn anew, with nothing else in sight
            self._send(params)

    def _send(self, params: dict[str, Any]) -> None:
        try:
            self._requests.send(params)
        except OSError as error:
            sentence = self.tr("The live map needs a temporary folder, which cannot be made: {}.")
            self.failed.emit(sentence.format(error.strerror))
            return
        self._asked, self.window = params, params["window"]
