"""The window with the text for a report of a problem, and a button that copies it."""
from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

SIZE_PX = (640, 480)


class DiagnosticsWindow(QDialog):
    """Shows what would be sent before it is sent, by the user alone."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("diagnosticsWindow")
        self.setWindowTitle(self.tr("Berunda diagnostics"))
        intro = QLabel(self.tr("Paste this into your report. User names, home folders and passwords are left out."))
        intro.setWordWrap(True)
        self.text_edit = QPlainTextEdit()
        self.text_edit.setObjectName("diagnosticsText")
        self.text_edit.setReadOnly(True)
        self.text_edit.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy_button = self.buttons.addButton(self.tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.setObjectName("copyDiagnosticsButton")
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text_edit.toPlainText()))
        self.buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.addWidget(intro)
        column.addWidget(self.text_edit, 1)
        column.addWidget(self.buttons)
        self.resize(*SIZE_PX)

    def show_text(self, text: str) -> None:
        """Shows the window with a text."""
        self.text_edit.setPlainText(text)
        self.show()
        self.raise_()
        self.activateWindow()
