"""Runs a program of the installation: its lines go to the log, and it ends when the installation is cancelled."""
from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Optional

from qgis.PyQt.QtCore import QProcess, QProcessEnvironment

from ...translation import tr
from ..line_splitter import LineSplitter
from .problem import InstallCancelled, InstallProblem
from .sentences import sentence_for

TICK_S = 0.2
KILL_AFTER_S = 5.0
START_S = 30.0


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
        process = start(command, environment, folder)
        if not process.waitForStarted(int(START_S * 1000)):
            raise InstallProblem(sentence_for(f"{command[0]}: {process.errorString()}"))
        try:
            printed = self._follow(process, tick, time.monotonic() + timeout_s)
        finally:
            _end(process)
        if process.exitStatus() != QProcess.ExitStatus.NormalExit:
            sentence = tr(
                "{} was ended by the system, as happens where memory is short, by a virus scanner, or because it does "
                "not fit the processor: try again, and if it stays so, send the diagnostics."
            )
            raise InstallProblem(sentence.format(Path(command[0]).name))
        if process.exitCode():
            raise InstallProblem(sentence_for("\n".join(printed)))
        return "\n".join(printed)

    def check(self) -> None:
        """Raises InstallCancelled where the installation was cancelled."""
        if self.is_cancelled():
            raise InstallCancelled

    def _follow(self, process: QProcess, tick: Optional[Callable[[str], None]], end_s: float) -> list[str]:
        splitter, printed = LineSplitter(), list[str]()
        is_running = True
        while is_running:
            self.check()
            if time.monotonic() > end_s:
                raise InstallProblem(sentence_for("timed out"))
            process.waitForReadyRead(int(TICK_S * 1000))
            is_running = process.state() != QProcess.ProcessState.NotRunning
            lines = splitter.feed(bytes(process.readAllStandardOutput()))
            for line in lines if is_running else [*lines, *splitter.flush()]:
                printed.append(line)
                self.log(line)
                if tick is not None:
                    tick(line)
            if tick is not None and not lines:
                tick("")
        return printed


def start(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> QProcess:
    """A program that begins: its errors come with what it prints, and it reads nothing."""
    variables = QProcessEnvironment()
    for name, value in environment.items():
        variables.insert(name, value)
    process = QProcess()
    process.setProcessEnvironment(variables)
    process.setWorkingDirectory(str(folder))
    process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
    process.setStandardInputFile(QProcess.nullDevice())
    program, *arguments = command
    process.start(program, arguments)
    return process


def _end(process: QProcess) -> None:
    if process.state() == QProcess.ProcessState.NotRunning:
        return
    process.terminate()
    if not process.waitForFinished(int(KILL_AFTER_S * 1000)):
        process.kill()
        process.waitForFinished(int(KILL_AFTER_S * 1000))
