"""One auxiliary loss in the dock: chosen or not, its weight, its own parameters and its times under a fold."""
from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QSignalBlocker, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ...engine.config import AUTO_WEIGHT, AuxiliaryTerm
from ..core.catalogue import AuxiliaryLoss, Parameter
from ..core.settings import Times, Weight
from .appearance import quiet
from .spin_boxes import number_spin, show_number

FOLD_INDENT_PX = 20


class LossRow(QWidget):
    """A line with name and checkbox; below it, where it is unfolded, the sentence, and for a chosen loss the numbers.

    Signals:
        changed: the analyst chose, unchose or set something.
    """

    changed = pyqtSignal()

    def __init__(self, loss: AuxiliaryLoss, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.loss = loss
        self._was_chosen = False
        self._build_line()
        self._build_numbers()
        self._lay_out()
        self.fold_button.toggled.connect(self._unfold)
        self.check.toggled.connect(self.changed)
        self.auto_check.toggled.connect(self.changed)
        self.weight_spin.valueChanged.connect(self.changed)
        for spin in self.parameter_spins.values():
            spin.valueChanged.connect(self.changed)
        for spin in (self.start_spin, self.end_spin):
            spin.valueChanged.connect(self._take_times)
        self._unfold(False)

    @property
    def is_chosen(self) -> bool:
        """Whether the checkbox is on."""
        return self.check.isChecked()

    @property
    def weight(self) -> Weight:
        """The number, or AUTO_WEIGHT."""
        return AUTO_WEIGHT if self.auto_check.isChecked() else self.weight_spin.value()

    @property
    def parameters(self) -> dict[str, float]:
        """Values that are not the default, by name."""
        values = {parameter.name: self.parameter_spins[parameter.name].value() for parameter in self.loss.parameters}
        return {parameter.name: values[parameter.name] for parameter in self.loss.parameters if values[parameter.name] != parameter.default}

    @property
    def times(self) -> Times:
        """Shares of the training at which it starts and ends."""
        return self.start_spin.value() / 100, self.end_spin.value() / 100

    def set_default_weight(self, weight: float) -> None:
        """What the loss counts where the analyst does not say: a recipe may have another opinion than the loss."""
        self.default_weight = weight
        self.weight_spin.setToolTip(self.tr("Its share λ in the total loss; {:g} is the default").format(weight))

    def show_choice(self, is_chosen: bool, term: AuxiliaryTerm, is_open: bool) -> None:
        """Shows what is remembered, without `changed`.

        Args:
            term: what it leaves open is at the loss's default.
            is_open: whether the analyst may change it.
        """
        weight, parameters = term.weight, term.parameters
        is_automatic = weight == AUTO_WEIGHT
        with QSignalBlocker(self.check), QSignalBlocker(self.auto_check):
            self.check.setChecked(is_chosen)
            self.auto_check.setChecked(is_automatic)
        if not is_automatic:
            show_number(self.weight_spin, self.default_weight if weight is None else weight)
        for parameter in self.loss.parameters:
            show_number(self.parameter_spins[parameter.name], parameters.get(parameter.name, parameter.default))
        show_number(self.start_spin, round(100 * term.start))
        show_number(self.end_spin, round(100 * term.end))
        self.check.setEnabled(is_open)
        self._numbers.setEnabled(is_open)
        self._numbers.setVisible(is_chosen)
        self.weight_spin.setEnabled(not is_automatic)
        if is_chosen != self._was_chosen:
            self._was_chosen = is_chosen
            self.fold_button.setChecked(is_chosen)

    def _build_line(self) -> None:
        name = self.loss.name
        self.fold_button = QToolButton()
        self.fold_button.setObjectName(f"lossFold-{name}")
        self.fold_button.setCheckable(True)
        self.fold_button.setStyleSheet("QToolButton { border: none; }")  # the arrow says whether it is open
        self.fold_button.setToolTip(self.tr("What it does, and its numbers once it is chosen"))
        self.check = QCheckBox(name)
        self.check.setObjectName(f"lossCheck-{name}")
        self.check.setToolTip(self.loss.sentence)
        self.experimental_label = quiet(QLabel(self.tr("experimental")))
        self.experimental_label.setObjectName(f"lossExperimental-{name}")
        self.experimental_label.setToolTip(self.tr("New, and not yet shown to help: look closely at what it does to the map"))
        self.experimental_label.setVisible(self.loss.is_experimental)
        self.sentence_label = quiet(QLabel(self.loss.sentence))
        self.sentence_label.setObjectName(f"lossSentence-{name}")
        self.sentence_label.setWordWrap(True)

    def _build_numbers(self) -> None:
        name = self.loss.name
        self.weight_spin = number_spin(self.loss.default_weight, *self.loss.weight_range)
        self.weight_spin.setObjectName(f"weightSpin-{name}")
        self.set_default_weight(self.loss.default_weight)
        self.auto_check = QCheckBox(self.tr("auto"))
        self.auto_check.setObjectName(f"autoWeightCheck-{name}")
        self.auto_check.setToolTip(self.tr("No tuning: the loss pulls at the network with a fixed share of the labels' own pull"))
        self.parameter_spins = {parameter.name: self._parameter_spin(parameter) for parameter in self.loss.parameters}
        self.start_spin = self._time_spin("start", 0, 0, 99)
        self.end_spin = self._time_spin("end", 100, 1, 100)

    def _time_spin(self, name: str, percent: int, low: int, high: int) -> QWidget:
        spin = number_spin(percent, low, high, is_integer=True)
        spin.setObjectName(f"{name}Spin-{self.loss.name}")
        spin.setSuffix(self.tr(" %"))
        spin.setKeyboardTracking(False)  # a number is complete before it is judged
        spin.setToolTip(self.tr("The part of the training in which the loss teaches; 0 to 100 % is all of it"))
        return spin

    def _take_times(self) -> None:
        """A start and an end that cross push each other."""
        if self.start_spin.value() >= self.end_spin.value():
            if self.sender() is self.start_spin:
                show_number(self.end_spin, self.start_spin.value() + 1)
            else:
                show_number(self.start_spin, self.end_spin.value() - 1)
        self.changed.emit()

    def _parameter_spin(self, parameter: Parameter) -> QWidget:
        spin = number_spin(parameter.default, parameter.low, parameter.high, parameter.is_integer, parameter.step)
        spin.setObjectName(f"parameterSpin-{self.loss.name}-{parameter.name}")
        bounds = self.tr("{:g} to {:g}; {:g} is the default").format(parameter.low, parameter.high, parameter.default)
        multiples = self.tr("; multiples of {:g}").format(parameter.step) if parameter.step else ""
        spin.setToolTip(f"{parameter.sentence}\n{bounds}{multiples}")
        return spin

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(2)
        for widget in (self.fold_button, self.check, self.experimental_label):
            line.addWidget(widget)
        line.addStretch(1)
        weight = QHBoxLayout()
        weight.addWidget(self.weight_spin, 1)
        weight.addWidget(self.auto_check)
        self._numbers = QWidget()
        form = QFormLayout(self._numbers)
        form.setContentsMargins(0, 2, 0, 4)
        form.setVerticalSpacing(3)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Weight"), weight)
        for name, spin in self.parameter_spins.items():
            form.addRow(name, spin)
            form.labelForField(spin).setToolTip(spin.toolTip())
        times = QHBoxLayout()
        for pair in (weight, times):
            pair.setSpacing(5)
        times.addWidget(self.start_spin, 1)
        times.addWidget(QLabel(self.tr("to")))
        times.addWidget(self.end_spin, 1)
        form.addRow(self.tr("From"), times)
        for spin in (self.weight_spin, *self.parameter_spins.values(), self.start_spin, self.end_spin):
            spin.setMinimumWidth(70)
            spin.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # a wide range must not widen the dock
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
