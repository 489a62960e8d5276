"""The table of classes: colour, name, key, strokes and labelled area, one row a class."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Optional

from qgis.PyQt.QtCore import QLocale, QSignalBlocker, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from ...engine.schema.land_cover import LandCoverClass
from ..core.labels.tally import ClassStatistics
from ..core.translation import tr
from .appearance import swatch

COLOR, NAME, KEY, STROKES, AREA = range(5)
WIDTHS_PX = {COLOR: 28, KEY: 34, STROKES: 56, AREA: 74}
LEAST_ROWS, MOST_ROWS = 3, 9
M2_PER_HA = 10_000


class ClassTable(QTableWidget):
    """Shows the classes it is given and reports what the analyst does to a row.

    Signals:
        picked: the id of the class whose row became the current one.
        renamed: a class id and the name typed for it.
        color_clicked: the id of the class whose colour was clicked.
    """

    picked = pyqtSignal(int)
    renamed = pyqtSignal(int, str)
    color_clicked = pyqtSignal(int)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(0, 5, parent)
        self.setObjectName("classTable")
        self.setHorizontalHeaderLabels(["", self.tr("Class"), self.tr("Key"), self.tr("Strokes"), self.tr("Area")])
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setShowGrid(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 9)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(min(WIDTHS_PX.values()))
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in WIDTHS_PX.items():
            self.setColumnWidth(column, width)
        self.itemSelectionChanged.connect(self._on_selection)
        self.itemChanged.connect(self._on_item_changed)
        self.cellClicked.connect(self._on_cell_clicked)
        self._fit_height()

    def show_classes(self, classes: Sequence[LandCoverClass], current: Optional[int]) -> None:
        """Show these classes, the n-th with key n."""
        with QSignalBlocker(self):
            self.setRowCount(len(classes))
            for row, entry in enumerate(classes):
                self._fill_row(row, entry)
        self._fit_height()
        self.select_class(current)

    def show_statistics(self, statistics: Mapping[int, ClassStatistics]) -> None:
        """Show strokes and area of every class."""
        with QSignalBlocker(self):
            for row in range(self.rowCount()):
                counted = statistics.get(self.class_id(row), ClassStatistics())
                self.item(row, STROKES).setText(QLocale().toString(counted.strokes) if counted.strokes else "–")
                self.item(row, AREA).setText(area_text(counted.area_m2))

    def select_class(self, class_id: Optional[int]) -> None:
        """Make the row of a class the current one, without reporting it."""
        row = self.row_of(class_id)
        with QSignalBlocker(self):
            if row is None:
                self.clearSelection()
            else:
                self.selectRow(row)

    def edit_name(self, class_id: int) -> None:
        """Let the analyst type the name of a class."""
        self.setFocus()
        self.editItem(self.item(self.row_of(class_id), NAME))

    def class_id(self, row: int) -> int:
        """The class shown in a row."""
        return self.item(row, NAME).data(Qt.ItemDataRole.UserRole)

    def row_of(self, class_id: Optional[int]) -> Optional[int]:
        """The row that shows a class, or None."""
        return next((row for row in range(self.rowCount()) if self.class_id(row) == class_id), None)

    def _fill_row(self, row: int, entry: LandCoverClass) -> None:
        tips = (
            self.tr("Click to change the colour"), self.tr("Double-click to rename"), self.tr("Key of the class"),
            "", "",
        )  # fmt: skip
        texts = ("", entry.name, str(row + 1) if row < 9 else "", "", "")
        for column, (text, tip) in enumerate(zip(texts, tips)):
            item = self.item(row, column) or QTableWidgetItem()
            item.setText(text)
            item.setToolTip(tip)
            if column != NAME:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            if column == KEY:
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            elif column in (STROKES, AREA):
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if item.tableWidget() is None:
                self.setItem(row, column, item)
        self.item(row, COLOR).setIcon(swatch(entry.color))
        self.item(row, NAME).setData(Qt.ItemDataRole.UserRole, entry.class_id)

    def _fit_height(self) -> None:
        """As high as its rows, within limits: the dock has little room to give away."""
        rows = min(max(self.rowCount(), LEAST_ROWS), MOST_ROWS)
        header = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(header + rows * self.verticalHeader().defaultSectionSize() + 2 * self.frameWidth())

    def _on_selection(self) -> None:
        rows = self.selectionModel().selectedRows()
        if rows:
            self.picked.emit(self.class_id(rows[0].row()))

    def _on_item_changed(self, item: QTableWidgetItem) -> None:
        if item.column() == NAME:
            self.renamed.emit(self.class_id(item.row()), item.text())

    def _on_cell_clicked(self, row: int, column: int) -> None:
        if column == COLOR:
            self.color_clicked.emit(self.class_id(row))


def strokes_text(strokes: int) -> str:
    """A count of strokes in words."""
    return tr("1 stroke") if strokes == 1 else tr("{} strokes").format(QLocale().toString(strokes))


def area_text(area_m2: float) -> str:
    """An area as people say it: m² up to a hectare, then ha; a dash for none."""
    if area_m2 <= 0:
        return "–"
    if area_m2 < M2_PER_HA:
        return f"{QLocale().toString(area_m2, 'f', 0 if area_m2 >= 10 else 1)} m²"
    return f"{QLocale().toString(area_m2 / M2_PER_HA, 'f', 2 if area_m2 < 100 * M2_PER_HA else 0)} ha"
