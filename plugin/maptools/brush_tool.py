"""Painting freehand: a round brush dragged over the map."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Callable, Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QColor, QWheelEvent

from ..core.labels.store import LabelStore
from ..core.labels.stroke_geometry import stroke_polygon
from ..core.labels.tool_state import LabelToolState
from .brush_cursor import BrushCursor
from .label_tool import LabelTool

# Nearer points than this add nothing that can be seen.
THINNING_PX = 2
# The path is smoothed by no more than a pixel, and less under a fine brush.
SMOOTHING_PX, SMOOTHING_SHARE = 1.0, 0.1
WHEEL_NOTCH = 120  # Qt: eighths of a degree
ERASER_LINE, ERASER_FILL = QColor(40, 40, 40), QColor(255, 255, 255, 120)


class BrushTool(LabelTool):
    """Drag with the left button to paint, click for a dot, right click or Esc to drop the stroke.

    The brush has a size on the screen; what it covers on the ground is fixed by the scale at which the stroke begins.
    """

    def __init__(
        self, canvas: QgsMapCanvas, store_provider: Callable[[], Optional[LabelStore]], state: LabelToolState
    ) -> None:
        super().__init__(canvas, store_provider, state)
        self.circle = BrushCursor(state.brush_size_px)
        canvas.scene().addItem(self.circle)
        state.brush_size_changed.connect(self.circle.set_diameter)
        self._points: list[QgsPointXY] = []
        self._last_pixel = QPoint()
        self._pixel = self._width = 0.0  # map units, as of the stroke's beginning
        self._wheel = 0

    @property
    def is_drawing(self) -> bool:
        """Whether the left button is down in a stroke."""
        return bool(self._points)

    def cancel(self) -> None:
        """Drop the stroke that is being drawn."""
        self._points = []
        super().cancel()

    def close(self) -> None:
        """Take circle and preview off the canvas."""
        self.canvas().scene().removeItem(self.circle)
        super().close()

    def deactivate(self) -> None:
        """Another tool takes over."""
        self.circle.hide()
        super().deactivate()

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        """Begin a stroke, or drop it with any other button."""
        if event.button() != Qt.MouseButton.LeftButton:
            self.cancel()
        elif self._may_draw():
            self._pixel = self.canvas().mapUnitsPerPixel()
            self._width = self._state.brush_size_px * self._pixel
            self._points = [event.mapPoint()]
            self._last_pixel = event.pixelPoint()
            self._colour_preview()
            self._show_stroke()

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        """Move the circle, and the stroke with it."""
        self.circle.follow(self.canvas().mapToScene(event.pixelPoint()))
        if self.is_drawing and (event.pixelPoint() - self._last_pixel).manhattanLength() >= THINNING_PX:
            self._extend(event)
            self._show_stroke()

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        """End the stroke: it is stored at once."""
        if event.button() != Qt.MouseButton.LeftButton or not self.is_drawing:
            return
        if event.pixelPoint() != self._last_pixel:
            self._extend(event)
        self._show_stroke()
        points, self._points = self._points, []
        self._store_outline(lambda: self._outline(points))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Shift the wheel changes the brush's size; alone it zooms as always."""
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            event.ignore()
            return
        # Some systems turn the wheel sideways while Shift is down; touchpads send fractions of a notch.
        self._wheel += event.angleDelta().y() or event.angleDelta().x()
        notches = int(self._wheel / WHEEL_NOTCH)
        self._wheel -= notches * WHEEL_NOTCH
        self._state.step_brush_size(notches)
        event.accept()

    def _extend(self, event: QgsMapMouseEvent) -> None:
        self._points.append(event.mapPoint())
        self._last_pixel = event.pixelPoint()

    def _show_stroke(self) -> None:
        self._preview.setToGeometry(self._outline(self._points), QgsCoordinateReferenceSystem())

    def _outline(self, points: Sequence[QgsPointXY]) -> QgsGeometry:
        return stroke_polygon(points, self._width, min(self._pixel * SMOOTHING_PX, self._width * SMOOTHING_SHARE))


class EraserTool(BrushTool):
    """A brush that takes labels away, whatever their class."""

    def _obstacle(self, store: LabelStore) -> Optional[str]:
        return None

    def _colour_preview(self) -> None:
        self._preview.setStrokeColor(ERASER_LINE)
        self._preview.setFillColor(ERASER_FILL)

    def _apply(self, store: LabelStore, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> None:
        store.erase(geometry, crs)
