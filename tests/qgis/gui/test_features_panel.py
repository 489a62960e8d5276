"""Kept features under Advanced: their size, and limit and folder by mouse and keys."""
from __future__ import annotations

from pathlib import Path

import pytest
from berunda.plugin.core.engine.cache_choice import cache_limit_gb, chosen_cache_folder
from berunda.plugin.gui.dock import BerundaDock
from berunda.plugin.gui.features_panel import _in_words
from dock_helpers import click, find, message, paint
from fake_engine import wait_until
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from recipe_helpers import type_into

pytestmark = pytest.mark.usefixtures("no_cache_choice")


def usage(dock: BerundaDock) -> str:
    return find(dock, "featuresLabel").text()


def unfold(dock: BerundaDock) -> BerundaDock:
    wait_until(lambda: dock.session.client.is_ready)
    find(dock, "advancedSection").setCollapsed(False)
    return dock


def recorded(dock: BerundaDock) -> list[str]:
    """The commands that are asked for from now on."""
    asked, submit = [], dock.session.client.submit
    dock.session.client.submit = lambda command, params: asked.append(command) or submit(command, params)
    return asked


def test_the_size_is_asked_for_when_advanced_is_opened(open_dock) -> None:
    dock = open_dock()
    wait_until(lambda: dock.session.client.is_ready)
    asked = recorded(dock)
    QTest.qWait(50)
    assert (asked, usage(dock)) == ([], "Features kept: not known yet")
    assert not find(dock, "clearFeaturesButton").isEnabled()
    unfold(dock)
    wait_until(lambda: usage(dock) == "Features kept: 123 MB of 2 GB")
    assert asked == ["cache"]
    assert find(dock, "featuresLabel").toolTip().endswith("/cache")


def test_clear_removes_them(open_dock) -> None:
    dock = unfold(open_dock())
    wait_until(find(dock, "clearFeaturesButton").isEnabled)
    click(dock, "clearFeaturesButton")
    wait_until(lambda: usage(dock) == "Features kept: 0 MB of 2 GB")


def test_the_size_is_asked_for_when_exploring_has_ended(open_dock) -> None:
    dock = unfold(open_dock())
    wait_until(lambda: dock.kept_features.usage)
    asked = recorded(dock)
    dock.live.exploration.begin({"image": "a.tif"}, {})
    wait_until(lambda: asked == ["explore", "cache"])


def test_a_typed_limit_takes_effect_at_once_and_is_the_user_s(open_dock) -> None:
    dock = unfold(open_dock())
    spin = find(dock, "featuresLimitSpin")
    assert (spin.minimum(), spin.maximum(), spin.text()) == (0, 100, "2 GB")
    type_into(spin, "7.3")  # goes to the nearest multiple
    wait_until(lambda: usage(dock) == "Features kept: 123 MB of 7.5 GB")
    assert cache_limit_gb() == 7.5
    another = open_dock()
    assert find(another, "featuresLimitSpin").value() == 7.5


def test_nothing_on_disk(open_dock) -> None:
    dock = unfold(open_dock())
    spin = find(dock, "featuresLimitSpin")
    type_into(spin, "0")
    assert spin.text() == "nothing on disk"
    wait_until(lambda: usage(dock) == "Features kept: in memory only")


def test_a_folder_that_cannot_be_written_is_said(open_dock) -> None:
    dock = unfold(open_dock())
    wait_until(lambda: dock.kept_features.usage)
    problem = "The folder /full for features cannot be written (No space left): they are kept in memory."
    dock.kept_features._take({**dock.kept_features.usage, "problem": problem})
    assert usage(dock) == "Features kept: in memory only"
    assert find(dock, "featuresLabel").toolTip().endswith(problem)


def test_a_typed_folder_counts_once_it_is_complete(open_dock, tmp_path: Path) -> None:
    dock = unfold(open_dock())
    widget = find(dock, "featuresFolder")
    line = widget.lineEdit()
    assert line.placeholderText() == "the usual one"
    QTest.keyClicks(line, str(tmp_path / "features"))
    assert chosen_cache_folder() == ""
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert chosen_cache_folder() == str(tmp_path / "features")
    wait_until(lambda: find(dock, "featuresLabel").toolTip().endswith(str(tmp_path / "features")))
    widget.setFilePath("")  # as the clear button does
    assert chosen_cache_folder() == ""


def test_a_choice_while_the_engine_trains_is_said_to_wait(open_dock) -> None:
    dock = open_dock("slow")
    click(dock, "newLabelsButton")
    paint(dock)
    click(dock, "trainButton")
    wait_until(lambda: "learning" in find(dock, "stateLabel").text())
    type_into(find(unfold(dock), "featuresLimitSpin"), "3")
    wait_until(lambda: message(dock).startswith("The engine is at work: the choice takes effect when"))
    assert dock.session.is_busy


def test_exploring_goes_on_after_a_restart(open_dock) -> None:
    dock = unfold(open_dock("exploring"))
    dock.live.switch(True)
    wait_until(lambda: dock.live.exploration.job)
    asked = recorded(dock)
    type_into(find(dock, "featuresLimitSpin"), "3")
    wait_until(lambda: usage(dock) == "Features kept: 123 MB of 3 GB")
    wait_until(lambda: "explore" in asked)
    assert set(asked) == {"cache", "explore"}
    wait_until(lambda: find(dock, "liveFeaturesLabel").text() == "features: 42 %")


@pytest.mark.parametrize(("size", "words"), [
    (0, "0 MB"), (123_400_000, "123 MB"), (1_000_000_000, "1 GB"), (1_950_000_000, "1.9 GB"), (100 * 10**9, "100 GB"),
])  # fmt: skip
def test_sizes_in_words(size: int, words: str) -> None:
    assert _in_words(size) == words
