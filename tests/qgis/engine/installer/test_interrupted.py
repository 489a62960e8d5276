"""What breaks in the middle of an installation, QGIS included: nothing half looks whole, and the next try works."""
from __future__ import annotations

import dataclasses
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from berunda.plugin.core.engine.installed import installed_environment, interpreter, read_record
from berunda.plugin.core.engine.installer import installation, running
from berunda.plugin.core.engine.installer import installer as installer_module
from berunda.plugin.core.engine.installer.engine_folder import EngineFolder
from berunda.plugin.core.engine.installer.graphics import Choice
from berunda.plugin.core.engine.installer.installation import Installation
from berunda.plugin.core.engine.installer.installer import EngineInstaller
from berunda.plugin.core.engine.installer.order import Order
from berunda.plugin.core.engine.installer.plan import Plan
from berunda.plugin.core.engine.installer.problem import InstallProblem
from fake_engine import wait_until
from installer_helpers import FakeIndex, make_test_order, put_uv, use_profile
from qgis.core import QgsFeedback
from qgis.PyQt.QtCore import QProcess

# Installs in a process of its own, as a QGIS would, and says each stage.
CHILD = """
import dataclasses, pickle, sys
sys.path[:0] = {paths!r}
import conftest
from berunda.plugin.core.engine import environment, installed
from berunda.plugin.core.engine.installer import engine_folder, installation
from pathlib import Path
from qgis.core import QgsFeedback
for module in (environment, installed, engine_folder, installation):
    module.profile_folder = lambda: Path({profile!r})
order = pickle.loads({order!r})
installation.Installation(order, lambda _: None, lambda told: print(told.stage, flush=True), QgsFeedback()).run()
"""
TESTS = Path(__file__).resolve().parents[3]


