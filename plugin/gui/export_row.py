"""The button that hands map and model to other programs."""
from __future__ import annotations

import os
from typing import Callable, Optional

from qgis.core import QgsUnitTypes
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QAction, QFileDialog, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from ..core.project.exports import start_model_description, start_model_export, start_polygon_export
from ..core.project.session import Session
from ..core.results.layers import ResultLayers
from ..core.results.masking import raster_path
from .polygon_dialog import PolygonDialog

POLYGONS_NAME = "classes.gpkg"
ONNX_PATTERN, STAC_PATTERN = "ONNX (*.onnx)", "STAC item (*.json)"


class ExportRow(QWidget):
    """A menu: the class map as polygons, the model as ONNX, the model as a STAC item."""

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._session = session
        self._results: Optional[ResultLayers] = None
        self.button = QToolButton()
        self.button.setObjectName("exportButton")
        self.button.setText(self.tr("Export"))
        self.button.setToolTip(self.tr("Map and model in formats of other programs"))
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        menu = QMenu(self.button)
        self.polygons_action: QAction = menu.addAction(self.tr("Class map as polygons…"))
        self.onnx_action: QAction = menu.addAction(self.tr("Model as ONNX…"))
        self.stac_action: QAction = menu.addAction(self.tr("Model as STAC item…"))
        self.polygons_action.triggered.connect(self._ask_for_polygons)
        self.onnx_action.triggered.connect(self._export_model)
        self.stac_action.triggered.connect(self._describe_model)
        menu.aboutToShow.connect(self._show)
        self.button.setMenu(menu)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button)
        session.busy_changed.connect(self._show)
        session.scene.settings_changed.connect(self._show)
        session.project.layersRemoved.connect(self._show)
        self._show()

    def set_results(self, results: Optional[ResultLayers]) -> None:
        """Exports this map from now on."""
        self._results = results
        self._show()

    def close_row(self) -> None:
        """Leaves the project alone, for good."""
        self._session.project.layersRemoved.disconnect(self._show)

    def _show(self, *_: object) -> None:
        has_map = self._results is not None and self._results.layer("classes") is not None
        has_model = bool(self._session.scene.memory.model)
        self.polygons_action.setEnabled(has_map)
        self.onnx_action.setEnabled(has_model)
        self.stac_action.setEnabled(has_model)
        self.button.setEnabled((has_map or has_model) and not self._session.is_busy)

    def _ask_for_polygons(self) -> None:
        layer = self._results.layer("classes")
        start = os.path.join(os.path.dirname(raster_path(layer)), POLYGONS_NAME)
        crs = layer.crs()
        in_metres = crs.isValid() and crs.mapUnits() != QgsUnitTypes.DistanceUnit.DistanceDegrees
        dialog = PolygonDialog(start, in_metres, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._export_polygons)
        dialog.open()

    def _export_polygons(self, path: str, minimum_area_m2: float, smooth: bool) -> None:
        if self._results is None:
            return  # the map was closed while the dialog was open
        results = self._results
        self._session.attempt(lambda: start_polygon_export(self._session, results, path, minimum_area_m2, smooth))

    def _export_model(self) -> None:
        path = self._path(self.tr("Export model as ONNX"), ONNX_PATTERN, ".onnx")
        self._start(path, start_model_export)

    def _describe_model(self) -> None:
        path = self._path(self.tr("Export model as STAC item"), STAC_PATTERN, ".json")
        self._start(path, start_model_description)

    def _start(self, path: str, start: Callable[[Session, str], None]) -> None:
        if path:
            self._session.attempt(lambda: start(self._session, path))

    def _path(self, title: str, pattern: str, ending: str) -> str:
        """Where to write what is made of the model, beside it unless the analyst says otherwise; "" for nowhere."""
        offered = f"{os.path.splitext(self._session.scene.memory.model)[0]}{ending}"
        path, _ = QFileDialog.getSaveFileName(self, title, offered, pattern)
        return path if not path or path.endswith(ending) else f"{path}{ending}"
