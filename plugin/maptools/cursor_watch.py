"""Where the mouse is on the map, whatever map tool is active, and the key that switches inspecting on and off."""
from __future__ import annotations

import time
from typing import Callable

from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QEvent, QObject, Qt, QTimer, pyqtSignal

PAUSE_MS = 30  # between two looks, at least
SHARE = 2  # and as many times as long as the last look took: a slow disk must not make the mouse stutter
KEY = Qt.Key.Key_I


class CursorWatch(QObject):
    """Calls for a look at the place under the mouse, not more often than looking takes time for.

    Signals:
        left: the mouse is not on the map any more.
        key_pressed: KEY, with the canvas focused.

    Args:
        canvas: to watch.
        look: called with the place in the canvas's CRS.
    """

    left = pyqtSignal()
    key_pressed = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas, look: Callable[[QgsPointXY], None]) -> None:
        super().__init__()
        self._canvas, self._look = canvas, look
        self._place = QgsPointXY()
        self._is_on = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._on_pause_over)
        canvas.installEventFilter(self)
        canvas.viewport().installEventFilter(self)

    def set_on(self, is_on: bool) -> None:
        """Follows the mouse from now on, or no longer."""
        if is_on == self._is_on:
            return
        self._is_on = is_on
        if is_on:
            self._canvas.xyCoordinates.connect(self._on_move)
        else:
            self._canvas.xyCoordinates.disconnect(self._on_move)
            self._pause.stop()

    def close(self) -> None:
        """Leaves the canvas alone, for good."""
        self.set_on(False)
        self._canvas.removeEventFilter(self)
        self._canvas.viewport().removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear of the mouse leaving the map, and of the key before QGIS's menus do."""
        if event.type() == QEvent.Type.Leave and self._is_on:
            self._pause.stop()
            self.left.emit()
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) or event.key() != KEY:
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier or event.isAutoRepeat():
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self.key_pressed.emit()
        return True

    def _on_move(self, place: QgsPointXY) -> None:
        self._place = QgsPointXY(place)
        if not self._pause.isActive():
            self._pause.start()

    def _on_pause_over(self) -> None:
        started = time.perf_counter()
        self._look(self._place)
        took_ms = (time.perf_counter() - started) * 1000
        self._pause.setInterval(max(PAUSE_MS, round(SHARE * took_ms)))
