"""The settings of a comparison: those that its choices share, and those that make a finished one earlier."""
from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from berunda.engine.schema.config import TrainConfig
from berunda.engine.schema.loss_terms import AuxiliaryTerm
from berunda.engine.schema.model_card import ModelCard
from berunda.engine.schema.setting import settings_of
from berunda.plugin.core.comparison import comparison as comparison_module
from berunda.plugin.core.comparison.choices import CONDITIONS
from berunda.plugin.core.comparison.comparison import Comparison
from comparison_helpers import BOTH, change, choice, compare, set_terms
from dock_helpers import LEFT
from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsRasterLayer, QgsVectorLayer
from recipe_helpers import L1, SMOOTH


def rewrite_card(path: str, card: ModelCard, recipe: dict) -> None:
    """Replaces the recipe in a model file, its time being kept."""
    times = os.stat(path)
    head = json.dumps({"__metadata__": replace(card, recipe=recipe).to_metadata()}).encode()
    Path(path).write_bytes(len(head).to_bytes(8, "little") + head)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def earlier(comparison: Comparison) -> list[str]:
    comparison.refresh()
    return [found.key for found in comparison.choices if found.is_earlier]


@pytest.mark.usefixtures("two_losses")
def test_the_choices_are_those_of_the_engine(start) -> None:
    comparison = start()
    assert [found.key for found in comparison.choices] == [
        "supervised",
        "default-recipe",
        "l1",
        "mumford-shah",
        "relaxed-kmeans",
        "total-variation",
    ]
    assert [found.title for found in comparison.choices[:5]] == [
        "Purely supervised", "Default recipe", "l1", "mumford-shah", "relaxed-kmeans (experimental)"
    ]  # fmt: skip
    assert [found.terms for found in comparison.choices] == [
        (), (L1, SMOOTH), (L1,), (AuxiliaryTerm("mumford-shah"),), (AuxiliaryTerm("relaxed-kmeans"),), (SMOOTH,)
    ]  # fmt: skip
    comparison.session.scene.change_settings(comparison.session.scene.settings.with_recipe("castillo2020"))
    set_terms(comparison, AuxiliaryTerm("l1", "auto"), AuxiliaryTerm("relaxed-kmeans", None, {"clusters": 5}))
    set_terms(comparison, AuxiliaryTerm("l1", "auto"))  # the numbers of the other one are remembered
    comparison.refresh()
    assert comparison.choices[1].title == "Losses of recipe castillo2020"
    assert [found.terms for found in comparison.choices] == [
        (), (AuxiliaryTerm("relaxed-kmeans", 1.0),), (AuxiliaryTerm("l1", "auto"),),
        (AuxiliaryTerm("mumford-shah"),), (AuxiliaryTerm("relaxed-kmeans", None, {"clusters": 5}),),
        (AuxiliaryTerm("total-variation"),),
    ]  # fmt: skip


def test_everything_but_the_losses_is_equal(start) -> None:
    """Also where the recipe that is chosen has a class prior and a probe of its own."""
    cases = (("default", {}), ("castillo2020", {"probe_share": 0.5}), ("default", {"class_prior": "balanced"}))
    for recipe, chosen in cases:
        comparison = start()
        comparison.session.scene.change_settings(comparison.session.scene.settings.with_recipe(recipe))
        change(comparison, **chosen)
        compare(comparison, "supervised", "default-recipe", "l1")
        asked = [job.params for job in comparison.asked if job.command == "train"]
        assert len(asked) == 3
        differing = {name for params in asked for name in params if params[name] != asked[0][name]}
        assert differing == {"auxiliary", "model"}
        value = comparison.session.scene.settings.value
        assert asked[0]["preset"] == recipe
        assert all(asked[0][name] == value(name) for name in ("probe_share", "class_prior", "predict_tta_rotations"))
        comparison.session.close()


def test_keep_brings_back_the_recipe_and_all_that_was_chosen_with_it(start) -> None:
    comparison = start()
    scene = comparison.session.scene
    scene.change_settings(scene.settings.with_recipe("castillo2020"))
    change(comparison, width=8, minutes=2.0, seed=3)
    set_terms(comparison, AuxiliaryTerm("l1", 0.25))
    then = scene.settings
    compare(comparison, "default-recipe", "l1")
    scene.change_settings(scene.settings.with_recipe("quick"))
    change(comparison, probe_share=0.25, seed=4)
    assert comparison.keep("l1")
    assert (scene.settings.preset, scene.settings.chosen) == ("castillo2020", then.chosen)
    assert comparison.keep("default-recipe")
    assert "auxiliary" not in scene.settings.chosen
    comparison.refresh()
    assert not choice(comparison, "l1").is_earlier


