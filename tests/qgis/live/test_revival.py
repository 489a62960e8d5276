"""The engine dies under the live map: it is started again once, and the sentence about its death says so."""
from __future__ import annotations

from pathlib import Path
from typing import Callable

from berunda.plugin.core.live.live_map import LiveMap
from fake_engine import use_fake_engine, wait_until
from live_helpers import answered, asked, deaths, generations, kill, stroke
from qgis.PyQt.QtTest import QTest

StartLive = Callable[..., LiveMap]


def test_a_worker_that_dies_is_started_once_and_asked_again(start_live: StartLive, tmp_path: Path) -> None:
    live = start_live("pondering")
    stroke(live)
    live.switch(True)
    asked(live, 1)
    use_fake_engine(tmp_path, "normal")
    kill(live)
    answered(live)
    assert generations(live) == [1, 2]
    assert (live.is_on, live.journal.failures) == (True, [])
    assert [sentence.endswith("before is kept; Live starts it again.") for sentence in deaths(live)] == [True]
    assert live.session.scene.store.layer.featureCount() == 1
    assert len(live.drawn) == 2


def test_the_second_death_in_a_row_switches_live_off(start_live: StartLive) -> None:
    live = start_live("pondering")
    live.switch(True)
    asked(live, 1)
    kill(live)
    asked(live, 2)
    kill(live)
    wait_until(lambda: not live.is_on)
    wait_until(lambda: live.journal.failures)
    assert live.journal.failures[0].startswith("Live is switched off, since the engine died twice: The engine died")
    ends = ["Live starts it again.", "the next click starts it again."]
    assert [sentence.split("; ")[-1] for sentence in deaths(live)] == ends
    assert live.journal.failures[0].endswith(ends[1])
    QTest.qWait(50)
    assert generations(live) == [1, 2]
    assert live.drawn == []


def test_an_answer_makes_the_next_death_the_first_one(start_live: StartLive, tmp_path: Path) -> None:
    live = start_live()
    live.switch(True)
    for count in (1, 2, 3):
        answered(live, count)
        wait_until(lambda: live.requests.job is None)
        kill(live)
        wait_until(lambda count=count: len(deaths(live)) == count)
    answered(live, 4)
    assert live.is_on
    assert all(sentence.endswith("Live starts it again.") for sentence in deaths(live))


def test_without_live_a_click_starts_the_engine_again(start_live: StartLive) -> None:
    live = start_live()
    live.switch(True)
    answered(live)
    live.switch(False)
    kill(live)
    wait_until(lambda: deaths(live))
    assert deaths(live)[0].endswith("before is kept; the next click starts it again.")
    QTest.qWait(50)
    assert generations(live) == [1]
    assert not live.session.client.is_running


def test_an_engine_that_is_started_anew_is_asked_again(start_live: StartLive, tmp_path: Path) -> None:
    live = start_live("pondering")
    live.switch(True)
    wait_until(lambda: live.drawn)
    use_fake_engine(tmp_path, "normal")
    live.session.check_engine()
    answered(live)
    assert generations(live) == [1, 2]
