"""A small ring on the canvas around a place that is worth a stroke."""
from __future__ import annotations

from typing import Optional

from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem
from qgis.PyQt.QtCore import QPointF, QRectF
from qgis.PyQt.QtGui import QPainter, QPen
from qgis.PyQt.QtWidgets import QStyleOptionGraphicsItem, QWidget

from .brush_cursor import HALO, LINE

RADIUS_PX, RING_PX, HALO_PX = 7, 2, 5


class PlaceMark(QgsMapCanvasItem):
    """Stays on its place while the map is moved; its tooltip says why the place was chosen.

    Args:
        canvas: to mark on.
        place: in the canvas's CRS.
        reason: one sentence.
    """

    def __init__(self, canvas: QgsMapCanvas, place: QgsPointXY, reason: str) -> None:
        super().__init__(canvas)
        self._place = place
        self.setToolTip(reason)
        self.updatePosition()

    def updatePosition(self) -> None:
        """The canvas shows another part of the map."""
        self.setPos(self.toCanvasCoordinates(self._place))

    def boundingRect(self) -> QRectF:
        """The ring with its halo."""
        side = 2 * RADIUS_PX + HALO_PX
        return QRectF(-side / 2, -side / 2, side, side)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: Optional[QWidget] = None) -> None:
        """Draw the halo and the ring."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for color, width in ((HALO, HALO_PX), (LINE, RING_PX)):
            painter.setPen(QPen(color, width))
            painter.drawEllipse(QPointF(0, 0), RADIUS_PX, RADIUS_PX)
