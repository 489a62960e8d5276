"""The pointer to the environment in use, and the record in it."""
from __future__ import annotations

from pathlib import Path

import pytest
from berunda.plugin.core.engine.installed import (
    RECORD_NAME,
    Record,
    installed_environment,
    pointer_path,
    read_record,
    switch_to,
    write_record,
)
from installer_helpers import use_profile


@pytest.fixture(autouse=True)
def _profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_profile(monkeypatch, tmp_path / "profile")


def test_the_pointer_moves_and_goes(tmp_path: Path) -> None:
    assert installed_environment() is None
    for name in ("one", "two ü"):
        switch_to(tmp_path / name)
        assert installed_environment() == tmp_path / name
    assert [path.name for path in pointer_path().parent.iterdir()] == ["engine.json"]
    switch_to(None)
    switch_to(None)
    assert installed_environment() is None


def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    record = Record("k", "cuda", "/usr/bin/python3", "/wheels", "a notice", ({"name": "cpu"},), "me", "/before")
    write_record(tmp_path, record)
    assert read_record(tmp_path) == record


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"key": 1, "build": "cpu"}', '{"key": "k"}', "\x00"])
def test_a_damaged_record_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / RECORD_NAME).write_text(content)
    assert read_record(tmp_path) is None
    pointer_path().parent.mkdir()
    pointer_path().write_text(content)
    assert installed_environment() is None


def test_a_record_of_a_later_release_is_read(tmp_path: Path) -> None:
    (tmp_path / RECORD_NAME).write_text('{"key": "k", "build": "cpu", "colour": "blue"}')
    assert read_record(tmp_path) == Record("k", "cpu")
