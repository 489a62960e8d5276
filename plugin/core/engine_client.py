"""The plugin's end of the protocol: requests go to the worker, its events come back as signals."""
from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...engine.errors import ProtocolError
from ...engine.protocol import PROTOCOL_VERSION, CancelledEvent, Hello, Request, decode_event, encode
from .engine_log import EngineLog
from .engine_process import EngineProcess
from .environment import EnvironmentProblem, engine_python, profile_folder, remedy

HELLO_TIMEOUT_S = 90.0  # importing torch from a cold disk behind a virus scanner takes most of a minute


class EngineClient(QObject):
    """Runs the worker and talks to it. The worker starts with the first request and again with the next one after its death.

    Nothing here waits: every method returns at once, and what happens is told by signals.

    Signals:
        hello_received: Hello of a worker that speaks this plugin's protocol.
        event_received: every other event, as the dataclasses of engine.protocol.
        died: one sentence for the analyst; all requests so far are void.

    Args:
        log_folder: where engine.log goes; Berunda's folder in the profile when not given.
        hello_timeout_s: how long an interpreter may take to bring up the engine.
    """

    hello_received = pyqtSignal(object)
    event_received = pyqtSignal(object)
    died = pyqtSignal(str)

    def __init__(
        self, parent: Optional[QObject] = None, log_folder: Optional[Path] = None, hello_timeout_s: float = HELLO_TIMEOUT_S
    ) -> None:
        super().__init__(parent)
        self.hello: Optional[Hello] = None
        self.log = EngineLog(log_folder or profile_folder())
        self._process: Optional[EngineProcess] = None
        self._python = ""
        self._last_id = 0
        self._waiting: list[Request] = []  # made before the worker said hello
        self._verdict = ""  # why we ended the process ourselves
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(int(hello_timeout_s * 1000))
        self._patience.timeout.connect(self._give_up)
        self._obituary = QTimer(self)
        self._obituary.setSingleShot(True)
        self._obituary.timeout.connect(self._announce_death)

    @property
    def is_running(self) -> bool:
        """Whether a worker is up or coming up."""
        return self._process is not None

    def process_id(self) -> int:
        """The worker's process id, 0 without a worker."""
        return self._process.process_id() if self._process else 0

    def start(self) -> None:
        """Starts the worker unless it runs; `hello_received` or `died` follows."""
        if self._process is not None:
            return
        self.log.forget_last_lines()
        self._verdict = ""
        try:
            self._python = engine_python()
        except EnvironmentProblem as problem:
            self._verdict = str(problem)
            self._obituary.start(0)
            return
        self._process = EngineProcess(self.log, self)
        self._process.line_received.connect(self._on_line)
        self._process.ended.connect(self._on_ended)
        self._process.start(self._python)
        self._patience.start()

    def restart(self) -> None:
        """Lets go of the worker and starts one anew, for instance with another interpreter."""
        self.shutdown()
        self.start()

    def request(self, command: str, params: dict[str, Any]) -> int:
        """Sends a request, starting the worker where needed; returns the id that its events will carry."""
        self.start()
        self._last_id += 1
        request = Request(self._last_id, command, params)
        if self.hello is None:
            self._waiting.append(request)
        else:
            self._send(request)
        return request.id

    def cancel(self, request_id: int) -> None:
        """Asks the worker to stop a request; CancelledEvent follows, also for a request that was not even sent."""
        if any(request.id == request_id for request in self._waiting):
            self._waiting = [request for request in self._waiting if request.id != request_id]
            self.event_received.emit(CancelledEvent(request_id))
        elif self._process is not None:
            self.request("cancel", {"id": request_id})

    def kill(self) -> None:
        """Ends a worker that does not listen any more; `died` follows."""
        self._condemn(self.tr("The engine was ended at your request. What was drawn and trained before is kept."))

    def shutdown(self) -> None:
        """Lets the worker go without waiting for it and without `died`."""
        self._patience.stop()
        self._obituary.stop()
        self._waiting.clear()
        self.hello = None
        process, self._process = self._process, None
        if process is not None:
            self._last_id += 1
            process.release(encode(Request(self._last_id, "shutdown")))
            process.deleteLater()

    def _send(self, request: Request) -> None:
        self._process.write(encode(request))

    def _on_line(self, line: str) -> None:
        if self._verdict or not line.strip():  # a condemned worker has no say any more
            return
        try:
            event = decode_event(line)
        except ProtocolError as error:
            self.log.add(str(error))
            return
        if isinstance(event, Hello):
            self._on_hello(event)
        else:
            self.event_received.emit(event)

    def _on_hello(self, hello: Hello) -> None:
        self._patience.stop()
        if hello.protocol != PROTOCOL_VERSION:
            self._condemn(
                self.tr("The engine {} speaks protocol {}, this plugin speaks {}: restart QGIS so that both are of one version").format(
                    hello.engine, hello.protocol, PROTOCOL_VERSION
                )
            )
            return
        self.hello = hello
        self.hello_received.emit(hello)
        waiting, self._waiting = self._waiting, []
        for request in waiting:
            self._send(request)

    def _give_up(self) -> None:
        seconds = self._patience.interval() / 1000
        self._condemn(
            self.tr("The engine's Python {} was not ready within {:g} s{}: {}").format(self._python, seconds, self._last_words(), remedy())
        )

    def _condemn(self, verdict: str) -> None:
        if self._process is not None:
            self._verdict = verdict
            self._process.kill()

    def _on_ended(self, how: str) -> None:
        if not self._verdict:
            self._verdict = self._sentence(how)
        self._process.deleteLater()
        self._process = None
        self._announce_death()

    def _announce_death(self) -> None:
        self._patience.stop()
        self._waiting.clear()
        self.hello = None
        self.died.emit(self._verdict)

    def _sentence(self, how: str) -> str:
        if self.hello is None:
            return self.tr("The engine's Python {} does not bring up the engine ({}{}): {}").format(
                self._python, how, self._last_words(), remedy()
            )
        return self.tr("The engine died ({}{}). What was drawn and trained before is kept; the next click starts it again.").format(
            how, self._last_words()
        )

    def _last_words(self) -> str:
        lines = self.log.last_lines
        return self.tr("; its last words: {}").format(lines[-1][:200]) if lines else ""
