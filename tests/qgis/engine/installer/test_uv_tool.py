"""uv is fetched through QGIS's network, and used only if it is the pinned one."""
from __future__ import annotations

import dataclasses
import hashlib
import threading
from pathlib import Path

import pytest
from berunda.plugin.core.engine.installer.platforms import PLATFORMS, UV_VERSION
from berunda.plugin.core.engine.installer.problem import InstallCancelled, InstallProblem
from installer_helpers import FakeIndex, fetched_uv, uv_wheel
from qgis.core import QgsFeedback

LINUX = PLATFORMS["linux-x86_64"]
CONTENT = b"#!/bin/sh\necho uv\n"


def test_it_is_fetched_once(tmp_path: Path, index: FakeIndex) -> None:
    platform, name, content = uv_wheel(LINUX, CONTENT)
    index.files[f"simple/uv/{name}"] = content
    program = fetched_uv(tmp_path, platform, index.url())
    assert program == tmp_path / "uv" / UV_VERSION / "uv"
    assert (program.read_bytes(), program.stat().st_mode & 0o777) == (CONTENT, 0o755)
    assert [path.name for path in program.parent.iterdir()] == ["uv"]
    count = len(index.asked)
    assert fetched_uv(tmp_path, platform, index.url()) == program
    assert len(index.asked) == count == 2


def test_another_digest_is_refused(tmp_path: Path, index: FakeIndex) -> None:
    _, name, content = uv_wheel(LINUX, CONTENT)
    index.files[f"simple/uv/{name}"] = content
    with pytest.raises(InstallProblem, match=rf"uv-{UV_VERSION}.* is not the file that Berunda expects .*SHA-256"):
        fetched_uv(tmp_path, LINUX, index.url())
    assert not (tmp_path / "uv").exists()


def test_an_index_without_it_is_a_sentence(tmp_path: Path, index: FakeIndex) -> None:
    index.files["simple/uv/uv-0.0.1-py3-none-any.whl"] = b""
    with pytest.raises(InstallProblem, match=r"does not have uv-.*check the index, or use a folder of wheels"):
        fetched_uv(tmp_path, LINUX, index.url())


@pytest.mark.parametrize(("status", "words"), [(407, "The proxy wants a user name"), (503, "cannot be reached")])
def test_a_server_that_refuses_is_a_sentence(tmp_path: Path, index: FakeIndex, status: int, words: str) -> None:
    index.status = status
    with pytest.raises(InstallProblem, match=words):
        fetched_uv(tmp_path, LINUX, index.url())


def test_no_server_is_a_sentence(tmp_path: Path, index: FakeIndex) -> None:
    index.close()
    with pytest.raises(InstallProblem, match="The network cannot be reached"):
        fetched_uv(tmp_path, LINUX, index.url())


def test_it_is_cancelled_while_the_server_is_silent(tmp_path: Path, index: FakeIndex) -> None:
    index.pause_s = 5.0
    feedback = QgsFeedback()
    threading.Timer(0.3, feedback.cancel).start()
    with pytest.raises(InstallCancelled):
        fetched_uv(tmp_path, LINUX, index.url(), feedback=feedback)


def test_it_comes_from_a_folder(tmp_path: Path) -> None:
    platform, name, content = uv_wheel(LINUX, CONTENT)
    with pytest.raises(InstallProblem, match=f"The folder of wheels lacks .*{name}"):
        fetched_uv(tmp_path, platform, "http://nowhere.invalid", str(tmp_path))
    (tmp_path / name).write_bytes(content)
    assert fetched_uv(tmp_path, platform, "http://nowhere.invalid", str(tmp_path)).read_bytes() == CONTENT


def test_a_wheel_without_the_program_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / LINUX.wheel_name).write_bytes(b"no zip")
    platform = dataclasses.replace(LINUX, uv_digest=hashlib.sha256(b"no zip").hexdigest())
    with pytest.raises(InstallProblem, match=r"The installation failed .*zip"):
        fetched_uv(tmp_path, platform, "", str(tmp_path))
