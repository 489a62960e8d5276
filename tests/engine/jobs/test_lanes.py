"""The worker's lanes, with jobs that run until they are told to end: who waits for whom, and who replaces whom."""
from __future__ import annotations

import queue
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from engine.jobs.lanes import BACKGROUND, LIVE, LONG, SHORT, Lanes
from engine.jobs.registry import JOBS
from engine.schema.errors import Cancelled
from engine.schema.protocol import Event, Request, decode_event, encode
from engine.schema.reporter import Reporter
from engine.worker import EventWriter, Worker

STEP_S = 0.002
SETTLED_S = 0.1  # a job that may go on takes many steps meanwhile
PATIENCE_S = 10.0  # far more than anything takes


class Lines:
    """A stream of lines from one thread to another."""

    def __init__(self) -> None:
        self._queue: queue.Queue[str | None] = queue.Queue()

    def put(self, line: str | None) -> None:
        self._queue.put(line)

    def __iter__(self) -> Iterator[str]:
        return iter(self._queue.get, None)


class EventStream:
    """Takes what an EventWriter writes."""

    def __init__(self) -> None:
        self.events: queue.Queue[Event] = queue.Queue()

    def write(self, line: str) -> None:
        self.events.put(decode_event(line))

    def flush(self) -> None:
        pass


class FakeWorker:
    """A worker whose jobs take steps until `finish` names them.

    Attributes:
        steps: that each request has taken.
        events: all so far.
    """

    def __init__(self) -> None:
        self._lines, self._stream = Lines(), EventStream()
        self.steps: defaultdict[int, int] = defaultdict(int)
        self.events: list[Event] = []
        self._finished: defaultdict[int, threading.Event] = defaultdict(threading.Event)
        worker = Worker(self._lines, EventWriter(self._stream), self._run, lambda name: JOBS[name].lane)  # type: ignore[arg-type]
        self.thread = threading.Thread(target=worker.run, daemon=True)
        self.thread.start()

    def _run(self, command: str, params: Mapping[str, Any], reporter: Reporter) -> dict[str, Any]:
        number = params["number"]
        self.steps[number] += 1
        while not self._finished[number].is_set():
            reporter.raise_if_stopped()
            self.steps[number] += 1
            time.sleep(STEP_S)
        if command == "preview":
            reporter.block("classes", "block.tif", (1, 2, 3, 4), 5, number)
        return {"number": number}

    def send(self, number: int, command: str, **params: Any) -> None:
        self._lines.put(encode(Request(number, command, {"number": number, **params})))

    def start(self, number: int, command: str, **params: Any) -> None:
        """Send a request, and wait until it runs."""
        self.send(number, command, **params)
        self.wait_until(lambda: self.steps[number] > 0)

    def cancel(self, number: int) -> None:
        self._lines.put(encode(Request(900 + number, "cancel", {"id": number})))

    def shut_down(self) -> None:
        self._lines.put(encode(Request(999, "shutdown", {})))

    def finish(self, number: int) -> None:
        self._finished[number].set()

    def wait_for(self, kind: str, number: int) -> Event:
        while True:
            event = self._stream.events.get(timeout=PATIENCE_S)
            self.events.append(event)
            if (event.event, event.id) == (kind, number):
                return event

    def wait_until(self, condition: Any) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < deadline
            time.sleep(STEP_S)

    def goes_on(self, number: int) -> None:
        """The job takes further steps."""
        steps = self.steps[number]
        self.wait_until(lambda: self.steps[number] > steps + 1)

    def waits(self, number: int) -> bool:
        """Whether the job takes no step for a while, after the one that it may be at."""
        time.sleep(5 * STEP_S)
        steps = self.steps[number]
        time.sleep(SETTLED_S)
        return self.steps[number] == steps


@pytest.fixture
def worker() -> Iterator[FakeWorker]:
    worker = FakeWorker()
    yield worker
    worker.shut_down()
    worker.thread.join(PATIENCE_S)
    assert not worker.thread.is_alive()


def test_a_newer_preview_replaces_one_of_the_same_image_that_waits(worker: FakeWorker) -> None:
    worker.start(1, "preview", image="a.tif")
    worker.send(2, "preview", image="a.tif")
    worker.send(3, "preview", image="a.tif")
    assert worker.wait_for("cancelled", 2).kept == ""
    worker.goes_on(1)  # the one that runs is not disturbed
    worker.finish(1)
    worker.finish(3)
    assert worker.wait_for("result", 1).values == {"number": 1}
    assert worker.wait_for("result", 3).values == {"number": 3}
    assert worker.steps[2] == 0
    assert not [event for event in worker.events if event.event == "state" and event.state == "idle"]
    assert worker.wait_for("state", None).state == "idle"


