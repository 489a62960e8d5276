"""The choices of a comparison as a table: a tick, the accuracy, the seconds, the state, and what can be done with a finished one."""
from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Optional

from qgis.PyQt.QtCore import QSignalBlocker, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QPushButton, QRadioButton, QTableWidget, QTableWidgetItem, QWidget

from ..core.model_card import in_percent
from ..core.trials import DONE, FAILED, LEARNING, MAPPING, RECIPE, STOPPED, SUPERVISED, WAITING, Trial

CHOICE, ACCURACY, SECONDS, STATE, MAP, KEEP = range(6)
FIRST_TICKED = (SUPERVISED, RECIPE)  # whether any auxiliary loss helps is the first question


class ComparisonTable(QTableWidget):
    """A row per trial.

    Signals:
        ticked: other choices are ticked.
        show_wanted, keep_wanted: key of a finished trial.
    """

    ticked = pyqtSignal()
    show_wanted = pyqtSignal(str)
    keep_wanted = pyqtSignal(str)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(0, 6, parent)
        self.setObjectName("comparisonTable")
        self._keys: list[str] = []
        titles = (self.tr("Choice"), self.tr("Held-out accuracy"), self.tr("Seconds"), self.tr("State"), self.tr("Map"), "")
        self.setHorizontalHeaderLabels(titles)
        self.horizontalHeaderItem(ACCURACY).setToolTip(self.tr("On strokes that the model had not seen, with its 95 % interval"))
        self.horizontalHeaderItem(SECONDS).setToolTip(self.tr("That the choice learned"))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(STATE, QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)  # a failure's sentence takes several lines
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.itemChanged.connect(self._on_item_changed)

    def ticked_keys(self) -> list[str]:
        """Keys of the ticked choices, in their order."""
        return [key for row, key in enumerate(self._keys) if self.item(row, CHOICE).checkState() == Qt.CheckState.Checked]

    def show_trials(self, trials: Sequence[Trial], shown: str, is_busy: bool) -> None:
        """Shows the trials.

        Args:
            shown: key of the one whose map is to be seen.
            is_busy: the engine works, so nothing can be ticked or kept.
        """
        keys = [trial.key for trial in trials]
        with QSignalBlocker(self):
            if keys != self._keys:
                self._list(trials)
            for row, trial in enumerate(trials):
                self._fill(row, trial, trial.key == shown, is_busy)

    def _list(self, trials: Sequence[Trial]) -> None:
        ticked = self.ticked_keys() if self._keys else FIRST_TICKED
        self._keys = [trial.key for trial in trials]
        self.setRowCount(0)
        self.setRowCount(len(trials))
        for row, trial in enumerate(trials):
            for column in (CHOICE, ACCURACY, SECONDS, STATE):
                self.setItem(row, column, QTableWidgetItem())
            self.item(row, CHOICE).setCheckState(Qt.CheckState.Checked if trial.key in ticked else Qt.CheckState.Unchecked)
            show = QRadioButton()
            show.setObjectName(f"showMap-{trial.key}")
            show.setToolTip(self.tr("Show this map on the canvas"))
            show.setAutoExclusive(False)  # which one is on is what the layer tree says
            show.clicked.connect(partial(self._want_map, trial.key))
            keep = QPushButton(self.tr("Keep this one"))
            keep.setObjectName(f"keep-{trial.key}")
            keep.setToolTip(self.tr("Make this choice the current one: its losses, its model, its map"))
            keep.setAutoDefault(False)
            keep.clicked.connect(partial(self._want_to_keep, trial.key))
            self.setCellWidget(row, MAP, show)
            self.setCellWidget(row, KEEP, keep)

    def _fill(self, row: int, trial: Trial, is_shown: bool, is_busy: bool) -> None:
        item = self.item(row, CHOICE)
        flags = Qt.ItemFlag.ItemIsUserCheckable | (Qt.ItemFlag.NoItemFlags if is_busy else Qt.ItemFlag.ItemIsEnabled)
        item.setFlags(flags)
        item.setText(trial.title)
        item.setToolTip(", ".join(str(term) for term in trial.learned_terms or ()))
        card = trial.card
        _say(self.item(row, ACCURACY), self._accuracy(trial), self._strokes(trial))
        _say(self.item(row, SECONDS), _seconds(card.seconds) if card is not None else "")
        _say(self.item(row, STATE), self._state(trial), self._why(trial))
        is_done = trial.state == DONE
        show, keep = self.cellWidget(row, MAP), self.cellWidget(row, KEEP)
        show.setEnabled(is_done)
        show.setChecked(is_shown)
        keep.setEnabled(is_done and not is_busy)

    def _accuracy(self, trial: Trial) -> str:
        if trial.card is None:
            return ""
        if trial.card.held_out is None:
            return self.tr("too few strokes")
        return self.tr("{} % ({} to {})").format(*in_percent(trial.card.held_out))

    def _strokes(self, trial: Trial) -> str:
        held_out = trial.card.held_out if trial.card is not None else None
        return self.tr("Measured on {} strokes that the model had not seen").format(held_out["strokes"]) if held_out else ""

    def _state(self, trial: Trial) -> str:
        if trial.state == DONE:
            done = self.tr("earlier · {} steps") if trial.is_earlier else self.tr("done · {} steps")
            return self._again(done.format(trial.card.steps), trial.sentence)
        if trial.state == FAILED:
            return self.tr("failed: {}").format(trial.sentence)
        words = {
            WAITING: self.tr("waiting"), LEARNING: self.tr("learning"), MAPPING: self.tr("mapping"), STOPPED: self.tr("stopped")
        }  # fmt: skip
        word = words.get(trial.state, "")
        return self.tr("{} {} %").format(word, f"{100 * trial.share:.0f}") if trial.share else word

    def _again(self, done: str, sentence: str) -> str:
        return self.tr("{}; compared again, it failed: {}").format(done, sentence) if sentence else done

    def _why(self, trial: Trial) -> str:
        if not trial.is_earlier:
            return trial.sentence
        return self.tr(
            "It learned with another budget, recipe, seed, start, weight or parameter, other frequencies or probe, "
            "or from other bands, images, labels or another area: compare it again"
        )

    def _want_map(self, key: str, *_: object) -> None:
        self.show_wanted.emit(key)

    def _want_to_keep(self, key: str, *_: object) -> None:
        self.keep_wanted.emit(key)

    def _on_item_changed(self, item: QTableWidgetItem) -> None:
        if item.column() == CHOICE:
            self.ticked.emit()


def _seconds(seconds: float) -> str:
    return f"{seconds:.0f}" if seconds >= 10 else f"{seconds:.1f}"


def _say(item: QTableWidgetItem, text: str, tip: str = "") -> None:
    item.setFlags(Qt.ItemFlag.ItemIsEnabled)
    item.setText(text)
    item.setToolTip(tip or text)
