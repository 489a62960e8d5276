"""When the live map asks the engine, with what, and what it makes of answers, failures and deaths."""
from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Callable

import pytest
from berunda.engine.schema.live_config import ExploreConfig, PreviewConfig
from berunda.engine.schema.setting import from_params
from berunda.plugin.core.live.grid import CanvasView, ground_of
from berunda.plugin.core.live.live_map import LiveMap
from dock_helpers import LEFT, RIGHT
from fake_engine import use_fake_engine, wait_until
from fake_live import HELD_OUT
from live_helpers import answered, asked, generations, stroke
from qgis.core import QgsGeometry, QgsProject, QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtTest import QTest

StartLive = Callable[..., LiveMap]


def test_off_or_closed_it_asks_for_nothing(start_live: StartLive) -> None:
    live = start_live()
    stroke(live)
    live.view_changed()
    live.set_open(False)
    live.switch(True)
    QTest.qWait(250)
    assert live.journal.asked == []
    live.set_open(True)
    answered(live)
    assert generations(live) == [1]


def test_what_is_asked_for(start_live: StartLive, geotiff: str, tmp_path: Path) -> None:
    live = start_live()
    live.view = CanvasView(QgsRectangle(325_050, 2_779_900, 325_250, 2_779_980), live.view.crs, 1.0)
    live.switch(True)
    answered(live)
    params = dict(live.journal.params()[0])
    from_params(PreviewConfig, params)  # as the engine reads them
    output = Path(params.pop("output"))
    assert params == {
        "image": geotiff,
        "labels": str(tmp_path / "ortho_berunda" / "labels.gpkg"),
        "bands": (1, 2, 3),
        "window": (40, 100, 160, 200),
        "resolution_px": 2,
        "show": "classes",
        "place": (),
        "device": "auto",
        "generation": 1,
    }
    assert output.is_dir()
    assert list(output.iterdir()) == []  # what was read is removed


def test_without_labels_groups_come(start_live: StartLive) -> None:
    live = start_live(labels=False)
    live.switch(True)
    answered(live)
    assert live.journal.params()[0]["labels"] == ""
    assert live.layer == "groups"
    assert [block.window for block in live.drawn] == [(0, 0, 200, 150), (0, 150, 200, 150)]


@pytest.mark.parametrize("change", ["stroke", "erase", "undo", "redo", "bands", "labels", "image"])
def test_every_change_is_answered_at_once(start_live: StartLive, change: str, tmp_path: Path, geotiff: str) -> None:
    live = start_live()
    scene = live.session.scene
    stroke(live)
    stroke(live, RIGHT)
    scene.store.undo()
    live.switch(True)
    answered(live)
    changes = {
        "stroke": lambda: stroke(live, RIGHT, 2),
        "erase": lambda: scene.store.erase(QgsGeometry.fromRect(LEFT), scene.store.layer.crs()),
        "undo": scene.store.undo,
        "redo": scene.store.redo,
        "bands": lambda: scene.remember(bands=(1, 3)),
        "labels": lambda: scene.create_labels(str(tmp_path / "others.gpkg")),
        "image": lambda: scene.choose_image(QgsProject.instance().addMapLayer(QgsRasterLayer(geotiff, "again"))),
    }
    changes[change]()
    QTest.qWait(20)  # much less than the rest after panning
    assert generations(live) == [1, 2]
    answered(live, 2)
    assert live.journal.params()[1]["bands"] == ((1, 3) if change == "bands" else (1, 2, 3))


def test_panning_is_answered_once_it_rests_and_leaves_the_blocks_fresh(start_live: StartLive) -> None:
    live = start_live()
    live.switch(True)
    answered(live)
    for east in (10, 20, 30):
        live.view = CanvasView(QgsRectangle(325_000 + east, 2_779_900, 325_100, 2_780_000), live.view.crs, 0.5)
        live.view_changed()
        QTest.qWait(50)
    assert generations(live) == [1]
    answered(live, 2)
    assert live.journal.params()[1]["window"] == (0, 60, 200, 140)
    assert not any(live.blocks.is_stale(block) for block in live.drawn)
    live.view_changed()
    QTest.qWait(250)
    assert generations(live) == [1, 2]  # the same part


