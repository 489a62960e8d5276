"""The notification at the end of a long job."""
from __future__ import annotations

from types import SimpleNamespace

import pytest
from berunda.plugin.gui import end_notice
from berunda.plugin.gui.end_notice import EndNotice
from fake_engine import wait_until
from qgis.PyQt.QtWidgets import QWidget


class Clock:
    """Time that is set."""

    now = 100.0

    def monotonic(self) -> float:
        return self.now


class Window(QWidget):
    """A window that is in front or not."""

    in_front = False

    def isActiveWindow(self) -> bool:
        return self.in_front


@pytest.fixture
def window(qgis_app: object) -> Window:
    return Window()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(end_notice, "time", SimpleNamespace(monotonic=clock.monotonic))
    monkeypatch.setattr(end_notice, "SETTLE_MS", 20)
    return clock


def ended(notice: EndNotice) -> str:
    wait_until(lambda: not notice._settle.isActive())
    return notice.shown


def test_the_last_sentence_of_training_and_map_is_shown(window: Window, clock: Clock) -> None:
    notice = EndNotice(window)
    notice.set_busy(True)
    clock.now += 15
    notice.set_busy(False)
    notice.hear("Trained.")
    notice.set_busy(True)  # the map begins at once
    clock.now += 15
    notice.hear("The map is in the project.")
    notice.set_busy(False)
    assert ended(notice) == "The map is in the project."


def test_a_short_job_needs_none(window: Window, clock: Clock) -> None:
    notice = EndNotice(window)
    notice.hear("Trained.")
    notice.set_busy(True)
    clock.now += 19
    notice.set_busy(False)
    assert ended(notice) == ""


def test_nor_does_an_analyst_who_looks_at_the_window(window: Window, clock: Clock) -> None:
    notice, window.in_front = EndNotice(window), True
    notice.hear("Trained.")
    notice.set_busy(True)
    clock.now += 60
    notice.set_busy(False)
    assert ended(notice) == ""
