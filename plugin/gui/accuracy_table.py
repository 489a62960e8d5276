"""What checked points say of each class, in a table that fits the dock."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from .appearance import swatch

CLASS, USERS, PRODUCERS, AREA = range(4)


class AccuracyTable(QTableWidget):
    """A row for each class: user's and producer's accuracy and true share of the area, with 95 % intervals."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(0, 4, parent)
        self.setObjectName("accuracyTable")
        titles = (self.tr("Class"), self.tr("User's, %"), self.tr("Producer's, %"), self.tr("Area, %"))
        self.setHorizontalHeaderLabels(titles)
        tips = {
            USERS: self.tr("Of what the map shows as this class, the share that is it. In brackets the 95 % interval"),
            PRODUCERS: self.tr("Of what truly is this class, the share that the map shows as it"),
            AREA: self.tr("The share of the area that truly is this class: the map's own count, corrected for errors"),
        }
        for column, tip in tips.items():
            self.horizontalHeaderItem(column).setToolTip(tip)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setSectionResizeMode(CLASS, QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_classes(self, classes: list[Mapping[str, Any]]) -> None:
        """Shows the rows of `classes` in the result of `check-accuracy`."""
        self.setRowCount(len(classes))
        for row, entry in enumerate(classes):
            name = QTableWidgetItem(swatch(entry["color"]), entry["name"])
            name.setToolTip(self.tr("{}: {} of the answered points lie where the map shows it").format(
                entry["name"], entry["points"]))  # fmt: skip
            self.setItem(row, CLASS, name)
            for column, part in ((USERS, "users"), (PRODUCERS, "producers"), (AREA, "area")):
                item = QTableWidgetItem(in_brackets(entry[part]))
                item.setTextAlignment(int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter))
                self.setItem(row, column, item)
            self.item(row, AREA).setToolTip(self._area_tip(entry))
        self.resizeRowsToContents()
        height = self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth()
        self.setFixedHeight(height + sum(self.rowHeight(row) for row in range(self.rowCount())))

    def _area_tip(self, entry: Mapping[str, Any]) -> str:
        hectares, units = entry["area_hectares"], entry["area_units"]
        if hectares is None:
            return self.tr("{} square map units ({} to {})").format(*_amounts(units))
        return self.tr("{} ha ({} to {})").format(*_amounts(hectares))


def in_brackets(estimate: Optional[Mapping[str, float]]) -> str:
    """An estimate in whole percent with its interval: 83 (74–90); a dash for none."""
    if estimate is None:
        return "–"
    value, low, high = (f"{100 * estimate[name]:.0f}" for name in ("value", "low", "high"))
    return f"{value} ({low}–{high})"


def _amounts(amount: Mapping[str, float]) -> tuple[str, ...]:
    values = (amount[name] for name in ("value", "low", "high"))
    return tuple(f"{value:,.0f}" if value >= 100 else f"{value:.3g}" for value in values)
