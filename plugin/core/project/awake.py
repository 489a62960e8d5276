"""Keeps the machine from falling asleep while a long job is under way."""
from __future__ import annotations

import ctypes
import sys
from typing import Optional

from qgis.PyQt.QtCore import QObject, QProcess

# Programs that keep the system awake as long as the program they are given runs. `cat` reads what nobody writes, and
# ends with the pipe, also where QGIS is killed.
INHIBITORS = {
    "linux": ["systemd-inhibit", "--what=idle:sleep", "--who=Berunda", "--why=Training or mapping", "cat"],
    "darwin": ["caffeinate", "-i", "cat"],
}
ES_CONTINUOUS, ES_SYSTEM_REQUIRED = 0x80000000, 0x00000001  # of SetThreadExecutionState on Windows
GRACE_MS = 1000


class StayAwake(QObject):
    """Holds the machine awake between `hold` and `release`; does nothing where the system offers no way.

    The display may turn off. A lid that is closed, or a battery that is empty, still ends the work.

    Args:
        parent: Qt parent.
    """

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._process: Optional[QProcess] = None

    def set_held(self, is_held: bool) -> None:
        """Holds or releases; repeating either changes nothing."""
        if is_held:
            self.hold()
        else:
            self.release()

    def hold(self) -> None:
        """From now on the machine stays awake."""
        if sys.platform == "win32":
            ctypes.windll.kernel32.SetThreadExecutionState(ES_CONTINUOUS | ES_SYSTEM_REQUIRED)
        elif sys.platform in INHIBITORS and self._process is None:
            program, *arguments = INHIBITORS[sys.platform]
            self._process = QProcess(self)
            self._process.start(program, arguments)

    def release(self) -> None:
        """From now on it may sleep again."""
        if sys.platform == "win32":
            ctypes.windll.kernel32.SetThreadExecutionState(ES_CONTINUOUS)
        process, self._process = self._process, None
        if process is None:
            return
        process.finished.connect(process.deleteLater)
        process.closeWriteChannel()
        if process.state() == QProcess.ProcessState.NotRunning:  # there is no such program, or it was refused
            process.deleteLater()
