"""uv is fetched through QGIS's network, and used only if it is the pinned one."""
from __future__ import annotations

import dataclasses
import hashlib
import threading
from concurrent.futures import Future
from pathlib import Path

import pytest
from berunda.plugin.core.engine.installer.engine_folder import EngineFolder
from berunda.plugin.core.engine.installer.platforms import PLATFORMS, UV_VERSION, Platform
from berunda.plugin.core.engine.installer.problem import InstallCancelled, InstallProblem
from berunda.plugin.core.engine.installer.uv_tool import ready_uv
from fake_engine import wait_until
from installer_helpers import FakeIndex, uv_wheel
from qgis.core import QgsFeedback

LINUX = PLATFORMS["linux-x86_64"]
CONTENT = b"#!/bin/sh\necho uv\n"


def ready(root: Path, platform: Platform, url: str, wheels: str = "", feedback: QgsFeedback | None = None) -> Path:
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


def test_it_is_fetched_once(tmp_path: Path, index: FakeIndex) -> None:
    platform, name, content = uv_wheel(LINUX, CONTENT)
    index.files[f"simple/uv/{name}"] = content
    program = ready(tmp_path, platform, index.url())
    assert program == tmp_path / "uv" / UV_VERSION / "uv"
    assert (program.read_bytes(), program.stat().st_mode & 0o777) == (CONTENT, 0o755)
    assert [path.name for path in program.parent.iterdir()] == ["uv"]
    count = len(index.asked)
    assert ready(tmp_path, platform, index.url()) == program
    assert len(index.asked) == count == 2


def test_another_digest_is_refused(tmp_path: Path, index: FakeIndex) -> None:
    _, name, content = uv_wheel(LINUX, CONTENT)
    index.files[f"simple/uv/{name}"] = content
    with pytest.raises(InstallProblem, match=rf"uv-{UV_VERSION}.* is not the file that Berunda expects .*SHA-256"):
        ready(tmp_path, LINUX, index.url())
    assert not (tmp_path / "uv").exists()


def test_an_index_without_it_is_a_sentence(tmp_path: Path, index: FakeIndex) -> None:
    index.files["simple/uv/uv-0.0.1-py3-none-any.whl"] = b""
    with pytest.raises(InstallProblem, match=r"does not have uv-.*check the index, or use a folder of wheels"):
        ready(tmp_path, LINUX, index.url())


@pytest.mark.parametrize(("status", "words"), [(407, "The proxy wants a user name"), (503, "cannot be reached")])
def test_a_server_that_refuses_is_a_sentence(tmp_path: Path, index: FakeIndex, status: int, words: str) -> None:
    index.status = status
    with pytest.raises(InstallProblem, match=words):
        ready(tmp_path, LINUX, index.url())


def test_no_server_is_a_sentence(tmp_path: Path, index: FakeIndex) -> None:
    index.close()
    with pytest.raises(InstallProblem, match="The network cannot be reached"):
        ready(tmp_path, LINUX, index.url())


def test_it_is_cancelled_while_the_server_is_silent(tmp_path: Path, index: FakeIndex) -> None:
    index.pause_s = 5.0
    feedback = QgsFeedback()
    threading.Timer(0.3, feedback.cancel).start()
    with pytest.raises(InstallCancelled):
        ready(tmp_path, LINUX, index.url(), feedback=feedback)


def test_it_comes_from_a_folder(tmp_path: Path) -> None:
    platform, name, content = uv_wheel(LINUX, CONTENT)
    with pytest.raises(InstallProblem, match=f"The folder of wheels lacks .*{name}"):
        ready(tmp_path, platform, "http://nowhere.invalid", str(tmp_path))
    (tmp_path / name).write_bytes(content)
    assert ready(tmp_path, platform, "http://nowhere.invalid", str(tmp_path)).read_bytes() == CONTENT


def test_a_wheel_without_the_program_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / LINUX.wheel_name).write_bytes(b"no zip")
    platform = dataclasses.replace(LINUX, uv_digest=hashlib.sha256(b"no zip").hexdigest())
    with pytest.raises(InstallProblem, match=r"The installation failed .*zip"):
        ready(tmp_path, platform, "", str(tmp_path))
