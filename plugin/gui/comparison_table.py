"""The choices of a comparison as a table: tick, accuracy, seconds, state, and what can be done with a finished one."""
from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Optional

from qgis.PyQt.QtCore import QSignalBlocker, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QRadioButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from ..core.comparison.choices import DONE, FAILED, LEARNING, MAPPING, RECIPE, STOPPED, SUPERVISED, WAITING, Choice
from .held_out_text import in_percent, what_was_judged

CHOICE, ACCURACY, SECONDS, STATE, MAP, KEEP = range(6)
FIRST_TICKED = (SUPERVISED, RECIPE)  # whether any auxiliary loss helps is the first question


class ComparisonTable(QTableWidget):
    """A row for each choice.

    Signals:
        ticked: other choices are ticked.
        show_wanted, keep_wanted: key of a finished choice.
    """

    ticked = pyqtSignal()
    show_wanted = pyqtSignal(str)
    keep_wanted = pyqtSignal(str)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(0, 6, parent)
        self.setObjectName("comparisonTable")
        self._keys: list[str] = []
        known = (self.tr("Choice"), self.tr("Held-out accuracy"), self.tr("Seconds"), self.tr("State"), self.tr("Map"))
        self.setHorizontalHeaderLabels((*known, ""))
        accuracy_tip = self.tr("On strokes that the model had not seen, with its 95 % interval")
        self.horizontalHeaderItem(ACCURACY).setToolTip(accuracy_tip)
        self.horizontalHeaderItem(SECONDS).setToolTip(self.tr("Of training"))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(STATE, QHeaderView.ResizeMode.Stretch)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)  # a failure's sentence takes several lines
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.itemChanged.connect(self._on_item_changed)

    def ticked_keys(self) -> list[str]:
        """Keys of the ticked choices, in their order."""
        checked = Qt.CheckState.Checked
        return [key for row, key in enumerate(self._keys) if self.item(row, CHOICE).checkState() == checked]

    def show_choices(self, choices: Sequence[Choice], shown: str, is_busy: bool) -> None:
        """Shows the choices.

        Args:
            choices: what to show.
            shown: key of the one whose map is visible.
            is_busy: the engine works, so nothing can be ticked or kept.
        """
        with QSignalBlocker(self):
            if [choice.key for choice in choices] != self._keys:
                self._list(choices)
            for row, choice in enumerate(choices):
                self._fill(row, choice, choice.key == shown, is_busy)

    def _list(self, choices: Sequence[Choice]) -> None:
        ticked = self.ticked_keys() if self._keys else FIRST_TICKED
        self._keys = [choice.key for choice in choices]
        self.setRowCount(0)
        self.setRowCount(len(choices))
        for row, key in enumerate(self._keys):
            for column in (CHOICE, ACCURACY, SECONDS, STATE):
                self.setItem(row, column, QTableWidgetItem())
            self.item(row, CHOICE).setCheckState(Qt.CheckState.Checked if key in ticked else Qt.CheckState.Unchecked)
            self.setCellWidget(row, MAP, self._show_button(key))
            self.setCellWidget(row, KEEP, self._keep_button(key))

    def _show_button(self, key: str) -> QRadioButton:
        button = QRadioButton()
        button.setObjectName(f"showMap-{key}")
        button.setToolTip(self.tr("Show this map on the canvas"))
        button.setAutoExclusive(False)  # which one is on is what the layer tree says
        button.clicked.connect(partial(self._want_map, key))
        return button

    def _keep_button(self, key: str) -> QPushButton:
        button = QPushButton(self.tr("Keep this one"))
        button.setObjectName(f"keep-{key}")
        button.setToolTip(self.tr("Make this choice the current one: its recipe and losses, its model, its map"))
        button.setAutoDefault(False)
        button.clicked.connect(partial(self._want_to_keep, key))
        return button

    def _fill(self, row: int, choice: Choice, is_shown: bool, is_busy: bool) -> None:
        item, card = self.item(row, CHOICE), choice.card
        enabled = Qt.ItemFlag.NoItemFlags if is_busy else Qt.ItemFlag.ItemIsEnabled
        item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | enabled)
        item.setText(choice.title)
        item.setToolTip(", ".join(str(term) for term in choice.trained_terms))
        _show_text(self.item(row, ACCURACY), *self._accuracy(choice))
        _show_text(self.item(row, SECONDS), "" if card is None else _seconds(card.seconds))
        _show_text(self.item(row, STATE), self._state(choice), self._why(choice))
        is_done = choice.state == DONE
        show, keep = self.cellWidget(row, MAP), self.cellWidget(row, KEEP)
        show.setEnabled(is_done)
        show.setChecked(is_shown)
        keep.setEnabled(is_done and not is_busy)

    def _accuracy(self, choice: Choice) -> tuple[str, str]:
        """Text and tooltip."""
        if choice.card is None:
            return "", ""
        held_out = choice.card.held_out
        if held_out is None:
            return self.tr("too few strokes"), ""
        return self.tr("{} % ({} to {})").format(*in_percent(held_out)), what_was_judged(held_out)

    def _state(self, choice: Choice) -> str:
        if choice.state == DONE:
            text = self.tr("earlier · {} steps") if choice.is_earlier else self.tr("done · {} steps")
            text = text.format(choice.card.steps)
            again = self.tr("{}; compared again, it failed: {}")
            return again.format(text, choice.sentence) if choice.sentence else text
        if choice.state == FAILED:
            return self.tr("failed: {}").format(choice.sentence)
        words = {WAITING: self.tr("waiting"), LEARNING: self.tr("learning"), MAPPING: self.tr("mapping")}
        words[STOPPED] = self.tr("stopped")
        word = words.get(choice.state, "")
        return self.tr("{} {} %").format(word, f"{100 * choice.share:.0f}") if choice.share else word

    def _why(self, choice: Choice) -> str:
        if not choice.is_earlier:
            return choice.sentence
        return self.tr("It was trained with other settings, imagery or labels than it would be now: compare it again")

    def _want_map(self, key: str, *_: object) -> None:
        self.show_wanted.emit(key)

    def _want_to_keep(self, key: str, *_: object) -> None:
        self.keep_wanted.emit(key)

    def _on_item_changed(self, item: QTableWidgetItem) -> None:
        if item.column() == CHOICE:
            self.ticked.emit()


def _seconds(seconds: float) -> str:
    return f"{seconds:.0f}" if seconds >= 10 else f"{seconds:.1f}"


def _show_text(item: QTableWidgetItem, text: str, tip: str = "") -> None:
    item.setFlags(Qt.ItemFlag.ItemIsEnabled)
    item.setText(text)
    item.setToolTip(tip or text)