def test_beside_the_image_it_asks_for_nothing(start_live: StartLive) -> None:
    live = start_live()
    live.view = CanvasView(QgsRectangle(0, 0, 100, 100), live.view.crs, 1.0)
    live.switch(True)
    QTest.qWait(50)
    assert live.journal.asked == []


def test_a_new_stroke_cancels_the_request_under_way_and_makes_blocks_stale(start_live: StartLive) -> None:
    live = start_live("pondering")
    live.switch(True)
    wait_until(lambda: live.drawn)
    assert [live.blocks.is_stale(block) for block in live.drawn] == [False]
    stroke(live)
    assert [live.blocks.is_stale(block) for block in live.drawn] == [True]
    asked(live, 2)
    stroke(live, RIGHT, 2)
    asked(live, 3)
    first, second, third = live.journal.jobs
    wait_until(lambda: second.state == "cancelled")
    wait_until(lambda: third.state == "predicting")
    assert (first.state, live.requests.job) == ("cancelled", third)
    wait_until(lambda: not live.blocks.is_stale(live.drawn[0]))
    assert [block.generation for block in live.drawn] == [3]
    assert live.journal.failures == []


def test_several_strokes_in_one_step_are_one_request(start_live: StartLive) -> None:
    live = start_live()
    live.switch(True)
    answered(live)
    for place in (LEFT, RIGHT):
        stroke(live, place)
    answered(live, 2)
    QTest.qWait(50)
    assert generations(live) == [1, 2]


def test_the_accuracy_grows_by_a_point_for_each_state_of_the_labels(start_live: StartLive) -> None:
    live = start_live()
    live.switch(True)
    answered(live)
    stroke(live)
    answered(live, 2)
    live.view = CanvasView(QgsRectangle(325_000, 2_779_950, 325_100, 2_780_000), live.view.crs, 0.5)
    live.view_changed()
    answered(live, 3)
    assert live.accuracy.shares == [0.85, 0.85]
    assert live.accuracy.last == HELD_OUT


def test_groups_and_what_is_alike_are_shown_until_a_stroke_is_painted(start_live: StartLive, raster_layer) -> None:
    live = start_live()
    live.show_groups()
    answered(live)
    assert (live.is_on, live.show, live.layer) == (True, "groups", "groups")
    live.show_similar(ground_of(live.imagery, 20, 200), raster_layer.crs())
    answered(live, 2)
    last = live.journal.params()[-1]
    assert (last["show"], last["place"]) == ("similarity", (20, 200))
    assert [(block.layer, block.picture.pixelIndex(0, 0)) for block in live.drawn] == [
        ("similarity", 0),
        ("similarity", 100),
    ]
    stroke(live)
    answered(live, 3)
    assert (live.show, live.layer) == ("classes", "classes")
    assert live.journal.params()[-1]["place"] == ()
    live.set_role("confidence")
    assert [block.picture.pixelIndex(0, 0) for block in live.drawn] == [50, 100]


def test_a_place_beside_the_image_is_refused(start_live: StartLive, raster_layer) -> None:
    live = start_live()
    live.show_similar(ground_of(live.session.scene.imagery, 0, 500), raster_layer.crs())
    assert live.journal.failures == ["The place is not on the image: click on the image."]
    assert not live.is_on


def test_without_an_image_it_says_so(start_live: StartLive) -> None:
    live = start_live()
    live.session.scene.choose_image(None)
    for switch_on in (lambda: live.switch(True), live.show_groups):
        switch_on()
        assert live.journal.failures.pop().startswith("No image is chosen: open an orthophoto in QGIS")
    assert (live.show, live.journal.asked) == ("classes", [])


def test_an_error_is_one_sentence_and_the_next_change_asks_again(start_live: StartLive) -> None:
    live = start_live("failing")
    live.switch(True)
    wait_until(lambda: live.journal.failures)
    assert live.journal.failures == ["The labels do not touch the image: check their CRS"]
    assert live.is_on
    QTest.qWait(50)
    assert generations(live) == [1]
    stroke(live)
    wait_until(lambda: len(live.journal.failures) == 2)
    assert generations(live) == [1, 2]


