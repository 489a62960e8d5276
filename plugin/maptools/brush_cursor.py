"""The circle around the mouse that shows what the brush would cover."""
from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QPointF, QRectF
from qgis.PyQt.QtGui import QColor, QPainter, QPen
from qgis.PyQt.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

# Dark on light is seen on any imagery.
HALO, LINE = QColor(255, 255, 255, 200), QColor(20, 20, 20)
HALO_PX, LINE_PX = 3, 1
ABOVE_EVERYTHING = 1000


class BrushCursor(QGraphicsItem):
    """A circle of a diameter in screen pixels, in the canvas's scene.

    A mouse pointer of its own would be limited in size.
    """

    def __init__(self, diameter_px: int) -> None:
        super().__init__()
        self._diameter_px = diameter_px
        self.setZValue(ABOVE_EVERYTHING)
        self.hide()

    @property
    def diameter_px(self) -> int:
        """The brush size that is shown."""
        return self._diameter_px

    def set_diameter(self, diameter_px: int) -> None:
        """Show another brush size."""
        self.prepareGeometryChange()
        self._diameter_px = diameter_px
        self.update()

    def follow(self, position: QPointF) -> None:
        """Centre the circle on a point of the scene and show it."""
        self.setPos(position)
        self.show()

    def boundingRect(self) -> QRectF:
        """The circle with its line, around the mouse."""
        side = self._diameter_px + 2 * HALO_PX
        return QRectF(-side / 2, -side / 2, side, side)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: Optional[QWidget] = None) -> None:
        """Draw the halo and the line."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self._diameter_px / 2
        for color, width in ((HALO, HALO_PX), (LINE, LINE_PX)):
            painter.setPen(QPen(color, width))
            painter.drawEllipse(QPointF(0, 0), radius, radius)
