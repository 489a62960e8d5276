"""What the panels look like beyond the theme: colour swatches, quiet text, combo boxes that can be narrow."""
from __future__ import annotations

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QColor, QIcon, QPainter, QPalette, QPen, QPixmap
from qgis.PyQt.QtWidgets import QComboBox, QLabel

SWATCH_PX = 16
QUIET_ALPHA = 160  # of 255: less than the text around it, but readable, in light and dark themes


def swatch(color: str) -> QIcon:
    """A small square of a colour, the same in a selected row."""
    pixmap = QPixmap(QSize(SWATCH_PX, SWATCH_PX))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(color).darker(150), 1))
    painter.setBrush(QColor(color))
    painter.drawRoundedRect(1, 1, SWATCH_PX - 2, SWATCH_PX - 2, 3, 3)
    painter.end()
    made = QIcon(pixmap)
    made.addPixmap(pixmap, QIcon.Mode.Selected)
    return made


def quiet(label: QLabel) -> QLabel:
    """The label, with text that stays in the background."""
    palette = label.palette()
    color = palette.color(QPalette.ColorRole.WindowText)
    color.setAlpha(QUIET_ALPHA)
    palette.setColor(QPalette.ColorRole.WindowText, color)
    label.setPalette(palette)
    return label


def let_shrink(combo: QComboBox, least_characters: int = 8) -> None:
    """Keeps long names in a combo box from widening the dock."""
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(least_characters)
