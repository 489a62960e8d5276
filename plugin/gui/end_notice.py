"""Tells an analyst who has gone on to something else that a long job has ended."""
from __future__ import annotations

import time
from typing import Optional

from qgis.PyQt.QtCore import QObject, QTimer
from qgis.PyQt.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from ..core.icons import icon

LEAST_S = 20.0  # shorter jobs end while the analyst looks at them
SETTLE_MS = 500  # a training is followed by a map
SHOWN_MS = 10_000


class EndNotice(QObject):
    """Marks QGIS in the task bar and shows a system notification, where QGIS is not the window in front.

    Args:
        window: of QGIS.

    Attributes:
        shown: the sentence that was shown last, "" before the first.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.shown = self._said = ""
        self._window = window
        self._started_s: Optional[float] = None
        self._tray: Optional[QSystemTrayIcon] = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._on_ended)

    def set_busy(self, is_busy: bool) -> None:
        """A job begins or ends; what begins at once after another goes on with it."""
        if not is_busy:
            self._settle.start()
            return
        if not self._settle.isActive():
            self._started_s = time.monotonic()
        self._settle.stop()

    def hear(self, sentence: str) -> None:
        """What the dock says; the last sentence of a job tells how it ended."""
        self._said = sentence

    def _on_ended(self) -> None:
        started, self._started_s = self._started_s, None
        is_long = started is not None and time.monotonic() - started >= LEAST_S
        if not is_long or self._window.isActiveWindow():
            return
        self.shown = self._said
        QApplication.alert(self._window)
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._tray = self._tray or QSystemTrayIcon(icon("berunda"), self)
            self._tray.show()
            self._tray.showMessage("Berunda", self.shown, icon("berunda"), SHOWN_MS)
            QTimer.singleShot(SHOWN_MS, self._tray.hide)
