"""Where what can be computed again is kept."""
from __future__ import annotations

from pathlib import Path

import pytest

from engine.data import cache_folder
from engine.data.cache_folder import FOLDER_VARIABLE


@pytest.mark.parametrize(
    ("platform", "variable", "inside"),
    [
        ("linux", "XDG_CACHE_HOME", "berunda"),
        ("linux", "HOME", ".cache/berunda"),
        ("win32", "LOCALAPPDATA", "berunda"),
        ("darwin", "HOME", "Library/Caches/berunda"),
    ],
)
def test_by_default_it_is_that_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, variable: str, inside: str
) -> None:
    for name in (FOLDER_VARIABLE, "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(cache_folder.sys, "platform", platform)
    monkeypatch.setenv(variable, str(tmp_path))
    assert cache_folder.cache_folder() == tmp_path / inside
    assert not (tmp_path / inside).exists()


def test_the_environment_may_name_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    assert cache_folder.cache_folder() == tmp_path
