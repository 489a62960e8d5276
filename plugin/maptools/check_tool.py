"""The map tool with which points are answered: it flies to a place, marks it, and turns keys into answers."""
from __future__ import annotations

from typing import Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsPointXY, QgsProject, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsMapTool, QgsMapToolPan
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QObject, pyqtSignal

from .check_keys import check_command_for
from .point_mark import PointMark

CONTEXT_PX = 200  # pixels of the image on the shorter side of the canvas when a check begins


class CheckTool(QgsMapToolPan):
    """Pans with the mouse like QGIS's own tool, and answers with keys.

    Signals:
        class_picked: number of a class in the list, from 1.
        unknown_picked, undo_wanted, map_wanted, leave_wanted: the key for that was pressed.
        left: another tool was chosen.
    """

    class_picked = pyqtSignal(int)
    unknown_picked = pyqtSignal()
    undo_wanted = pyqtSignal()
    map_wanted = pyqtSignal()
    leave_wanted = pyqtSignal()
    left = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._mark = PointMark(canvas)
        self._before: Optional[QgsMapTool] = None

    @property
    def is_active(self) -> bool:
        """Whether it is the canvas's tool."""
        return self._canvas.mapTool() is self

    @property
    def mark(self) -> PointMark:
        """The mark on the canvas."""
        return self._mark

    def go_to(self, place: QgsPointXY, crs: QgsCoordinateReferenceSystem, pixel_size: tuple[float, float]) -> None:
        """Show a place in the middle of the canvas and mark it.

        The first place is shown at a scale that tells what is around it; from then on the analyst's scale stays.

        Args:
            place: in crs.
            crs: of the image.
            pixel_size: of the image, (width, height) in units of its CRS.
        """
        target = self._canvas.mapSettings().destinationCrs()
        transform = QgsCoordinateTransform(crs, target, QgsProject.instance())
        width, height = pixel_size
        pixel = QgsRectangle.fromCenterAndSize(place, width, height)
        here = transform.transformBoundingBox(pixel)
        if self.is_active:
            self._canvas.setCenter(here.center())
        else:
            self._canvas.setExtent(here.scaled(CONTEXT_PX))
            self._before = self._canvas.mapTool()
            self._canvas.setMapTool(self)
        self._canvas.setFocus()
        self._canvas.refresh()
        self._mark.mark(here.center(), here.width())

    def end(self) -> None:
        """Take the mark away and give the canvas the tool that it had before."""
        self._mark.hide()
        if not self.is_active:
            return
        before, self._before = self._before, None
        if before is not None and not sip.isdeleted(before):
            self._canvas.setMapTool(before)
        else:
            self._canvas.unsetMapTool(self)

    def close(self) -> None:
        """Take everything off the canvas; the tool is of no use afterwards."""
        self.end()
        self._canvas.scene().removeItem(self._mark)

    def activate(self) -> None:
        """QGIS has put the tool on the canvas."""
        super().activate()
        self._canvas.installEventFilter(self)
        self._canvas.viewport().installEventFilter(self)

    def deactivate(self) -> None:
        """QGIS puts another tool in place; also called before a canvas is deleted."""
        self._canvas.removeEventFilter(self)
        self._canvas.viewport().removeEventFilter(self)
        super().deactivate()
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Catch our keys before QGIS's menus do."""
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        command = check_command_for(event)
        if command is None:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():  # a key held down answers one point
            if command.name == "class":
                self.class_picked.emit(command.argument)
            else:
                signals = {"unknown": self.unknown_picked, "undo": self.undo_wanted, "map": self.map_wanted}
                signals.get(command.name, self.leave_wanted).emit()
        return True
