"""The worker: requests come as JSON lines on stdin, events go out on stdout, until shutdown or the end of stdin."""
from __future__ import annotations

import logging
import os
import queue
import sys
import threading
from typing import Any, Callable, Optional, TextIO

from .config import EvaluateConfig, PredictConfig, TrainConfig, from_params
from .errors import Cancelled, EngineError, ProtocolError
from .protocol import (
    PROTOCOL_VERSION,
    CancelledEvent,
    Checkpoint,
    ErrorEvent,
    Event,
    Hello,
    Metric,
    Notice,
    Progress,
    Request,
    Result,
    State,
    decode_request,
    encode,
)
from .reporter import Reporter
from .version import VERSION

LOG = logging.getLogger("berunda")
NICENESS = 5
Job = Callable[[dict[str, Any], Reporter], dict[str, Any]]


class EventWriter:
    """Writes events, one line each, from any thread."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def send(self, event: Event) -> None:
        """Writes and flushes one event; silent once the reader is gone."""
        with self._lock:
            try:
                self._stream.write(encode(event) + "\n")
                self._stream.flush()
            except (BrokenPipeError, ValueError):
                LOG.warning("Nobody reads the events any more")


class EventReporter(Reporter):
    """Turns what a job reports into events of its request."""

    def __init__(self, request_id: int, writer: EventWriter) -> None:
        super().__init__()
        self._id, self._writer = request_id, writer

    def state(self, state: str) -> None:
        self._writer.send(State(self._id, state))

    def progress(self, done: int, total: int, eta_s: Optional[float] = None) -> None:
        self._writer.send(Progress(self._id, done, total, eta_s))

    def metric(self, step: int, values: dict[str, float]) -> None:
        self._writer.send(Metric(self._id, step, values))

    def notice(self, code: str, message: str) -> None:
        self._writer.send(Notice(self._id, code, message))

    def checkpoint(self, step: int, path: str) -> None:
        self._writer.send(Checkpoint(self._id, step, path))


class Worker:
    """Runs one request after the other; a thread of its own reads stdin, so that a stop is heard in the middle of work.

    Args:
        jobs: what to run for each command.
    """

    def __init__(self, source: TextIO, writer: EventWriter, jobs: dict[str, Job]) -> None:
        self._source, self._writer, self._jobs = source, writer, jobs
        self._requests: queue.Queue[Optional[Request]] = queue.Queue()
        self._reporters: dict[int, EventReporter] = {}

    def run(self) -> None:
        """Serves until told to shut down or stdin ends: when QGIS dies, so does the worker."""
        threading.Thread(target=self._listen, name="requests", daemon=True).start()
        while (request := self._requests.get()) is not None:
            self._serve(request)
            self._writer.send(State(None, "idle"))

    def _listen(self) -> None:
        for line in self._source:
            if not line.strip():
                continue
            try:
                request = decode_request(line)
            except ProtocolError as error:
                self._writer.send(ErrorEvent(None, error.code, error.message, error.remedy))
                continue
            if request.command == "shutdown":
                break
            if request.command == "cancel":
                self._stop(request.params.get("id"))
            else:
                self._reporters[request.id] = EventReporter(request.id, self._writer)
                self._requests.put(request)
        for reporter in list(self._reporters.values()):
            reporter.stop.set()
        self._requests.put(None)

    def _stop(self, request_id: object) -> None:
        reporter = self._reporters.get(request_id)
        if reporter is not None:  # otherwise it has ended already, which is what was wanted
            reporter.stop.set()
            reporter.state("stopping")

    def _serve(self, request: Request) -> None:
        reporter = self._reporters[request.id]
        try:
            reporter.raise_if_stopped()
            self._writer.send(Result(request.id, self._jobs[request.command](request.params, reporter)))
        except Cancelled as stopped:
            self._writer.send(CancelledEvent(request.id, stopped.kept))
        except EngineError as error:
            LOG.info("%s: %s", error.code, error)
            self._writer.send(ErrorEvent(request.id, error.code, error.message, error.remedy))
        except Exception as error:  # the worker must outlive any bug, and the analyst must not see a traceback
            LOG.exception("Request %s failed", request.command)
            remedy = "the engine's log tells more; please report it"
            self._writer.send(ErrorEvent(request.id, "internal", f"The engine failed ({type(error).__name__}: {error})", remedy))
        finally:
            del self._reporters[request.id]


def _yield_to_the_desktop() -> None:
    """Lowers this process's priority where that can be done: QGIS draws on the same cores, and its window must not stutter."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)


def serve() -> None:
    """Speaks the protocol on this process's stdin and stdout; everything else that prints goes to stderr."""
    events = sys.stdout
    sys.stdout = sys.stderr  # a library that prints must not break the protocol
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    _yield_to_the_desktop()
    writer = EventWriter(events)
    writer.send(State(None, "starting"))
    from . import jobs  # torch takes seconds: the plugin hears of the start before
    from .catalogue import catalogue

    writer.send(Hello(PROTOCOL_VERSION, VERSION, catalogue()))
    writer.send(State(None, "idle"))
    commands: dict[str, Job] = {
        "train": lambda params, reporter: jobs.run_train(from_params(TrainConfig, params), reporter),
        "predict": lambda params, reporter: jobs.run_predict(from_params(PredictConfig, params), reporter),
        "evaluate": lambda params, reporter: jobs.run_evaluate(from_params(EvaluateConfig, params), reporter),
    }
    Worker(sys.stdin, writer, commands).run()
