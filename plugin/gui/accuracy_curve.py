"""A small curve of the accuracy, stroke by stroke."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import QPointF, QRectF, QSize
from qgis.PyQt.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from .learning_plot import ACCURACY_COLOR

HEIGHT_PX, MARGIN_PX, DOT_PX = 36, 4, 2.5
GRID = (0.0, 0.5, 1.0)


class AccuracyCurve(QWidget):
    """Accuracies from 0 at the bottom to 100 % at the top, the newest at the right."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("accuracyCurve")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._shares: list[float] = []

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(120, HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        """In a dock the width is what gives."""
        return QSize(40, HEIGHT_PX)

    def set_shares(self, shares: Sequence[float]) -> None:
        """Shows these accuracies, 0 to 1."""
        self._shares = list(shares)
        self.update()

    def points(self) -> list[QPointF]:
        """Where the accuracies are drawn."""
        frame = QRectF(self.rect()).adjusted(MARGIN_PX, MARGIN_PX, -MARGIN_PX, -MARGIN_PX)
        step = frame.width() / max(1, len(self._shares) - 1)
        return [
            QPointF(frame.left() + step * number, frame.bottom() - frame.height() * share)
            for number, share in enumerate(self._shares)
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Grid lines, the curve, and a dot at its end."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        faint = self.palette().color(QPalette.ColorRole.WindowText)
        faint.setAlphaF(0.18)
        painter.setPen(QPen(faint, 1))
        for share in GRID:
            y = MARGIN_PX + (1 - share) * (self.height() - 2 * MARGIN_PX)
            painter.drawLine(QPointF(MARGIN_PX, y), QPointF(self.width() - MARGIN_PX, y))
        points = self.points()
        if points:
            painter.setPen(QPen(QColor(ACCURACY_COLOR), 1.8))
            painter.drawPolyline(QPolygonF(points))
            painter.setBrush(QColor(ACCURACY_COLOR))
            painter.drawEllipse(points[-1], DOT_PX, DOT_PX)
