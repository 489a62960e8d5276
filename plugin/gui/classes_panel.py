"""The classes: pick, add, remove, rename, recolour, and see how much of each is labelled."""
from __future__ import annotations

from typing import Callable, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QColorDialog, QHBoxLayout, QLabel, QMessageBox, QToolButton, QVBoxLayout, QWidget

from ..core.labels.class_scheme import LabelStoreError
from ..core.labels.store import LabelStore
from ..core.labels.tool_state import LabelToolState
from .appearance import quiet
from .class_table import ClassTable, area_text, strokes_text


class ClassesPanel(QWidget):
    """The table of classes of the current label store with its buttons.

    Signals:
        message: one sentence for the analyst, when a change is refused.
    """

    message = pyqtSignal(str)

    def __init__(self, state: LabelToolState, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._state = state
        self._store: Optional[LabelStore] = None
        self._build()
        self.table.picked.connect(state.set_current_class)
        self.table.renamed.connect(self._rename)
        self.table.color_clicked.connect(self._choose_color)
        self.add_button.clicked.connect(self._add)
        self.remove_button.clicked.connect(self._remove)
        state.class_changed.connect(self._show_current)
        self.set_store(None)

    def set_store(self, store: Optional[LabelStore]) -> None:
        """Show the classes of this store; None for none."""
        if self._store is not None:
            self._store.changed.disconnect(self._show_statistics)
            self._store.classes_changed.disconnect(self._show_classes)
            self._store.closed.disconnect(self._on_store_closed)
        self._store = store
        if store is not None:
            store.changed.connect(self._show_statistics)
            store.classes_changed.connect(self._show_classes)
            store.closed.connect(self._on_store_closed)
        self._show_classes()

    def _build(self) -> None:
        self.table = ClassTable()
        self.add_button = self._button("addClassButton", "symbologyAdd.svg", self.tr("Add a class"))
        self.remove_button = self._button(
            "removeClassButton", "symbologyRemove.svg", self.tr("Remove the selected class")
        )
        self.total_label = quiet(QLabel())
        self.total_label.setObjectName("labelledTotalLabel")
        buttons = QHBoxLayout()
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        buttons.addWidget(self.total_label)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.table)
        layout.addLayout(buttons)

    def _button(self, name: str, icon: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setIcon(QgsApplication.getThemeIcon(icon))
        button.setToolTip(tip)
        button.setAutoRaise(True)
        return button

    def _show_classes(self) -> None:
        classes = self._store.classes if self._store is not None else ()
        self.table.show_classes(classes, self._state.current_class_id)
        self.table.setEnabled(self._store is not None)
        self.add_button.setEnabled(self._store is not None)
        self._show_statistics()
        self._show_current()

    def _show_statistics(self) -> None:
        statistics = self._store.statistics() if self._store is not None else {}
        self.table.show_statistics(statistics)
        strokes = sum(counted.strokes for counted in statistics.values())
        area = area_text(sum(counted.area_m2 for counted in statistics.values()))
        self.total_label.setText(f"{strokes_text(strokes)}, {area}" if strokes else self.tr("nothing labelled yet"))

    def _show_current(self) -> None:
        self.table.select_class(self._state.current_class_id)
        self.remove_button.setEnabled(self.table.row_of(self._state.current_class_id) is not None)

    def _on_store_closed(self) -> None:
        self.set_store(None)

    def _add(self) -> None:
        self._attempt(self._add_and_name)

    def _add_and_name(self) -> None:
        entry = self._store.add_class()
        self._state.set_current_class(entry.class_id)
        self.table.edit_name(entry.class_id)

    def _rename(self, class_id: int, name: str) -> None:
        self._attempt(lambda: self._store.rename_class(class_id, name))
        self._show_classes()  # blanks around the name are gone

    def _choose_color(self, class_id: int) -> None:
        dialog = QColorDialog(QColor(self._store.class_of(class_id).color), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Colour of {}").format(self._store.class_of(class_id).name))
        dialog.colorSelected.connect(
            lambda color: self._attempt(lambda: self._store.recolour_class(class_id, color.name()))
        )
        dialog.open()

    def _remove(self) -> None:
        """Remove the current class; where that takes strokes with it, only after asking."""
        class_id = self._state.current_class_id
        entry, counted = self._store.class_of(class_id), self._store.statistics()[class_id]
        if not counted.strokes:
            self._attempt(lambda: self._store.remove_class(class_id))
            return
        question = QMessageBox(self)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.setIcon(QMessageBox.Icon.Question)
        question.setWindowTitle(self.tr("Remove class"))
        labelled = f"{strokes_text(counted.strokes)}, {area_text(counted.area_m2)}"
        question.setText(self.tr("Remove {} with what is labelled ({})?").format(entry.name, labelled))
        question.setInformativeText(self.tr("Undo brings both back until the label file is closed."))
        remove = question.addButton(self.tr("Remove"), QMessageBox.ButtonRole.AcceptRole)
        question.addButton(QMessageBox.StandardButton.Cancel)
        question.setDefaultButton(remove)
        remove.clicked.connect(lambda: self._attempt(lambda: self._store.remove_class(class_id)))
        question.open()

    def _attempt(self, change: Callable[[], object]) -> None:
        """Make a change; a refusal is one sentence, and the table shows what still holds."""
        if self._store is None:
            return  # the label file was closed while a dialog was open
        try:
            change()
        except LabelStoreError as error:
            self.message.emit(str(error))
            self._show_classes()
