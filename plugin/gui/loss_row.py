"""One auxiliary loss in the dock: chosen or not; its sentence, weight, parameters and times under a fold."""
from __future__ import annotations

from functools import partial
from typing import Optional

from qgis.PyQt.QtCore import QSignalBlocker, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...engine.schema.loss_terms import AUTO_WEIGHT, END, MAX_WEIGHT, START, AuxiliaryTerm, LossParameter, LossSpec
from ..core.translation import tr
from .appearance import quiet
from .spin_boxes import number_spin, show_number

FOLD_INDENT_PX = 20


class LossRow(QWidget):
    """A line with name and checkbox; below it, where it is unfolded, the sentence, and for a chosen loss the numbers.

    Signals:
        changed: the analyst checked, unchecked or set something.
    """

    changed = pyqtSignal()

    def __init__(self, loss: LossSpec, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.loss = loss
        self._build_line()
        self._build_numbers()
        self._lay_out()
        self.fold_button.toggled.connect(self._unfold)
        self.check.toggled.connect(self.fold_button.setChecked)  # by the analyst; a recipe's losses stay folded
        self.check.toggled.connect(self.changed)
        self.auto_check.toggled.connect(self.changed)
        self.weight_spin.valueChanged.connect(self.changed)
        for spin in self.parameter_spins.values():
            spin.valueChanged.connect(self.changed)
        for name, spin in self.time_spins.items():
            spin.valueChanged.connect(partial(self._take_time, name))
        self._unfold(False)

    @property
    def is_chosen(self) -> bool:
        """Whether the checkbox is on."""
        return self.check.isChecked()

    @property
    def term(self) -> AuxiliaryTerm:
        """The loss with its weight and times, and the parameters that are not at their defaults."""
        defaults = {each.name: each.default for each in self.loss.parameters}
        values = {name: spin.value() for name, spin in self.parameter_spins.items()}
        parameters = {name: value for name, value in values.items() if value != defaults[name]}
        weight = AUTO_WEIGHT if self.auto_check.isChecked() else self.weight_spin.value()
        times = {name: spin.value() / 100 for name, spin in self.time_spins.items()}
        return AuxiliaryTerm(self.loss.name, weight, parameters, **times)

    def show_term(self, is_chosen: bool, term: AuxiliaryTerm, default_weight: float) -> None:
        """Shows a loss without `changed`.

        Args:
            is_chosen: whether it trains.
            term: with every number, see Catalogue.complete.
            default_weight: its weight where the analyst does not change it.
        """
        is_automatic = term.weight == AUTO_WEIGHT
        with QSignalBlocker(self.check), QSignalBlocker(self.auto_check):
            self.check.setChecked(is_chosen)
            self.auto_check.setChecked(is_automatic)
        if not is_automatic:
            show_number(self.weight_spin, term.weight)
        self.weight_spin.setEnabled(not is_automatic)
        tip = self.tr("Its share λ in the total loss; {:g} is the default")
        self.weight_spin.setToolTip(tip.format(default_weight))
        for name, value in term.parameters.items():
            show_number(self.parameter_spins[name], value)
        for name, share in ((START, term.start), (END, term.end)):
            show_number(self.time_spins[name], round(100 * share))
        self._numbers.setVisible(is_chosen)

    def _build_line(self) -> None:
        name = self.loss.name
        self.fold_button = QToolButton()
        self.fold_button.setObjectName(f"lossFold-{name}")
        self.fold_button.setCheckable(True)
        self.fold_button.setStyleSheet("QToolButton { border: none; }")  # the arrow shows whether it is open
        self.fold_button.setToolTip(self.tr("What it does, and its numbers once it is chosen"))
        self.check = QCheckBox(name)
        self.check.setObjectName(f"lossCheck-{name}")
        self.check.setToolTip(tr(self.loss.sentence))
        self.experimental_label = quiet(QLabel(self.tr("experimental")))
        self.experimental_label.setObjectName(f"lossExperimental-{name}")
        self.experimental_label.setToolTip(self.tr("Not yet shown to help: look closely at what it does to the map"))
        self.experimental_label.setVisible(self.loss.is_experimental)
        self.sentence_label = quiet(QLabel(tr(self.loss.sentence)))
        self.sentence_label.setObjectName(f"lossSentence-{name}")
        self.sentence_label.setWordWrap(True)

    def _build_numbers(self) -> None:
        name = self.loss.name
        self.weight_spin = number_spin(self.loss.default_weight, 0, MAX_WEIGHT)
        self.weight_spin.setObjectName(f"weightSpin-{name}")
        self.auto_check = QCheckBox(self.tr("auto"))
        self.auto_check.setObjectName(f"autoWeightCheck-{name}")
        tip = self.tr("No tuning: keeps the loss's gradient at a fixed share of the supervised loss's gradient")
        self.auto_check.setToolTip(tip)
        self.parameter_spins = {parameter.name: self._parameter_spin(parameter) for parameter in self.loss.parameters}
        self.time_spins = {START: self._time_spin(START, 0, 0, 99), END: self._time_spin(END, 100, 1, 100)}

    def _time_spin(self, name: str, percent: int, low: int, high: int) -> QWidget:
        spin = number_spin(percent, low, high, is_integer=True)
        spin.setObjectName(f"{name}Spin-{self.loss.name}")
        spin.setSuffix(self.tr(" %"))
        spin.setKeyboardTracking(False)  # a number is complete before it moves the other one
        spin.setToolTip(self.tr("The part of the training in which the loss takes part; 0 to 100 % is all of it"))
        return spin

    def _parameter_spin(self, parameter: LossParameter) -> QWidget:
        spin = number_spin(parameter.default, parameter.low, parameter.high, parameter.is_integer, parameter.step)
        spin.setObjectName(f"parameterSpin-{self.loss.name}-{parameter.name}")
        bounds = self.tr("{:g} to {:g}; {:g} is the default").format(parameter.low, parameter.high, parameter.default)
        multiples = self.tr("; multiples of {:g}").format(parameter.step) if parameter.step else ""
        spin.setToolTip(f"{tr(parameter.sentence)}\n{bounds}{multiples}")
        return spin

    def _take_time(self, name: str) -> None:
        """Keeps the start before the end: the one that was set moves the other one."""
        start, end = self.time_spins[START], self.time_spins[END]
        if start.value() >= end.value():
            if name == START:
                show_number(end, start.value() + 1)
            else:
                show_number(start, end.value() - 1)
        self.changed.emit()

    def _lay_out(self) -> None:
        line = _line(self.fold_button, self.check, self.experimental_label)
        line.setSpacing(2)
        line.addStretch(1)
        self._numbers = QWidget()
        form = QFormLayout(self._numbers)
        form.setContentsMargins(0, 2, 0, 4)
        form.setVerticalSpacing(3)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Weight"), _line(self.weight_spin, self.auto_check))
        for name, spin in self.parameter_spins.items():
            form.addRow(name, spin)
            form.labelForField(spin).setToolTip(spin.toolTip())
        form.addRow(self.tr("From"), _line(self.time_spins[START], QLabel(self.tr("to")), self.time_spins[END]))
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(FOLD_INDENT_PX, 0, 0, 2)
        column.setSpacing(2)
        column.addWidget(self.sentence_label)
        column.addWidget(self._numbers)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(line)
        whole.addWidget(self._body)

    def _unfold(self, is_open: bool) -> None:
        self.fold_button.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self._body.setVisible(is_open)


def _line(*widgets: QWidget) -> QHBoxLayout:
    """Widgets beside each other."""
    line = QHBoxLayout()
    line.setSpacing(5)
    for widget in widgets:
        line.addWidget(widget, 1 if isinstance(widget, QAbstractSpinBox) else 0)
    return line
