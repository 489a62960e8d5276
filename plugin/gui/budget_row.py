"""The budget of a training, in steps or in minutes: the one row of two settings of which one is set."""
from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QSignalBlocker, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QWidget

from ..core.project.settings import BUDGET, SHOWN
from ..core.translation import tr
from .appearance import let_shrink
from .setting_widgets import NumberEditor, setting_editor
from .spin_boxes import ignore_wheel

STEPS, MINUTES = BUDGET
DEFAULT_MINUTES = 2.0


class BudgetRow(QWidget):
    """A combo box for the unit and a spin box for each.

    Signals:
        edited: {setting: value} of the unit that is set now.
    """

    edited = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.combo = QComboBox()
        self.combo.setObjectName("budgetCombo")
        let_shrink(self.combo, 5)
        ignore_wheel(self.combo)
        self.combo.addItem(tr("Steps"), STEPS)
        self.combo.addItem(tr("Minutes"), MINUTES)
        self.editors: dict[str, NumberEditor] = {name: setting_editor(SHOWN[name]) for name in BUDGET}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.combo)
        for editor in self.editors.values():
            editor.edited.connect(self._announce)
            row.addWidget(editor.widget, 1)
        self.editors[MINUTES].show_value(DEFAULT_MINUTES)
        self.combo.activated.connect(self._announce)

    def show_values(self, values: dict[str, Any]) -> None:
        """Shows the budget without `edited`; one of the two values is None."""
        for name, editor in self.editors.items():
            editor.widget.setVisible(values[name] is not None)
            if values[name] is not None:
                editor.show_value(values[name])
                with QSignalBlocker(self.combo):
                    self.combo.setCurrentIndex(self.combo.findData(name))

    @staticmethod
    def in_words(values: dict[str, Any]) -> str:
        """A budget as people say it; one of the two values is None."""
        if values[MINUTES] is not None:
            return tr("{} min").format(f"{values[MINUTES]:.8g}")
        return tr("{} steps").format(values[STEPS])

    def _announce(self) -> None:
        unit = self.combo.currentData()
        self.edited.emit({unit: self.editors[unit].widget.value()})
