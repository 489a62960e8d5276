"""Spin boxes that show what is remembered without disturbing who types into them, and take a range from the engine's list."""
from __future__ import annotations

from decimal import Decimal

from qgis.PyQt.QtCore import QEvent, QObject, QSignalBlocker, Qt
from qgis.PyQt.QtWidgets import QDoubleSpinBox, QSpinBox

MAX_DECIMALS = 8


def show_number(spin: QSpinBox | QDoubleSpinBox, value: float) -> None:
    """Sets the value without a signal; the same value again would rewrite the text under the cursor."""
    if spin.value() != value:
        with QSignalBlocker(spin):
            spin.setValue(int(value) if isinstance(spin, QSpinBox) else value)


def number_spin(value: float, low: float, high: float, is_integer: bool = False, step: float = 0) -> QSpinBox | QDoubleSpinBox:
    """A spin box for a number in [low, high] with as many decimals as tell them apart; the wheel over it scrolls what is around it.

    With a step it takes multiples of it only: what is typed goes to the nearest one.
    """
    spin = QSpinBox() if is_integer else QDoubleSpinBox()
    if is_integer:
        spin.setRange(int(low), int(high))
    else:
        spin.setDecimals(min(MAX_DECIMALS, 1 + max(2, *(_decimals(number) for number in (value, low, high, step)))))
        spin.setRange(low, high)
    spin.setStepType(type(spin).StepType.DefaultStepType if is_integer or step else type(spin).StepType.AdaptiveDecimalStepType)
    if step:
        spin.setSingleStep(int(step) if is_integer else step)
        spin.setKeyboardTracking(False)  # a number is complete before it is judged
        spin.valueChanged.connect(lambda typed: show_number(spin, step * round(typed / step)))
    spin.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    spin.installEventFilter(_WheelGuard(spin))
    show_number(spin, value)
    return spin


class _WheelGuard(QObject):
    """Keeps who scrolls the dock from turning the number that happens to pass under the cursor."""

    def eventFilter(self, spin: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Wheel or spin.hasFocus():
            return False
        event.ignore()
        return True


def _decimals(number: float) -> int:
    return max(0, -Decimal(repr(float(number))).normalize().as_tuple().exponent)
