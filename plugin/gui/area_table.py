"""Area and hidden share of every class, as the engine has counted them."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from .appearance import swatch

CLASS, AREA, HIDDEN = range(3)
MOST_ROWS = 9  # seen at once; more are scrolled to


class AreaTable(QTableWidget):
    """A row for each class, and one for all; hidden while there is none."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(0, 3, parent)
        self.setObjectName("areaTable")
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(CLASS, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(30)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hide()

    def show_rows(self, rows: Sequence[dict[str, Any]]) -> None:
        """Shows the rows of class-areas, of which the last is for all classes."""
        in_hectares = all(row["hectares"] is not None for row in rows)
        self.setHorizontalHeaderLabels(
            [self.tr("Class"), self.tr("Area (ha)") if in_hectares else self.tr("Pixels"), self.tr("Hidden")]
        )
        self.setRowCount(len(rows))
        for line, row in enumerate(rows):
            area = _number(row["hectares"] if in_hectares else row["pixels"])
            share = row["hidden_pixels"] / row["pixels"] if row["pixels"] else 0.0
            texts = (row["name"] if row["class_id"] else self.tr("All classes"), area, f"{share * 100:.0f} %")
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column == CLASS and row["color"]:
                    item.setIcon(swatch(row["color"]))
                if column != CLASS:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                item.setToolTip(text)
                self.setItem(line, column, item)
        self.setVisible(bool(rows))
        seen = min(len(rows), MOST_ROWS)
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + seen * self.rowHeight(0) + 2)


def _number(value: float) -> str:
    """At least three digits, and no exponent."""
    return f"{value:.3g}" if isinstance(value, float) and value < 100 else f"{round(value):,}".replace(",", " ")
