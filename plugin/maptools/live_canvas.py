"""A live map and the canvas that shows it: what the canvas shows, the map drawn on it, and the marks of places."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsPointXY, QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, QTimer

from ..core.live.grid import CanvasView, ground_of
from ..core.live.live_map import LiveMap
from .live_item import LiveItem
from .place_mark import PlaceMark
from .place_tool import PlaceTool

MARK_MS = 400  # most answers come sooner: marking what they replace would only flicker


def canvas_view(canvas: QgsMapCanvas) -> CanvasView:
    """What a canvas shows."""
    settings = canvas.mapSettings()
    return CanvasView(settings.visibleExtent(), settings.destinationCrs(), canvas.mapUnitsPerPixel())


class LiveCanvas(QObject):
    """Draws a live map on a canvas and tells it when the canvas moved.

    Args:
        canvas: to draw on.
        live: the map.
        parent: Qt parent.

    Attributes:
        item: the map on the canvas.
        marks: places where a stroke helps most.
        place_tool: picks the place that others are compared with.
    """

    def __init__(self, canvas: QgsMapCanvas, live: LiveMap, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._canvas, self._live = canvas, live
        self._suggested: list[Mapping[str, Any]] = []
        self.item = LiveItem(canvas, live)
        self.marks: list[PlaceMark] = []
        self.place_tool = PlaceTool(canvas)
        self.place_tool.picked.connect(self._compare)
        self._mark_timer = QTimer(self)
        self._mark_timer.setSingleShot(True)
        self._mark_timer.setInterval(MARK_MS)
        self._mark_timer.timeout.connect(self._mark_stale)
        canvas.extentsChanged.connect(live.view_changed)
        canvas.destinationCrsChanged.connect(self._on_crs)
        live.changed.connect(self._redraw)
        live.answered.connect(self._take_places)

    def close(self) -> None:
        """Takes everything off the canvas, for good."""
        self._canvas.extentsChanged.disconnect(self._live.view_changed)
        self._canvas.destinationCrsChanged.disconnect(self._on_crs)
        self._live.changed.disconnect(self._redraw)
        self._live.answered.disconnect(self._take_places)
        self._mark_timer.stop()
        self.place_tool.leave()
        self._suggested = []
        self._show_places()
        self._canvas.scene().removeItem(self.item)

    def _redraw(self) -> None:
        """Blocks of earlier labels are marked once their successors have taken long."""
        drawn = self._live.drawn
        if not any(self._live.blocks.is_stale(block) for block in drawn):
            self._mark_timer.stop()
            self.item.marks_stale = False
        elif not self.item.marks_stale and not self._mark_timer.isActive():
            self._mark_timer.start()
        if self._live.answer is None and self._suggested:
            self._suggested = []
            self._show_places()
        self.item.redraw()

    def _mark_stale(self) -> None:
        self.item.marks_stale = True
        self.item.redraw()

    def _on_crs(self) -> None:
        self.item.redraw()
        self._show_places()
        self._live.view_changed()

    def _take_places(self, values: Mapping[str, Any]) -> None:
        self._suggested = list(values.get("places") or ())
        self._show_places()

    def _show_places(self) -> None:
        for mark in self.marks:
            self._canvas.scene().removeItem(mark)
        self.marks = []
        for place in self._suggested:
            point = self._on_canvas(place["row"] + 0.5, place["col"] + 0.5)
            if point is not None:
                self.marks.append(PlaceMark(self._canvas, point, place.get("reason", "")))

    def _on_canvas(self, row: float, col: float) -> Optional[QgsPointXY]:
        source, target = self._live.imagery.crs, self._canvas.mapSettings().destinationCrs()
        try:
            transform = QgsCoordinateTransform(source, target, QgsProject.instance().transformContext())
            return transform.transform(ground_of(self._live.imagery, row, col))
        except QgsCsException:
            return None

    def _compare(self, place: QgsPointXY) -> None:
        self._live.show_similar(place, self._canvas.mapSettings().destinationCrs())
