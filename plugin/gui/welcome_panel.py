"""What to do first, as long as there is no image to work on."""
from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ..core.engine.environment import profile_folder
from ..core.project.imagery import ImageryError
from ..core.project.sample import load_sample
from ..core.project.scene import Scene

SAMPLE_FOLDER = "sample"


class WelcomePanel(QWidget):
    """Three lines, and the sample at a click.

    Signals:
        failed: a sentence about what could not be done.
        loaded: the sample is in the project.
    """

    failed = pyqtSignal(str)
    loaded = pyqtSignal()

    def __init__(self, scene: Scene, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._scene = scene
        lines = (
            self.tr("1. Add an orthophoto or a satellite image to the project, and choose it below."),
            self.tr("2. Paint a few strokes of each class on it: the map appears while you paint."),
            self.tr("3. <b>Map everything</b> writes the map of the whole image, <b>Train</b> a better one."),
        )
        self.text_label = QLabel("".join(f"<p style='margin: 0 0 4px 0'>{line}</p>" for line in lines))
        self.text_label.setObjectName("welcomeLabel")
        self.text_label.setWordWrap(True)
        self.sample_button = QPushButton(self.tr("Load the sample"))
        self.sample_button.setObjectName("sampleButton")
        self.sample_button.setToolTip(self.tr("An orthophoto of 0.7 km² with 40 strokes of five classes"))
        self.sample_button.clicked.connect(self._load)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.addWidget(self.text_label)
        layout.addWidget(self.sample_button)
        scene.image_changed.connect(self._show)
        self._show()

    def _load(self) -> None:
        try:
            load_sample(self._scene, profile_folder() / SAMPLE_FOLDER)
        except ImageryError as error:
            self.failed.emit(str(error))
            return
        self.loaded.emit()

    def _show(self) -> None:
        self.setVisible(self._scene.image_layer is None)
