"""Makes the plugin run fake_worker.py as its engine: an interpreter in name, found the way a user's would be."""
from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Callable

from berunda.plugin.core.engine.environment import VARIABLE
from qgis.PyQt.QtCore import QEventLoop
from qgis.PyQt.QtWidgets import QApplication

WORKER = Path(__file__).with_name("fake_worker.py")


def write_interpreter(folder: Path, mode: str) -> str:
    """Path of an executable that, whatever its arguments, runs the fake worker in a mode."""
    path = folder / f"python-{mode}"
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{WORKER}" {mode}\n')
    path.chmod(0o755)
    return str(path)


def use_fake_engine(folder: Path, mode: str) -> None:
    """From now on the engine's Python is the fake in this mode; the fixture fake_engine undoes it."""
    os.environ[VARIABLE] = write_interpreter(folder, mode)


def wait_until(condition: Callable[[], object], seconds: float = 20.0) -> None:
    """Runs the event loop until the condition holds; fails where it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.001)


def is_alive(process_id: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process_id}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
