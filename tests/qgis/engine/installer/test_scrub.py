"""What is taken out of logs and diagnostics."""
from __future__ import annotations

import getpass
from pathlib import Path

import pytest
from berunda.plugin.core.engine.installer.scrub import scrub


@pytest.fixture(autouse=True)
def _somebody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", "/home/maria")
    monkeypatch.setenv("USERPROFILE", "C:\\Users\\maria")
    monkeypatch.setattr(getpass, "getuser", lambda: "maria")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("$ /home/maria/berunda/uv pip", "$ ~/berunda/uv pip"),
        ("in C:\\Users\\maria\\AppData", "in ~\\AppData"),
        ("in C:/Users/Maria/AppData", "in ~/AppData"),
        ("json: C:\\\\Users\\\\maria\\\\AppData", "json: ~\\\\AppData"),
        ("HTTPS_PROXY=http://maria:s3cret@proxy:3128/", "HTTPS_PROXY=http://***@proxy:3128/"),
        ("via socks5h://u:p%40ss@host:1", "via socks5h://***@host:1"),
        ("owner maria, Maria", "owner ***, ***"),
        ("marianne keeps her name", "marianne keeps her name"),
    ],
)
def test_names_homes_and_passwords_go(text: str, left: str) -> None:
    assert scrub(text) == left


def test_a_short_name_does_not_eat_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "a")
    assert scrub("a name of a letter") == "a name of a letter"


def test_without_an_account_nothing_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert scrub("text") == "text"
