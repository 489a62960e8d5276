"""What can be undone and redone."""
from __future__ import annotations

from collections import deque
from typing import Optional

from .edits import LabelEdit

DEPTH = 500


class LabelHistory:
    """The last DEPTH edits of one label file, and the ones undone since; older edits are forgotten."""

    def __init__(self) -> None:
        self._done: deque[LabelEdit] = deque(maxlen=DEPTH)
        self._undone: list[LabelEdit] = []

    def record(self, edit: LabelEdit) -> None:
        """A new edit was applied; what had been undone before cannot come back."""
        self._done.append(edit)
        self._undone.clear()

    def clear(self) -> None:
        """Forget everything: the features were changed by others."""
        self._done.clear()
        self._undone.clear()

    @property
    def last_done(self) -> Optional[LabelEdit]:
        """The edit that undo would take back."""
        return self._done[-1] if self._done else None

    @property
    def last_undone(self) -> Optional[LabelEdit]:
        """The edit that redo would bring back."""
        return self._undone[-1] if self._undone else None

    def mark_undone(self) -> None:
        """The last done edit was taken back."""
        self._undone.append(self._done.pop())

    def mark_redone(self) -> None:
        """The last undone edit was brought back."""
        self._done.append(self._undone.pop())
