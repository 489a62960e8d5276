"""Inspecting a map: values under the mouse, thresholds with areas, the OOD score that is shown, and swiping."""
from __future__ import annotations

import os
from typing import Optional

from qgis.core import QgsPointXY, QgsSettings
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QAction, QFileDialog, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ..core.project.class_areas import ClassAreas
from ..core.project.session import Session
from ..core.results.layers import ResultLayers
from ..core.results.masking import Thresholds, hide_beyond, raster_path, thresholds_of
from ..core.results.styles import ResultLayersError
from ..core.results.values import MapReader
from ..maptools.cursor_watch import KEY, CursorWatch
from .auxiliary_row import AuxiliaryRow
from .mask_panel import MaskPanel
from .ood_band_row import OodBandRow
from .swipe_row import SwipeRow
from .value_readout import ValueReadout

SETTING = "berunda/inspect"
DRAG_MS = 60  # a slider moves in small steps; the map is drawn for some of them


class InspectPanel(QWidget):
    """A button, and below it, while it is down, everything to look closely at a map with.

    Signals:
        message: a sentence about something that could not be done.
        done: a sentence about something that was.
    """

    message = pyqtSignal(str)
    done = pyqtSignal(str)

    def __init__(self, canvas: QgsMapCanvas, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._session, self._canvas = session, canvas
        self._results: Optional[ResultLayers] = None
        self._reader: Optional[MapReader] = None
        self._areas = ClassAreas(session.client, self)
        self._drag = QTimer(self)
        self._drag.setSingleShot(True)
        self._drag.setInterval(DRAG_MS)
        self._watch = CursorWatch(canvas, self._look)
        self._build()
        self._wire()
        self.set_results(None)

    def set_results(self, results: Optional[ResultLayers]) -> None:
        """Inspects other results; the next map of an image keeps the thresholds and the score of the last one."""
        is_next_map = results is not None and self._results is not None and results.image_id == self._results.image_id
        self._drag.stop()
        self._close_reader()
        self._results = results
        self._reader = MapReader(results) if results is not None else None
        classes = results.layer("classes") if results is not None else None
        if is_next_map:
            self._hide_beyond()
        else:
            self.mask_panel.show_thresholds(thresholds_of(classes) if classes is not None else Thresholds())
        self.ood_row.set_results(results, keeps_choice=is_next_map)
        self.swipe_row.set_results(results)
        self.auxiliary_row.set_results(results)
        self._show()

    def close_panel(self) -> None:
        """Leaves canvas, files and engine alone, for good."""
        self._session.project.layersWillBeRemoved.disconnect(self._on_layers_removed)
        self._session.project.layersRemoved.disconnect(self._show)
        self._drag.stop()
        self._areas.forget()
        self._watch.close()
        self.swipe_row.close_row()
        self._close_reader()

    def _build(self) -> None:
        self.button = QToolButton()
        self.button.setObjectName("inspectButton")
        self.button.setCheckable(True)
        self.button.setChecked(QgsSettings().value(SETTING, False, type=bool))
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button.setToolTip(self.tr("Values under the mouse, areas, and two maps side by side (I)"))
        self.readout = ValueReadout()
        self.ood_row = OodBandRow()
        self.mask_panel = MaskPanel()
        self.swipe_row = SwipeRow(self._canvas)
        self.auxiliary_row = AuxiliaryRow(self._session)
        self.content = QWidget()
        inside = QVBoxLayout(self.content)
        inside.setContentsMargins(0, 0, 0, 0)
        for widget in (self.readout, self.ood_row, self.mask_panel, self.swipe_row, self.auxiliary_row):
            inside.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button)
        layout.addWidget(self.content)
        self._by_key = QAction(self)
        self._by_key.setShortcut(QKeySequence(KEY))
        self._by_key.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(self._by_key)

    def _wire(self) -> None:
        self.button.toggled.connect(self._on_toggled)
        self._by_key.triggered.connect(lambda: self.button.click())
        self._watch.key_pressed.connect(self.button.click)
        self._watch.left.connect(self.readout.clear)
        self.mask_panel.changed.connect(self._drag.start)
        self.mask_panel.export_wanted.connect(self._export)
        self._drag.timeout.connect(self._on_thresholds)
        self._areas.counting.connect(self.mask_panel.show_counting)
        self._areas.counted.connect(self.mask_panel.show_rows)
        self._areas.failed.connect(self.mask_panel.show_failure)
        self._areas.exported.connect(lambda path: self.done.emit(self.tr("The masked map is {}.").format(path)))
        self._areas.export_failed.connect(self.message)
        self._session.project.layersWillBeRemoved.connect(self._on_layers_removed)
        self._session.project.layersRemoved.connect(self._show)

    @property
    def _is_on(self) -> bool:
        return self.button.isChecked() and self._results is not None and self._results.layer("classes") is not None

    def _on_toggled(self, is_on: bool) -> None:
        QgsSettings().setValue(SETTING, is_on)
        self._show()

    def _show(self, *_: object) -> None:
        has_map = self._results is not None and self._results.layer("classes") is not None
        self.button.setEnabled(has_map)
        is_masked = not self.mask_panel.thresholds.hide_nothing
        self.button.setText(self.tr("Inspect (parts are hidden)") if has_map and is_masked else self.tr("Inspect"))
        self.content.setVisible(self._is_on)
        self._watch.set_on(self._is_on)
        if self._is_on:
            self.readout.prepare(self._reader.probability_count)
            self.swipe_row.refresh()
            self._areas.count(self._results, self.mask_panel.thresholds)
        else:
            self._areas.forget()
            self.swipe_row.stop()
            self._close_reader()

    def _look(self, place: QgsPointXY) -> None:
        values = self._reader.at(place, self._canvas.mapSettings().destinationCrs()) if self._is_on else None
        if values is None:
            self.readout.clear()
        else:
            self.readout.show_values(values)

    def _on_thresholds(self) -> None:
        self._hide_beyond()
        self._show()

    def _hide_beyond(self) -> None:
        try:
            hide_beyond(self._results, self.mask_panel.thresholds)
        except ResultLayersError as error:
            self.mask_panel.show_thresholds(thresholds_of(self._results.layer("classes")))
            self.message.emit(str(error))

    def _export(self) -> None:
        layer = self._results.layer("classes")
        start = os.path.join(os.path.dirname(raster_path(layer)), "classes_masked.tif")
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Export masked map"), start, "GeoTIFF (*.tif)")
        if path:
            path = path if path.endswith(".tif") else f"{path}.tif"
            self._areas.export(self._results, self.mask_panel.thresholds, path)

    def _on_layers_removed(self, layer_ids: list[str]) -> None:
        """Files are closed before a new map replaces them."""
        if self._results is not None and set(self._results.layer_ids.values()) & set(layer_ids):
            self._areas.forget()
            self._close_reader()
        self.swipe_row.forget(layer_ids)

    def _close_reader(self) -> None:
        if self._reader is not None:
            self._reader.close()
