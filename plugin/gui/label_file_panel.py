"""Where the strokes are stored: a new label file beside the project, one at a chosen path, or an existing one."""
from __future__ import annotations

import os
from typing import Optional

from qgis.PyQt.QtWidgets import QAction, QFileDialog, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from ..core.project.scene import Scene

PATTERN = "GeoPackage (*.gpkg)"


class LabelFilePanel(QWidget):
    """The label file of the current image and the buttons to start or open one."""

    def __init__(self, scene: Scene, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self.path_label = QLabel()
        self.path_label.setObjectName("labelPathLabel")
        self.path_label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.new_button = QToolButton()
        self.new_button.setObjectName("newLabelsButton")
        self.new_button.setText(self.tr("New labels"))
        self.new_button.setToolTip(
            self.tr("Start a label file beside the project, or beside the image while the project is unsaved")
        )
        self.new_button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.new_button.clicked.connect(lambda: self._scene.create_labels())
        menu = QMenu(self.new_button)
        self.new_at_action: QAction = menu.addAction(self.tr("At another path…"))
        self.new_at_action.triggered.connect(self._create_elsewhere)
        self.new_button.setMenu(menu)
        self.open_button = QToolButton()
        self.open_button.setObjectName("openLabelsButton")
        self.open_button.setText(self.tr("Open…"))
        self.open_button.setToolTip(self.tr("Go on with an existing label file"))
        self.open_button.clicked.connect(self._open)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.path_label, 1)
        layout.addWidget(self.new_button)
        layout.addWidget(self.open_button)
        scene.labels_changed.connect(self._show)
        scene.image_changed.connect(self._show)
        self._show()

    def _show(self, *_: object) -> None:
        store = self._scene.store
        if store is not None:
            self.path_label.setText(os.path.basename(store.path))
            self.path_label.setToolTip(store.path)
        else:
            self.path_label.setText(self.tr("No labels yet"))
            self.path_label.setToolTip("")

    def _create_elsewhere(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, self.tr("New label file"), self._start_folder(), PATTERN)
        if path:
            self._scene.create_labels(path if path.lower().endswith(".gpkg") else f"{path}.gpkg")

    def _open(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Open label file"), self._start_folder(), PATTERN)
        if path:
            self._scene.open_labels(path)

    def _start_folder(self) -> str:
        if self._scene.imagery is None:
            return ""
        return os.path.dirname(self._scene.memory.labels or self._scene.output)