def test_a_block_that_cannot_be_read_is_said(start_live: StartLive) -> None:
    live = start_live("pondering")
    live.switch(True)
    wait_until(lambda: live.drawn)
    output = Path(live.journal.params()[0]["output"])
    broken = output / "broken.tif"
    broken.write_text("not a raster")
    job = live.requests.job
    job.block.emit(type("Event", (), {"path": str(broken), "generation": 1, "layer": "classes"})())
    assert live.journal.failures == [
        f"A part of the live map cannot be read ({broken}): it is asked for with the next change."
    ]
    assert not broken.exists()


def test_without_a_temporary_folder_it_says_so_and_asks_with_the_next_change(
    start_live: StartLive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    live = start_live()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    live.switch(True)
    wait_until(lambda: live.journal.failures)
    assert live.journal.failures == [
        "The live map needs a temporary folder, which cannot be made: No such file or directory."
    ]
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    live.view_changed()
    answered(live)
    assert generations(live) == [1]


def test_edits_that_are_not_saved_are_said(start_live: StartLive) -> None:
    live = start_live()
    live.switch(True)
    answered(live)
    layer = live.session.scene.store.layer
    layer.startEditing()
    stroke(live)
    assert live.journal.failures[-1].startswith("The labels have edits that are not saved")
    live.journal.failures.clear()
    assert layer.commitChanges()
    QTest.qWait(20)
    assert live.journal.failures == []


def test_what_the_engine_notices_is_said_once(start_live: StartLive) -> None:
    live = start_live("warning")
    notices = []
    live.notice.connect(notices.append)
    live.switch(True)
    answered(live)
    wait_until(lambda: live.journal.params("explore") and live.exploration.job is None)
    stroke(live)
    answered(live, 2)
    assert notices == ["The folder /full for features cannot be written: they are kept in memory."]


def test_exploring_says_what_it_notices(start_live: StartLive) -> None:
    live = start_live("warning")
    notices = []
    live.notice.connect(notices.append)
    live.exploration.begin({"image": "a.tif"}, {})
    wait_until(lambda: notices)
    assert notices[0].startswith("The folder /full for features")


def test_features_are_computed_ahead_while_live_is_on(start_live: StartLive, geotiff: str, tmp_path: Path) -> None:
    live = start_live()
    shares = []
    live.exploration.progressed.connect(shares.append)
    live.switch(True)
    wait_until(lambda: shares == [0.42, None])
    explored = live.journal.params("explore")
    assert explored == [{"image": geotiff, "bands": (1, 2, 3), "window": (0, 0, 200, 300), "device": "auto"}]
    from_params(ExploreConfig, explored[0])
    stroke(live)
    answered(live, 2)
    assert len(live.journal.params("explore")) == 1  # done once
    live.session.scene.remember(bands=(2,))
    wait_until(lambda: len(live.journal.params("explore")) == 2)
    assert live.journal.params("explore")[1]["bands"] == (2,)


def test_exploring_ends_with_live(start_live: StartLive, tmp_path: Path) -> None:
    live = start_live()
    live.exploration.begin({"image": "a.tif"}, {})
    wait_until(lambda: live.exploration.job is None)
    use_fake_engine(tmp_path, "pondering")
    live.session.client.restart()
    live.exploration.begin({"image": "b.tif"}, {})
    job = live.exploration.job
    live.exploration.begin({"image": "b.tif"}, {})
    assert live.exploration.job is job
    wait_until(lambda: live.session.client.is_ready)
    live.switch(True)
    wait_until(lambda: live.drawn)
    live.switch(False)
    wait_until(lambda: job.state == "cancelled")
    assert (live.exploration.job, live.drawn) == (None, [])


def test_closing_removes_the_folder(start_live: StartLive) -> None:
    live = start_live("pondering")
    live.switch(True)
    wait_until(lambda: live.drawn)
    folder = Path(live.journal.params()[0]["output"])
    assert folder.is_dir()
    start_live.opened.pop().close()
    assert not folder.exists()
