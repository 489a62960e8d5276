"""Comparing losses without a window: fairness, files, maps, and what stays when it is stopped, killed or closed."""
from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest
from berunda.engine.config import AuxiliaryTerm
from berunda.plugin.core import comparison as comparison_module
from berunda.plugin.core.compared_layers import compared_layer, shown_choice
from berunda.plugin.core.comparison import Comparison
from berunda.plugin.core.model_card import read_model_card
from berunda.plugin.core.result_layers import find_result_layers
from comparison_hands import BOTH, compare, states, trial, visible
from dock_hands import LEFT
from fake_engine import use_fake_engine, wait_until
from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsRasterLayer, QgsVectorLayer


def test_the_choices_are_those_of_the_engine(start) -> None:
    comparison = start()
    assert [found.key for found in comparison.trials] == ["supervised", "default-recipe", "l1", "relaxed-kmeans", "total-variation"]
    assert [found.title for found in comparison.trials[:4]] == [
        "Purely supervised", "Default recipe", "l1", "relaxed-kmeans (experimental)"
    ]  # fmt: skip
    comparison.session.scene.change_settings(weights={"l1": "auto"}, parameters={"relaxed-kmeans": {"clusters": 5}})
    comparison.refresh()
    assert [found.terms for found in comparison.trials] == [
        (), None, (AuxiliaryTerm("l1", "auto"),), (AuxiliaryTerm("relaxed-kmeans", None, {"clusters": 5}),),
        (AuxiliaryTerm("total-variation"),),
    ]  # fmt: skip


def test_all_train_alike_and_leave_the_current_model_alone(start, tmp_path: Path) -> None:
    comparison = start()
    scene = comparison.session.scene
    scene.change_settings(steps=40, seed=5, predict_after_training=True)
    scene.remember(model="/my/own.safetensors")
    assert comparison.start(("supervised", "l1", "default-recipe"))
    scene.change_settings(steps=99, seed=6)  # too late to make the comparison unfair
    wait_until(lambda: comparison.heard)
    assert comparison.heard == ["The comparison is over with 3 choices mapped: look at each, and keep the best."]
    assert [run.command for run in comparison.asked] == ["train", "predict"] * 3
    trainings = [run.config for run in comparison.asked if run.command == "train"]
    assert {(config.steps, config.minutes, config.seed) for config in trainings} == {(40, None, 5)}
    assert [config.auxiliary for config in trainings] == [(), None, (AuxiliaryTerm("l1"),)]
    folder = tmp_path / "ortho_berunda" / "compare"
    for key in ("supervised", "l1", "default-recipe"):
        assert {path.name for path in (folder / key).iterdir()} >= {"model.safetensors", "classes.tif", "confidence.tif", "ood.tif"}
    assert states(comparison) == {"supervised": "done", "l1": "done", "default-recipe": "done"}
    assert trial(comparison, "supervised").card.held_out["accuracy"] == 0.84
    assert (trial(comparison, "l1").card.held_out["accuracy"], trial(comparison, "l1").card.steps) == (0.91, 20)
    assert scene.memory.model == "/my/own.safetensors"
    assert find_result_layers(QgsProject.instance(), comparison.image_layer) is None
    assert not comparison.session.is_busy


def test_one_map_at_a_time_in_a_group_above_the_results(start, raster_layer: QgsRasterLayer) -> None:
    comparison = start()
    compare(comparison, *BOTH)
    project = QgsProject.instance()
    names = [node.name() for node in project.layerTreeRoot().children()]
    assert names == ["Labels", "Compare: ortho", "ortho"]
    assert (visible(comparison), comparison.shown) == (["Purely supervised"], "supervised")
    comparison.show("default-recipe")
    assert (visible(comparison), comparison.shown) == (["Default recipe"], "default-recipe")
    layer = compared_layer(project, raster_layer.id(), "default-recipe")
    assert layer.source() == trial(comparison, "default-recipe").class_map
    assert [entry.label for entry in layer.renderer().classes()] == ["Grass"]
    project.removeMapLayer(layer.id())
    assert comparison.shown == ""
    comparison.show("default-recipe")
    assert visible(comparison) == ["Default recipe"]
    comparison.show("l1")  # never trained
    assert visible(comparison) == ["Default recipe"]


