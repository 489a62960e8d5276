"""The live map on the canvas: above the layers, below what is being painted."""
from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QBrush, QColor, QImage, QPainter, QPolygonF, QTransform
from qgis.PyQt.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ..core.live.blocks import LiveBlock
from ..core.live.grid import ground_of
from ..core.live.live_map import LiveMap
from .covering_item import CoveringItem

BELOW_RUBBER_BANDS = -1  # these are at 0, the map itself is at -10
HATCH, STALE_ALPHA = QColor(20, 20, 20, 150), 128  # of 255


class LiveItem(CoveringItem):
    """Draws the blocks of a live map where they belong, pixel by pixel.

    Blocks are put together opaque and the whole is drawn with one opacity, so that nothing shines through where blocks
    overlap.

    Args:
        canvas: to draw on.
        live: what is drawn.

    Attributes:
        marks_stale: whether blocks of earlier labels are drawn fainter and hatched.
    """

    def __init__(self, canvas: QgsMapCanvas, live: LiveMap) -> None:
        super().__init__(canvas)
        self._live = live
        self._picture: Optional[QImage] = None
        self._drawn_for: tuple[Any, ...] = ()  # what the canvas showed then
        self._drawn_at = QPointF()  # where its centre was
        self._opacity = 1.0
        self.marks_stale = False
        self.setZValue(BELOW_RUBBER_BANDS)

    def set_opacity(self, share: float) -> None:
        """Lets the layers below shine through; 1 hides them."""
        self._opacity = share
        self.update()

    def redraw(self) -> None:
        """What is to be drawn has changed."""
        self._picture = None
        self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: Optional[QWidget] = None) -> None:
        """Draw what is there."""
        blocks = self._live.drawn
        if not blocks:
            return
        settings = self._canvas.mapSettings()
        shown = settings.extent(), settings.rotation(), settings.destinationCrs(), self._canvas.viewport().size()
        centre = QPointF(self.toCanvasCoordinates(shown[0].center()))
        if self._picture is None or shown != self._drawn_for:
            self._picture, self._drawn_for, self._drawn_at = self._compose(blocks), shown, centre
        painter.setOpacity(self._opacity)
        painter.drawImage(centre - self._drawn_at, self._picture)  # apart while the map is being dragged

    def _compose(self, blocks: list[LiveBlock]) -> QImage:
        """All blocks in sight: stale ones first, then the others in their place."""
        picture = QImage(self._canvas.viewport().size(), QImage.Format.Format_ARGB32_Premultiplied)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        is_stale = self._live.blocks.is_stale
        self._draw(painter, [block for block in blocks if is_stale(block)])
        if self.marks_stale:
            _mark_as_stale(painter, self.boundingRect())
        self._draw(painter, [block for block in blocks if not is_stale(block)])
        painter.end()
        return picture

    def _draw(self, painter: QPainter, blocks: list[LiveBlock]) -> None:
        imagery, colours, sight = self._live.imagery, self._live.colours, self.boundingRect()
        target = self._canvas.mapSettings().destinationCrs()
        transform = QgsCoordinateTransform(imagery.crs, target, QgsProject.instance().transformContext())
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)  # newer pixels replace older ones
        for block in blocks:
            place = self._place(block, transform)
            if place is None or not place.boundingRect().intersects(sight):
                continue
            block.picture.setColorTable(colours)
            shape = QPolygonF(QRectF(block.picture.rect()))
            shape.remove(4)  # the first corner again
            onto = QTransform()
            if QTransform.quadToQuad(shape, place, onto):
                painter.setTransform(onto)
                painter.drawImage(0, 0, block.picture)
        painter.resetTransform()

    def _place(self, block: LiveBlock, transform: QgsCoordinateTransform) -> Optional[QPolygonF]:
        """The corners of a block on the canvas; None where they have no place in its CRS."""
        row, col, height, width = block.covered
        corners = ((row, col), (row, col + width), (row + height, col + width), (row + height, col))
        try:
            points = [transform.transform(ground_of(self._live.imagery, *corner)) for corner in corners]
        except QgsCsException:
            return None
        return QPolygonF([QPointF(self.toCanvasCoordinates(point)) for point in points])


def _mark_as_stale(painter: QPainter, whole: QRectF) -> None:
    """Hatches what is drawn so far, and makes it fainter."""
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceAtop)
    painter.fillRect(whole, QBrush(HATCH, Qt.BrushStyle.BDiagPattern))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.fillRect(whole, QColor(0, 0, 0, STALE_ALPHA))
