"""Comparing losses without a window: fairness, files, maps, and what stays when it is stopped, killed or closed."""
from __future__ import annotations

import os
import signal
from dataclasses import asdict
from pathlib import Path

import pytest
from berunda.engine.schema.loss_terms import AuxiliaryTerm
from berunda.engine.schema.model_card import read_model_card
from berunda.plugin.core.comparison.comparison import Comparison
from berunda.plugin.core.comparison.layers import compared_layer, shown_choice
from berunda.plugin.core.results.layers import find_result_layers
from comparison_helpers import BOTH, change, choice, compare, set_terms, states, visible
from fake_engine import use_fake_engine, wait_until
from qgis.core import QgsProject, QgsRasterLayer


@pytest.mark.usefixtures("two_losses")
def test_all_train_alike_and_leave_the_current_model_alone(start, tmp_path: Path) -> None:
    comparison = start()
    scene = comparison.session.scene
    scene.change_settings(predict_after_training=True)
    change(comparison, steps=40, seed=5)
    scene.remember(model="/my/own.safetensors")
    assert comparison.start(("supervised", "l1", "default-recipe"))
    change(comparison, steps=99, seed=6)  # too late to make the comparison unfair
    wait_until(lambda: comparison.heard)
    assert comparison.heard == ["The comparison is over with 3 choices mapped: look at each, and keep the best."]
    assert [job.command for job in comparison.asked] == ["train", "predict"] * 3
    trainings = [job.params for job in comparison.asked if job.command == "train"]
    assert {(params["steps"], params["minutes"], params["seed"]) for params in trainings} == {(40, None, 5)}
    losses = [[term["name"] for term in params["auxiliary"]] for params in trainings]
    assert losses == [[], ["l1", "total-variation"], ["l1"]]
    folder = tmp_path / "ortho_berunda" / "compare"
    for key in ("supervised", "l1", "default-recipe"):
        assert {path.name for path in (folder / key).iterdir()} >= {
            "model.safetensors",
            "classes.tif",
            "confidence.tif",
            "ood.tif",
        }
    assert states(comparison) == {"supervised": "done", "l1": "done", "default-recipe": "done"}
    assert choice(comparison, "supervised").card.held_out["accuracy"] == 0.84
    assert (choice(comparison, "l1").card.held_out["accuracy"], choice(comparison, "l1").card.steps) == (0.91, 20)
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
    assert layer.source() == choice(comparison, "default-recipe").class_map
    assert [entry.label for entry in layer.renderer().classes()] == ["Grass"]
    project.removeMapLayer(layer.id())
    assert comparison.shown == ""
    comparison.show("default-recipe")
    assert visible(comparison) == ["Default recipe"]
    comparison.show("l1")  # never trained
    assert visible(comparison) == ["Default recipe"]


def test_keep_makes_a_choice_the_current_one_and_loses_no_other(
    start, tmp_path: Path, raster_layer: QgsRasterLayer
) -> None:
    comparison = start()
    scene, folder = comparison.session.scene, tmp_path / "ortho_berunda"
    set_terms(comparison, AuxiliaryTerm("l1", "auto"), AuxiliaryTerm("relaxed-kmeans", 0.5))
    comparison.refresh()
    compare(comparison, "supervised", "l1")
    set_terms(comparison, AuxiliaryTerm("l1", 2.0))
    for key, losses, accuracy in (("l1", (AuxiliaryTerm("l1", "auto"),), 0.91), ("supervised", (), 0.84)):
        assert comparison.keep(key)
        assert scene.settings.value("auxiliary") == losses
        assert scene.settings.term("relaxed-kmeans") == AuxiliaryTerm("relaxed-kmeans", 0.5)  # as the analyst left it
        assert (scene.memory.model, scene.memory.results) == (str(folder / "model.safetensors"), str(folder))
        assert read_model_card(scene.memory.model).held_out["accuracy"] == accuracy
        results = find_result_layers(QgsProject.instance(), raster_layer)
        assert results.layer("classes").source() == str(folder / "classes.tif")
        assert results.layer("classes").isValid()
        # The comparison does not hide what was kept.
        assert shown_choice(QgsProject.instance(), raster_layer.id()) == ""
    names = [node.name() for node in QgsProject.instance().layerTreeRoot().children()]
    assert names == ["Labels", "Compare: ortho", "ortho", "ortho"]
    assert comparison.failures == []
    comparison.session.train()
    wait_until(lambda: not comparison.session.is_busy)
    comparison.refresh()
    assert choice(comparison, "l1").card.recipe["auxiliary"] == [asdict(AuxiliaryTerm("l1", "auto"))]


