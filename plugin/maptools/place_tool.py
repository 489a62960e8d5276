"""Picking a place on the map with one click."""
from __future__ import annotations

from typing import Optional

from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent


class PlaceTool(QgsMapTool):
    """Click with the left button to pick; Esc or any other button leaves. Then the tool before is back.

    Signals:
        picked: the place, in the canvas's CRS.
        left: it is no longer the canvas's tool.
    """

    picked = pyqtSignal(object)
    left = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._before: Optional[QgsMapTool] = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def is_active(self) -> bool:
        """Whether it is the canvas's tool."""
        return self.canvas().mapTool() is self

    def begin(self) -> None:
        """Put it on the canvas, with the keyboard's focus."""
        if not self.is_active:
            self._before = self.canvas().mapTool()
            self.canvas().setMapTool(self)
        self.canvas().setFocus()

    def leave(self) -> None:
        """Return to the tool before."""
        if not self.is_active:
            return
        before, self._before = self._before, None
        if before is not None and not sip.isdeleted(before):
            self.canvas().setMapTool(before)
        else:
            self.canvas().unsetMapTool(self)

    def deactivate(self) -> None:
        """QGIS puts another tool in place."""
        super().deactivate()
        self.left.emit()

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        """Pick, or leave."""
        place = QgsPointXY(event.mapPoint())
        self.leave()
        if event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.leave()
        else:
            event.ignore()
