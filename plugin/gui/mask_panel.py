"""Thresholds that hide parts of the class map, and what that leaves of every class."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

from qgis.PyQt.QtCore import QSignalBlocker, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QGridLayout, QLabel, QPushButton, QSlider, QSpinBox, QVBoxLayout, QWidget

from ..core.results.masking import Thresholds
from .appearance import quiet
from .area_table import AreaTable
from .spin_boxes import ignore_wheel

FIRST_CONFIDENCE, FIRST_OOD = 60, 50  # percent, when a threshold is switched on for the first time


class MaskPanel(QWidget):
    """Two thresholds, off by default, the areas of the classes, and a button for the map as a file.

    Signals:
        changed: the analyst has moved or switched a threshold.
        export_wanted: the button was clicked.
    """

    changed = pyqtSignal()
    export_wanted = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._confidence = _Threshold("hideConfidence", self.tr("Confidence below"), FIRST_CONFIDENCE, 1, 100, self)
        self._confidence.check.setToolTip(self.tr("Hide places of the class map with a lower confidence"))
        self._ood = _Threshold("hideOod", self.tr("OOD above"), FIRST_OOD, 0, 99, self)
        self._ood.check.setToolTip(self.tr("Hide places of the class map that are less like the training area"))
        self.table = AreaTable()
        self.counting = quiet(QLabel(self.tr("counting…")))
        self.counting.setObjectName("areasCountingLabel")
        self.status = quiet(QLabel())
        self.status.setObjectName("areasStatusLabel")
        self.status.setWordWrap(True)
        self.export_button = QPushButton(self.tr("Export masked map…"))
        self.export_button.setObjectName("exportMaskedButton")
        self.export_button.setToolTip(self.tr("Write the class map without the hidden places as a GeoTIFF"))
        for row in (self._confidence, self._ood):
            row.check.toggled.connect(lambda _: self.changed.emit())
            row.spin.valueChanged.connect(lambda _: self.changed.emit())
        self.changed.connect(self._show_export)
        self.export_button.clicked.connect(self.export_wanted)
        self.counting.hide()
        self.status.hide()
        self._show_export()
        self._lay_out()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.addWidget(QLabel(self.tr("Hide on the class map")), 0, 0, 1, 2)
        grid.addWidget(self.counting, 0, 2)
        for line, row in enumerate((self._confidence, self._ood), 1):
            for column, widget in enumerate((row.check, row.slider, row.spin)):
                grid.addWidget(widget, line, column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(grid)
        for widget in (self.table, self.status, self.export_button):
            layout.addWidget(widget)

    @property
    def thresholds(self) -> Thresholds:
        """What is chosen."""
        usual = Thresholds()
        return Thresholds(
            self._confidence.value(usual.minimum_confidence),
            self._ood.value(usual.maximum_ood),
        )

    def show_thresholds(self, thresholds: Thresholds) -> None:
        """Shows what a layer is drawn with, without a signal."""
        usual = Thresholds()
        self._confidence.show(thresholds.minimum_confidence, usual.minimum_confidence)
        self._ood.show(thresholds.maximum_ood, usual.maximum_ood)
        self._show_export()

    def show_rows(self, rows: Sequence[dict[str, Any]]) -> None:
        """Shows the engine's answer."""
        self.table.show_rows(rows)
        self.status.hide()

    def show_counting(self, is_counting: bool) -> None:
        """Says that numbers are on their way."""
        self.counting.setVisible(is_counting)

    def show_failure(self, sentence: str) -> None:
        """Says why there are no numbers."""
        self.table.show_rows(())
        self.status.setText(sentence)
        self.status.show()

    def _show_export(self) -> None:
        self.export_button.setEnabled(not self.thresholds.hide_nothing)


class _Threshold:
    """Check box, slider and spin box of a percentage."""

    def __init__(self, name: str, text: str, first: int, low: int, high: int, parent: QWidget) -> None:
        self.check = QCheckBox(text, parent)
        self.check.setObjectName(f"{name}Check")
        self.slider = QSlider(Qt.Orientation.Horizontal, parent)
        self.slider.setObjectName(f"{name}Slider")
        self.slider.setMinimumWidth(40)
        self.spin = QSpinBox(parent)
        self.spin.setObjectName(f"{name}Spin")
        self.spin.setSuffix(" %")
        for widget in (self.slider, self.spin):
            widget.setRange(low, high)
            widget.setValue(first)
            widget.setEnabled(False)
            ignore_wheel(widget)
            self.check.toggled.connect(widget.setEnabled)
        self.slider.valueChanged.connect(self.spin.setValue)
        self.spin.valueChanged.connect(self.slider.setValue)

    def value(self, usual: int) -> int:
        """The percentage, or the usual one while it is off."""
        return self.spin.value() if self.check.isChecked() else usual

    def show(self, value: int, usual: int) -> None:
        """Shows a percentage without a signal; the usual one is off, and keeps what was chosen last."""
        with QSignalBlocker(self.check), QSignalBlocker(self.spin), QSignalBlocker(self.slider):
            self.check.setChecked(value != usual)
            if value != usual:
                self.spin.setValue(value)
                self.slider.setValue(value)
        for widget in (self.slider, self.spin):
            widget.setEnabled(self.check.isChecked())
