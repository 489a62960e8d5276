"""One process of the engine: its lines in and out, without ever blocking the caller."""
from __future__ import annotations

import time
from collections import deque
from typing import Callable

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QProcess, QTimer, pyqtSignal

from .environment import clean_environment
from .line_splitter import LineSplitter
from .log import EngineLog
from .places import plugin_folder

SLICE_S = 0.01  # of the event loop's time that lines may take at once
GRACE_MS = 10_000  # for the worker to write its model after it was released
FLUSH_MS = 50  # the only wait on the main thread: the last line must leave before QGIS may close


class EngineProcess(QObject):
    """`PYTHON -m engine worker` in the plugin's folder.

    Signals:
        line_received: a line of stdout.
        ended: how the process ended or why it did not start, in words; after all its lines.
    """

    line_received = pyqtSignal(str)
    ended = pyqtSignal(str)

    def __init__(self, log: EngineLog, parent: QObject) -> None:
        super().__init__(parent)
        self._log = log
        self._pending: deque[tuple[Callable[[str], None], str]] = deque()
        self._end: str = ""
        self._pace = QTimer(self)
        self._pace.setSingleShot(True)
        self._pace.timeout.connect(self._deliver)
        self._stdout, self._stderr = LineSplitter(), LineSplitter()
        self._process = QProcess(self)
        self._process.setProcessEnvironment(clean_environment())
        self._process.setWorkingDirectory(str(plugin_folder()))
        self._wires = (
            (self._process.readyReadStandardOutput, self._read_stdout),
            (self._process.readyReadStandardError, self._read_stderr),
            (self._process.errorOccurred, self._on_error),
            (self._process.finished, self._on_finished),
        )
        for signal, slot in self._wires:
            signal.connect(slot)

    def start(self, python: str) -> None:
        """Starts the worker without waiting for it."""
        self._process.start(python, ["-m", "engine", "worker"])

    def write(self, line: str) -> None:
        """Sends one line."""
        self._process.write(line.encode("utf-8") + b"\n")

    def kill(self) -> None:
        """Ends the process at once; `ended` follows."""
        self._process.kill()

    def process_id(self) -> int:
        """The process id, 0 when it is not running."""
        return int(self._process.processId())

    def release(self, last_line: str) -> None:
        """Sends a last line and leaves the process to end by itself; while QGIS runs it is killed after GRACE_MS.

        Destroying a QProcess kills its child, but a worker that is told to end in the middle of training still writes
        its model. So the object has no owner: it is deleted when the worker has ended, and if QGIS closes first the
        closed pipe ends the worker.
        """
        process = self._process
        if not self._disconnect():
            return
        process.setParent(None)
        process.finished.connect(process.deleteLater)
        QTimer.singleShot(GRACE_MS, process.kill)
        sip.transferto(process, None)
        self.write(last_line)
        process.closeWriteChannel()
        process.waitForBytesWritten(FLUSH_MS)

    def finish(self, last_line: str) -> None:
        """Sends a last line and waits until the process has ended, which is killed after GRACE_MS; never on the main
        thread of the window."""
        if not self._disconnect():
            return
        self.write(last_line)
        self._process.closeWriteChannel()
        if not self._process.waitForFinished(GRACE_MS):
            self._process.kill()
            self._process.waitForFinished(GRACE_MS)

    def _disconnect(self) -> bool:
        """Listens to the process no more; returns whether it is running."""
        for signal, slot in self._wires:
            signal.disconnect(slot)
        self._pace.stop()
        return self._process.state() != QProcess.ProcessState.NotRunning

    def _read_stdout(self) -> None:
        self._queue(self.line_received.emit, self._stdout.feed(bytes(self._process.readAllStandardOutput())))

    def _read_stderr(self) -> None:
        self._queue(self._log.add, self._stderr.feed(bytes(self._process.readAllStandardError())))

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._finish(self.tr("it cannot be started: {}").format(self._process.errorString()))

    def _on_finished(self, exit_code: int, status: QProcess.ExitStatus) -> None:
        self._read_stdout()
        self._read_stderr()
        self._queue(self.line_received.emit, self._stdout.flush())
        self._queue(self._log.add, self._stderr.flush())
        crashed = status == QProcess.ExitStatus.CrashExit
        self._finish(self.tr("it was killed or crashed") if crashed else self.tr("exit code {}").format(exit_code))

    def _finish(self, how: str) -> None:
        self._end = how
        self._pace.start(0)  # never inside start(): the caller is not ready for it

    def _queue(self, handler: Callable[[str], None], lines: list[str]) -> None:
        self._pending.extend((handler, line) for line in lines)
        if self._pending and not self._pace.isActive():
            self._pace.start(0)

    def _deliver(self) -> None:
        """Delivers lines for SLICE_S, then returns to the event loop: many lines must not freeze the window."""
        deadline = time.monotonic() + SLICE_S
        while self._pending and time.monotonic() < deadline:
            handler, line = self._pending.popleft()
            handler(line)
        if self._pending:
            self._pace.start(0)
        elif self._end:
            how, self._end = self._end, ""
            self.ended.emit(how)
