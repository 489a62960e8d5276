"""What long work tells whoever asked for it, and how it learns that it should stop. Standard library only."""
from __future__ import annotations

import threading
from typing import Optional

from .errors import Cancelled


class Reporter:
    """Takes what a job reports; this one is silent. The worker sends events instead, the command line prints.

    Attributes:
        stop: set from any thread to make the job end at its next step or tile.
    """

    def __init__(self) -> None:
        self.stop = threading.Event()

    def raise_if_stopped(self) -> None:
        """Raises Cancelled once stop is set."""
        if self.stop.is_set():
            raise Cancelled

    def state(self, state: str) -> None:
        """The job is doing this now; one of protocol.STATES."""

    def progress(self, done: int, total: int, eta_s: Optional[float] = None) -> None:
        """Steps or tiles done."""

    def metric(self, step: int, values: dict[str, float]) -> None:
        """Loss terms and held-out accuracy at a step."""

    def notice(self, code: str, message: str) -> None:
        """A sentence for the analyst; the job goes on."""

    def checkpoint(self, step: int, path: str) -> None:
        """A usable model lies at path."""

    def block(self, layer: str, path: str, window: tuple[int, ...], resolution_px: int, generation: int) -> None:
        """A part of a live map is written; see protocol.Block."""
