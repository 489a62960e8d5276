"""Which key means what while points are answered."""
from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QKeyEvent

from .label_keys import Command, command_for

_BY_TEXT = {"0": Command("unknown"), "?": Command("unknown")}
_BY_KEY = {Qt.Key.Key_M: Command("map")}
# Of the keys of the label tools: a class by its number, and what undoes and ends.
_SHARED = {"class": "class", "step_back": "undo", "undo": "undo", "cancel": "leave"}
_CHORDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def check_command_for(event: QKeyEvent) -> Optional[Command]:
    """The command of a key event: class, unknown, map, undo or leave; None for keys that are not ours."""
    shared = command_for(event)
    if shared is not None and shared.name in _SHARED:
        return Command(_SHARED[shared.name], shared.argument)
    if event.modifiers() & _CHORDS:
        return None
    return _BY_TEXT.get(event.text()) or _BY_KEY.get(event.key())
