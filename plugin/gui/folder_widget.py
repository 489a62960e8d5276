"""A line for a folder that counts once it is complete: picked in the dialog, or typed to its end."""
from __future__ import annotations

from typing import Optional

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QSignalBlocker, pyqtSignal
from qgis.PyQt.QtWidgets import QWidget


class FolderWidget(QgsFileWidget):
    """A folder, typed or picked.

    Signals:
        chosen: a complete path, or "".
    """

    chosen = pyqtSignal(str)

    def __init__(self, name: str, tip: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.setToolTip(tip)
        self.fileChanged.connect(self._on_changed)
        self.lineEdit().editingFinished.connect(self._on_typed)

    def show_folder(self, path: str) -> None:
        """Shows a folder without a signal, unless somebody is typing."""
        if not self.lineEdit().isModified() and self.filePath() != path:
            with QSignalBlocker(self):
                self.setFilePath(path)

    def drop_typed(self) -> None:
        """What is half typed does not count: the next folder to show replaces it."""
        self.lineEdit().setModified(False)

    def _on_changed(self, path: str) -> None:
        if not self.lineEdit().isModified():
            self.chosen.emit(path)

    def _on_typed(self) -> None:
        if self.lineEdit().isModified():
            self.drop_typed()
            self.chosen.emit(self.filePath())
