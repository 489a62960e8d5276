"""The dock's own line for sentences; a failure can be opened to see the end of the engine's log."""
from __future__ import annotations

from typing import Optional

from qgis.core import Qgis
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from .wrapped_column import wrap

COLORS = {
    Qgis.MessageLevel.Info: "#3c8fd6",
    Qgis.MessageLevel.Success: "#2f9e4f",
    Qgis.MessageLevel.Warning: "#d99a1c",
    Qgis.MessageLevel.Critical: "#d0463b",
}
DETAILS_HEIGHT_PX = 110


class MessageLine(QFrame):
    """Shows the latest sentence until it is closed or replaced."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageLine")
        self.text_label = wrap(QLabel())  # a long path has no place to wrap at, and must not widen the dock
        self.text_label.setObjectName("messageLabel")
        self.details = QPlainTextEdit()
        self.details.setObjectName("messageDetails")
        self.details.setReadOnly(True)
        self.details.setMaximumHeight(DETAILS_HEIGHT_PX)
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details_button = self._button(
            "detailsButton", self.tr("Details"), self.tr("The last lines of the engine's log")
        )
        self.details_button.setCheckable(True)
        self.details_button.toggled.connect(self.details.setVisible)
        self._close_button = self._button("closeMessageButton", "✕", self.tr("Close"))
        self._close_button.clicked.connect(self.clear)
        layout = QGridLayout(self)
        layout.setContentsMargins(8, 4, 2, 4)
        buttons = QVBoxLayout()
        buttons.addWidget(self._close_button, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        buttons.addWidget(self.details_button)
        layout.addWidget(self.text_label, 0, 0)
        layout.addLayout(buttons, 0, 1)
        layout.addWidget(self.details, 1, 0, 1, 2)
        layout.setColumnStretch(0, 1)
        self.clear()

    def show_message(self, text: str, level: Qgis.MessageLevel, details: str = "") -> None:
        """Replaces the sentence; details are hidden until asked for."""
        self.text_label.setText(text)
        self.setStyleSheet(f"#messageLine {{ border: none; border-left: 4px solid {COLORS[level]}; }}")
        self.details.setPlainText(details)
        self.details_button.setChecked(False)
        self.details_button.setVisible(bool(details))
        self.details.hide()
        self.show()

    def clear(self) -> None:
        """Takes the sentence away."""
        self.text_label.clear()
        self.hide()

    def _button(self, name: str, text: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setText(text)
        button.setToolTip(tip)
        button.setAutoRaise(True)
        return button