def test_keep_makes_a_choice_the_current_one_and_loses_no_other(start, tmp_path: Path, raster_layer: QgsRasterLayer) -> None:
    comparison = start()
    scene, folder = comparison.session.scene, tmp_path / "ortho_berunda"
    scene.change_settings(weights={"l1": "auto"})
    comparison.refresh()
    compare(comparison, "supervised", "l1")
    scene.change_settings(weights={"l1": 2.0, "relaxed-kmeans": 0.5})
    for key, losses, weights, accuracy in (
        ("l1", ("l1",), {"l1": "auto", "relaxed-kmeans": 0.5}, 0.91), ("supervised", (), {"l1": "auto", "relaxed-kmeans": 0.5}, 0.84),
    ):  # fmt: skip
        assert comparison.keep(key)
        assert (scene.settings.auxiliary, scene.settings.weights) == (losses, weights)
        assert (scene.memory.model, scene.memory.results) == (str(folder / "model.safetensors"), str(folder))
        assert read_model_card(scene.memory.model).held_out["accuracy"] == accuracy
        results = find_result_layers(QgsProject.instance(), raster_layer)
        assert results.layer("classes").source() == str(folder / "classes.tif")
        assert results.layer("classes").isValid()
        assert shown_choice(QgsProject.instance(), raster_layer.id()) == ""  # the comparison does not hide what was kept
    assert [node.name() for node in QgsProject.instance().layerTreeRoot().children()] == ["Labels", "Compare: ortho", "ortho", "ortho"]
    assert comparison.failures == []
    comparison.session.train()
    wait_until(lambda: not comparison.session.is_busy)
    comparison.refresh()
    assert trial(comparison, "l1").card.recipe["auxiliary"] == [
        {"name": "l1", "weight": "auto", "parameters": {}, "start": 0.0, "end": 1.0}
    ]


def test_stop_keeps_what_is_finished(start) -> None:
    comparison = start("tiring")
    assert comparison.start(("supervised", "default-recipe", "l1"))
    wait_until(lambda: trial(comparison, "default-recipe").state == "learning" and trial(comparison, "default-recipe").share > 0)
    assert states(comparison) == {"supervised": "done", "default-recipe": "learning", "l1": "waiting"}
    assert comparison.seconds_left() > 0
    comparison.stop()
    wait_until(lambda: comparison.heard)
    assert comparison.heard == ["The comparison was stopped with 1 choices mapped; they are kept."]
    assert states(comparison) == {"supervised": "done", "default-recipe": "stopped", "l1": "stopped"}
    assert not comparison.session.is_busy
    assert comparison.session.scene.memory.model == ""
    assert comparison.keep("supervised")
    assert not comparison.keep("l1")


def again(comparison: Comparison, tmp_path: Path, mode: str) -> None:
    """Goes on with an engine of another kind."""
    comparison.heard.clear()
    comparison.session.client.shutdown()
    use_fake_engine(tmp_path, mode)


@pytest.mark.parametrize(
    ("mode", "sentences"),
    [
        ("slow", ("", "")),
        ("failing", ("The labels do not touch the image: check their CRS",) * 2),
        ("dying", ("The engine died", "")),
    ],
)
def test_what_was_finished_stays_until_its_successor_is_complete(start, tmp_path: Path, mode: str, sentences: tuple[str, str]) -> None:
    comparison = start()
    compare(comparison, *BOTH)
    folders = [Path(trial(comparison, key).folder) for key in BOTH]
    before = [{path.name: path.stat().st_mtime_ns for path in folder.iterdir()} for folder in folders]
    assert set(before[0]) >= {"model.safetensors", "classes.tif", "confidence.tif", "ood.tif"}
    again(comparison, tmp_path, mode)
    assert comparison.start(BOTH)
    if mode == "slow":
        wait_until(lambda: (folders[0] / "incoming" / "model.safetensors").exists())
        assert (comparison.shown, visible(comparison)) == ("supervised", ["Purely supervised"])  # to be looked at meanwhile
        assert (states(comparison)["supervised"], trial(comparison, "supervised").card) == ("learning", None)
        comparison.stop()
    wait_until(lambda: comparison.heard)
    assert states(comparison) == {"supervised": "done", "default-recipe": "done"}
    assert [{path.name: path.stat().st_mtime_ns for path in folder.iterdir()} for folder in folders] == before
    assert trial(comparison, "supervised").card.held_out["accuracy"] == 0.84
    comparison.refresh()
    for key, sentence in zip(BOTH, sentences):
        assert trial(comparison, key).sentence.startswith(sentence)
        assert bool(trial(comparison, key).sentence) == bool(sentence)
    assert comparison.shown == "supervised"
    assert comparison.keep("default-recipe")


