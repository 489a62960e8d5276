"""Spin boxes that show what is remembered without disturbing who types into them."""
from __future__ import annotations

from qgis.PyQt.QtCore import QSignalBlocker
from qgis.PyQt.QtWidgets import QDoubleSpinBox, QSpinBox


def show_number(spin: QSpinBox | QDoubleSpinBox, value: float) -> None:
    """Sets the value without a signal; the same value again would rewrite the text under the cursor."""
    if spin.value() != value:
        with QSignalBlocker(spin):
            spin.setValue(value)
