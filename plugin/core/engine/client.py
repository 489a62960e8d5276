"""The plugin's end of the protocol: starts the worker, sends requests, and passes its events on to their jobs."""
from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Optional

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ....engine.schema import protocol
from ....engine.schema.catalogue import Catalogue
from ....engine.schema.decode import decode_record
from ....engine.schema.errors import ConfigError, ProtocolError
from .environment import EnvironmentProblem, engine_python, remedy
from .jobs import Job, sentence_of
from .log import EngineLog
from .places import profile_folder
from .process import EngineProcess

HELLO_TIMEOUT_S = 90.0  # importing torch from a cold disk behind a virus scanner takes most of a minute


class EngineClient(QObject):
    """Runs the worker, which starts with the first request and again with the next one after its death.

    Signals:
        hello_received: Catalogue of a worker that has come up and speaks this plugin's protocol.
        state_changed: what the worker does outside any job.
        notice, failed: a sentence of the worker outside any job.
        died: one sentence for the analyst, after every job has failed with it.

    Args:
        parent: Qt parent.
        log_folder: where engine.log goes; Berunda's folder in the profile when not given.
        hello_timeout_s: how long an interpreter may take to bring up the engine.

    Attributes:
        catalogue: what the engine offers; None before the first hello, and kept when the engine is gone.
        engine_version: of the engine, "" before the first hello.
        is_ready: whether the worker has said hello.
        log: the worker's log.
        starter: what starts the worker again after its death, in words; the next click where it is "".
    """

    hello_received = pyqtSignal(object)
    state_changed = pyqtSignal(str)
    notice = pyqtSignal(str)
    failed = pyqtSignal(str)
    died = pyqtSignal(str)

    def __init__(
        self,
        parent: Optional[QObject] = None,
        log_folder: Optional[Path] = None,
        hello_timeout_s: float = HELLO_TIMEOUT_S,
    ) -> None:
        super().__init__(parent)
        self.catalogue: Optional[Catalogue] = None
        self.engine_version = ""
        self.is_ready = False
        self.starter = ""
        self.log = EngineLog(log_folder or profile_folder())
        self._process: Optional[EngineProcess] = None
        self._python = ""
        self._last_id = 0
        self._jobs: dict[int, Job] = {}  # under way; all of them still to be sent while the worker is not ready
        self._reason = ""  # why the plugin itself ended the process
        self._hello_timer = self._timer(self._on_hello_timeout)
        self._hello_timer.setInterval(int(hello_timeout_s * 1000))
        self._death_timer = self._timer(self._on_death)

    @property
    def is_running(self) -> bool:
        """Whether a worker is up or coming up."""
        return self._process is not None

    @property
    def commands(self) -> set[str]:
        """The commands of the requests under way."""
        return {job.command for job in self._jobs.values()}

    def process_id(self) -> int:
        """The worker's process id, 0 without a worker."""
        return self._process.process_id() if self._process else 0

    def start(self) -> None:
        """Starts the worker unless it runs; `hello_received` or `died` follows."""
        if self._process is not None:
            return
        self.log.last_lines.clear()  # those of the process before
        self._reason = ""
        try:
            self._python = engine_python()
        except EnvironmentProblem as problem:
            self._reason = str(problem)
            self._death_timer.start(0)  # never inside start(): the caller is not ready for it
            return
        self._process = EngineProcess(self.log, self)
        self._process.line_received.connect(self._on_line)
        self._process.ended.connect(self._on_ended)
        self._process.start(self._python)
        self._hello_timer.start()

    def restart(self) -> None:
        """Releases the worker and starts another one, for instance with another interpreter."""
        self.shutdown()
        self.start()

    def submit(self, command: str, params: dict[str, Any]) -> Job:
        """Sends a request, starting the worker where needed, and returns at once; several may be under way."""
        self.start()
        request = self._request(command, params)
        job = self._jobs[request.id] = Job(request, self._cancel)
        if self.is_ready:
            self._send(request)
        return job

    def run(self, command: str, params: dict[str, Any], timeout_s: float) -> Any:
        """The values of a request's result, waited for; see Job.wait."""
        return self.submit(command, params).wait(timeout_s)

    def kill(self) -> None:
        """Ends a worker that does not react any more; `died` follows."""
        self._kill(self.tr("The engine was ended at your request. What was drawn and trained before is kept."))

    def shutdown(self, waits: bool = False) -> None:
        """Releases the worker without `died`; its jobs are cancelled.

        Args:
            waits: until the worker has ended, for Processing in a thread of its own; the window never waits.
        """
        self._hello_timer.stop()
        self._death_timer.stop()
        self.is_ready = False
        process, self._process = self._process, None
        if process is not None:
            last_line = protocol.encode(self._request(protocol.SHUTDOWN, {}))
            if waits:
                process.finish(last_line)
            else:
                process.release(last_line)
            process.deleteLater()
        for job in self._take_jobs():
            job.receive(protocol.CancelledEvent(job.id))

    def _timer(self, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(act)
        return timer

    def _request(self, command: str, params: dict[str, Any]) -> protocol.Request:
        self._last_id += 1
        return protocol.Request(self._last_id, command, params)

    def _send(self, request: protocol.Request) -> None:
        self._process.write(protocol.encode(request))

    def _cancel(self, job_id: int) -> None:
        if self.is_ready:
            self._send(self._request(protocol.CANCEL, {"id": job_id}))
            return
        job = self._jobs.pop(job_id, None)
        if job is not None:  # otherwise its end is on its way: all jobs are being ended
            job.receive(protocol.CancelledEvent(job_id))

    def _take_jobs(self) -> list[Job]:
        jobs, self._jobs = list(self._jobs.values()), {}
        return jobs

    def _on_line(self, line: str) -> None:
        if self._reason or not line.strip():  # a process that is being ended does not count any more
            return
        try:
            event = protocol.decode_event(line)
        except ProtocolError as error:
            self.log.add(str(error))
            return
        if isinstance(event, protocol.Hello):
            self._on_hello(event)
        elif event.id is None:
            self._on_own_event(event)
        else:
            self._on_job_event(event)

    def _on_hello(self, hello: protocol.Hello) -> None:
        self._hello_timer.stop()
        if hello.protocol != protocol.PROTOCOL_VERSION:
            difference = self.tr("speaks protocol {}, this plugin speaks {}")
            self._refuse(hello, difference.format(hello.protocol, protocol.PROTOCOL_VERSION))
            return
        try:
            self.catalogue = decode_record(Catalogue, hello.catalogue, "the catalogue")
        except ConfigError as error:
            self._refuse(hello, self.tr("offers what this plugin cannot read ({})").format(error.message))
            return
        self.engine_version, self.is_ready = hello.engine, True
        for job in self._jobs.values():
            self._send(protocol.Request(job.id, job.command, job.params))
        self.hello_received.emit(self.catalogue)

    def _refuse(self, hello: protocol.Hello, difference: str) -> None:
        sentence = self.tr("The engine {} {}: restart QGIS so that both are of one version")
        self._kill(sentence.format(hello.engine, difference))

    def _on_own_event(self, event: protocol.Event) -> None:
        if isinstance(event, protocol.State):
            self.state_changed.emit(event.state)
        elif isinstance(event, protocol.Notice):
            self.notice.emit(event.message)
        elif isinstance(event, protocol.ErrorEvent):
            self.failed.emit(sentence_of(event))

    def _on_job_event(self, event: protocol.Event) -> None:
        """Events about a job that is over are not passed on."""
        job = self._jobs.get(event.id)
        if isinstance(event, (protocol.Result, protocol.CancelledEvent, protocol.ErrorEvent)):
            self._jobs.pop(event.id, None)
        if job is not None:
            job.receive(event)

    def _on_hello_timeout(self) -> None:
        sentence = self.tr("The engine's Python {} was not ready within {:g} s{}: {}")
        seconds = self._hello_timer.interval() / 1000
        self._kill(sentence.format(self._python, seconds, self._end_of_log(), remedy()))

    def _kill(self, reason: str) -> None:
        if self._process is not None:
            self._reason = reason
            self._process.kill()

    def _on_ended(self, how: str) -> None:
        self._reason = self._reason or self._sentence(how)
        self._process.deleteLater()
        self._process = None
        self._on_death()

    def _on_death(self) -> None:
        self._hello_timer.stop()
        self.is_ready = False
        sentence = self._reason
        for job in self._take_jobs():
            job.fail_with_engine(sentence)
        self.died.emit(sentence)

    def _sentence(self, how: str) -> str:
        if not self.is_ready:
            sentence = self.tr("The engine's Python {} does not bring up the engine ({}{}): {}")
            return sentence.format(self._python, how, self._end_of_log(), remedy())
        sentence = self.tr("The engine died ({}{}). What was drawn and trained before is kept; {} starts it again.")
        return sentence.format(how, self._end_of_log(), self.starter or self.tr("the next click"))

    def _end_of_log(self) -> str:
        lines = self.log.last_lines
        return self.tr("; its log ends with: {}").format(lines[-1][:200]) if lines else ""
