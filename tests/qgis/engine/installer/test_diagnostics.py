"""The text for a report: all that was tried, and nothing that says who reports it."""
from __future__ import annotations

import sys
from pathlib import Path

import pytest
from berunda.plugin.core.engine.environment import VARIABLE
from berunda.plugin.core.engine.installed import Record, switch_to, write_record
from berunda.plugin.core.engine.installer import diagnostics
from berunda.plugin.core.engine.installer.diagnostics import diagnose
from berunda.plugin.core.engine.installer.graphics import Card
from installer_helpers import ENGINE, TORCH, use_profile
from qgis.core import Qgis, QgsFeedback


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With an engine that says what the test wants, in the home folder of somebody."""
    use_profile(monkeypatch, tmp_path / "profile")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(diagnostics, "find_card", lambda: Card("RTX 4070", "581.57", (8, 9)))
    engine = tmp_path / "plugin" / "engine"
    engine.mkdir(parents=True)
    (engine / "__main__.py").write_text(ENGINE)
    (engine.parent / "numeric.py").write_text("")
    (engine.parent / "torch.py").write_text(TORCH)
    monkeypatch.setenv(VARIABLE, sys.executable)
    return engine.parent


def test_it_names_versions_devices_environment_and_logs(engine: Path, tmp_path: Path) -> None:
    environment = tmp_path / "engines" / "env-1"
    write_record(environment, Record("abc", "cuda", notice="The card is not used."))
    switch_to(environment)
    logs = (("install.log", ("first", f"last in {tmp_path}/x")), ("engine.log", ()))
    text = diagnose({}, engine, logs, QgsFeedback())
    for words in (
        f"QGIS {Qgis.version()}",
        "NVIDIA card: RTX 4070, driver 581.57, compute capability (8, 9)",
        "environment: ~/engines/env-1",
        "key abc, build cuda, Python standalone",
        "The card is not used.",
        "cpu: computes; 2 threads; tried: sums",
        "== install.log\nfirst\nlast in ~/x",
    ):
        assert words in text, words
    assert "== engine.log" not in text
    assert str(tmp_path) not in text


def test_a_proxys_password_stays_here(engine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://maria:s3cret@proxy:3128")
    monkeypatch.setenv("SECRET_TOKEN_FOR_PROXY", "s3cret")
    text = diagnose({}, engine, (), QgsFeedback())
    assert "HTTPS_PROXY=http://***@proxy:3128" in text
    assert "s3cret" not in text


def test_an_engine_that_does_not_start_is_a_sentence_in_it(engine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (engine / "torch.py").write_text("raise ImportError('c10.dll')\n")
    assert "Microsoft Visual C++ runtime" in diagnose({}, engine, (), QgsFeedback())
    monkeypatch.setenv(VARIABLE, "/gone/python")
    assert "The engine's Python /gone/python" in diagnose({}, engine, (), QgsFeedback())
    monkeypatch.delenv(VARIABLE)
    text = diagnose({}, engine, (), QgsFeedback())
    assert "environment: none" in text
    assert "The engine has no Python yet" in text
