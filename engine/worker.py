"""The worker: requests come as JSON lines on stdin, events go out on stdout, until shutdown or the end of stdin."""
from __future__ import annotations

import logging
import os
import queue
import sys
import threading
from collections.abc import Mapping
from typing import Any, Callable, Optional, TextIO

from .jobs.lanes import LANES, LIVE, LONG, Lanes
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

    def __init__(self, request_id: int, writer: EventWriter, lane: str, lanes: Lanes) -> None:
        super().__init__()
        self._id, self._writer, self._lane, self._lanes = request_id, writer, lane, lanes

    def raise_if_stopped(self) -> None:
        self._lanes.give_way(self._lane, self.stop)
        super().raise_if_stopped()

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
    """Runs the requests of each lane one after the other, in a thread for each lane.

    Args:
        source: requests, a line each. A further thread reads them, so that a cancel is heard in the middle of work.
        writer: where events go.
        run: runs the job of a name with parameters.
        lane_of: the lane of the job of a name.
    """

    def __init__(self, source: TextIO, writer: EventWriter, run: RunJob, lane_of: Callable[[str], str]) -> None:
        self._source, self._writer, self._run, self._lane_of = source, writer, run, lane_of
        self._lanes = Lanes()
        self._queues: dict[str, queue.Queue[Optional[Request]]] = {lane: queue.Queue() for lane in LANES}
        self._reporters: dict[int, EventReporter] = {}  # of the requests that have not ended
        self._waiting: dict[int, Request] = {}  # those of them that have not begun
        self._lock = threading.Lock()

    def run(self) -> None:
        """Serve until told to shut down or stdin ends: when QGIS dies, so does the worker."""
        beside = [
            threading.Thread(target=self._serve_all, args=(lane,), name=f"{lane} jobs", daemon=True)
            for lane in LANES if lane != LONG
        ]  # fmt: skip
        for thread in beside:
            thread.start()
        threading.Thread(target=self._listen, name="requests", daemon=True).start()
        self._serve_all(LONG)
        for thread in beside:
            thread.join()

    def _serve_all(self, lane: str) -> None:
        while (request := self._queues[lane].get()) is not None:
            with self._lock:
                if self._waiting.get(request.id) is not request:
                    continue  # it was cancelled
                del self._waiting[request.id]
            with self._lanes.running(lane):
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
            for waiting in self._queues.values():
                waiting.put(None)

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
        lane = self._lane_of(request.command)
        with self._lock:
            if request.id in self._reporters:
                raise ProtocolError(f"There is a request {request.id} already", "give each request an id of its own")
            replaced = self._replaced_by(request) if lane == LIVE else []
            self._reporters[request.id] = EventReporter(request.id, self._writer, lane, self._lanes)
            self._waiting[request.id] = request
        for older in replaced:
            self._cancel(older)
        self._queues[lane].put(request)

    def _replaced_by(self, request: Request) -> list[int]:
        """Live requests for the same image that still wait: nobody wants their answers any more."""
        return [
            other.id for other in self._waiting.values()
            if other.command == request.command and other.params.get("image") == request.params.get("image")
        ]  # fmt: skip

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
    Worker(sys.stdin, writer, run_job, lambda name: JOBS[name].lane if name in JOBS else LONG).run()
