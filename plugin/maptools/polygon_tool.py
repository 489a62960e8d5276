"""Painting a polygon corner by corner."""
from __future__ import annotations

from typing import Callable, Optional

from qgis.core import QgsPointXY, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent
from qgis.PyQt.QtCore import Qt

from ..core.labels.store import LabelStore
from ..core.labels.stroke_geometry import corner_polygon
from ..core.labels.tool_state import LabelToolState
from .label_tool import LabelTool


class PolygonTool(LabelTool):
    """Click the corners; double click or right click closes, Backspace takes the last corner back, Esc drops all."""

    def __init__(
        self, canvas: QgsMapCanvas, store_provider: Callable[[], Optional[LabelStore]], state: LabelToolState
    ) -> None:
        super().__init__(canvas, store_provider, state)
        self._corners: list[QgsPointXY] = []
        self._mouse = QgsPointXY()

    @property
    def is_drawing(self) -> bool:
        """Whether a corner was clicked and the polygon not yet closed."""
        return bool(self._corners)

    def cancel(self) -> None:
        """Drop the polygon that is being drawn."""
        self._corners = []
        super().cancel()

    def step_back(self) -> None:
        """Take the last corner back."""
        self._corners = self._corners[:-1]
        self._show_polygon()

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        """Set a corner, or close with the right button."""
        self._mouse = event.mapPoint()
        if event.button() == Qt.MouseButton.RightButton:
            self._close_polygon()
        elif event.button() == Qt.MouseButton.LeftButton and (self.is_drawing or self._may_draw()):
            self._corners.append(self._mouse)
            self._colour_preview()
            self._show_polygon()

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        """Show the polygon as it would be with a corner at the mouse."""
        self._mouse = event.mapPoint()
        if self.is_drawing:
            self._show_polygon()

    def canvasDoubleClickEvent(self, event: QgsMapMouseEvent) -> None:
        """Close; the first click of the two has set the last corner already."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._close_polygon()

    def _close_polygon(self) -> None:
        if not self.is_drawing:
            return
        self._mouse = self._corners[-1]
        self._show_polygon()
        corners, self._corners = self._corners, []
        self._store_outline(lambda: corner_polygon(corners))

    def _show_polygon(self) -> None:
        self._preview.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
        if self.is_drawing:
            for corner in self._corners:
                self._preview.addPoint(corner, False)
            self._preview.addPoint(self._mouse, True)
