"""Runs a program of the installation: its lines go to the log, and it ends when the installation is cancelled."""
from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Optional

from .problem import InstallCancelled, InstallProblem
from .sentences import sentence_for

TICK_S = 0.2
KILL_AFTER_S = 5.0
CREATION_FLAGS = 0x08000000 if sys.platform == "win32" else 0  # no console that flashes up


@dataclass(frozen=True)
class Runner:
    """Runs programs one after the other, on a thread of its own.

    Attributes:
        log: takes every line.
        is_cancelled: whether to stop.
    """

    log: Callable[[str], None]
    is_cancelled: Callable[[], bool]

    def run(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        tick: Optional[Callable[[str], None]] = None,
        timeout_s: float = float("inf"),
    ) -> str:
        """Runs a program to its end.

        Args:
            command: the program and its arguments.
            environment: of the program.
            folder: to run it in.
            tick: is called with each line, and with "" where none comes.
            timeout_s: after which it is ended.

        Returns:
            What it printed.

        Raises:
            InstallCancelled: the installation was cancelled; the program has ended.
            InstallProblem: it cannot be started, failed, or took too long.
        """
        self.log("$ " + " ".join(command))
        try:
            process = _start(command, environment, folder)
        except OSError as error:
            raise InstallProblem(sentence_for(f"{error} (os error {error.errno})")) from error
        try:
            printed = self._follow(process, tick, time.monotonic() + timeout_s)
        finally:
            _end(process)
        if process.returncode:
            raise InstallProblem(sentence_for("\n".join(printed)))
        return "\n".join(printed)

    def check(self) -> None:
        """Raises InstallCancelled where the installation was cancelled."""
        if self.is_cancelled():
            raise InstallCancelled

    def _follow(self, process: subprocess.Popen[str], tick: Optional[Callable[[str], None]], end_s: float) -> list[str]:
        lines: queue.Queue[Optional[str]] = queue.Queue()
        threading.Thread(target=_read, args=(process, lines), daemon=True).start()
        printed: list[str] = []
        while True:
            self.check()
            if time.monotonic() > end_s:
                raise InstallProblem(sentence_for("timed out"))
            try:
                line = lines.get(timeout=TICK_S)
            except queue.Empty:
                line = ""
            if line is None:
                process.wait()
                return printed
            if line:
                printed.append(line)
                self.log(line)
            if tick is not None:
                tick(line)


def _start(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> subprocess.Popen[str]:
    """In a group of its own, so that what it starts ends with it."""
    return subprocess.Popen(
        list(command),
        env=dict(environment),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=sys.platform != "win32",
        creationflags=CREATION_FLAGS,
    )


def _read(process: subprocess.Popen[str], lines: queue.Queue[Optional[str]]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        lines.put(line.rstrip())
    lines.put(None)


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        _signal(process, getattr(signal, "SIGTERM", None))
        try:
            process.wait(KILL_AFTER_S)
        except subprocess.TimeoutExpired:
            _signal(process, getattr(signal, "SIGKILL", None))
            process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _signal(process: subprocess.Popen[str], number: Optional[int]) -> None:
    with contextlib.suppress(OSError):
        if sys.platform == "win32" or number is None:
            process.kill()
        else:
            os.killpg(process.pid, number)
