"""A call on a thread of its own, so that QGIS stays usable; its outcome comes back as a signal."""
from __future__ import annotations

from typing import Any, Callable, Optional

from qgis.core import QgsFeedback
from qgis.PyQt.QtCore import QObject, QThread, pyqtSignal

from ...translation import tr
from .installation import Progress
from .problem import InstallCancelled, InstallProblem

Call = Callable[[Callable[[Progress], None], QgsFeedback], Any]


class BackgroundCall(QThread):
    """Runs a call once.

    Signals:
        progressed: Progress.
        done: what the call returned. failed: why it did not, in one sentence. cancelled. One of the three is emitted.

    Args:
        call: takes a function to report with, and the feedback that cancels it.
        parent: Qt parent.
    """

    progressed = pyqtSignal(object)
    done = pyqtSignal(object)
    failed = pyqtSignal(str)
    cancelled = pyqtSignal()

    def __init__(self, call: Call, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._call = call
        self._feedback = QgsFeedback()

    def cancel(self) -> None:
        """Asks the call to stop; it takes fractions of a second, unless it deletes files."""
        self._feedback.cancel()

    def run(self) -> None:
        """The call, on the thread."""
        try:
            outcome = self._call(self.progressed.emit, self._feedback)
        except InstallCancelled:
            self.cancelled.emit()
        except InstallProblem as problem:
            self.failed.emit(str(problem))
        except (OSError, ValueError) as error:
            self.failed.emit(tr("The installation failed ({}): try again, or send the diagnostics.").format(error))
        else:
            self.done.emit(outcome)
