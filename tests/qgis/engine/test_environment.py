"""Which Python runs the engine, and in what environment."""
from __future__ import annotations

import os
from pathlib import Path

import pytest
from berunda.plugin.core.engine import environment
from berunda.plugin.core.engine.environment import (
    SETTING,
    VARIABLE,
    EnvironmentProblem,
    clean_environment,
    configure_python,
    default_interpreters,
    engine_python,
    plugin_folder,
)
from qgis.core import QgsApplication, QgsSettings


@pytest.fixture(autouse=True)
def _no_choice(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    yield
    QgsSettings().remove(SETTING)


def executable(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def test_the_setting_comes_before_the_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen, other = executable(tmp_path / "chosen"), executable(tmp_path / "other")
    monkeypatch.setenv(VARIABLE, other)
    assert engine_python() == other
    configure_python(f" {chosen} ")
    assert engine_python() == chosen


def test_the_installed_ones_are_beside_the_plugin_and_in_the_profile() -> None:
    assert (plugin_folder() / "metadata.txt").is_file()
    assert default_interpreters() == [
        str(plugin_folder() / ".venv" / "bin" / "python"),
        os.path.join(QgsApplication.qgisSettingsDirPath(), "berunda", "engine-venv", "bin", "python"),
    ]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: None, "does not exist"),
        (lambda path: path.mkdir(), "is not a file"),
        (lambda path: path.write_text(""), "is not executable"),
        (lambda path: path.symlink_to(path.with_name("gone")), "is a link to a Python that is gone"),
    ],
)
def test_a_named_python_that_cannot_run_is_refused_with_its_path_and_the_remedy(
    make, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "python"
    make(path)
    configure_python(str(path))
    with pytest.raises(EnvironmentProblem) as problem:
        engine_python()
    assert str(problem.value).startswith(f"The engine's Python {path} (the setting) {words}: ")
    assert "name its Python under Advanced" in str(problem.value)


def test_without_any_python_the_sentence_names_the_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = [str(tmp_path / "a" / "python"), str(tmp_path / "b" / "python")]
    monkeypatch.setattr(environment, "default_interpreters", lambda: places)
    with pytest.raises(EnvironmentProblem, match=f"no Python yet, neither {places[0]} nor {places[1]}: install"):
        engine_python()
    executable(tmp_path / "b" / "python")
    assert engine_python() == places[1]


def test_the_child_sees_nothing_of_what_qgis_set_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "PYTHONHOME",
        "PYTHONPATH",
        "PROJ_LIB",
        "PROJ_DATA",
        "GDAL_DATA",
        "GDAL_DRIVER_PATH",
        "LD_LIBRARY_PATH",
        "LD_PRELOAD",
    ):
        monkeypatch.setenv(name, "of QGIS")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy:3128")
    child = clean_environment()
    values = {name: child.value(name) for name in child.keys()}  # noqa: SIM118 (no mapping)
    assert "of QGIS" not in values.values()
    assert values["HTTPS_PROXY"] == "http://proxy:3128"
    assert values["PATH"] == os.environ["PATH"]
    assert (values["PYTHONUNBUFFERED"], values["PYTHONIOENCODING"]) == ("1", "utf-8")
