"""What a class map becomes as polygons: the file, the smallest region, smooth borders or not."""
from __future__ import annotations

from typing import Optional

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QDoubleSpinBox, QFormLayout, QWidget

PATTERN = "GeoPackage (*.gpkg)"
MOST_M2 = 1e9


class PolygonDialog(QDialog):
    """Asks once; the caller listens.

    Signals:
        chosen: path, minimum area in m², and whether borders are smoothed.

    Args:
        path: that is offered.
        in_metres: whether the map has a unit of length, without which there is no minimum area.
        parent: of the window.
    """

    chosen = pyqtSignal(str, float, bool)

    def __init__(self, path: str, in_metres: bool, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export class map as polygons"))
        self.file = QgsFileWidget()
        self.file.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        self.file.setFilter(PATTERN)
        self.file.setFilePath(path)
        self.file.setMinimumWidth(320)
        self.area = QDoubleSpinBox()
        self.area.setObjectName("minimumAreaSpin")
        self.area.setRange(0, MOST_M2)
        self.area.setDecimals(1)
        self.area.setSuffix(" m²")
        self.area.setSpecialValueText(self.tr("none"))
        self.area.setEnabled(in_metres)
        self.area.setToolTip(
            self.tr("Smaller regions take the class of their largest neighbour")
            if in_metres
            else self.tr("The map's reference system has no unit of length, so that areas are not known")
        )
        self.smooth = QCheckBox(self.tr("Smooth borders"))
        self.smooth.setObjectName("smoothCheck")
        self.smooth.setChecked(True)
        self.smooth.setToolTip(self.tr("Without it, borders follow the edges of the pixels"))
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow(self.tr("File"), self.file)
        form.addRow(self.tr("Minimum area"), self.area)
        form.addRow("", self.smooth)
        form.addRow(self.buttons)
        self.accepted.connect(self._choose)

    def _choose(self) -> None:
        path = self.file.filePath()
        named = path if path.lower().endswith(".gpkg") else f"{path}.gpkg"
        self.chosen.emit(named, self.area.value(), self.smooth.isChecked())
