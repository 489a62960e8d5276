"""The comparison in its window: ticked, started, looked at and kept with the mouse."""
from __future__ import annotations

import pytest
from berunda.engine.schema.loss_terms import AuxiliaryTerm
from berunda.plugin.gui.comparison_table import ACCURACY, CHOICE, SECONDS, STATE
from berunda.plugin.gui.comparison_window import REFRESH_MS, ComparisonWindow
from berunda.plugin.gui.dock import BerundaDock
from berunda.plugin.gui.durations import in_words
from comparison_helpers import change, choice
from dock_helpers import click, find, message, paint
from fake_engine import wait_until
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QWidget

KEYS = ("supervised", "default-recipe", "l1", "mumford-shah", "relaxed-kmeans", "total-variation")


@pytest.fixture
def open_window(open_dock):
    """The comparison window of a dock with strokes, opened by its button."""

    def show(mode: str = "normal") -> tuple[BerundaDock, ComparisonWindow]:
        dock = open_dock(mode)
        wait_until(lambda: dock.training_panel.rows)
        click(dock, "newLabelsButton")
        paint(dock)
        click(dock, "compareButton")
        window = dock.comparison_window
        assert QTest.qWaitForWindowExposed(window)
        wait_until(lambda: window.table.rowCount() == len(KEYS))
        return dock, window

    return show


def press(window: ComparisonWindow, name: str) -> None:
    widget = window.findChild(QWidget, name)
    wait_until(widget.isEnabled)
    place = QPoint(8, widget.height() // 2) if name.startswith("showMap") else widget.rect().center()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)


def tick(window: ComparisonWindow, *keys: str) -> None:
    """Clicks on the checkboxes until exactly these are ticked."""
    table = window.table
    for row, key in enumerate(KEYS):
        if (key in window.table.ticked_keys()) != (key in keys):
            box = table.visualItemRect(table.item(row, CHOICE))
            QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.left() + 10, box.center().y()))
    assert table.ticked_keys() == list(keys)


def cells(window: ComparisonWindow, key: str) -> tuple[str, str, str]:
    return tuple(window.table.item(KEYS.index(key), column).text() for column in (ACCURACY, SECONDS, STATE))


def text(window: ComparisonWindow, name: str) -> str:
    return window.findChild(QWidget, name).text()


def names_in_sight(dock: BerundaDock) -> list[str]:
    return [node.name() for node in QgsProject.instance().layerTreeRoot().findLayers() if node.isVisible()]


@pytest.mark.usefixtures("two_losses")
def test_tick_compare_look_and_keep(open_window) -> None:
    dock, window = open_window()
    assert window.windowTitle() == "Compare losses: ortho"
    assert text(window, "comparisonIntro") == (
        "Tick two or more. Each trains on its own with the same budget (250 steps) and all other settings as the dock "
        "shows them, then maps the area."
    )
    assert window.table.ticked_keys() == ["supervised", "default-recipe"]
    tick(window, "l1")
    assert not window.start_button.isEnabled()
    assert text(window, "comparisonTime") == "Tick at least two choices."
    tick(window, "supervised", "l1", "total-variation")
    assert text(window, "comparisonTime") == "3 choices: how long that takes is known once the first one trains."
    press(window, "startComparisonButton")
    assert not window.start_button.isEnabled()
    seen = set()
    wait_until(
        lambda: (
            seen.add(tuple(cells(window, key)[2].split(" ")[0] for key in ("supervised", "l1")))
            or not dock.session.is_busy
        )
    )
    assert {("learning", "waiting"), ("done", "learning")} <= seen
    wait_until(lambda: cells(window, "total-variation")[2] == "done · 20 steps")
    assert cells(window, "supervised") == ("84 % (75 to 90)", "0.3", "done · 20 steps")
    assert cells(window, "l1")[0] == "91 % (84 to 95)"
    assert cells(window, "default-recipe") == ("", "", "")
    assert message(dock) == "The comparison is over with 3 choices mapped: look at each, and keep the best."
    assert text(window, "comparisonTime") == "3 choices: about 11 s of training in all, and the maps."

    for key, name in (("l1", "l1"), ("total-variation", "total-variation"), ("supervised", "Purely supervised")):
        press(window, f"showMap-{key}")
        assert names_in_sight(dock) == ["Labels", name, "ortho"]
        wait_until(lambda key=key: window.findChild(QWidget, f"showMap-{key}").isChecked())
        checked = [other for other in KEYS if window.findChild(QWidget, f"showMap-{other}").isChecked()]
        assert checked == [key]
    assert not window.findChild(QWidget, "showMap-relaxed-kmeans").isEnabled()

    press(window, "keep-l1")
    assert dock.session.scene.settings.value("auxiliary") == (AuxiliaryTerm("l1", 0.5),)
    assert find(dock, "lossCheck-l1").isChecked()
    assert not find(dock, "lossCheck-total-variation").isChecked()
    assert find(dock, "heldOutLabel").text().startswith("Held-out accuracy 91 %")
    assert names_in_sight(dock) == ["Labels", "Classes", "ortho"]
    press(window, "keep-supervised")
    assert find(dock, "heldOutLabel").text().startswith("Held-out accuracy 84 %")
    assert not find(dock, "lossCheck-l1").isChecked()


