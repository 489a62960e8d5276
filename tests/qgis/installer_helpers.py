"""What the tests of the installer share: tiny wheels, an index that serves them, and an order that uses both."""
from __future__ import annotations

import base64
import dataclasses
import hashlib
import http.server
import importlib.util
import io
import json
import os
import shutil
import ssl
import sys
import threading
import time
import zipfile
from concurrent.futures import Future
from pathlib import Path
from urllib.parse import unquote

import pytest
from berunda.plugin.core.engine import environment, installed
from berunda.plugin.core.engine.installer import engine_folder, installation, installer
from berunda.plugin.core.engine.installer.builds import Build
from berunda.plugin.core.engine.installer.engine_folder import EngineFolder
from berunda.plugin.core.engine.installer.order import Order
from berunda.plugin.core.engine.installer.platforms import UV_VERSION, Platform, this_platform
from berunda.plugin.core.engine.installer.problem import InstallCancelled, InstallProblem
from berunda.plugin.core.engine.installer.uv_tool import ready_uv
from fake_engine import wait_until
from qgis.core import QgsFeedback

ENGINE = """
import json, sys
import numeric
try:
    import torch
except ImportError as error:
    sys.exit(f"broken: {error}")
print("a warning that is no JSON")
devices = [{"name": "cpu", "available": torch.WORKS, "description": torch.SAYS, "tried": "sums"}]
print(json.dumps({"python": "3", "system": "test", "engine": "0", "devices": devices,
                  "packages": {"torch": {"version": "1", "error": torch.ERROR}}}))
"""
TORCH = 'WORKS = True\nSAYS = "2 threads"\nERROR = ""\n'


def uv_program() -> str:
    """The real uv; the test is skipped where there is none."""
    if importlib.util.find_spec("uv"):
        import uv

        return uv.find_uv_bin()
    found = shutil.which("uv")
    if not found:
        pytest.skip("needs uv, see requirements/test.txt")
    return found


def wheel(name: str, version: str, source: str = "", ballast: int = 0, requires: str = "") -> tuple[str, bytes]:
    """The file name and content of a wheel with one module.

    Args:
        name: of the package and its module.
        version: of the package.
        source: of the module.
        ballast: bytes to add that cannot be compressed.
        requires: a requirement.
    """
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}/__init__.py": (source or f"VERSION = {version!r}\n").encode(),
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    if requires:
        files[f"{info}/METADATA"] += f"Requires-Dist: {requires}\n".encode()
    if ballast:
        files[f"{name}/ballast.bin"] = os.urandom(ballast)
    record = [f"{path},sha256={_digest(content)},{len(content)}" for path, content in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""]).encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return f"{name}-{version}-py3-none-any.whl", target.getvalue()


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")


def fetched_uv(
    root: Path, platform: Platform, url: str, wheels: str = "", feedback: QgsFeedback | None = None
) -> Path:
    """As an installation asks for it: on another thread, while the window goes on."""
    future: Future[Path] = Future()

    def ask() -> None:
        try:
            future.set_result(
                ready_uv(EngineFolder(root), platform, url, wheels, feedback or QgsFeedback(), lambda share: None)
            )
        except (InstallProblem, InstallCancelled) as error:
            future.set_exception(error)

    threading.Thread(target=ask, daemon=True).start()
    wait_until(future.done)
    return future.result()