def test_a_complete_successor_replaces_what_was_finished(start, tmp_path: Path) -> None:
    comparison = start()
    compare(comparison, *BOTH)
    comparison.show("default-recipe")
    folder = Path(trial(comparison, "default-recipe").folder)
    before = (folder / "classes.tif").stat().st_mtime_ns, (folder / "model.safetensors").stat().st_mtime_ns
    (folder / "classes.tif.aux.xml").write_text("statistics of the old map")
    again(comparison, tmp_path, "normal")
    compare(comparison, *BOTH)
    assert (comparison.shown, visible(comparison)) == ("default-recipe", ["Default recipe"])  # the same one is looked at as before
    after = (folder / "classes.tif").stat().st_mtime_ns, (folder / "model.safetensors").stat().st_mtime_ns
    assert all(new > old for new, old in zip(after, before))
    assert sorted(os.listdir(folder)) == ["classes.tif", "confidence.tif", "model.safetensors", "ood.tif"]


def test_a_map_that_is_held_open_elsewhere_is_not_replaced(start, tmp_path: Path) -> None:
    comparison = start()
    compare(comparison, *BOTH)
    folder = Path(trial(comparison, "supervised").folder)
    before = (folder / "classes.tif").stat().st_mtime_ns
    again(comparison, tmp_path, "normal")
    assert comparison.start(BOTH)
    wait_until(lambda: trial(comparison, "supervised").state == "mapping")
    (folder / "incoming" / "replaced" / "ood.tif").mkdir(parents=True)  # the way aside is blocked, as a lock would
    wait_until(lambda: comparison.heard)
    assert comparison.heard[-1].startswith("The comparison is over with 1 choices mapped")
    assert trial(comparison, "supervised").state == "done"
    assert trial(comparison, "supervised").sentence.startswith(f"The earlier map in {folder} cannot be replaced: close the program")
    assert (folder / "classes.tif").stat().st_mtime_ns == before
    assert (folder / "model.safetensors").exists()


def test_a_choice_that_fails_says_why_and_the_others_go_on(start) -> None:
    comparison = start("picky")
    compare(comparison, "supervised", "l1", "total-variation")
    assert states(comparison) == {"supervised": "done", "l1": "failed", "total-variation": "done"}
    assert trial(comparison, "l1").sentence == "The labels do not touch the image: check their CRS"
    assert comparison.failures == []
    comparison.refresh()
    assert trial(comparison, "l1").state == "failed"


def test_the_engine_killed_in_the_middle_ends_the_comparison_and_it_can_go_on_later(start, tmp_path: Path) -> None:
    comparison = start("tiring")
    assert comparison.start(BOTH)
    wait_until(lambda: trial(comparison, "default-recipe").state == "learning")
    os.kill(comparison.session.client.process_id(), signal.SIGKILL)
    wait_until(lambda: comparison.heard)
    assert states(comparison) == {"supervised": "done", "default-recipe": "failed"}
    assert trial(comparison, "default-recipe").sentence.startswith("The engine died")
    comparison.heard.clear()
    use_fake_engine(tmp_path, "normal")
    compare(comparison, "default-recipe", "l1")
    assert states(comparison) == {"supervised": "done", "default-recipe": "done", "l1": "done"}


def test_closing_in_the_middle_loses_nothing_that_is_finished(start) -> None:
    comparison = start("tiring")
    assert comparison.start(BOTH)
    wait_until(lambda: trial(comparison, "default-recipe").state == "learning")
    comparison.session.close()
    later = start()
    assert states(later) == {"supervised": "done"}
    assert trial(later, "supervised").card.held_out["accuracy"] == 0.84
    later.show("supervised")
    assert visible(later) == ["Purely supervised"]


def test_a_saved_project_shows_the_maps_again(start, tmp_path: Path) -> None:
    comparison = start()
    compare(comparison, *BOTH)
    comparison.show("default-recipe")
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "map.qgz"))
    project.clear()
    assert project.read(str(tmp_path / "map.qgz"))
    comparison.refresh()
    assert (comparison.shown, visible(comparison)) == ("default-recipe", ["Default recipe"])
    comparison.show("supervised")
    assert visible(comparison) == ["Purely supervised"]
    assert states(comparison) == {"supervised": "done", "default-recipe": "done"}


