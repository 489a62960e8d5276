"""The buttons that make the engine work: Train, Stop, Predict."""
from __future__ import annotations

import os
from typing import Optional

from qgis.PyQt.QtWidgets import QCheckBox, QFileDialog, QGridLayout, QMenu, QPushButton, QToolButton, QWidget

from ..core.project.session import STOPPING, Session

PATTERN = "Berunda (*.safetensors)"


class RunPanel(QWidget):
    """Enabled by what the engine does. What is missing for a run is said when it is asked for, not by a grey button."""

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._session = session
        self.train_button = QPushButton(self.tr("Train"))
        self.train_button.setObjectName("trainButton")
        self.train_button.setToolTip(self.tr("Learn from the strokes and the unlabelled rest of the image"))
        self.stop_button = QPushButton(self.tr("Stop"))
        self.stop_button.setObjectName("stopButton")
        self.predict_button = QToolButton()
        self.predict_button.setObjectName("predictButton")
        self.predict_button.setText(self.tr("Predict"))
        self.predict_button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.predict_button.setSizePolicy(self.train_button.sizePolicy())
        menu = QMenu(self.predict_button)
        self.open_model_action = menu.addAction(self.tr("Open a model…"))
        self.open_model_action.triggered.connect(self._open_model)
        self.predict_button.setMenu(menu)
        self.map_check = QCheckBox(self.tr("Predict as soon as trained"))
        self.map_check.setObjectName("predictAfterCheck")
        self.probabilities_check = QCheckBox(self.tr("Also write class probabilities"))
        self.probabilities_check.setObjectName("probabilitiesCheck")
        self.probabilities_check.setToolTip(self.tr("The next map gets a raster with a band for each class"))
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for column, button in enumerate((self.train_button, self.stop_button, self.predict_button)):
            layout.addWidget(button, 0, column)
            layout.setColumnStretch(column, 1)
        layout.addWidget(self.map_check, 1, 0, 1, 3)
        layout.addWidget(self.probabilities_check, 2, 0, 1, 3)
        self._wire()
        self._show()

    def _wire(self) -> None:
        self.train_button.clicked.connect(lambda: self._session.train())
        self.stop_button.clicked.connect(self._session.stop)
        self.predict_button.clicked.connect(lambda: self._session.predict())
        self.map_check.toggled.connect(lambda on: self._session.scene.change_settings(predict_after_training=on))
        scene = self._session.scene
        self.probabilities_check.toggled.connect(lambda on: scene.change_settings(write_probabilities=on))
        self._session.busy_changed.connect(self._show)
        self._session.state_changed.connect(self._show)
        self._session.scene.settings_changed.connect(self._show)

    def _show(self, *_: object) -> None:
        is_busy, is_stopping = self._session.is_busy, self._session.state == STOPPING
        self.train_button.setEnabled(not is_busy)
        self.predict_button.setEnabled(not is_busy)
        self.stop_button.setEnabled(is_busy)
        self.stop_button.setText(self.tr("End now") if is_busy and is_stopping else self.tr("Stop"))
        self.stop_button.setToolTip(
            self.tr("The engine is asked to stop; click again if it does not react")
            if is_stopping
            else self.tr("Stop at the next step; the model as far as it got is kept")
        )
        model = self._session.scene.memory.model
        self.predict_button.setToolTip(
            self.tr("Map the image with {}").format(model)
            if model
            else self.tr("Map the image; needs a trained or opened model")
        )
        self.map_check.setChecked(self._session.scene.settings.predict_after_training)
        self.probabilities_check.setChecked(self._session.scene.settings.write_probabilities)

    def _open_model(self) -> None:
        scene = self._session.scene
        folder = os.path.dirname(scene.memory.model) or scene.output
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Open a model"), folder, PATTERN)
        if path:
            scene.open_model(path)
