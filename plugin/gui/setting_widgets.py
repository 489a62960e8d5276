"""A widget for a setting of a training, made from its declaration alone."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional, Union, get_args, get_origin

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QObject, QSignalBlocker, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QLabel, QWidget

from ...engine.schema.catalogue import Catalogue, DeviceInfo
from ...engine.schema.setting import Setting
from ..core.translation import sentence_of, tr
from .appearance import let_shrink, quiet
from .spin_boxes import ignore_wheel, number_spin, show_number


class SettingEditor(QObject):
    """Shows and changes the value of one setting.

    Attributes:
        widget: its widget, named `<setting>Setting`.

    Signals:
        edited: the new value, when the analyst changes it.
    """

    edited = pyqtSignal(object)

    def __init__(self, declared: Setting, widget: QWidget) -> None:
        super().__init__(widget)
        self.declared = declared
        self.widget = widget
        widget.setObjectName(f"{declared.name}Setting")
        widget.setToolTip(sentence_of(declared))

    def show_value(self, value: Any) -> None:
        """Shows a value without `edited`."""
        raise NotImplementedError

    def in_words(self, value: Any) -> str:
        """A value as the widget shows it."""
        return str(value)

    def offer(self, catalogue: Catalogue) -> None:
        """Takes over what the engine offers for this setting."""


class NumberEditor(SettingEditor):
    """A spin box in the declared range."""

    def __init__(self, declared: Setting, is_integer: bool) -> None:
        start = declared.low if declared.default is None else declared.default
        spin = number_spin(start, declared.low, declared.high, is_integer, declared.multiple)
        spin.setSuffix(f" {declared.unit}" if declared.unit else "")
        super().__init__(declared, spin)
        spin.valueChanged.connect(lambda: self.edited.emit(spin.value()))  # which may have been rounded meanwhile

    def show_value(self, value: float) -> None:
        show_number(self.widget, value)

    def in_words(self, value: float) -> str:
        return f"{value:.8g}{self.widget.suffix()}"


class SwitchEditor(SettingEditor):
    """A checkbox."""

    def __init__(self, declared: Setting) -> None:
        super().__init__(declared, QCheckBox())
        self.widget.toggled.connect(self.edited.emit)

    def show_value(self, value: bool) -> None:
        with QSignalBlocker(self.widget):
            self.widget.setChecked(value)

    def in_words(self, value: bool) -> str:
        return tr("checked") if value else tr("unchecked")


class PathEditor(SettingEditor):
    """A file widget; empty for none."""

    def __init__(self, declared: Setting) -> None:
        super().__init__(declared, QgsFileWidget())
        if declared.pattern:
            self.widget.setFilter(tr("Files ({})").format(declared.pattern))
        self.widget.lineEdit().setPlaceholderText(tr("none"))
        self.widget.fileChanged.connect(self.edited.emit)

    def show_value(self, value: str) -> None:
        if self.widget.filePath() != value:  # who types into it must not be disturbed
            with QSignalBlocker(self.widget):
                self.widget.setFilePath(value)

    def in_words(self, value: str) -> str:
        return value or tr("none")


class ChoiceEditor(SettingEditor):
    """A combo box of the declared choices, and of those that the engine's catalogue lists.

    Args:
        declared: the setting.
        texts: by choice, what it is called where that is not its name.
    """

    def __init__(self, declared: Setting, texts: Optional[Mapping[str, str]] = None) -> None:
        super().__init__(declared, QComboBox())
        self._texts = texts or {}
        let_shrink(self.widget)
        ignore_wheel(self.widget)
        self._list_choices()
        self.widget.activated.connect(lambda: self.edited.emit(self.widget.currentData()))

    def show_value(self, value: str) -> None:
        with QSignalBlocker(self.widget):
            self.widget.setCurrentIndex(self._row(value))

    def in_words(self, value: str) -> str:
        return self._texts.get(value, value)

    def offer(self, catalogue: Catalogue) -> None:
        value = self.widget.currentData()
        self._list_choices()
        for entry in getattr(catalogue, self.declared.listed_in) if self.declared.listed_in else ():
            row = self._row(entry.name)
            is_device = isinstance(entry, DeviceInfo)
            tip = entry.description if is_device else tr(entry.sentence)
            self.widget.setItemData(row, tip, Qt.ItemDataRole.ToolTipRole)
            self.widget.model().item(row).setEnabled(entry.available if is_device else True)
        self.show_value(value)

    def _list_choices(self) -> None:
        with QSignalBlocker(self.widget):
            self.widget.clear()
            for choice in self.declared.choices:
                self.widget.addItem(self._texts.get(choice, choice), choice)

    def _row(self, value: str) -> int:
        """The row of a value; a value that is not offered yet gets one, so that it can be seen."""
        if self.widget.findData(value) < 0:
            with QSignalBlocker(self.widget):
                self.widget.addItem(value, value)
        return self.widget.findData(value)


def setting_editor(declared: Setting) -> SettingEditor:
    """The editor for a setting, by its declaration; raises TypeError for a type that no widget edits."""
    options = get_args(declared.kind) if get_origin(declared.kind) is Union else (declared.kind,)
    kinds = set(options) - {type(None)}
    if kinds == {str} and (declared.choices or declared.listed_in):
        return ChoiceEditor(declared)
    if kinds == {str} and declared.is_path:
        return PathEditor(declared)
    if kinds == {bool}:
        return SwitchEditor(declared)
    if kinds in ({int}, {float}):
        return NumberEditor(declared, kinds == {int})
    raise TypeError(f"no widget for the setting {declared.name} of type {declared.kind}")


def changed_hint(name: str) -> QLabel:
    """A quiet "changed" for a setting that differs from the recipe; hidden at first."""
    label = quiet(QLabel(tr("changed")))
    label.setObjectName(f"{name}Changed")
    label.hide()
    return label


def show_changed(hint: QLabel, is_changed: bool, recipe_value: str) -> None:
    """Shows the hint where the setting differs, with the recipe's value in words as tooltip."""
    hint.setVisible(is_changed)
    hint.setToolTip(tr("The recipe has {}").format(recipe_value))
