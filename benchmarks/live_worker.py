"""The real worker process, asked for live maps."""
from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from scene_files import ROOT

Window = tuple[int, int, int, int]  # row, col, height, width
VIEW_PX = (900, 1400)  # height and width of a canvas


class LiveWorker:
    """A worker; a context manager that ends it.

    Args:
        output: folder for the answers.
        keeps_features: on disk.
    """

    def __init__(self, output: Path, keeps_features: bool = True) -> None:
        self._output = output
        command = [sys.executable, "-m", "engine", "worker"]
        environment = os.environ if keeps_features else {**os.environ, "BERUNDA_CACHE_MB": "0"}
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self._last = 0
        while self._event()["event"] != "hello":
            pass

    def __enter__(self) -> LiveWorker:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.stdin.close()
        self._process.wait(30)

    def send(self, command: str, **params: Any) -> int:
        """Send a request and return its id at once."""
        self._last += 1
        line = json.dumps({"id": self._last, "command": command, "params": params})
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._last

    def wait(self, request: int) -> tuple[dict[str, Any], dict[str, float]]:
        """The values of a result, and the seconds until then ("result") and until each layer's first and last block.

        Raises:
            RuntimeError: the request failed.
        """
        started, seconds = time.perf_counter(), {}
        while True:
            event = self._event()
            if event.get("id") != request:
                continue
            name = event.get("layer", event["event"])
            seconds[name] = time.perf_counter() - started
            seconds.setdefault(f"first {name}", seconds[name])
            if event["event"] == "result":
                return event["values"], seconds
            if event["event"] in ("error", "cancelled"):
                raise RuntimeError(f"the worker answered {event}")

    def wait_for(self, request: int, kind: str) -> None:
        """Wait for an event of a kind about a request."""
        while True:
            event = self._event()
            if event.get("id") == request and event["event"] == kind:
                return

    def preview(
        self, image: Path, labels: Path, window: Window, resolution_px: int = 1
    ) -> tuple[dict[str, Any], dict[str, float]]:
        """The answer for a window, and its seconds as `wait` has them."""
        params = {"image": str(image), "labels": str(labels), "window": window, "output": str(self._output)}
        return self.wait(self.send("preview", **params, resolution_px=resolution_px, generation=self._last + 1))

    def resident_mb(self) -> float:
        """Memory of the process now; Linux only."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1000

    def _event(self) -> dict[str, Any]:
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the worker has ended")
        return json.loads(line)