def child_of(order: Order, profile: Path) -> subprocess.Popen[str]:
    code = CHILD.format(paths=[str(TESTS), str(TESTS / "qgis")], profile=str(profile), order=pickle.dumps(order))
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        [sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def assert_whole_or_absent(order: Order) -> None:
    """A kill may come so late that the installation is done; then it works."""
    environment = installed_environment()
    whole = [path for path in order.folder.environments() if read_record(path) is not None]
    if environment is None:
        assert len(whole) <= 1  # the record is there, the pointer not yet
    else:
        assert whole == [environment]
    for path in whole:
        command = [str(interpreter(path)), "-c", "import torch, numeric, helping"]
        assert subprocess.run(command, capture_output=True).returncode == 0


@pytest.mark.parametrize("stage", range(5))
def test_killed_at_any_stage_nothing_half_looks_whole(
    stage: int, tmp_path: Path, index: FakeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = use_profile(monkeypatch, tmp_path / "profile")
    order = make_test_order(tmp_path, index)
    index.pause_s = 0.05
    child = child_of(order, profile)
    for _ in range(stage + 1):
        child.stdout.readline()
    time.sleep(0.04 * stage)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    assert_whole_or_absent(order)
    index.pause_s = 0.0
    Installation(order, print, lambda _: None, QgsFeedback()).run()
    environment = installed_environment()
    assert read_record(environment) is not None
    assert interpreter(environment).exists()
    time.sleep(0.3)  # what the killed one had started may have ended only now
    assert read_record(environment) is not None


def test_an_empty_lock_file_does_not_lock_for_ever(
    tmp_path: Path, index: FakeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_profile(monkeypatch, tmp_path / "profile")
    order = make_test_order(tmp_path, index)
    order.folder.lock.write_text("")
    Installation(order, print, lambda _: None, QgsFeedback()).run()
    assert installed_environment() is not None


def test_a_full_disk_is_a_sentence_and_leaves_nothing(
    tmp_path: Path, index: FakeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a small file system of its own, where one may be mounted."""
    use_profile(monkeypatch, tmp_path / "profile")
    order = make_test_order(tmp_path, index, ballast=6_000_000)
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(small)], capture_output=True)
    if mounted.returncode:
        pytest.skip("needs the right to mount a file system")
    try:
        order = dataclasses.replace(order, folder=EngineFolder(small / "engine"))
        put_uv(order)
        with pytest.raises(InstallProblem, match=r"GB free, the engine needs .* GB: free some space"):
            Installation(order, print, lambda _: None, QgsFeedback()).run()
        monkeypatch.setattr(installation, "check_folder", lambda root, needed_mb: root.mkdir(exist_ok=True))
        with pytest.raises(InstallProblem, match="The disk is full: free some space"):
            Installation(order, print, lambda _: None, QgsFeedback()).run()
        assert order.folder.environments() == []
        assert installed_environment() is None
    finally:
        subprocess.run(["umount", str(small)], check=True)


def kill_program(monkeypatch: pytest.MonkeyPatch, word: str, after_s: float) -> None:
    """Kills the next program whose command has a word, some time after it has begun."""
    start = running.start

    def start_and_kill(command: Sequence[str], *rest: Any) -> QProcess:
        process = start(command, *rest)
        if word in command:
            monkeypatch.setattr(running, "start", start)
            assert process.waitForStarted()
            time.sleep(after_s)
            os.kill(process.processId(), signal.SIGKILL)
        return process

    monkeypatch.setattr(running, "start", start_and_kill)


@pytest.mark.parametrize(
    ("word", "after_s", "program"), [("venv", 0.0, "uv"), ("install", 0.3, "uv"), ("diagnose", 0.0, "python")]
)
def test_a_program_that_is_killed_is_a_sentence_and_the_next_try_works(
    word: str, after_s: float, program: str, tmp_path: Path, index: FakeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_profile(monkeypatch, tmp_path / "profile")
    order = make_test_order(tmp_path, index)
    kill_program(monkeypatch, word, after_s)
    index.pause_s = 2 * after_s
    with pytest.raises(InstallProblem, match=f"^{program} was ended by the system, as happens .*: try again"):
        Installation(order, print, lambda _: None, QgsFeedback()).run()
    assert order.folder.environments() == []
    assert installed_environment() is None
    index.pause_s = 0.0
    Installation(order, print, lambda _: None, QgsFeedback()).run()
    assert_whole_or_absent(order)
    assert installed_environment() is not None


def test_a_network_that_breaks_in_the_middle_of_a_file_is_a_sentence_and_the_next_try_works(
    tmp_path: Path, index: FakeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_profile(monkeypatch, tmp_path / "profile")
    order = make_test_order(tmp_path, index, ballast=2_000_000)
    environment = {**order.environment, "UV_HTTP_RETRIES": "0"}
    order = dataclasses.replace(order, environment=environment)
    index.cut_after = 500_000
    with pytest.raises(InstallProblem, match=r"^The network cannot be reached: check the connection and the proxy"):
        Installation(order, print, lambda _: None, QgsFeedback()).run()
    assert order.folder.environments() == []
    assert installed_environment() is None
    index.cut_after = 0
    Installation(order, print, lambda _: None, QgsFeedback()).run()
    assert_whole_or_absent(order)


def test_a_read_only_disk_is_a_sentence(tmp_path: Path, index: FakeIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the profile on it, as where the home is read-only."""
    order = make_test_order(tmp_path, index)
    home = tmp_path / "home"
    home.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(home)], capture_output=True).returncode:
        pytest.skip("needs the right to mount a file system")
    try:
        use_profile(monkeypatch, home / "profile")
        there = dataclasses.replace(order, folder=EngineFolder(home / "profile" / "engine"))
        with pytest.raises(InstallProblem, match=r"^The folder .*engine cannot be written \(Read-only file system\)"):
            Installation(there, print, lambda _: None, QgsFeedback()).run()
        said = "^The folder cannot be written, or programs may not run from it: choose another folder"
        with pytest.raises(InstallProblem, match=said):
            Installation(order, print, lambda _: None, QgsFeedback()).run()  # into a folder that can be written
        assert order.folder.environments() == []
        assert EngineInstaller().log.path.startswith(tempfile.gettempdir())
    finally:
        subprocess.run(["umount", str(home)], check=True)


def test_a_qgis_that_is_closed_stops_it_and_leaves_nothing(
    tmp_path: Path, index: FakeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_profile(monkeypatch, tmp_path / "profile")
    order = make_test_order(tmp_path, index)
    index.pause_s = 5.0
    installer = EngineInstaller()
    monkeypatch.setattr(installer, "plan", Plan(order.platform, Choice(order.build.name, ""), (order.build,)))
    monkeypatch.setattr(installer_module, "make_order", lambda *_: order)
    installer.install("cpu")
    wait_until(lambda: any(line.startswith("$ ") and " install " in line for line in installer.log.last_lines))
    began = time.monotonic()
    installer.close()
    assert time.monotonic() - began < 3
    assert order.folder.environments() == []
    assert installed_environment() is None
    index.pause_s = 0.0
    Installation(order, print, lambda _: None, QgsFeedback()).run()
    assert_whole_or_absent(order)
