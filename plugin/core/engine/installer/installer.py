"""The installer as the dock sees it: one thing at a time, off the main thread, with signals."""
from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, Callable, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..environment import configure_python, engine_problem
from ..installed import Record, installed_environment, installed_record
from ..log import EngineLog
from ..places import plugin_folder, profile_folder
from .background import BackgroundCall, Call
from .builds import build_named
from .diagnostics import diagnose
from .engine_folder import EngineFolder, chosen_root
from .installation import Installation
from .order import Order, make_order, program_environment
from .plan import Plan, make_plan
from .platforms import this_platform
from .problem import InstallProblem
from .removal import tidy, uninstall
from .scrub import scrub

LOG_NAME = "install.log"
CLOSING_MS = 5_000  # programs that were started end within this time
_STILL_RUNNING: list[BackgroundCall] = []


class EngineInstaller(QObject):
    """Plans, installs, repairs and uninstalls the engine.

    Signals:
        planned: Plan of what can be installed here.
        progressed: Progress of the installation.
        installed: Record of the environment that is in use from now on.
        uninstalled: megabytes that are free now.
        diagnosed: a text to paste.
        failed: a sentence with its remedy. cancelled.
        busy_changed: whether something is under way.

    Attributes:
        plan: the last one, or None.
        log: install.log, without what identifies the user.
    """

    planned = pyqtSignal(object)
    progressed = pyqtSignal(object)
    installed = pyqtSignal(object)
    uninstalled = pyqtSignal(float)
    diagnosed = pyqtSignal(str)
    failed = pyqtSignal(str)
    cancelled = pyqtSignal()
    busy_changed = pyqtSignal(bool)

    def __init__(self, parent: Optional[QObject] = None, log_folder: Optional[Path] = None) -> None:
        super().__init__(parent)
        self.plan: Optional[Plan] = None
        self.log = EngineLog(log_folder or profile_folder(), LOG_NAME)
        self._call: Optional[BackgroundCall] = None

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return self._call is not None

    def make_plan(self) -> None:
        """Looks at this computer; `planned` or `failed` follows."""
        self._begin(lambda report, feedback: make_plan(), self._on_planned)

    def install(self, build: str = "") -> None:
        """Installs a build, or the one that fits; `installed`, `failed` or `cancelled` follows."""
        if self.plan is not None and not self.is_busy:
            name = build or self.plan.choice.build
            order = make_order(EngineFolder(chosen_root()), self.plan.platform, build_named(self.plan.platform, name))
            self._install(order, is_fresh=False)

    def repair(self) -> None:
        """Fetches everything anew and installs it beside what is there, which is used until the new one works."""
        environment, record = installed_environment(), installed_record()
        try:
            platform = this_platform()
        except InstallProblem as problem:
            self._fail(str(problem))
            return
        root = environment.parent if environment is not None else chosen_root()
        order = make_order(EngineFolder(root), platform, build_named(platform, record.build if record else ""))
        self._install(dataclasses.replace(order, python=record.python) if record else order, is_fresh=True)

    def uninstall(self) -> None:
        """Removes the engine; `uninstalled` or `failed` follows. The engine's process must have been released."""
        root = chosen_root()
        self._begin(lambda report, feedback: uninstall(root, self._note), self.uninstalled.emit)

    def tidy(self) -> None:
        """Removes environments that were replaced, once the new one is known to work."""
        self._begin(lambda report, feedback: tidy(self._note), lambda _: None)

    def diagnose(self, engine_log: EngineLog) -> None:
        """Collects all that a report needs; `diagnosed` follows."""
        logs = ((LOG_NAME, tuple(self.log.last_lines)), ("engine.log", tuple(engine_log.last_lines)))
        variables, folder = program_environment(), plugin_folder()
        self._begin(lambda report, feedback: diagnose(variables, folder, logs, feedback), self.diagnosed.emit)

    def cancel(self) -> None:
        """Stops what is under way; `cancelled` follows."""
        if self._call is not None:
            self._call.cancel()

    def close(self) -> None:
        """Stops what is under way and waits for its thread: QGIS is closing."""
        if self._call is not None:
            self._call.blockSignals(True)
            self._call.cancel()
            if not self._call.wait(CLOSING_MS):
                self._call.setParent(None)
                _STILL_RUNNING.append(self._call)  # Qt ends the program where a running thread is deleted
        self.log.close()

    def _install(self, order: Order, is_fresh: bool) -> None:
        def call(report: Callable[[Any], None], feedback: Any) -> Record:
            return Installation(order, self._note, report, feedback).run(is_fresh)

        self._begin(call, self._on_installed)

    def _begin(self, call: Call, take: Callable[[Any], None]) -> None:
        if self._call is not None:
            return
        self._call = thread = BackgroundCall(call, self)
        thread.progressed.connect(self.progressed)
        thread.done.connect(lambda outcome: self._end(lambda: take(outcome)))
        thread.failed.connect(lambda sentence: self._end(lambda: self._fail(sentence)))
        thread.cancelled.connect(lambda: self._end(self.cancelled.emit))
        self.busy_changed.emit(True)
        thread.start()

    def _end(self, tell: Callable[[], None]) -> None:
        thread, self._call = self._call, None
        if thread is not None:
            thread.wait()
            thread.deleteLater()
        self.busy_changed.emit(False)
        tell()

    def _fail(self, sentence: str) -> None:
        self._note(sentence)
        self.failed.emit(sentence)

    def _on_planned(self, plan: Plan) -> None:
        self.plan = plan
        self.planned.emit(plan)

    def _on_installed(self, record: Record) -> None:
        if engine_problem():
            configure_python("")  # a Python that was named and is gone would come before the new one
        self.installed.emit(record)

    def _note(self, line: str) -> None:
        self.log.add(scrub(line))
