"""Which auxiliary losses learn from the unlabelled rest of the imagery, and how strongly."""
from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QSignalBlocker, Qt
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDoubleSpinBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..core.catalogue import AuxiliaryLoss, Catalogue
from ..core.session import Session
from .spin_boxes import show_number

NAME_COLUMN, WEIGHT_COLUMN = 0, 1


class TrainingPanel(QWidget):
    """The default recipe, or a choice from the engine's own list of losses; nothing checked is purely supervised."""

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._session = session
        self._losses: tuple[AuxiliaryLoss, ...] = ()
        self._recipe: dict[str, float] = {}
        self._build()
        self.recipe_check.toggled.connect(self._on_recipe_toggled)
        self.table.itemChanged.connect(self._take_choice)
        self.table.cellEntered.connect(self._show_sentence)
        self.table.currentCellChanged.connect(self._show_sentence)
        session.catalogue_changed.connect(self._list_losses)
        session.scene.settings_changed.connect(self._show_settings)
        if session.catalogue is not None:
            self._list_losses(session.catalogue)
        self._show_settings()

    def _build(self) -> None:
        self.recipe_check = QCheckBox(self.tr("Default recipe"))
        self.recipe_check.setObjectName("recipeCheck")
        self.recipe_check.setToolTip(self.tr("The combination that won in our measurements; uncheck it to choose your own"))
        self.table = QTableWidget(0, 2)
        self.table.setObjectName("auxiliaryTable")
        self.table.setHorizontalHeaderLabels([self.tr("Auxiliary loss"), self.tr("Weight")])
        self.table.horizontalHeader().setSectionResizeMode(NAME_COLUMN, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setSectionResizeMode(WEIGHT_COLUMN, QHeaderView.ResizeMode.ResizeToContents)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setMouseTracking(True)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sentence_label = QLabel(self.tr("The engine's losses are listed here once it is ready."))
        self.sentence_label.setObjectName("auxiliarySentence")
        self.sentence_label.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.recipe_check)
        layout.addWidget(self.table)
        layout.addWidget(self.sentence_label)
        self._fit_table()

    def weight_spin(self, row: int) -> QDoubleSpinBox:
        """The weight of the loss in a row."""
        return self.table.cellWidget(row, WEIGHT_COLUMN)

    def _list_losses(self, catalogue: Catalogue) -> None:
        self._losses, self._recipe = catalogue.auxiliary_losses, catalogue.recipe
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(self._losses))
            for row, loss in enumerate(self._losses):
                item = QTableWidgetItem(loss.name)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
                item.setToolTip(loss.sentence)
                self.table.setItem(row, NAME_COLUMN, item)
                self.table.setCellWidget(row, WEIGHT_COLUMN, self._make_spin(loss))
        self._fit_table()
        self._show_settings()
        in_recipe = (row for row, loss in enumerate(self._losses) if loss.name in self._recipe)
        self._show_sentence(next(in_recipe, 0))

    def _make_spin(self, loss: AuxiliaryLoss) -> QDoubleSpinBox:
        spin = QDoubleSpinBox()
        spin.setObjectName(f"weightSpin-{loss.name}")
        spin.setDecimals(3)
        spin.setRange(*loss.weight_range)
        spin.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        spin.setValue(loss.default_weight)
        spin.setFrame(False)
        spin.setToolTip(self.tr("Its share λ in the total loss; {:g} is the default").format(loss.default_weight))
        spin.valueChanged.connect(self._take_choice)
        return spin

    def _fit_table(self) -> None:
        """As high as its rows: a table that scrolls inside a dock that scrolls is a trap for the wheel."""
        rows = self.table.verticalHeader().length()
        self.table.setFixedHeight(rows + self.table.horizontalHeader().sizeHint().height() + 2 * self.table.frameWidth())
        self.table.setVisible(bool(self._losses))

    def _on_recipe_toggled(self, is_default: bool) -> None:
        self._session.scene.change_settings(auxiliary=None if is_default else dict(self._recipe))

    def _take_choice(self, *_: object) -> None:
        if self.recipe_check.isChecked():
            return
        chosen = {
            loss.name: self.weight_spin(row).value()
            for row, loss in enumerate(self._losses)
            if self.table.item(row, NAME_COLUMN).checkState() == Qt.CheckState.Checked
        }
        self._session.scene.change_settings(auxiliary=chosen)

    def _show_settings(self) -> None:
        chosen = self._session.scene.settings.auxiliary
        shown = self._recipe if chosen is None else chosen
        with QSignalBlocker(self.recipe_check), QSignalBlocker(self.table):
            self.recipe_check.setChecked(chosen is None)
            for row, loss in enumerate(self._losses):
                is_on = loss.name in shown
                self.table.item(row, NAME_COLUMN).setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
                spin = self.weight_spin(row)
                show_number(spin, shown.get(loss.name, loss.default_weight if chosen is None else spin.value()))
                spin.setEnabled(is_on and chosen is not None)
        self.table.setEnabled(chosen is not None)

    def _show_sentence(self, row: int, *_: int) -> None:
        if 0 <= row < len(self._losses):
            loss = self._losses[row]
            self.sentence_label.setText(f"<b>{loss.name}</b>: {loss.sentence}")
