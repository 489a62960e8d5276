"""A canvas item that covers the canvas, wherever that moves."""
from __future__ import annotations

from qgis.gui import QgsMapCanvas, QgsMapCanvasItem
from qgis.PyQt.QtCore import QRectF


class CoveringItem(QgsMapCanvasItem):
    """Base of items that draw in pixels of the canvas.

    Args:
        canvas: to cover.
    """

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas

    def boundingRect(self) -> QRectF:
        """All of the canvas."""
        return QRectF(self._canvas.viewport().rect())

    def updatePosition(self) -> None:
        """The canvas moved: what is drawn belongs elsewhere now."""
        self.prepareGeometryChange()
        self.setPos(0, 0)
        self.update()
