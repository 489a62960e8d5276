"""Who goes first when jobs of several kinds run beside each other in one process."""
from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

GIVE_WAY_S = 0.05  # how often a job that waits looks whether it was stopped


# Short jobs are answered at once, live ones within a second; long ones take minutes, and nobody waits for the last.
SHORT, LIVE, LONG, BACKGROUND = LANES = ("short", "live", "long", "background")
GIVES_WAY_TO = {LONG: (LIVE,), BACKGROUND: (LIVE, LONG)}


class Lanes:
    """Jobs of a lane run one after the other, beside those of other lanes, some of which have to wait meanwhile."""

    def __init__(self) -> None:
        self._running: Counter[str] = Counter()
        self._changed = threading.Condition()

    @contextmanager
    def running(self, lane: str) -> Iterator[None]:
        """While a job of a lane runs."""
        with self._changed:
            self._running[lane] += 1
        try:
            yield
        finally:
            with self._changed:
                self._running[lane] -= 1
                self._changed.notify_all()

    def give_way(self, lane: str, stop: threading.Event) -> None:
        """Wait until no job that goes first is running, or the one that waits is told to stop."""
        urgent = GIVES_WAY_TO.get(lane, ())
        if not urgent:
            return
        with self._changed:
            while any(self._running[other] for other in urgent) and not stop.is_set():
                self._changed.wait(GIVE_WAY_S)
