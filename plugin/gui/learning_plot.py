"""A small live plot of the losses (left axis) and the held-out accuracy (right axis)."""
from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Callable, Optional

from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from qgis.PyQt.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF, QTextOption
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from .learning_curves import LearningCurves, smoothed

FRAME_MS = 100  # ten pictures a second are live enough
# Apart from each other, and from a white as well as from a dark background.
LOSS_COLORS = ("#e0762d", "#3c8fd6", "#a86fd0", "#d0506e", "#b09020", "#2fa8a0")
ACCURACY_COLOR = "#2f9e4f"
DARK_TEXT, LIGHT_TEXT = "#202020", "#d8d8d8"
GRID_LINES = 4
HEIGHT_PX = 170
SMALLEST_LOSS = 1e-6


class LearningPlot(QWidget):
    """Draws LearningCurves on the background of the QGIS theme."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("learningPlot")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.curves = LearningCurves()
        self.is_logarithmic = False
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setInterval(FRAME_MS)
        self._frame.timeout.connect(self.update)

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(320, HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        """As low as it is hinted: in a dock the width is what gives."""
        return QSize(120, HEIGHT_PX)

    def clear(self) -> None:
        """Starts over."""
        self.curves = LearningCurves()
        self.update()

    def add(self, step: int, values: Mapping[str, object]) -> None:
        """Takes the values of a step; drawn with the next picture."""
        self.curves.add(step, values)
        if not self._frame.isActive():
            self._frame.start()

    def set_logarithmic(self, on: bool) -> None:
        """Draws the losses on a logarithmic axis, or a linear one."""
        self.is_logarithmic = on
        self.update()

    def color_of(self, name: str) -> QColor:
        """The colour of a loss term's curve: the total in black or white, the others from the list."""
        position = self.curves.names.index(name)
        return self._text_color() if position == 0 else QColor(LOSS_COLORS[(position - 1) % len(LOSS_COLORS)])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Background, legend, grid, curves."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self.palette().color(self.backgroundRole()))
        if not self.curves.losses:
            painter.setPen(self._faint(0.6))
            hint = self.tr("Losses and held-out accuracy appear here while the engine learns.")
            _write(painter, QRectF(self.rect()).adjusted(8, 8, -8, -8), hint, Qt.AlignmentFlag.AlignCenter, wrap=True)
            return
        metrics = painter.fontMetrics()
        top = self._paint_legend(painter)
        right = metrics.horizontalAdvance("100 %") + 8 if self.curves.accuracy.points else 8
        frame = QRectF(metrics.horizontalAdvance("0.0001") + 8, top, 0, 0)
        frame.setBottomRight(QPointF(self.width() - right, self.height() - metrics.height() - 4))
        low, high = self.loss_range()
        self._paint_grid(painter, frame, low, high)
        for name in self.curves.names:
            line, place = self.curves.losses[name].line(), self._place(frame, self._share(low, high))
            faint = self.color_of(name)
            faint.setAlphaF(0.25)
            self._paint_curve(painter, faint, 1.0, line, place)
            self._paint_curve(painter, self.color_of(name), 1.8, smoothed(line), place)
        if self.curves.accuracy.points:
            accuracy = self._place(frame, lambda value: value)
            self._paint_curve(painter, QColor(ACCURACY_COLOR), 2.2, self.curves.accuracy.line(), accuracy)

    def loss_range(self) -> tuple[float, float]:
        """What the left axis covers: from 0 or the lowest value, to the highest one; never empty."""
        values = [value for curve in self.curves.losses.values() for _, value in curve.line()]
        if self.is_logarithmic:
            positive = [max(value, SMALLEST_LOSS) for value in values]
            low, high = min(positive), max(positive)
            return (low, high) if high > 1.01 * low else (low / 2, low * 2)
        low, high = min(0.0, *values), max(values)
        return (low, high) if high > low else (low, low + 1)

    def _share(self, low: float, high: float) -> Callable[[float], float]:
        """Maps a loss to its height in the frame, 0 to 1."""
        if not self.is_logarithmic:
            return lambda value: (value - low) / (high - low)
        return lambda value: math.log(max(value, SMALLEST_LOSS) / low) / math.log(high / low)

    def _value_at(self, share: float, low: float, high: float) -> float:
        return low * (high / low) ** share if self.is_logarithmic else low + share * (high - low)

    def _place(self, frame: QRectF, share: Callable[[float], float]) -> Callable[[int, float], QPointF]:
        steps = max(1, self.curves.last_step)
        return lambda step, value: QPointF(
            frame.left() + frame.width() * step / steps, frame.bottom() - frame.height() * share(value)
        )

    def _paint_curve(
        self,
        painter: QPainter,
        color: QColor,
        width: float,
        line: list[tuple[int, float]],
        place: Callable[[int, float], QPointF],
    ) -> None:
        painter.setPen(QPen(color, width))
        points = [place(step, value) for step, value in line]
        painter.drawPolyline(QPolygonF(points))
        painter.setBrush(color)
        painter.drawEllipse(points[-1], width, width)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_grid(self, painter: QPainter, frame: QRectF, low: float, high: float) -> None:
        height = painter.fontMetrics().height()
        for line in range(GRID_LINES + 1):
            share = line / GRID_LINES
            y = frame.bottom() - frame.height() * share
            painter.setPen(QPen(self._faint(0.18), 1))
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
            if line % 2:
                continue
            painter.setPen(self._faint(0.75))
            left = QRectF(0, y - height / 2, frame.left() - 4, height)
            _write(painter, left, f"{self._value_at(share, low, high):.2g}", Qt.AlignmentFlag.AlignRight)
            if self.curves.accuracy.points:
                painter.setPen(QColor(ACCURACY_COLOR))
                beside = QRectF(frame.right() + 4, y - height / 2, self.width() - frame.right() - 4, height)
                _write(painter, beside, f"{100 * share:.0f} %", Qt.AlignmentFlag.AlignLeft)
        painter.setPen(self._faint(0.75))
        below = QRectF(frame.left(), frame.bottom() + 3, frame.width(), height)
        _write(painter, below, self.tr("step {}").format(self.curves.last_step), Qt.AlignmentFlag.AlignRight)

    def _paint_legend(self, painter: QPainter) -> float:
        """Names and newest values in rows; returns where the frame may begin."""
        metrics = painter.fontMetrics()
        x, y, row = 6.0, 4.0, metrics.height() + 2
        for color, text in self.legend():
            width = metrics.horizontalAdvance(text) + 24
            if x > 6 and x + width > self.width():
                x, y = 6.0, y + row
            painter.setPen(QPen(color, 2.4))
            painter.drawLine(QPointF(x, y + row / 2), QPointF(x + 10, y + row / 2))
            painter.setPen(self._text_color())
            _write(painter, QRectF(x + 14, y, width, row), text, Qt.AlignmentFlag.AlignVCenter)
            x += width
        return y + row + metrics.height() / 2

    def legend(self) -> list[tuple[QColor, str]]:
        """Colour and words of every curve, with its newest value."""
        entries = [
            (self.color_of(name), f"{name} {self.curves.losses[name].last[1]:.3g}") for name in self.curves.names
        ]
        if self.curves.accuracy.points:
            accuracy = self.tr("held-out accuracy {} %").format(f"{100 * self.curves.accuracy.last[1]:.0f}")
            entries.append((QColor(ACCURACY_COLOR), accuracy))
        return entries

    def _text_color(self) -> QColor:
        """Black or white, whichever contrasts: the text roles of QGIS's style-sheet themes do not suit painting."""
        return QColor(DARK_TEXT if self.palette().color(self.backgroundRole()).lightness() > 127 else LIGHT_TEXT)

    def _faint(self, strength: float) -> QColor:
        color = self._text_color()
        color.setAlphaF(strength)
        return color


def _write(painter: QPainter, place: QRectF, text: str, alignment: Qt.AlignmentFlag, wrap: bool = False) -> None:
    option = QTextOption(alignment)
    option.setWrapMode(QTextOption.WrapMode.WordWrap if wrap else QTextOption.WrapMode.NoWrap)
    painter.drawText(place, text, option)
