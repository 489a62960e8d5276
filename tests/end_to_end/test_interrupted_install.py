"""The real installation, with the real packages, interrupted at ten random moments; then it is let run to its end.

Fetches 0.4 GB, so only where BERUNDA_TEST_INSTALL is set.
"""
from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from berunda.plugin.core.engine.installed import interpreter, read_record

pytestmark = pytest.mark.skipif("BERUNDA_TEST_INSTALL" not in os.environ, reason="fetches 0.4 GB")
TESTS = Path(__file__).resolve().parents[1]
MOMENTS, LATEST_S = 10, 8.0
# Installs in a process of its own, as a QGIS would, and prints the sentence of what failed.
CHILD = """
import dataclasses, os, sys
from pathlib import Path
sys.path[:0] = {paths!r}
import conftest
from berunda.plugin.core.engine import environment, installed
from berunda.plugin.core.engine.installer import engine_folder, installation
from berunda.plugin.core.engine.installer.builds import build_named
from berunda.plugin.core.engine.installer.order import make_order
from berunda.plugin.core.engine.installer.platforms import this_platform
from berunda.plugin.core.engine.installer.problem import InstallProblem
from qgis.core import QgsApplication, QgsFeedback
application = QgsApplication([], False)
application.initQgis()
for module in (environment, installed, engine_folder, installation):
    module.profile_folder = lambda: Path({profile!r})
platform = this_platform()
order = make_order(engine_folder.EngineFolder(Path({profile!r}) / "engine"), platform, build_named(platform, "cpu"))
order = dataclasses.replace(order, python=os.environ.get("BERUNDA_DEMO_BASE_PYTHON", ""))
try:
    installation.Installation(order, lambda _: None, lambda _: None, QgsFeedback()).run()
except InstallProblem as problem:
    sys.exit(str(problem))
"""


class Proxy:
    """Passes connections on, until the network is gone.

    Attributes:
        address: for the variables of the environment.
    """

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """From now on nobody is reached."""
        for each in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client = self._listener.accept()[0]
                threading.Thread(target=self._connect, args=(client,), daemon=True).start()

    def _connect(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            asked = b""
            while b"\r\n\r\n" not in asked:
                asked += client.recv(4096)
            host, _, port = asked.split()[1].decode().rpartition(":")
            server = socket.create_connection((host, int(port)))
            self._open += [client, server]
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            threading.Thread(target=self._pass, args=(server, client), daemon=True).start()
            self._pass(client, server)

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while block := source.recv(65536):
                target.sendall(block)
            target.shutdown(socket.SHUT_WR)


def start(profile: Path, proxy: str = "") -> subprocess.Popen[str]:
    code = CHILD.format(paths=[str(TESTS), str(TESTS / "qgis")], profile=str(profile))
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment |= {name: proxy for name in ("https_proxy", "HTTPS_PROXY") if proxy}
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-c", code], env=environment, text=True, **pipes)


def programs_of(process_id: int) -> list[int]:
    """Processes that a process has started."""
    found = Path(f"/proc/{process_id}/task").glob("*/children")
    return [int(number) for path in found for number in path.read_text().split()]


def interrupt(child: subprocess.Popen[str], proxy: Proxy, how: str) -> None:
    if how == "QGIS is killed":
        child.send_signal(signal.SIGKILL)
    elif how == "its program is killed":
        for number in programs_of(child.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
    else:
        proxy.cut()


def test_at_ten_random_moments_nothing_half_looks_whole(tmp_path: Path) -> None:
    profile, chance = tmp_path / "prö file", random.Random(14)
    ways = ("QGIS is killed", "its program is killed", "the network is gone")
    for number in range(MOMENTS):
        how, after_s, proxy = ways[number % 3], chance.uniform(0.5, LATEST_S), Proxy()
        child = start(profile, proxy.address)
        time.sleep(after_s)
        interrupt(child, proxy, how)
        began = time.monotonic()
        said = child.communicate(timeout=200)[1].strip().splitlines()
        took_s = time.monotonic() - began
        whole = [path for path in (profile / "engine").glob("env-*") if read_record(path) is not None]
        print(f"{how} after {after_s:.1f} s, {took_s:.1f} s later: {len(whole)} whole; {child.returncode} {said[-1:]}")
        assert child.returncode in (0, 1, -signal.SIGKILL)
        assert bool(whole) or not (profile / "engine.json").exists()
        for path in whole:
            assert_works(path)
        if whole:
            shutil.rmtree(profile)  # the next one fetches again
    child = start(profile)
    said = child.communicate(timeout=300)[1]
    assert child.returncode == 0, said
    in_use = Path(json.loads((profile / "engine.json").read_text(encoding="utf-8"))["environment"])
    assert read_record(in_use) is not None
    assert_works(in_use)


def assert_works(environment: Path) -> None:
    command = [str(interpreter(environment)), "-c", "import torch, rasterio, sklearn; print(torch.ones(2).sum())"]
    assert subprocess.run(command, capture_output=True).returncode == 0
