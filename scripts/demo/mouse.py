"""Real mouse, wheel and key events on a map canvas, for the demo and the tests of the map tools."""
from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QMouseEvent, QWheelEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def press(canvas: QgsMapCanvas, x: int, y: int, button: Qt.MouseButton = LEFT) -> None:
    """Press a button at a pixel of the canvas."""
    QTest.mousePress(canvas.viewport(), button, NONE, QPoint(x, y))


def move(canvas: QgsMapCanvas, x: int, y: int) -> None:
    """Deliver the event itself: QTest.mouseMove asks the window system, which leaves moves out when it is busy."""
    viewport = canvas.viewport()
    position = QPointF(viewport.mapToGlobal(QPoint(x, y)))
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(x, y), position, Qt.MouseButton.NoButton, LEFT, NONE)
    QApplication.sendEvent(viewport, event)
    QApplication.processEvents()


def release(canvas: QgsMapCanvas, x: int, y: int, button: Qt.MouseButton = LEFT) -> None:
    """Release a button."""
    QTest.mouseRelease(canvas.viewport(), button, NONE, QPoint(x, y))


def click(canvas: QgsMapCanvas, x: int, y: int, button: Qt.MouseButton = LEFT) -> None:
    """Press and release a button."""
    press(canvas, x, y, button)
    release(canvas, x, y, button)


def double_click(canvas: QgsMapCanvas, x: int, y: int) -> None:
    """Two clicks of the left button."""
    click(canvas, x, y)
    QTest.mouseDClick(canvas.viewport(), LEFT, NONE, QPoint(x, y))


def drag(canvas: QgsMapCanvas, corners: Sequence[tuple[int, int]], step_px: int = 5) -> None:
    """Press at the first corner, move through the others in small steps, release at the last."""
    press(canvas, *corners[0])
    for (x0, y0), (x1, y1) in zip(corners, corners[1:]):
        steps = max(1, max(abs(x1 - x0), abs(y1 - y0)) // step_px)
        for step in range(1, steps + 1):
            move(canvas, round(x0 + (x1 - x0) * step / steps), round(y0 + (y1 - y0) * step / steps))
    release(canvas, *corners[-1])


def wheel(canvas: QgsMapCanvas, x: int, y: int, notches: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Turn the wheel by some notches."""
    viewport = canvas.viewport()
    event = QWheelEvent(QPointF(x, y), QPointF(viewport.mapToGlobal(QPoint(x, y))), QPoint(), QPoint(0, 120 * notches),
                        Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(viewport, event)


def key(canvas: QgsMapCanvas, which: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Press and release a key while the canvas has the focus."""
    QTest.keyClick(canvas, which, modifiers)


def map_point(canvas: QgsMapCanvas, x: int, y: int) -> QgsPointXY:
    """What lies under a pixel of the canvas, in map coordinates."""
    return canvas.getCoordinateTransform().toMapCoordinates(x, y)