def test_what_is_missing_is_said(start) -> None:
    comparison = start()
    assert not comparison.start(("l1",))
    assert comparison.failures == ["Tick at least two choices to compare."]
    comparison.session.train()
    assert not comparison.start(BOTH)
    assert comparison.failures[-1].startswith("The engine is at work")


def earlier(comparison: Comparison) -> list[str]:
    comparison.refresh()
    return [found.key for found in comparison.trials if found.is_earlier]


def test_what_learned_with_other_numbers_is_earlier(start) -> None:
    comparison = start()
    change = comparison.session.scene.change_settings
    change(weights={"l1": 0.5}, parameters={"relaxed-kmeans": {"clusters": 5}})
    comparison.refresh()
    compare(comparison, "supervised", "default-recipe", "l1", "relaxed-kmeans")
    assert earlier(comparison) == []
    change(weights={"relaxed-kmeans": 0.1})  # the default by another way; so is l1's 0.5
    assert earlier(comparison) == []
    change(weights={"l1": "auto"})
    assert earlier(comparison) == ["l1"]
    change(start_from="/other/model.safetensors")
    assert earlier(comparison) == ["supervised", "default-recipe", "l1", "relaxed-kmeans"]
    change(start_from="", weights={}, parameters={"relaxed-kmeans": {"clusters": 6}})
    assert earlier(comparison) == ["relaxed-kmeans"]
    assert trial(comparison, "relaxed-kmeans").terms == (AuxiliaryTerm("relaxed-kmeans", None, {"clusters": 6}),)
    assert trial(comparison, "relaxed-kmeans").learned_terms == (AuxiliaryTerm("relaxed-kmeans", None, {"clusters": 5}),)
    assert trial(comparison, "default-recipe").learned_terms is None


def test_what_learned_from_other_imagery_is_earlier(start, tmp_path: Path, geotiff: str) -> None:
    comparison = start()
    scene, project = comparison.session.scene, QgsProject.instance()
    compare(comparison, *BOTH)
    scene.remember(bands=(1, 2))
    assert earlier(comparison) == list(BOTH)
    scene.remember(bands=(1, 2, 3))
    assert earlier(comparison) == []
    shutil.copy(geotiff, tmp_path / "second.tif")
    second = QgsRasterLayer(str(tmp_path / "second.tif"), "second")
    project.addMapLayer(second)
    scene.change_settings(unlabelled=(second.id(),))
    assert earlier(comparison) == list(BOTH)
    scene.change_settings(unlabelled=(), area="polygons")
    assert earlier(comparison) == []  # no layer is chosen: there is nothing to compare with
    area = QgsVectorLayer("Polygon?crs=EPSG:32640", "area", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(LEFT))
    area.dataProvider().addFeature(feature)
    project.addMapLayer(area)
    scene.change_settings(area_layer=area.id())
    assert earlier(comparison) == list(BOTH)


def test_the_imagery_is_looked_at_only_where_something_is_finished(start, monkeypatch: pytest.MonkeyPatch) -> None:
    comparison = start()
    asked = []
    told = comparison_module.imagery_params
    monkeypatch.setattr(comparison_module, "imagery_params", lambda *given: asked.append(given) or told(*given))
    comparison.refresh()
    assert asked == []
    compare(comparison, *BOTH)
    asked.clear()
    comparison.refresh()
    assert len(asked) == 1


def test_looking_around_does_not_make_what_the_canvas_showed_earlier(start) -> None:
    comparison = start()
    comparison.session.scene.change_settings(area="canvas")
    compare(comparison, *BOTH)
    comparison.look_at(LEFT)
    assert earlier(comparison) == []
    comparison.heard.clear()
    compare(comparison, "default-recipe", "l1")  # there
    assert earlier(comparison) == ["supervised"]
    comparison.session.scene.change_settings(area="image")
    assert earlier(comparison) == ["supervised", "default-recipe", "l1"]


def test_how_long_it_will_take(start) -> None:
    comparison = start()
    scene = comparison.session.scene
    assert comparison.steps == 400
    assert comparison.expected_s(3) is None
    scene.change_settings(minutes=1.5)
    assert (comparison.expected_s(3), comparison.steps) == (270, 0)
    scene.change_settings(minutes=None, steps=1000)
    compare(comparison, *BOTH)
    assert comparison.expected_s(3) == pytest.approx(3 * 1000 * 0.3 / 20)  # the fake engine: 20 steps in 0.3 s