class FakeIndex:
    """Serves wheels at /INDEX/PACKAGE/ in a thread.

    Attributes:
        files: content by path, such as "simple/numeric/numeric-1.0-py3-none-any.whl".
        asked: the paths that were asked for.
        pause_s: before each answer.
        status: answered in place of everything, where it is not 0.
        cut_after: bytes of a wheel after which the connection breaks, where it is not 0.
    """

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.pause_s, self.status, self.cut_after = 0.0, 0, 0
        self._scheme = "http"
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def url(self, index: str = "simple") -> str:
        return f"{self._scheme}://127.0.0.1:{self._server.server_address[1]}/{index}"

    def add(self, named: tuple[str, bytes], index: str = "simple") -> str:
        """Serves a wheel; returns its pin with its hash."""
        name, content = named
        package, version = name.split("-")[:2]
        self.files[f"{index}/{package}/{name}"] = content
        return f"{package}=={version} --hash=sha256:{hashlib.sha256(content).hexdigest()}\n"

    def encrypt(self, context: ssl.SSLContext) -> None:
        """Speaks TLS from now on; a client that connects and says nothing holds up its own thread alone."""
        plain = self._server.socket
        self._server.socket = context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
        self._scheme = "https"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, path: str) -> bytes | None:
        if path.endswith("/"):
            names = [name.split("/")[-1] for name in self.files if name.startswith(path)]
            links = "".join(f'<a href="{name.replace("+", "%2B")}">{name}</a>\n' for name in names)
            return f"<!DOCTYPE html><html><body>{links}</body></html>".encode() if names else None
        return self.files.get(path)

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        index = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = unquote(self.path.split("?")[0]).lstrip("/")
                index.asked.append(path)
                time.sleep(index.pause_s)
                content = index._answer(path)
                self.send_response(index.status or (200 if content is not None else 404))
                if index.status == 407:
                    self.send_header("Proxy-Authenticate", 'Basic realm="test"')
                self.send_header("Content-Type", "text/html" if path.endswith("/") else "application/octet-stream")
                self.send_header("Content-Length", str(len(content or b"")))
                self.end_headers()
                cut = index.cut_after if path.endswith(".whl") else 0
                self.wfile.write((content or b"")[: cut or None])

            def log_message(self, *arguments: object) -> None:
                pass

        return Handler


def make_test_order(folder: Path, index: FakeIndex, torch: str = TORCH, ballast: int = 0) -> Order:
    """An order that installs three tiny packages from the fake index, PyTorch from an index of its own.

    PyTorch's index has a package of the package index too, with other content.
    """
    pins = index.add(wheel("numeric", "1.0", requires="helping>=1", ballast=ballast))
    pins += index.add(wheel("helping", "2.0"))
    index.add(wheel("numeric", "1.0", source="raise RuntimeError('from the wrong index')\n"), "torch/cpu")
    index.add(wheel("helping", "3.0", source="raise RuntimeError('from the wrong index')\n"), "torch/cpu")
    torch_pin = index.add(wheel("torch", "2.13.0+cpu", source=torch, requires="helping"), "torch/cpu")
    locks, engine = folder / "locks", folder / "plugin" / "engine"
    locks.mkdir(parents=True)
    (locks / "packages.txt").write_text(pins)
    (locks / "torch-cpu.txt").write_text(torch_pin)
    platform = this_platform()
    (locks / "sizes.json").write_text(json.dumps({platform.name: {"packages": 0.1, "torch-cpu": 0.1}}))
    engine.mkdir(parents=True)
    (engine / "__init__.py").write_text("")
    (engine / "__main__.py").write_text(ENGINE)
    order = Order(
        EngineFolder(folder / "root ü"),
        platform,
        Build("cpu", "torch-cpu", "cpu"),
        python=sys.executable,
        package_index=index.url(),
        torch_index=index.url("torch"),
        environment={"PATH": os.environ["PATH"], "HOME": str(folder)},
        locks=locks,
        engine=engine.parent,
    )
    put_uv(order)
    return order


def put_uv(order: Order) -> None:
    """Puts the real uv where an earlier installation would have left it."""
    program = order.folder.tools / UV_VERSION / "uv"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.symlink_to(uv_program())


def uv_wheel(platform: Platform, content: bytes) -> tuple[Platform, str, bytes]:
    """A wheel of uv with a content, and the platform that has its digest pinned."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(f"uv-{UV_VERSION}.data/scripts/uv", content)
    digest = hashlib.sha256(target.getvalue()).hexdigest()
    return dataclasses.replace(platform, uv_digest=digest), platform.wheel_name, target.getvalue()


def use_profile(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """Makes a folder Berunda's folder in the profile, with no engine beside the plugin."""
    for module in (environment, installed, engine_folder, installation, installer):
        monkeypatch.setattr(module, "profile_folder", lambda: folder)
    monkeypatch.setattr(environment, "plugin_folder", lambda: folder / "nowhere")
    monkeypatch.delenv(environment.VARIABLE, raising=False)
    return folder
