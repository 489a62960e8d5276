"""Interpreters that a user may name."""
from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from berunda.plugin.core.engine.installer.builds import Build
from berunda.plugin.core.engine.installer.platforms import PLATFORMS, this_platform
from berunda.plugin.core.engine.installer.problem import InstallProblem
from berunda.plugin.core.engine.installer.python_check import check_python
from berunda.plugin.core.engine.installer.running import Runner

BUILD = Build("cpu", "torch-cpu")
RUNNER = Runner(print, lambda: False)
GOOD = {"version": [3, 12], "bits": 64, "machine": "x86_64", "kind": "CPython"}


def fake(folder: Path, **changes: object) -> str:
    path = folder / "python"
    path.write_text(f"#!/bin/sh\necho '{json.dumps({**GOOD, **changes})}'\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"version": [3, 9]}, "is Python 3.9, which is too old"),
        ({"version": [3, 15]}, "is Python 3.15, which is too new for the packages"),
        ({"machine": "arm64"}, "is a build for another processor (arm64, 64 bits)"),
        ({"machine": "i386", "bits": 32}, "is a build for another processor (i386, 32 bits)"),
        ({"kind": "PyPy"}, "is PyPy, not CPython"),
    ],
)
def test_what_does_not_fit_is_said_with_the_remedy(changes: dict, words: str, tmp_path: Path) -> None:
    path = fake(tmp_path, **changes)
    with pytest.raises(InstallProblem) as problem:
        check_python(path, PLATFORMS["linux-x86_64"], BUILD, RUNNER, {})
    assert str(problem.value).startswith(f"The Python to build on, {path}, {words}: name a Python from 3.10 to 3.14")


@pytest.mark.parametrize("version", [[3, 10], [3, 14]])
def test_the_oldest_and_the_newest_fit(version: list[int], tmp_path: Path) -> None:
    check_python(fake(tmp_path, version=version), PLATFORMS["linux-x86_64"], BUILD, RUNNER, {})


def test_a_build_that_is_locked_for_some_versions_alone(tmp_path: Path) -> None:
    build = Build("cu126", "torch-cu126", "cu126", ((3, 12),))
    check_python(fake(tmp_path), PLATFORMS["linux-x86_64"], build, RUNNER, {})
    with pytest.raises(InstallProblem, match=r"is Python 3.13, which the build cu126 .* not locked for: name"):
        check_python(fake(tmp_path, version=[3, 13]), PLATFORMS["linux-x86_64"], build, RUNNER, {})


def test_this_python_fits() -> None:
    check_python(sys.executable, this_platform(), BUILD, RUNNER, {})


@pytest.mark.parametrize("answer", ["echo hello", "echo '[1]'", "exit 3", "true", "echo '{\"version\": 3}'"])
def test_what_is_not_a_python_is_a_sentence(answer: str, tmp_path: Path) -> None:
    path = tmp_path / "program"
    path.write_text(f"#!/bin/sh\n{answer}\n")
    path.chmod(0o755)
    with pytest.raises(InstallProblem, match=r"program does not answer as a Python does: name a Python from 3.10"):
        check_python(str(path), this_platform(), BUILD, RUNNER, {})


def test_what_is_not_there_or_not_executable_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InstallProblem, match="none, does not exist: name a Python"):
        check_python(str(tmp_path / "none"), this_platform(), BUILD, RUNNER, {})
    (tmp_path / "text").write_text("")
    with pytest.raises(InstallProblem, match="text does not answer as a Python does"):
        check_python(str(tmp_path / "text"), this_platform(), BUILD, RUNNER, {})


def test_qgis_is_not_a_python(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """sys.executable in QGIS on Windows and macOS; it would open a second window."""
    path = tmp_path / "qgis-bin.exe"
    path.write_text("")
    monkeypatch.setattr("berunda.plugin.core.engine.installer.python_check.sys.platform", "win32")
    with pytest.raises(InstallProblem, match=r"qgis-bin.exe is QGIS, not a Python: name a Python"):
        check_python(str(path), PLATFORMS["windows-x86_64"], BUILD, RUNNER, {})
