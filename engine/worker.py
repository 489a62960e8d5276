"""The worker: requests come as JSON lines on stdin, events go out on stdout, until shutdown or the end of stdin."""
from __future__ import annotations

import logging
import os
import queue
import sys
import threading
from collections.abc import Mapping
from typing import Any, Callable, Optional, TextIO

from .jobs.registry import JOBS, run_job
from .schema.decode import decode
from .schema.errors import Cancelled, EngineError, ProtocolError
from .schema.protocol import (
    CANCEL,
    PROTOCOL_VERSION,
    SHUTDOWN,
    Block,
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
from .schema.reporter import Reporter
from .schema.version import VERSION

LOG = logging.getLogger("berunda")
NICENESS = 5
RunJob = Callable[[str, Mapping[str, Any], Reporter], Any]


class EventWriter:
    """Writes events, one line each, from any thread."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def send(self, event: Event) -> None:
        """Write and flush one event; does nothing once the reader is gone."""
        with self._lock:
            try:
                self._stream.write(encode(event) + "\n")
                self._stream.flush()
            except (BrokenPipeError, ValueError):
                LOG.warning("Events are not read any more")


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

    def block(self, layer: str, path: str, window: tuple[int, ...], resolution_px: int, generation: int) -> None:
        self._writer.send(Block(self._id, layer, path, window, resolution_px, generation))


class Worker:
    """Runs long requests one after the other, and short ones beside them in a thread of their own.

    Args:
        source: requests, a line each. A further thread reads them, so that a cancel is heard in the middle of work.
        writer: where events go.
        run: runs the job of a name with parameters.
        is_short: whether the job of a name is short.
    """

    def __init__(self, source: TextIO, writer: EventWriter, run: RunJob, is_short: Callable[[str], bool]) -> None:
        self._source, self._writer, self._run, self._is_short = source, writer, run, is_short
        self._long: queue.Queue[Optional[Request]] = queue.Queue()
        self._short: queue.Queue[Optional[Request]] = queue.Queue()
        self._reporters: dict[int, EventReporter] = {}  # of the requests that have not ended
        self._waiting: dict[int, Request] = {}  # those of them that have not begun
        self._lock = threading.Lock()

    def run(self) -> None:
        """Serve until told to shut down or stdin ends: when QGIS dies, so does the worker."""
        short = threading.Thread(target=self._serve_all, args=(self._short,), name="short jobs", daemon=True)
        short.start()
        threading.Thread(target=self._listen, name="requests", daemon=True).start()
        self._serve_all(self._long)
        short.join()

    def _serve_all(self, requests: queue.Queue[Optional[Request]]) -> None:
        while (request := requests.get()) is not None:
            with self._lock:
                if self._waiting.get(request.id) is not request:
                    continue  # it was cancelled
                del self._waiting[request.id]
            self._serve(request)
            with self._lock:
                self._forget(request.id)

    def _listen(self) -> None:
        try:
            for line in self._source:
                if line.strip() and not self._accept(line):
                    break
        finally:
            with self._lock:
                left = list(self._reporters)
            for request_id in left:
                self._cancel(request_id)
            self._long.put(None)
            self._short.put(None)

    def _accept(self, line: str) -> bool:
        """Queue or carry out the request in a line; returns whether more are to follow."""
        try:
            request = decode_request(line)
            if request.command == SHUTDOWN:
                return False
            if request.command == CANCEL:
                self._cancel(decode(int, request.params.get("id"), "id"))
            else:
                self._queue(request)
        except EngineError as error:
            self._writer.send(ErrorEvent(None, error.code, error.message, error.remedy))
        return True

    def _queue(self, request: Request) -> None:
        with self._lock:
            if request.id in self._reporters:
                raise ProtocolError(f"There is a request {request.id} already", "give each request an id of its own")
            self._reporters[request.id] = EventReporter(request.id, self._writer)
            self._waiting[request.id] = request
        (self._short if self._is_short(request.command) else self._long).put(request)

    def _cancel(self, request_id: int) -> None:
        """End a request that waits; ask one that runs to stop. One that has ended already is left alone."""
        with self._lock:
            if self._waiting.pop(request_id, None) is not None:
                self._writer.send(CancelledEvent(request_id, ""))
                self._forget(request_id)
            elif request_id in self._reporters:
                self._reporters[request_id].stop.set()
                self._reporters[request_id].state("stopping")

    def _forget(self, request_id: int) -> None:
        """A request has ended; to be called with the lock held."""
        del self._reporters[request_id]
        if not self._reporters:
            self._writer.send(State(None, "idle"))

    def _serve(self, request: Request) -> None:
        reporter = self._reporters[request.id]
        try:
            self._writer.send(Result(request.id, self._run(request.command, request.params, reporter)))
        except Cancelled as stopped:
            self._writer.send(CancelledEvent(request.id, stopped.kept))
        except EngineError as error:
            LOG.info("%s: %s", error.code, error)
            self._writer.send(ErrorEvent(request.id, error.code, error.message, error.remedy))
        except Exception as error:  # the worker must outlive any bug, and the analyst must not see a traceback
            LOG.exception("Request %s failed", request.command)
            message = f"The engine failed ({type(error).__name__}: {error})"
            self._writer.send(ErrorEvent(request.id, "internal", message, "see the engine's log, and please report it"))


def serve() -> None:
    """Speak the protocol on this process's stdin and stdout; everything else that prints goes to stderr."""
    events = sys.stdout
    sys.stdout = sys.stderr  # a library that prints must not break the protocol
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    if hasattr(os, "nice"):
        os.nice(NICENESS)  # QGIS draws on the same cores, and its window must not stutter
    writer = EventWriter(events)
    writer.send(State(None, "starting"))
    from .jobs.catalogue import catalogue  # imports torch, which takes seconds: the plugin hears of the start before

    writer.send(Hello(PROTOCOL_VERSION, VERSION, catalogue()))
    writer.send(State(None, "idle"))
    Worker(sys.stdin, writer, run_job, lambda name: name in JOBS and JOBS[name].is_short).run()
