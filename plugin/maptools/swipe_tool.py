"""Comparing two layers with a vertical line that is dragged over the map: one left of it, the other right of it."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.core import QgsMapLayer, QgsMapRendererParallelJob, QgsMapSettings
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtGui import QKeyEvent

from .swipe_item import Picture, SwipeItem

REST_MS = 80  # wheel and pan change the extent in small steps


class SwipeTool(QgsMapTool):
    """Drag with the left button to move the line; Esc returns to the tool before. The layer tree stays as it is.

    Both sides show the canvas's other layers too: only the layers that are compared differ. They are drawn by QGIS's
    renderer in threads of its own, again whenever the canvas draws.

    Args:
        canvas: to compare on.
        layers: left and right.
        names: of the two.
        others: layers that neither side shows, besides these two.
        above: the layer that the compared ones lie directly above; at the top where it is not on the canvas.
    """

    def __init__(
        self,
        canvas: QgsMapCanvas,
        layers: tuple[QgsMapLayer, QgsMapLayer],
        names: tuple[str, str],
        others: Sequence[QgsMapLayer] = (),
        above: Optional[QgsMapLayer] = None,
    ) -> None:
        super().__init__(canvas)
        self._layers, self._others, self._above = layers, others, above
        self._before: Optional[QgsMapTool] = canvas.mapTool()
        self._is_dragging = False
        self._jobs: dict[QgsMapRendererParallelJob, Optional[int]] = {}  # with their sides; None while being cancelled
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._draw)
        self.item = SwipeItem(canvas, names)
        self.item.hide()
        self.setCursor(Qt.CursorShape.SplitHCursor)

    @property
    def is_drawing(self) -> bool:
        """Whether pictures are still to come."""
        return self._rest.isActive() or bool(self._jobs)

    def activate(self) -> None:
        """QGIS puts the tool on the canvas."""
        super().activate()
        self.item.show()
        self.canvas().renderStarting.connect(self._rest.start)
        self._draw()

    def deactivate(self) -> None:
        """Another tool takes over, or the canvas goes: nothing is left on it."""
        self.canvas().renderStarting.disconnect(self._rest.start)
        self._rest.stop()
        self._cancel()
        self.item.hide()
        super().deactivate()

    def leave(self) -> None:
        """Returns to the tool before."""
        if self.canvas().mapTool() is not self:
            return
        if self._before is not None:
            self.canvas().setMapTool(self._before)
        else:
            self.canvas().unsetMapTool(self)

    def close(self) -> None:
        """Takes everything off the canvas; the tool is of no use afterwards."""
        self.leave()
        self.canvas().scene().removeItem(self.item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.leave()
        else:
            event.ignore()

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        """Takes hold of the line, wherever it is."""
        self._is_dragging = event.button() == Qt.MouseButton.LeftButton
        if self._is_dragging:
            self.item.set_line(event.pixelPoint().x())

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        """Moves the line while the button is down."""
        if self._is_dragging:
            self.item.set_line(event.pixelPoint().x())

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        """Lets go of the line."""
        self._is_dragging = False

    def _draw(self) -> None:
        """Begins to draw both sides as the canvas is now."""
        self._cancel()
        for side, layer in enumerate(self._layers):
            settings = QgsMapSettings(self.canvas().mapSettings())
            settings.setLayers(self._stack(layer))
            job = QgsMapRendererParallelJob(settings)
            job.finished.connect(lambda job=job: self._on_drawn(job))
            self._jobs[job] = side
            job.start()

    def _stack(self, layer: QgsMapLayer) -> list[QgsMapLayer]:
        """The canvas's layers from the top, with one of the compared ones and without the other."""
        apart = [*self._layers, *self._others]
        kept = [other for other in self.canvas().layers() if other is self._above or other not in apart]
        if layer is self._above:
            return kept
        place = kept.index(self._above) if self._above in kept else 0
        return [*kept[:place], layer, *kept[place:]]

    def _on_drawn(self, job: QgsMapRendererParallelJob) -> None:
        side = self._jobs.pop(job)
        if side is not None:
            self.item.set_picture(side, Picture(job.renderedImage(), job.mapSettings()))

    def _cancel(self) -> None:
        """Asks jobs under way to end; a reference to each is kept until it has."""
        for job in self._jobs:
            self._jobs[job] = None
            job.cancelWithoutBlocking()