def test_stop_in_the_window_and_in_the_dock(open_window) -> None:
    dock, window = open_window("tiring")
    press(window, "startComparisonButton")
    wait_until(lambda: cells(window, "default-recipe")[2].startswith("learning"))
    assert cells(window, "supervised")[2] == "done · 20 steps"
    wait_until(lambda: text(window, "comparisonTime").startswith("About "))
    press(window, "showMap-supervised")  # also while others learn
    assert names_in_sight(dock)[1] == "Purely supervised"
    assert not window.findChild(QWidget, "keep-supervised").isEnabled()
    press(window, "stopComparisonButton")
    wait_until(lambda: cells(window, "default-recipe")[2] == "stopped")
    assert cells(window, "supervised")[2] == "done · 20 steps"
    press(window, "startComparisonButton")
    wait_until(lambda: cells(window, "supervised")[2].startswith("learning"))
    click(dock, "stopButton")
    wait_until(lambda: not dock.session.is_busy)
    wait_until(lambda: cells(window, "default-recipe")[2] == "stopped")


def test_the_window_may_be_closed_while_it_compares(open_window) -> None:
    dock, window = open_window()
    press(window, "startComparisonButton")
    window.close()
    wait_until(lambda: message(dock).startswith("The comparison is over with 2 choices mapped"))
    click(dock, "compareButton")
    assert cells(window, "default-recipe")[2] == "done · 20 steps"


def test_a_failure_is_said_in_its_row_and_what_is_missing_in_the_window(open_window) -> None:
    dock, window = open_window("picky")
    tick(window, "supervised", "l1")
    press(window, "startComparisonButton")
    wait_until(lambda: not dock.session.is_busy)
    wait_until(lambda: cells(window, "l1")[2] == "failed: The labels do not touch the image: check their CRS")
    layer = dock.session.scene.store.layer
    layer.startEditing()
    layer.deleteFeature(next(layer.getFeatures()).id())
    press(window, "startComparisonButton")
    assert text(window, "messageLabel").startswith("The labels have edits that are not saved")
    layer.rollBack()


def test_a_failure_beside_an_earlier_result_is_said_too(open_window) -> None:
    dock, window = open_window()
    dock.comparison.start(("supervised", "l1"))
    wait_until(lambda: cells(window, "l1")[2] == "done · 20 steps")
    choice(dock.comparison, "l1").fall_back("failed", "The labels do not touch the image: check their CRS")
    dock.comparison.refresh()
    said = "done · 20 steps; compared again, it failed: The labels do not touch the image: check their CRS"
    wait_until(lambda: cells(window, "l1")[2] == said)
    assert window.findChild(QWidget, "showMap-l1").isEnabled()


def test_a_row_tells_the_numbers_that_it_learned_with(open_window) -> None:
    dock, window = open_window()
    scene = dock.session.scene
    scene.change_settings(scene.settings.with_losses([AuxiliaryTerm("l1", 2.0)]))
    dock.comparison.refresh()
    dock.comparison.start(("supervised", "l1"))
    wait_until(lambda: cells(window, "l1")[2] == "done · 20 steps")
    scene.change_settings(scene.settings.with_losses([AuxiliaryTerm("l1", 3.0), AuxiliaryTerm("total-variation", 3.0)]))
    wait_until(lambda: cells(window, "l1")[2] == "earlier · 20 steps")
    assert cells(window, "supervised")[2] == "done · 20 steps"
    tips = [window.table.item(KEYS.index(key), CHOICE).toolTip() for key in ("l1", "total-variation")]
    assert tips == ["l1=2", "total-variation=3"]
    assert window.table.item(KEYS.index("l1"), STATE).toolTip() == (
        "It was trained with other settings, imagery or labels than it would be now: compare it again"
    )


def test_many_changes_at_once_are_listed_once_and_a_little_later(open_window, monkeypatch: pytest.MonkeyPatch) -> None:
    dock, window = open_window()
    QTest.qWait(3 * REFRESH_MS)  # what opening it asked for is listed
    listings = []
    refresh = dock.comparison.refresh
    monkeypatch.setattr(
        dock.comparison, "refresh", lambda: listings.append(dock.session.scene.settings.value("steps")) or refresh()
    )
    for steps in (50, 60, 70):
        change(dock, steps=steps)
    assert listings == []
    wait_until(lambda: "(70 steps)" in text(window, "comparisonIntro"))
    assert listings == [70]
    change(dock, steps=80)
    window.close()
    QTest.qWait(3 * REFRESH_MS)
    assert listings == [70]


def test_durations() -> None:
    assert [in_words(seconds) for seconds in (0.2, 12.4, 89, 91, 3599, 5400, 9000)] == [
        "1 s", "12 s", "89 s", "2 min", "60 min", "1 h 30 min", "2 h 30 min"
    ]