def test_keep_brings_back_what_the_dock_does_not_show(start) -> None:
    comparison = start()
    change(comparison, predict_tta_rotations=1)
    compare(comparison, *BOTH)
    change(comparison, predict_tta_rotations=2)
    assert comparison.keep("default-recipe")
    assert comparison.session.scene.settings.chosen == {"predict_tta_rotations": 1}


def test_what_trained_with_other_numbers_is_earlier(start) -> None:
    comparison = start()
    compare(comparison, "supervised", "default-recipe", "l1", "relaxed-kmeans")
    assert earlier(comparison) == []
    set_terms(comparison, AuxiliaryTerm("relaxed-kmeans", 0.1, {"clusters": 8}))  # its defaults by another way
    assert earlier(comparison) == []
    set_terms(comparison, AuxiliaryTerm("relaxed-kmeans", None, {"clusters": 6}), AuxiliaryTerm("l1", "auto"))
    assert earlier(comparison) == ["l1", "relaxed-kmeans"]
    found = choice(comparison, "relaxed-kmeans")
    assert found.terms == (AuxiliaryTerm("relaxed-kmeans", None, {"clusters": 6}),)
    assert found.trained_terms == (AuxiliaryTerm("relaxed-kmeans"),)
    set_terms(comparison, AuxiliaryTerm("relaxed-kmeans", None, {"clusters": 600}), AuxiliaryTerm("l1", 0.5))
    assert earlier(comparison) == ["relaxed-kmeans"]  # a number that is not valid is another one too


def test_what_trained_with_another_setting_is_earlier(start) -> None:
    others = {
        "network": "berundanet-ensemble", "backbone": "segnet", "width": 8, "weights": "/other.safetensors",
        "probe_share": 0.0, "class_prior": "balanced", "steps": 10, "minutes": 3.0, "seed": 4,
    }  # fmt: skip
    comparison = start()
    scene = comparison.session.scene
    compare(comparison, *BOTH)
    before = scene.settings
    for name, value in others.items():
        change(comparison, **{name: value})
        assert earlier(comparison) == list(BOTH), name
        scene.change_settings(before)
        assert earlier(comparison) == [], name
    change(comparison, device="cpu")  # makes no difference to what is learned
    assert earlier(comparison) == []
    scene.change_settings(scene.settings.with_recipe("thorough"))
    assert earlier(comparison) == list(BOTH)
    card = choice(comparison, "supervised").card
    assert set(settings_of(TrainConfig)) <= set(card.recipe)
    # Not compared is only what says where files are, what to compute on, and the losses in which the choices differ.
    assert set(card.recipe) - CONDITIONS == {
        "image", "labels", "model", "preset", "auxiliary", "device", "precision", "resume", "steps_taken", "seconds"
    }  # fmt: skip


def test_a_model_whose_recipe_cannot_be_read_is_earlier_and_can_be_kept(start) -> None:
    comparison = start()
    compare(comparison, *BOTH)
    for key, recipe in zip(BOTH, ({"preset": "of another release"}, {"width": 16})):
        found = choice(comparison, key)
        rewrite_card(found.model, found.card, recipe)
    assert earlier(comparison) == list(BOTH)
    assert [found.title for found in comparison.choices[:2]] == ["Purely supervised", "Default recipe"]
    assert comparison.keep("supervised")
    assert comparison.session.scene.settings.value("auxiliary") == ()


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
    assert comparison.steps == 250
    assert comparison.expected_s(3) is None
    change(comparison, minutes=1.5)
    assert (comparison.expected_s(3), comparison.steps) == (270, 0)
    change(comparison, steps=1000)
    compare(comparison, *BOTH)
    assert comparison.expected_s(3) == pytest.approx(3 * 1000 * 0.3 / 20)  # the fake engine: 20 steps in 0.3 s
    change(comparison, steps=2000, seed=9, probe_share=0.95)  # the recipe's share
    assert comparison.expected_s(3) == pytest.approx(3 * 2000 * 0.3 / 20)
    change(comparison, width=64)  # its steps take longer, and nobody knows how long
    assert comparison.expected_s(3) is None


def test_without_training_steps_there_is_nothing_to_compare(start) -> None:
    comparison = start()
    comparison.session.scene.change_settings(comparison.session.scene.settings.with_recipe("instant"))
    comparison.refresh()
    assert not comparison.start(BOTH)
    assert comparison.failures == [
        "Losses cannot be compared without training steps: give a budget, or choose another recipe."
    ]
    assert not comparison.is_running
    change(comparison, minutes=1.0)
    compare(comparison, *BOTH)
    assert len(comparison.heard) == 1