def test_previews_of_other_images_wait_for_their_turn(worker: FakeWorker) -> None:
    worker.start(1, "preview", image="a.tif")
    worker.send(2, "preview", image="b.tif")
    worker.send(3, "preview", image="a.tif")
    worker.send(4, "preview", image="c.tif")
    for number in (1, 2, 3, 4):
        worker.finish(number)
        worker.wait_for("result", number)
    assert not [event for event in worker.events if event.event == "cancelled"]


def test_long_and_background_jobs_are_not_replaced(worker: FakeWorker) -> None:
    for number in (1, 2, 3):
        worker.send(number, "train", image="a.tif")
    for number in (4, 5):
        worker.send(number, "explore", image="a.tif")
    for number in (1, 2, 3, 4, 5):
        worker.finish(number)
    for number in (1, 2, 3):
        worker.wait_for("result", number)
    assert not [event for event in worker.events if event.event == "cancelled"]


def test_a_preview_is_answered_while_a_long_job_waits(worker: FakeWorker) -> None:
    worker.start(1, "train")
    worker.goes_on(1)
    worker.start(2, "preview", image="a.tif")
    assert worker.waits(1)
    worker.goes_on(2)
    worker.finish(2)
    block = worker.wait_for("block", 2)
    assert (block.layer, block.path, tuple(block.window)) == ("classes", "block.tif", (1, 2, 3, 4))
    assert (block.resolution_px, block.generation) == (5, 2)
    worker.wait_for("result", 2)
    worker.goes_on(1)


def test_a_background_job_waits_for_long_and_live_ones(worker: FakeWorker) -> None:
    worker.start(1, "explore", image="a.tif")
    worker.goes_on(1)
    worker.start(2, "train")
    assert worker.waits(1)
    worker.goes_on(2)
    worker.start(3, "preview", image="a.tif")
    assert worker.waits(2)
    worker.finish(2)
    assert worker.waits(1)  # the training may not end either
    worker.finish(3)
    worker.wait_for("result", 3)
    worker.wait_for("result", 2)
    worker.goes_on(1)


def test_a_short_job_is_answered_beside_all_others_and_nobody_waits_for_it(worker: FakeWorker) -> None:
    worker.start(1, "train")
    worker.start(2, "evaluate")
    worker.goes_on(2)
    worker.goes_on(1)
    worker.start(3, "preview", image="a.tif")
    worker.goes_on(2)
    worker.goes_on(3)
    worker.finish(2)
    worker.wait_for("result", 2)


@pytest.mark.parametrize("command", ["train", "explore"])
def test_a_stopped_job_that_gives_way_ends_at_once(worker: FakeWorker, command: str) -> None:
    worker.start(1, command)
    worker.start(2, "preview", image="a.tif")
    assert worker.waits(1)
    worker.cancel(1)
    worker.wait_for("cancelled", 1)
    worker.goes_on(2)


def test_shutdown_ends_jobs_of_all_lanes(worker: FakeWorker) -> None:
    worker.start(1, "train")
    worker.start(2, "preview", image="a.tif")
    worker.send(3, "preview", image="b.tif")
    worker.send(4, "explore", image="a.tif")
    worker.wait_until(lambda: worker.steps[4] > 0)
    worker.shut_down()
    worker.thread.join(PATIENCE_S)
    assert not worker.thread.is_alive()
    ended = set()
    while len(ended) < 4:
        event = worker._stream.events.get(timeout=PATIENCE_S)
        if event.event == "cancelled":
            ended.add(event.id)
    assert ended == {1, 2, 3, 4}


def test_lanes_of_the_commands() -> None:
    lanes = {name: JOBS[name].lane for name in ("preview", "explore", "train", "predict", "cache", "evaluate")}
    assert lanes == {
        "preview": LIVE, "explore": BACKGROUND, "train": LONG, "predict": LONG, "cache": SHORT, "evaluate": SHORT
    }  # fmt: skip


def test_a_lane_is_running_until_all_of_its_jobs_have_ended_also_by_an_error() -> None:
    lanes, stop = Lanes(), threading.Event()
    waiting = threading.Thread(target=lanes.give_way, args=(LONG, stop), daemon=True)
    with lanes.running(LIVE):
        with pytest.raises(Cancelled), lanes.running(LIVE):
            raise Cancelled
        waiting.start()
        waiting.join(SETTLED_S)
        assert waiting.is_alive()
    waiting.join(PATIENCE_S)
    assert not waiting.is_alive()
    with lanes.running(LONG), lanes.running(BACKGROUND):
        for lane in (SHORT, LIVE, LONG):
            lanes.give_way(lane, stop)  # returns at once
