"""How the command line shows progress and results: a bar on a terminal, plain lines elsewhere. Standard library only."""
from __future__ import annotations

import json
import sys
import time
from typing import Any, Optional

from .reporter import Reporter

BAR_WIDTH = 30
SECONDS_BETWEEN_LINES = 5.0


class ConsoleReporter(Reporter):
    """Writes to stderr, so that stdout holds nothing but the result."""

    def __init__(self) -> None:
        super().__init__()
        self._is_terminal = sys.stderr.isatty()
        self._values: dict[str, float] = {}
        self._is_bar_open = False
        self._written_at = 0.0

    def state(self, state: str) -> None:
        self._line(state)

    def notice(self, code: str, message: str) -> None:
        self._line(f"note: {message}")

    def metric(self, step: int, values: dict[str, float]) -> None:
        self._values |= values

    def progress(self, done: int, total: int, eta_s: Optional[float] = None) -> None:
        left = f", {eta_s:.0f} s left" if eta_s is not None else ""
        values = " ".join(f"{name} {value:.3g}" for name, value in self._values.items())
        if self._is_terminal:
            filled = BAR_WIDTH * done // max(total, 1)
            sys.stderr.write(f"\r[{'#' * filled:{BAR_WIDTH}}] {done}/{total}{left} {values}\x1b[K")
            sys.stderr.flush()
            self._is_bar_open = True
        elif done >= total or time.monotonic() - self._written_at > SECONDS_BETWEEN_LINES:
            self._written_at = time.monotonic()
            self._line(f"{done}/{total}{left} {values}".rstrip())

    def close(self) -> None:
        """Ends a bar that is still open."""
        if self._is_bar_open:
            sys.stderr.write("\n")
            self._is_bar_open = False

    def _line(self, text: str) -> None:
        self.close()
        print(text, file=sys.stderr, flush=True)


def print_values(values: dict[str, Any], as_json: bool) -> None:
    """A result on stdout: JSON, or a line per value."""
    if as_json:
        print(json.dumps(values))
        return
    for name, value in values.items():
        print(f"{name}: {json.dumps(value) if isinstance(value, (dict, list)) else value}")


def print_rows(rows: list[dict[str, Any]], columns: tuple[str, ...], as_json: bool) -> None:
    """Rows on stdout: JSON, or a table whose last column is as wide as it likes."""
    if as_json:
        print(json.dumps(rows))
        return
    cells = [columns, *(tuple(str(row[column]) for column in columns) for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(columns) - 1)]
    for row in cells:
        print("  ".join([*(f"{cell:{width}}" for cell, width in zip(row, widths)), row[-1]]))
