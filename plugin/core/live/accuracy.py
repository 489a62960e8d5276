"""How the accuracy grew, stroke by stroke."""
from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any, Optional

MAX_POINTS = 200


class AccuracyHistory:
    """The cross-fitted accuracies of the answers, the newest last; one for each state of the labels."""

    def __init__(self) -> None:
        self._points: deque[tuple[int, Mapping[str, Any]]] = deque(maxlen=MAX_POINTS)

    def clear(self) -> None:
        """Forgets all, for other labels."""
        self._points.clear()

    def add(self, state: int, held_out: Mapping[str, Any]) -> None:
        """Takes a measurement of a state of the labels; a newer one of the same state replaces it.

        Args:
            state: number of the state.
            held_out: of an answer, see the protocol.
        """
        if self._points and self._points[-1][0] == state:
            self._points.pop()
        self._points.append((state, held_out))

    @property
    def shares(self) -> list[float]:
        """The accuracies, 0 to 1, in order."""
        return [held_out["accuracy"] for _, held_out in self._points]

    @property
    def last(self) -> Optional[Mapping[str, Any]]:
        """The newest measurement; None before the first."""
        return self._points[-1][1] if self._points else None
