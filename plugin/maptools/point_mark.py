"""The mark of a place on the canvas: crosshairs that leave the place itself free, and the outline of its pixel."""
from __future__ import annotations

from typing import Optional

from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem
from qgis.PyQt.QtCore import QPointF, QRectF
from qgis.PyQt.QtGui import QPainter, QPen
from qgis.PyQt.QtWidgets import QStyleOptionGraphicsItem, QWidget

from .brush_cursor import ABOVE_EVERYTHING, HALO, HALO_PX, LINE

ARM_PX, GAP_PX, ARM_WIDTH_PX = 26, 12, 2
MAX_PIXEL_PX = 200  # of the outline's side; larger, and the crosshairs alone are clearer


class PointMark(QgsMapCanvasItem):
    """A mark that stays on its place while the map is moved."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._place = QgsPointXY()
        self._pixel_size = 0.0
        self.setZValue(ABOVE_EVERYTHING)
        self.hide()

    @property
    def place(self) -> QgsPointXY:
        """Where it is, in the canvas's CRS."""
        return self._place

    def mark(self, place: QgsPointXY, pixel_size: float) -> None:
        """Show a place in the canvas's CRS, with a pixel of a size in map units around it."""
        self._place, self._pixel_size = place, pixel_size
        self.updatePosition()
        self.show()

    def updatePosition(self) -> None:
        """The canvas shows another part of the map."""
        self.prepareGeometryChange()
        self.setPos(self.toCanvasCoordinates(self._place))

    def boundingRect(self) -> QRectF:
        """Crosshairs or pixel, whichever is larger, with their lines."""
        side = max(2 * (self._inner_px + ARM_PX), self._pixel_px) + 2 * HALO_PX
        return QRectF(-side / 2, -side / 2, side, side)

    def paint(
        self, painter: QPainter, option: Optional[QStyleOptionGraphicsItem] = None, widget: Optional[QWidget] = None
    ) -> None:
        """Draw the halo and the lines."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner, outer, half = self._inner_px, self._inner_px + ARM_PX, self._pixel_px / 2
        for color, wider in ((HALO, HALO_PX), (LINE, 0)):
            painter.setPen(QPen(color, ARM_WIDTH_PX + wider))
            for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                painter.drawLine(QPointF(x * inner, y * inner), QPointF(x * outer, y * outer))
            painter.setPen(QPen(color, 1 + wider / 2))
            painter.drawRect(QRectF(-half, -half, 2 * half, 2 * half))

    @property
    def _pixel_px(self) -> float:
        """Side of the pixel on the screen; 0 where it would be too large to help."""
        side = self._pixel_size / self._canvas.mapUnitsPerPixel()
        return side if side <= MAX_PIXEL_PX else 0.0

    @property
    def _inner_px(self) -> float:
        """Where the arms begin: beyond the pixel."""
        return max(GAP_PX, self._pixel_px / 2 + GAP_PX / 2)