def test_stop_keeps_what_is_finished(start) -> None:
    comparison = start("tiring")
    assert comparison.start(("supervised", "default-recipe", "l1"))
    wait_until(
        lambda: (
            choice(comparison, "default-recipe").state == "learning" and choice(comparison, "default-recipe").share > 0
        )
    )
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
def test_what_was_finished_stays_until_its_successor_is_complete(
    start, tmp_path: Path, mode: str, sentences: tuple[str, str]
) -> None:
    comparison = start()
    compare(comparison, *BOTH)
    folders = [Path(choice(comparison, key).folder) for key in BOTH]
    before = [{path.name: path.stat().st_mtime_ns for path in folder.iterdir()} for folder in folders]
    assert set(before[0]) >= {"model.safetensors", "classes.tif", "confidence.tif", "ood.tif"}
    again(comparison, tmp_path, mode)
    assert comparison.start(BOTH)
    if mode == "slow":
        wait_until(lambda: (folders[0] / "incoming" / "model.safetensors").exists())
        assert (comparison.shown, visible(comparison)) == (
            "supervised",
            ["Purely supervised"],
        )  # to be looked at meanwhile
        assert (states(comparison)["supervised"], choice(comparison, "supervised").card) == ("learning", None)
        comparison.stop()
    wait_until(lambda: comparison.heard)
    assert states(comparison) == {"supervised": "done", "default-recipe": "done"}
    assert [{path.name: path.stat().st_mtime_ns for path in folder.iterdir()} for folder in folders] == before
    assert choice(comparison, "supervised").card.held_out["accuracy"] == 0.84
    comparison.refresh()
    for key, sentence in zip(BOTH, sentences):
        assert choice(comparison, key).sentence.startswith(sentence)
        assert bool(choice(comparison, key).sentence) == bool(sentence)
    assert comparison.shown == "supervised"
    assert comparison.keep("default-recipe")


def test_a_complete_successor_replaces_what_was_finished(start, tmp_path: Path) -> None:
    comparison = start()
    compare(comparison, *BOTH)
    comparison.show("default-recipe")
    folder = Path(choice(comparison, "default-recipe").folder)
    before = (folder / "classes.tif").stat().st_mtime_ns, (folder / "model.safetensors").stat().st_mtime_ns
    (folder / "classes.tif.aux.xml").write_text("statistics of the old map")
    again(comparison, tmp_path, "normal")
    compare(comparison, *BOTH)
    assert (comparison.shown, visible(comparison)) == (
        "default-recipe",
        ["Default recipe"],
    )  # the same one is looked at as before
    after = (folder / "classes.tif").stat().st_mtime_ns, (folder / "model.safetensors").stat().st_mtime_ns
    assert all(new > old for new, old in zip(after, before))
    assert sorted(os.listdir(folder)) == ["classes.tif", "confidence.tif", "model.safetensors", "ood.tif"]


def test_a_map_that_is_held_open_elsewhere_is_not_replaced(start, tmp_path: Path) -> None:
    comparison = start()
    compare(comparison, *BOTH)
    folder = Path(choice(comparison, "supervised").folder)
    before = (folder / "classes.tif").stat().st_mtime_ns
    again(comparison, tmp_path, "normal")
    assert comparison.start(BOTH)
    wait_until(lambda: choice(comparison, "supervised").state == "mapping")
    (folder / "incoming" / "replaced" / "ood.tif").mkdir(parents=True)  # the way aside is blocked, as a lock would
    wait_until(lambda: comparison.heard)
    assert comparison.heard[-1].startswith("The comparison is over with 1 choices mapped")
    assert choice(comparison, "supervised").state == "done"
    assert choice(comparison, "supervised").sentence.startswith(
        f"The earlier map in {folder} cannot be replaced: close the program"
    )
    assert (folder / "classes.tif").stat().st_mtime_ns == before
    assert (folder / "model.safetensors").exists()


def test_a_choice_that_fails_says_why_and_the_others_go_on(start) -> None:
    comparison = start("picky")
    compare(comparison, "supervised", "l1", "total-variation")
    assert states(comparison) == {"supervised": "done", "l1": "failed", "total-variation": "done"}
    assert choice(comparison, "l1").sentence == "The labels do not touch the image: check their CRS"
    assert comparison.failures == []
    comparison.refresh()
    assert choice(comparison, "l1").state == "failed"


def test_the_engine_killed_in_the_middle_ends_the_comparison_and_it_can_go_on_later(start, tmp_path: Path) -> None:
    comparison = start("tiring")
    assert comparison.start(BOTH)
    wait_until(lambda: choice(comparison, "default-recipe").state == "learning")
    os.kill(comparison.session.client.process_id(), signal.SIGKILL)
    wait_until(lambda: comparison.heard)
    assert states(comparison) == {"supervised": "done", "default-recipe": "failed"}
    assert choice(comparison, "default-recipe").sentence.startswith("The engine died")
    comparison.heard.clear()
    use_fake_engine(tmp_path, "normal")
    compare(comparison, "default-recipe", "l1")
    assert states(comparison) == {"supervised": "done", "default-recipe": "done", "l1": "done"}


def test_closing_in_the_middle_loses_nothing_that_is_finished(start) -> None:
    comparison = start("tiring")
    assert comparison.start(BOTH)
    wait_until(lambda: choice(comparison, "default-recipe").state == "learning")
    comparison.session.close()
    later = start()
    assert states(later) == {"supervised": "done"}
    assert choice(later, "supervised").card.held_out["accuracy"] == 0.84
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
