"""Which key means what while a label tool is active."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Union

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QKeyEvent, QKeySequence


@dataclass(frozen=True)
class Command:
    """What a key asks for: one of class, tool, swap, size, place, live, undo, redo, cancel, step_back, with what."""

    name: str
    argument: Union[int, str] = 0


# By the character typed: on other keyboards [ and ] lie on other keys, behind AltGr or Option, and digits behind Shift.
_BRACKETS = {"[": Command("size", -1), "]": Command("size", 1)}
_DIGITS = {str(number): Command("class", number) for number in range(1, 10)}
_BY_KEY = {
    Qt.Key.Key_B: Command("tool", "brush"),
    Qt.Key.Key_P: Command("tool", "polygon"),
    Qt.Key.Key_E: Command("tool", "eraser"),
    Qt.Key.Key_X: Command("swap"),
    Qt.Key.Key_L: Command("live"),
    Qt.Key.Key_Escape: Command("cancel"),
    Qt.Key.Key_Backspace: Command("step_back"),
}
_CHORDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def command_for(event: QKeyEvent) -> Optional[Command]:
    """The command of a key event, or None for keys that are not ours."""
    if event.matches(QKeySequence.StandardKey.Undo):
        return Command("undo")
    # Ctrl+Shift+Z on every system, and the system's own key beside it.
    with_shift = event.modifiers() == Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    if event.matches(QKeySequence.StandardKey.Redo) or (event.key() == Qt.Key.Key_Z and with_shift):
        return Command("redo")
    chord = event.modifiers() & _CHORDS
    if event.text() in _BRACKETS and chord != Qt.KeyboardModifier.ControlModifier:
        return _BRACKETS[event.text()]
    if event.key() == Qt.Key.Key_N and not chord:
        return Command("place", -1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
    return None if chord else _DIGITS.get(event.text()) or _BY_KEY.get(event.key())
