"""Two results to compare with a line that is dragged over the map."""
from __future__ import annotations

from typing import Optional

from qgis.core import QgsRasterLayer
from qgis.gui import QgsMapCanvas, QgsMapTool
from qgis.PyQt.QtCore import QSignalBlocker
from qgis.PyQt.QtWidgets import QComboBox, QGridLayout, QLabel, QToolButton, QWidget

from ..core.results.comparable import Comparable, comparable_layers
from ..core.results.layers import ResultLayers
from ..maptools.swipe_tool import SwipeTool
from .appearance import let_shrink
from .spin_boxes import ignore_wheel


class SwipeRow(QWidget):
    """Which layer is left of the line and which is right of it, and the button that puts the line on the map."""

    def __init__(self, canvas: QgsMapCanvas, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._results: Optional[ResultLayers] = None
        self._choices: list[Comparable] = []
        self._tool: Optional[SwipeTool] = None
        self.left, self.right = QComboBox(), QComboBox()
        for combo, name, tip in (
            (self.left, "swipeLeftCombo", self.tr("Left of the line")),
            (self.right, "swipeRightCombo", self.tr("Right of the line")),
        ):
            combo.setObjectName(name)
            combo.setToolTip(tip)
            let_shrink(combo, 6)
            ignore_wheel(combo)
            combo.activated.connect(lambda _: self._restart())
        self.button = QToolButton()
        self.button.setObjectName("swipeButton")
        self.button.setText(self.tr("Swipe"))
        self.button.setCheckable(True)
        self.button.setToolTip(self.tr("Drag a line over the map, one layer on each side of it; Esc ends"))
        self.button.clicked.connect(self._on_clicked)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(QLabel(self.tr("Side by side")), 0, 0, 1, 3)
        for column, widget in enumerate((self.left, self.right, self.button)):
            layout.addWidget(widget, 1, column)
            layout.setColumnStretch(column, 0 if widget is self.button else 1)
        canvas.mapToolSet.connect(self._on_map_tool_set)

    @property
    def tool(self) -> Optional[SwipeTool]:
        """The tool on the canvas, or None."""
        return self._tool

    def set_results(self, results: Optional[ResultLayers]) -> None:
        """Offers the layers of these results and of earlier ones."""
        self.stop()
        self._results = results
        self.refresh()

    def refresh(self) -> None:
        """Offers what is in the project now; what was chosen stays chosen."""
        self._choices = comparable_layers(self._results) if self._results is not None else []
        if self._tool is not None and not all(self._layers()):
            self.stop()
        for combo, first in ((self.left, 0), (self.right, len(self._choices) - 1)):
            chosen = combo.currentData()
            with QSignalBlocker(combo):
                combo.clear()
                for choice in self._choices:
                    combo.addItem(choice.name, choice.layer_id)
                known = combo.findData(chosen)
                combo.setCurrentIndex(known if known >= 0 else first)
        self.button.setEnabled(len(self._choices) > 1)

    def stop(self) -> None:
        """Takes the line off the map."""
        tool, self._tool = self._tool, None
        if tool is not None:
            tool.close()
        self.button.setChecked(False)

    def forget(self, layer_ids: list[str]) -> None:
        """These layers are about to leave the project."""
        if self._tool is not None and {self.left.currentData(), self.right.currentData()} & set(layer_ids):
            self.stop()

    def close_row(self) -> None:
        """Leaves the canvas alone, for good."""
        self._canvas.mapToolSet.disconnect(self._on_map_tool_set)
        self.stop()

    def _layers(self) -> tuple[Optional[QgsRasterLayer], Optional[QgsRasterLayer]]:
        project = self._results.project
        return tuple(project.mapLayer(combo.currentData() or "") for combo in (self.left, self.right))

    def _on_clicked(self, is_on: bool) -> None:
        self.stop()
        if is_on:
            self._start()

    def _restart(self) -> None:
        if self._tool is not None:
            self.stop()
            self._start()

    def _start(self) -> None:
        self.refresh()
        left, right = self._layers()
        if left is None or right is None:
            return
        project = self._results.project
        others = [project.mapLayer(choice.layer_id) for choice in self._choices]
        names = (self.left.currentText(), self.right.currentText())
        image = project.mapLayer(self._results.image_id)
        self._tool = SwipeTool(self._canvas, (left, right), names, others, image)
        self._canvas.setMapTool(self._tool)
        self._canvas.setFocus()
        self.button.setChecked(True)

    def _on_map_tool_set(self, new: Optional[QgsMapTool], old: Optional[QgsMapTool]) -> None:
        if self._tool is not None and new is not self._tool:
            self.stop()
