"""The classes: pick, add, remove, rename, recolour, and see how much of each is labelled."""
from __future__ import annotations

import os
from typing import Callable, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import (
    QColorDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..core.labels.class_scheme import LabelStoreError
from ..core.labels.scheme_file import file_filter, read_class_scheme
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
        self.import_button.clicked.connect(self._import)
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
        self.import_button = self._button(
            "importClassesButton",
            "mActionFileOpen.svg",
            self.tr("Take names and colours from a QGIS style (QML) or from the palette of a raster"),
        )
        self.total_label = quiet(QLabel())
        self.total_label.setObjectName("labelledTotalLabel")
        buttons = QHBoxLayout()
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.remove_button)
        buttons.addWidget(self.import_button)
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
        self.import_button.setEnabled(self._store is not None)
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
        labelled = f"{strokes_text(counted.strokes)}, {area_text(counted.area_m2)}"
        question = self.tr("Remove {} with what is labelled ({})?").format(entry.name, labelled)
        details = self.tr("Undo brings both back until the label file is closed.")
        texts = (self.tr("Remove class"), question, details, self.tr("Remove"))
        self._ask(texts, lambda: self._store.remove_class(class_id))

    def _import(self) -> None:
        folder = os.path.dirname(self._store.path)
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Classes from a style or raster"), folder, file_filter())
        if path:
            self._attempt(lambda: self.import_scheme(path))

    def import_scheme(self, path: str) -> None:
        """Take over the classes of a file; where that gives strokes another meaning, only after asking."""
        scheme = read_class_scheme(path)
        renamed = self._store.renamed_by(scheme)
        if not renamed:
            self._store.take_scheme(scheme)
            return
        names = {entry.class_id: entry.name for entry in scheme}
        changes = ", ".join(f"{entry.name} → {names[entry.class_id]}" for entry in renamed)
        question = self.tr("Give classes that have strokes other names ({})?").format(changes)
        details = self.tr("The strokes keep their class ids, and so get another meaning.")
        texts = (self.tr("Classes from a style or raster"), question, details, self.tr("Rename"))
        self._ask(texts, lambda: self._store.take_scheme(scheme))

    def _ask(self, texts: tuple[str, str, str, str], change: Callable[[], object]) -> None:
        """Make a change once the analyst agrees; texts are title, question, details, and the button that agrees."""
        title, question, details, verb = texts
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(title)
        box.setText(question)
        box.setInformativeText(details)
        agree = box.addButton(verb, QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(agree)
        agree.clicked.connect(lambda: self._attempt(change))
        box.open()

    def _attempt(self, change: Callable[[], object]) -> None:
        """Make a change; a refusal is one sentence, and the table shows what still holds."""
        if self._store is None:
            return  # the label file was closed while a dialog was open
        try:
            change()
        except LabelStoreError as error:
            self.message.emit(str(error))
            self._show_classes()
