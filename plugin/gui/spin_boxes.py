"""Spin boxes for numbers in a range; they are updated without disturbing who types into them."""
from __future__ import annotations

from decimal import Decimal

from qgis.PyQt.QtCore import QEvent, QObject, QSignalBlocker, Qt
from qgis.PyQt.QtWidgets import QDoubleSpinBox, QSizePolicy, QSpinBox, QWidget

MAX_DECIMALS = 8
LEAST_WIDTH_PX = 70


class _PlainSpinBox(QDoubleSpinBox):
    """Shows 0.5 rather than 0.500."""

    def textFromValue(self, value: float) -> str:
        text, point = super().textFromValue(value), self.locale().decimalPoint()
        return text.rstrip("0").rstrip(point) if point in text else text


def show_number(spin: QSpinBox | QDoubleSpinBox, value: float) -> None:
    """Sets the value without a signal; the same value again would rewrite the text under the cursor."""
    if spin.value() != value:
        with QSignalBlocker(spin):
            spin.setValue(int(value) if isinstance(spin, QSpinBox) else value)


def number_spin(
    value: float, low: float, high: float, is_integer: bool = False, step: float = 0
) -> QSpinBox | QDoubleSpinBox:
    """A spin box for a number in [low, high] with enough decimals for value, range and step.

    With a step it takes multiples of it only: what is typed goes to the nearest one.
    """
    spin = QSpinBox() if is_integer else _PlainSpinBox()
    if is_integer:
        spin.setRange(int(low), int(high))
    else:
        spin.setDecimals(min(MAX_DECIMALS, 1 + max(2, *(_decimals(number) for number in (value, low, high, step)))))
        spin.setRange(low, high)
    steps = type(spin).StepType
    spin.setStepType(steps.DefaultStepType if is_integer or step else steps.AdaptiveDecimalStepType)
    if step:
        spin.setSingleStep(int(step) if is_integer else step)
        spin.setKeyboardTracking(False)  # a number is complete before it is rounded
        spin.valueChanged.connect(lambda typed: show_number(spin, step * round(typed / step)))
    spin.setMinimumWidth(LEAST_WIDTH_PX)
    spin.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # a wide range must not widen the dock
    ignore_wheel(spin)
    show_number(spin, value)
    return spin


def ignore_wheel(widget: QWidget) -> None:
    """Lets the wheel over a spin box or combo box without the focus scroll the dock instead of changing the value."""
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.installEventFilter(_WheelFilter(widget))


class _WheelFilter(QObject):
    def eventFilter(self, widget: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Wheel or widget.hasFocus():
            return False
        event.ignore()
        return True


def _decimals(number: float) -> int:
    return max(0, -Decimal(repr(float(number))).normalize().as_tuple().exponent)
