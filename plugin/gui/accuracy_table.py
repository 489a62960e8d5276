"""What checked points say of each class, in a table that fits the dock."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from .appearance import SWATCH_PX, quiet, swatch

SWATCH, CLASS, USERS, PRODUCERS, AREA = range(5)
PARTS = {USERS: "users", PRODUCERS: "producers", AREA: "area"}
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class AccuracyTable(QWidget):
    """A row for each class: user's and producer's accuracy and true share of the area in percent, with 95 % intervals.

    Of labels: a table widget has scroll bars of its own within those of the dock.
    """

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("accuracyTable")
        self._rows: list[QLabel] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(CLASS, 1)
        self._add_header()

    def show_classes(self, classes: list[Mapping[str, Any]]) -> None:
        """Shows the rows of `classes` in the result of `check-accuracy`."""
        for label in self._rows:
            label.setParent(None)
            label.deleteLater()
        self._rows = []
        for row, entry in enumerate(classes, 1):
            self._add_row(row, entry)

    def _add_header(self) -> None:
        titles = {
            USERS: (
                self.tr("User's"),
                self.tr("Of what the map shows as this class, the share that is it; below, the 95 % interval"),
            ),
            PRODUCERS: (
                self.tr("Producer's"),
                self.tr("Of what truly is this class, the share that the map shows as it"),
            ),
            AREA: (
                self.tr("Area"),
                self.tr("The share of the area that truly is this class: the map's count, corrected for its errors"),
            ),
        }
        for column, (title, tip) in titles.items():
            label = quiet(QLabel(title))
            label.setToolTip(tip)
            self._grid.addWidget(label, 0, column, _RIGHT)

    def _add_row(self, row: int, entry: Mapping[str, Any]) -> None:
        color, name = QLabel(), QLabel(entry["name"])
        color.setPixmap(swatch(entry["color"]).pixmap(SWATCH_PX, SWATCH_PX))
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # a long one is cut
        tip = self.tr("{}: {} of the answered points lie where the map shows it")
        name.setToolTip(tip.format(entry["name"], entry["points"]))
        self._add(color, row, SWATCH, f"accuracySwatch-{entry['class_id']}")
        self._add(name, row, CLASS, f"accuracyClass-{entry['class_id']}")
        for column, part in PARTS.items():
            label = QLabel(as_rich_text(entry[part]))
            label.setAlignment(_RIGHT)
            if column == AREA:
                label.setToolTip(self._area_tip(entry))
            self._add(label, row, column, f"{part}Accuracy-{entry['class_id']}")

    def _add(self, label: QLabel, row: int, column: int, name: str) -> None:
        label.setObjectName(name)
        self._rows.append(label)
        self._grid.addWidget(label, row, column)

    def _area_tip(self, entry: Mapping[str, Any]) -> str:
        hectares, units = entry["area_hectares"], entry["area_units"]
        if hectares is None:
            return self.tr("{} square map units ({} to {})").format(*_amounts(units))
        return self.tr("{} ha ({} to {})").format(*_amounts(hectares))


def as_rich_text(estimate: Optional[Mapping[str, float]]) -> str:
    """An estimate in whole percent, its interval below it; a dash for none."""
    if estimate is None:
        return "–"
    value, low, high = (f"{100 * estimate[name]:.0f}" for name in ("value", "low", "high"))
    return f"<b>{value} %</b><br><small>{low} – {high}</small>"


def _amounts(amount: Mapping[str, float]) -> tuple[str, ...]:
    values = (amount[name] for name in ("value", "low", "high"))
    return tuple(f"{value:,.0f}" if value >= 100 else f"{value:.3g}" for value in values)
