"""The other end of a real worker process, for tests."""
from __future__ import annotations

import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from engine.schema.protocol import Event, Request, decode_event, encode

ROOT = Path(__file__).resolve().parents[2]


class WorkerClient:
    """Starts `python -m engine worker`, sends requests, collects events."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "engine", "worker"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.events: list[Event] = []
        self.errors: list[str] = []
        self._queue: queue.Queue[Event | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        threading.Thread(target=lambda: self.errors.extend(self.process.stderr), daemon=True).start()

    def __enter__(self) -> WorkerClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()

    def send(self, request_id: int, command: str, params: dict[str, Any] | None = None) -> None:
        self.send_line(encode(Request(request_id, command, params or {})))

    def send_line(self, line: str) -> None:
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def wait_for(self, *kinds: str, timeout_s: float = 60) -> Event:
        """The next event of one of these kinds; everything before it is in `events`."""
        deadline = time.monotonic() + timeout_s
        while True:
            event = self._queue.get(timeout=max(0.01, deadline - time.monotonic()))
            if event is None:
                raise AssertionError(f"The worker ended with {self.process.wait()}: {''.join(self.errors[-5:])}")
            self.events.append(event)
            if event.event in kinds:
                return event

    def _read(self) -> None:
        for line in self.process.stdout:
            self._queue.put(decode_event(line))
        self._queue.put(None)
