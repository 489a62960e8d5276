"""What brush, polygon and eraser have in common: the preview on the canvas and storing the outline."""
from __future__ import annotations

from typing import Callable, Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor

from ..core.labels.class_scheme import LabelStoreError
from ..core.labels.store import LabelStore
from ..core.labels.stroke_geometry import StrokeError
from ..core.labels.tool_state import LabelToolState
from ..core.translation import tr

PREVIEW_ALPHA = 110  # as the label layer's fill, so that nothing jumps when the stroke is stored
OUTLINE_PX = 2


class LabelTool(QgsMapTool):
    """A map tool that draws one outline at a time and stores it in the label store.

    Signals:
        message: one sentence for the analyst, when a stroke cannot be taken.
    """

    message = pyqtSignal(str)

    def __init__(
        self, canvas: QgsMapCanvas, store_provider: Callable[[], Optional[LabelStore]], state: LabelToolState
    ) -> None:
        super().__init__(canvas)
        self._store_provider = store_provider
        self._state = state
        self._preview = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        self._preview.setWidth(OUTLINE_PX)
        self.setCursor(Qt.CursorShape.CrossCursor)
        state.class_changed.connect(self._colour_preview)
        canvas.mapCanvasRefreshed.connect(self._on_canvas_drawn)

    @property
    def is_drawing(self) -> bool:
        """Whether an outline is begun and not yet stored or cancelled."""
        raise NotImplementedError

    def cancel(self) -> None:
        """Forget the outline that is being drawn."""
        self._preview.reset(QgsWkbTypes.GeometryType.PolygonGeometry)

    def step_back(self) -> None:
        """Take back the last step of the outline that is being drawn."""
        self.cancel()

    def close(self) -> None:
        """Take everything off the canvas; the tool is of no use afterwards."""
        self.canvas().scene().removeItem(self._preview)

    def deactivate(self) -> None:
        """QGIS puts another tool in place: an unfinished outline is dropped."""
        self.cancel()
        super().deactivate()

    def _may_draw(self) -> bool:
        """Whether a stroke could be stored now; says in one sentence why not."""
        store = self._store_provider()
        if store is None:
            obstacle = tr("There is no label file to paint into: choose the imagery in the Berunda panel first.")
        else:
            obstacle = self._obstacle(store)
        if obstacle:
            self.message.emit(obstacle)
        return not obstacle

    def _obstacle(self, store: LabelStore) -> Optional[str]:
        if not store.classes:
            return tr("There is no class to paint: add one in the list of classes.")
        if self._color() is None:
            return tr("No class is chosen: pick one in the list of classes, or press its number.")
        return None

    def _color(self) -> Optional[QColor]:
        """The colour of what is being drawn; None while there is nothing to draw with."""
        store = self._store_provider()
        colors = {entry.class_id: entry.color for entry in store.classes} if store else {}
        color = colors.get(self._state.current_class_id)
        return QColor(color) if color else None

    def _colour_preview(self) -> None:
        color = self._color()
        if color is None:
            return
        self._preview.setStrokeColor(color)
        fill = QColor(color)
        fill.setAlpha(PREVIEW_ALPHA)
        self._preview.setFillColor(fill)

    def _store_outline(self, outline: Callable[[], QgsGeometry]) -> None:
        """Store the finished outline; an error is reported in one sentence and leaves the labels unchanged."""
        store = self._store_provider()
        if store is None or not self._may_draw():
            self.cancel()
            return
        try:
            self._apply(store, outline(), self.canvas().mapSettings().destinationCrs())
        except StrokeError as error:
            self.message.emit(tr("Nothing was painted: {}.").format(error))
            self.cancel()
        except LabelStoreError as error:
            self.message.emit(str(error))
            self.cancel()
        else:
            self._leave_preview_until_drawn(store)

    def _apply(self, store: LabelStore, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> None:
        store.add_stroke(geometry, crs, self._state.current_class_id)

    def _leave_preview_until_drawn(self, store: LabelStore) -> None:
        """Keep showing the stroke until the canvas has drawn it itself: no flicker in between."""
        if store.layer not in self.canvas().layers():
            self.cancel()
            self.message.emit(tr("The label layer is hidden: switch it on in the Layers panel to see the strokes."))

    def _on_canvas_drawn(self) -> None:
        if not self.is_drawing:
            self._preview.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
