"""Ends the demo with one sentence and exit code 1 on any error, on an unexpected dialog, and when time is up."""
from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, NoReturn, Optional

import qgis.utils
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QLabel

WATCH_MS = 1000

_started = time.monotonic()
_now = "starting QGIS"  # what the demo is doing, for the sentence
_expected_dialogs = 0
_timers: list[QTimer] = []  # kept alive
_of_qgis: dict[str, Any] = {}  # what the guard replaces


class DemoFailed(Exception):  # noqa: N818 (it is the demo that failed)
    """The demo cannot go on; str() is the sentence."""


def install() -> None:
    """Takes the place of QGIS's own error dialogs."""
    _of_qgis["showException"] = qgis.utils.showException
    qgis.utils.showException = lambda kind, error, trace, *_, **__: _on_error(kind, error, trace)
    sys.excepthook = _on_error


def watch(limit_s: float) -> None:
    """From now on, checks every second whether time is up or an unexpected dialog is open."""
    _of_qgis["excepthook"] = sys.excepthook  # installed after the startup script
    sys.excepthook = _on_error

    def look() -> None:
        if time.monotonic() - _started > limit_s:
            fail(f"not done after {limit_s:.0f} s, while {_now}")
        dialog = QApplication.activeModalWidget()
        if dialog is not None and not _expected_dialogs:
            texts = [label.text() for label in dialog.findChildren(QLabel) if label.text()]
            fail(f"a dialog waits while {_now}: {dialog.windowTitle()} {' '.join(texts)}")

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(WATCH_MS)
    _timers.append(timer)


def rest() -> None:
    """The demo is over: dialogs and errors belong to the analyst again."""
    for timer in _timers:
        timer.stop()
    qgis.utils.showException = _of_qgis["showException"]
    sys.excepthook = _of_qgis["excepthook"]


def doing(what: str) -> None:
    """Says what the demo does next, for the sentence should it fail."""
    global _now
    _now = what


@contextmanager
def expected_dialog() -> Iterator[None]:
    """While the demo answers a dialog itself."""
    global _expected_dialogs
    _expected_dialogs += 1
    yield
    _expected_dialogs -= 1


def fail(sentence: str) -> NoReturn:
    """Ends QGIS at once with exit code 1."""
    print(f"The demo failed: {sentence}", flush=True)
    os._exit(1)


def _on_error(kind: type[BaseException], error: BaseException, trace: Optional[TracebackType]) -> None:
    if issubclass(kind, Warning):
        return
    if not isinstance(error, DemoFailed):
        traceback.print_exception(kind, error, trace)
    fail(str(error) if isinstance(error, DemoFailed) else f"{kind.__name__} while {_now}: {error}")
