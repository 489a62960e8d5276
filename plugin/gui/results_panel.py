"""The results in the dock: show, hide and fade each layer, and how good the map is on strokes it did not learn from."""
from __future__ import annotations

from functools import partial
from typing import Optional

from qgis.core import QgsRasterLayer
from qgis.PyQt.QtCore import QSignalBlocker, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QGridLayout, QLabel, QPushButton, QSlider, QToolButton, QVBoxLayout, QWidget

from ...engine.schema.model_card import ModelCard
from ..core.results.layers import ROLES, ResultLayers
from ..core.translation import tr
from .held_out_text import accuracy_sentence, calibration_sentence, class_table


class ResultsPanel(QWidget):
    """Toggles and opacity of the classes, confidence and OOD layers; mirrors the QGIS layer tree in both directions.

    Signals:
        sites_wanted: the analyst asks how well imagery or labels represent other imagery.
    """

    sites_wanted = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("resultsPanel")
        self._placeholder = QLabel(self.tr("No map yet: train on your strokes, then predict."))
        self._placeholder.setWordWrap(True)
        self._held_out = QLabel()
        self._held_out.setObjectName("heldOutLabel")
        self._held_out.setWordWrap(True)
        self._held_out.hide()
        self._rows: Optional[_LayerRows] = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._placeholder)
        layout.addWidget(self._held_out)
        self.sites_button = QPushButton(self.tr("Compare sites…"))
        self.sites_button.setObjectName("sitesButton")
        self.sites_button.setToolTip(
            self.tr("How well the labels, or one image, represent the other images: a report, and where to label")
        )
        self.sites_button.clicked.connect(self.sites_wanted)
        layout.addWidget(self.sites_button)

    def set_results(self, results: Optional[ResultLayers]) -> None:
        """Shows a row for each layer of results, or the hint how to get a map where there are none."""
        if self._rows is not None:
            self._rows.setParent(None)
            self._rows.deleteLater()
        self._rows = None if results is None else _LayerRows(results)
        if self._rows is not None:
            self.layout().insertWidget(1, self._rows)
        self._placeholder.setVisible(self._rows is None)

    def set_model(self, card: Optional[ModelCard]) -> None:
        """Says how the model did on strokes that it had not seen, in all and, in the tooltip, by class.

        Args:
            card: of the model behind the results; None hides the lines.
        """
        self._held_out.setVisible(card is not None)
        if card is not None:
            accuracy = [] if card.held_out is None else [accuracy_sentence(card.held_out)]
            calibration = calibration_sentence(card.held_out, card.postprocessing.is_calibrated)
            self._held_out.setText(" ".join([*accuracy, calibration]))
            self._held_out.setToolTip("" if card.held_out is None else class_table(card.held_out))


class _LayerRows(QWidget):
    """A row per role: checkbox, opacity, and a button that shows this layer alone.

    Made anew for every set of results.
    """

    def __init__(self, results: ResultLayers) -> None:
        super().__init__()
        self._results = results
        self._rows: dict[str, _Row] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        for line, role in enumerate(ROLES):
            self._rows[role] = self._add_row(grid, line, role)
            layer = results.layer(role)
            if layer is not None:
                layer.opacityChanged.connect(self._refresh)
                layer.styleChanged.connect(self._refresh)  # the layer styling panel fades a raster through its style
        results.project.layersRemoved.connect(self._refresh)
        results.project.layerTreeRoot().visibilityChanged.connect(self._refresh)
        self._refresh()

    def _add_row(self, grid: QGridLayout, line: int, role: str) -> _Row:
        row = _Row(role, self)
        row.toggle.clicked.connect(partial(self._set_visible, role))
        row.opacity.valueChanged.connect(partial(self._set_opacity, role))
        row.only.clicked.connect(partial(self._show_only, role))
        for column, widget in enumerate((row.toggle, row.opacity, row.percent, row.only)):
            grid.addWidget(widget, line, column)
        return row

    def _refresh(self, *_: object) -> None:
        """Takes over what the analyst changed in the layer tree or in the styling panel."""
        for role, row in self._rows.items():
            layer = self._results.layer(role)
            node = layer and self._results.project.layerTreeRoot().findLayer(layer.id())
            row.show(layer, bool(node and node.isVisible()))

    def _set_visible(self, role: str, visible: bool) -> None:
        layer = self._results.layer(role)
        node = layer and self._results.project.layerTreeRoot().findLayer(layer.id())
        if not node:
            return
        if visible:
            node.setItemVisibilityCheckedParentRecursive(True)  # a layer of a hidden group would stay hidden
        else:
            node.setItemVisibilityChecked(False)

    def _show_only(self, role: str) -> None:
        for other in ROLES:
            self._set_visible(other, other == role)

    def _set_opacity(self, role: str, percent: int) -> None:
        layer = self._results.layer(role)
        if layer is not None:
            layer.setOpacity(percent / 100)
            layer.triggerRepaint()


class _Row:
    """The widgets of one layer."""

    def __init__(self, role: str, parent: QWidget) -> None:
        self.toggle = QCheckBox(_short_name(role), parent)
        self.toggle.setObjectName(f"{role}Toggle")
        self.opacity = QSlider(Qt.Orientation.Horizontal, parent)
        self.opacity.setObjectName(f"{role}Opacity")
        self.opacity.setRange(0, 100)
        self.opacity.setToolTip(parent.tr("Opacity"))
        self.percent = QLabel(parent)
        self.percent.setObjectName(f"{role}Percent")
        self.percent.setMinimumWidth(self.percent.fontMetrics().boundingRect("100 %").width())
        self.only = QToolButton(parent)
        self.only.setObjectName(f"{role}Only")
        self.only.setText(parent.tr("Only"))
        self.only.setToolTip(parent.tr("Show this layer and hide the other two"))

    def show(self, layer: Optional[QgsRasterLayer], visible: bool) -> None:
        """Shows a layer's visibility and opacity; greys the row out where the layer is gone."""
        for widget in (self.toggle, self.opacity, self.percent, self.only):
            widget.setEnabled(layer is not None)
        self.toggle.setChecked(visible)
        if layer is None:
            return
        self.toggle.setToolTip(layer.name())
        percent = round(layer.opacity() * 100)
        with QSignalBlocker(self.opacity):
            self.opacity.setValue(percent)
        self.percent.setText(f"{percent} %")


def _short_name(role: str) -> str:
    return {"classes": tr("Classes"), "confidence": tr("Confidence"), "ood": tr("OOD")}[role]
