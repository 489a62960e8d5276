"""The user's limit and folder for kept features: remembered, and sent to the engine as its environment."""
from __future__ import annotations

import os
from pathlib import Path

import pytest
from berunda.engine.schema.cache_variables import FOLDER_VARIABLE, MEGABYTES_VARIABLE
from berunda.plugin.core.engine.cache_choice import (
    LIMIT_SETTING,
    cache_limit_gb,
    cache_variables,
    choose_cache_folder,
    choose_cache_limit,
    chosen_cache_folder,
)
from berunda.plugin.core.engine.environment import clean_environment
from qgis.core import QgsSettings

pytestmark = pytest.mark.usefixtures("no_cache_choice")


def test_without_a_choice_the_engine_s_own_limit_and_folder_count(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (cache_limit_gb(), chosen_cache_folder(), cache_variables()) == (2.0, "", {})
    monkeypatch.setenv(MEGABYTES_VARIABLE, "500")
    assert cache_limit_gb() == 0.5
    assert clean_environment().value(MEGABYTES_VARIABLE) == "500"


@pytest.mark.parametrize(("limit_gb", "megabytes"), [(0, "0"), (0.5, "500"), (100, "100000")])
def test_the_choice_reaches_the_child_s_environment(
    limit_gb: float, megabytes: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MEGABYTES_VARIABLE, "7")
    choose_cache_limit(limit_gb)
    choose_cache_folder(f" {tmp_path} ")
    child = clean_environment()
    assert (child.value(MEGABYTES_VARIABLE), child.value(FOLDER_VARIABLE)) == (megabytes, str(tmp_path))
    assert cache_limit_gb() == limit_gb
    choose_cache_folder("")
    assert not clean_environment().contains(FOLDER_VARIABLE)


def test_a_relative_folder_does_not_depend_on_where_the_engine_runs() -> None:
    choose_cache_folder("~/features")
    assert chosen_cache_folder() == os.path.expanduser("~/features")
    choose_cache_folder("features")
    assert chosen_cache_folder() == os.path.join(os.getcwd(), "features")


def test_a_spoilt_limit_is_none() -> None:
    QgsSettings().setValue(LIMIT_SETTING, "much")
    assert (cache_limit_gb(), cache_variables()) == (2.0, {})
