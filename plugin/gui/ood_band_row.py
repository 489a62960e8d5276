"""Which OOD score is drawn."""
from __future__ import annotations

from typing import Optional

from qgis.core import QgsRasterLayer
from qgis.PyQt.QtCore import QSignalBlocker
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from ..core.results.layers import ResultLayers
from ..core.results.ood_bands import band_names, show_band, shown_band
from .spin_boxes import ignore_wheel


class OodBandRow(QWidget):
    """A choice among the bands of the OOD layer; hidden where there is one band or none."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._results: Optional[ResultLayers] = None
        self.combo = QComboBox()
        self.combo.setObjectName("oodBandCombo")
        self.combo.setToolTip(self.tr("Novel here: unlike every labelled class; foreign: unlike the training imagery"))
        ignore_wheel(self.combo)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel(self.tr("OOD layer shows")))
        row.addWidget(self.combo, 1)
        self.combo.activated.connect(self._on_chosen)

    def set_results(self, results: Optional[ResultLayers], keeps_choice: bool) -> None:
        """Offers the bands of other results, and draws the band that is chosen now where that is to be kept."""
        self._results = results
        layer = self._layer()
        count = layer.bandCount() if layer is not None else 0
        if keeps_choice and 0 <= self.combo.currentIndex() < count:
            show_band(layer, self.combo.currentIndex() + 1)
        with QSignalBlocker(self.combo):
            self.combo.clear()
            self.combo.addItems(band_names()[:count])
            if count:
                self.combo.setCurrentIndex(shown_band(layer) - 1)
        self.setVisible(count > 1)

    def _layer(self) -> Optional[QgsRasterLayer]:
        return self._results.layer("ood") if self._results is not None else None

    def _on_chosen(self, index: int) -> None:
        layer = self._layer()
        if layer is not None:
            show_band(layer, index + 1)
