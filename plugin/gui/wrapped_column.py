"""A column of widgets with labels whose text wraps and can be copied, however long a path in it is."""
from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget


def wrapped_column(owner: QWidget) -> QVBoxLayout:
    """The layout of a panel, without margins of its own."""
    column = QVBoxLayout(owner)
    column.setContentsMargins(0, 0, 0, 0)
    return column


def add_wrapped(column: QVBoxLayout, *labels: QLabel) -> None:
    """Adds labels of plain text that do not widen the column; a form would cut off the lines of a text that grows."""
    for label in labels:
        wrap(label)
        column.addWidget(label)


def wrap(label: QLabel) -> QLabel:
    """The label, with plain text that wraps and can be copied."""
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)  # as high as its lines, which a new policy forgets
    label.setSizePolicy(policy)
    return label
