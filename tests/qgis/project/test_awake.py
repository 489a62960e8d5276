"""The machine stays awake while a long job runs, and not longer."""
from __future__ import annotations

import sys
from pathlib import Path

import pytest
from berunda.plugin.core.project import awake
from berunda.plugin.core.project.awake import StayAwake
from fake_engine import is_alive, wait_until
from session_helpers import paint


@pytest.fixture
def inhibitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in place of the system's; leaves its process id in the returned file, and runs what it is given."""
    program, left = tmp_path / "inhibitor", tmp_path / "process_id"
    program.write_text(f'#!/bin/sh\necho $$ > "{left}"\nexec "$@"\n')
    program.chmod(0o755)
    monkeypatch.setitem(awake.INHIBITORS, sys.platform, [str(program), "cat"])
    return left


def process_id(left: Path) -> int:
    wait_until(lambda: left.exists() and left.read_text().strip())
    return int(left.read_text())


@pytest.mark.usefixtures("qgis_app")
def test_it_is_held_until_it_is_released(inhibitor: Path) -> None:
    stay = StayAwake()
    stay.set_held(True)
    first = process_id(inhibitor)
    stay.set_held(True)
    assert is_alive(first)
    stay.set_held(False)
    wait_until(lambda: not is_alive(first))
    stay.set_held(False)
    inhibitor.unlink()
    stay.hold()
    second = process_id(inhibitor)
    assert second != first
    stay.release()
    wait_until(lambda: not is_alive(second))


@pytest.mark.usefixtures("qgis_app")
def test_a_system_without_such_a_program_just_sleeps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(awake.INHIBITORS, sys.platform, ["/there/is/none"])
    stay = StayAwake()
    stay.hold()
    stay.release()
    monkeypatch.delitem(awake.INHIBITORS, sys.platform)
    stay.hold()
    stay.release()


def test_a_training_holds_it(session, inhibitor: Path) -> None:
    paint(session)
    held = []
    session.busy_changed.connect(lambda is_busy: held.append((is_busy, process_id(inhibitor) if is_busy else 0)))
    assert session.train()
    wait_until(lambda: session.said.trained and not session.is_busy)
    numbers = {number for is_busy, number in held if is_busy}
    assert numbers
    wait_until(lambda: not any(map(is_alive, numbers)))
