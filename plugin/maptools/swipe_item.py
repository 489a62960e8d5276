"""Two pictures of the map, drawn over the canvas on the two sides of a vertical line."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from qgis.core import QgsMapSettings
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QImage, QPainter, QPen
from qgis.PyQt.QtWidgets import QStyleOptionGraphicsItem, QWidget

from .covering_item import CoveringItem

HALO, LINE = QColor(255, 255, 255, 220), QColor(20, 20, 20)
HALO_PX, LINE_PX, GRIP_PX = 4, 1.5, 9
NAME_BACK = QColor(20, 20, 20, 170)
NAME_MARGIN_PX = 6


@dataclass(frozen=True)
class Picture:
    """A drawn map and the settings that it was drawn with."""

    image: QImage
    settings: QgsMapSettings


class SwipeItem(CoveringItem):
    """Covers the canvas. Pictures of an earlier extent are shown where they belong until the new ones are there.

    Args:
        canvas: to cover.
        names: what is shown on the left and on the right.

    Attributes:
        line_px: place of the line from the left edge.
    """

    def __init__(self, canvas: QgsMapCanvas, names: tuple[str, str]) -> None:
        super().__init__(canvas)
        self._names = names
        self._pictures: list[Optional[Picture]] = [None, None]
        self.line_px = canvas.width() / 2

    def set_line(self, x_px: float) -> None:
        """Moves the line."""
        self.line_px = min(max(x_px, 0.0), float(self._canvas.width()))
        self.update()

    def set_picture(self, side: int, picture: Picture) -> None:
        """Shows a picture on the left (0) or on the right (1)."""
        self._pictures[side] = picture
        self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: Optional[QWidget] = None) -> None:
        """Draw both sides, their names, and the line."""
        whole = self.boundingRect()
        left = QRectF(whole.topLeft(), QPointF(self.line_px, whole.bottom()))
        right = QRectF(QPointF(self.line_px, whole.top()), whole.bottomRight())
        for place, picture in zip((left, right), self._pictures):
            self._draw(painter, place, picture)
        for index, (place, name) in enumerate(zip((left, right), self._names)):
            _draw_name(painter, place, name, is_left=index == 0)
        _draw_line(painter, self.line_px, whole)

    def _draw(self, painter: QPainter, place: QRectF, picture: Optional[Picture]) -> None:
        if picture is None or picture.settings.rotation() != self._canvas.rotation():
            return
        painter.save()
        painter.setClipRect(place)
        painter.fillRect(place, self._canvas.canvasColor())
        painter.drawImage(self._place_of(picture.settings), picture.image, QRectF(picture.image.rect()))
        painter.restore()

    def _place_of(self, settings: QgsMapSettings) -> QRectF:
        """Where on the canvas a picture of an earlier extent lies now."""
        then, now = settings.mapToPixel(), self._canvas.getCoordinateTransform()
        size = settings.outputSize()
        corners = [then.toMapCoordinates(x, y) for x, y in ((0, 0), (size.width(), size.height()))]
        top_left, bottom_right = (now.transform(corner) for corner in corners)
        return QRectF(QPointF(top_left.x(), top_left.y()), QPointF(bottom_right.x(), bottom_right.y()))


def _draw_line(painter: QPainter, x: float, whole: QRectF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for color, width in ((HALO, HALO_PX), (LINE, LINE_PX)):
        painter.setPen(QPen(color, width))
        painter.drawLine(QPointF(x, whole.top()), QPointF(x, whole.bottom()))
    painter.setPen(QPen(LINE, LINE_PX))
    painter.setBrush(HALO)
    painter.drawEllipse(QPointF(x, whole.center().y()), GRIP_PX, GRIP_PX)


def _draw_name(painter: QPainter, place: QRectF, name: str, is_left: bool) -> None:
    """The name beside the line, as far as there is room for it."""
    metrics = painter.fontMetrics()
    room = place.width() - 4 * NAME_MARGIN_PX
    text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(max(room, 0)))
    if room < metrics.averageCharWidth() * 3 or not text:
        return
    width = metrics.boundingRect(text).width() + 2 * NAME_MARGIN_PX
    x = place.right() - width - NAME_MARGIN_PX if is_left else place.left() + NAME_MARGIN_PX
    box = QRectF(x, place.top() + NAME_MARGIN_PX, width, metrics.height() + NAME_MARGIN_PX)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(NAME_BACK)
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(Qt.GlobalColor.white)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
