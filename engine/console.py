"""How the command line shows progress and results: a bar on a terminal, plain lines elsewhere."""
from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from typing import Any, Optional

from .schema.reporter import Reporter

BAR_WIDTH = 30
SECONDS_BETWEEN_LINES = 10.0


class ConsoleReporter(Reporter):
    """Writes to stderr, so that stdout holds nothing but the result."""

    def __init__(self) -> None:
        super().__init__()
        self._is_terminal = sys.stderr.isatty()
        self._values: dict[str, float] = {}
        self._is_bar_open = False
        self._written_at = -SECONDS_BETWEEN_LINES

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
        elif done >= total or time.monotonic() - self._written_at >= SECONDS_BETWEEN_LINES:
            self._written_at = time.monotonic()
            self._line(f"{done}/{total}{left} {values}".rstrip())

    def close(self) -> None:
        """End a bar that is still open."""
        if self._is_bar_open:
            sys.stderr.write("\n")
            self._is_bar_open = False

    def _line(self, text: str) -> None:
        self.close()
        print(text, file=sys.stderr, flush=True)


def print_result(result: Any, columns: Sequence[str], as_json: bool) -> None:
    """Print a job's result on stdout.

    Args:
        result: a dictionary of values, a list of rows, or, where there are columns, lists of rows by kind.
        columns: of the table for rows.
        as_json: JSON in place of lines and tables.
    """
    if as_json:
        print(json.dumps(result))
    elif isinstance(result, list):
        _print_table(result, columns)
    elif columns:
        rows = [{"kind": kind.removesuffix("s"), **row} for kind, own in result.items() for row in own]
        _print_table(rows, ("kind", *columns))
    else:
        _print_values(result)


def _print_values(values: dict[str, Any], indent: str = "") -> None:
    """A line each; a dictionary of dictionaries has its own lines, indented."""
    for name, value in values.items():
        if isinstance(value, dict) and any(isinstance(own, dict) for own in value.values()):
            print(f"{indent}{name}:")
            _print_values(value, f"{indent}  ")
        else:
            print(f"{indent}{name}: {json.dumps(value) if isinstance(value, (dict, list)) else value}")


def _print_table(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> None:
    """A table whose last column is as wide as it needs; rows of a row (a loss's parameters) follow it, indented."""
    cells = [tuple(columns), *(tuple(_cell(row[column]) for column in columns) for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(columns) - 1)]
    for line, row in zip(cells, [None, *rows]):
        print("  ".join([*(f"{cell:{width}}" for cell, width in zip(line, widths)), line[-1]]))
        for parameter in row.get("parameters", ()) if row else ():
            bounds = f"{parameter['low']:g} to {parameter['high']:g}, default {parameter['default']:g}"
            print(f"    {parameter['name']}: {parameter['sentence']} ({bounds})")


def _cell(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
