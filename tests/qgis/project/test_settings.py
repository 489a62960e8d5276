"""The dock's choices as values: what differs from a recipe, and what a project file brings back."""
from __future__ import annotations

import json

import pytest
from berunda.engine.schema.config import TrainConfig
from berunda.engine.schema.loss_terms import AuxiliaryTerm
from berunda.engine.schema.recipes import PRESETS, train_config
from berunda.engine.schema.setting import ADVANCED, FRONT, settings_of
from berunda.plugin.core.project.settings import (
    CANVAS,
    SHOWN,
    Settings,
    missing_recipe,
    settings_from_json,
    settings_to_json,
)
from recipe_helpers import L1, SMOOTH

L2 = AuxiliaryTerm("l2")
FILES = {"image": "a.tif", "labels": "a.gpkg", "model": "a.safetensors"}


def test_shown_is_what_the_declarations_say() -> None:
    declared = settings_of(TrainConfig)
    assert set(SHOWN) == {name for name, each in declared.items() if each.shown in (FRONT, ADVANCED)}


def test_a_value_equal_to_the_recipe_s_is_not_a_choice() -> None:
    settings = Settings().with_values(width=8, seed=3)
    assert (settings.value("width"), settings.recipe_value("width"), settings.differences) == (8, 16, ("width",))
    assert settings.params() == {"preset": "default", "width": 8, "seed": 3}
    back = settings.with_values(width=16)
    assert (back.chosen, back.differences, back.is_chosen("seed")) == ({"seed": 3}, (), True)


def test_a_budget_in_one_unit_replaces_one_in_the_other() -> None:
    timed = Settings().with_values(minutes=2.0)
    assert (timed.value("steps"), timed.value("minutes")) == (None, 2.0)
    config = train_config({**timed.params(), **FILES})
    assert (config.steps, config.minutes) == (None, 2.0)
    assert timed.with_values(steps=250) == Settings()
    assert train_config({**timed.with_values(steps=50).params(), **FILES}).steps == 50


def test_another_recipe_gives_up_what_differed_but_keeps_what_no_recipe_fixes() -> None:
    settings = Settings(area=CANVAS).with_values(width=8, minutes=1.0, seed=3, weights="a.pth").with_losses([L2])
    assert settings.with_recipe("quick") == Settings(
        area=CANVAS, preset="quick", chosen={"seed": 3, "weights": "a.pth"}
    )


@pytest.mark.usefixtures("two_losses")
def test_losses_in_any_order_are_the_recipe_s() -> None:
    assert not Settings().with_losses([SMOOTH, L1]).is_chosen("auxiliary")
    assert Settings().with_losses([L2, SMOOTH, L1]).value("auxiliary") == (L1, SMOOTH, L2)
    assert Settings().with_losses([]).value("auxiliary") == ()


@pytest.mark.usefixtures("two_losses")
def test_the_numbers_of_a_loss_are_remembered() -> None:
    heavy = AuxiliaryTerm("l1", 0.75)
    settings = Settings().with_losses([heavy, SMOOTH])
    assert settings.with_losses([SMOOTH]).term("l1") == heavy
    assert Settings().with_losses([]).term("l1") == L1  # as in the recipe
    assert settings.term("jem") == AuxiliaryTerm("jem")
    assert settings.with_recipe("default").term("l1") == L1


@pytest.mark.parametrize("name", PRESETS)
def test_json_brings_everything_back(name: str) -> None:
    settings = Settings(CANVAS, "layer", ("a", "b"), True, True, name)
    settings = settings.with_values(minutes=2.5, device="cpu", probe_share=0.4)
    settings = settings.with_losses([AuxiliaryTerm("jem", "auto", {"alpha": 0.1}, 0.5)]).with_losses([L2])
    assert settings_from_json(settings_to_json(settings)) == settings


@pytest.mark.parametrize(("text", "expected"), [
    ("", {}), ("[1]", {}), ('{"chosen": 3}', {}), ('{"chosen": {"seed": true, "width": 8}}', {"width": 8}),
    ('{"chosen": {"width": 3}}', {}), ('{"chosen": {"unknown": 3, "precision": "fp32", "image": "a"}}', {}),
    ('{"chosen": {"auxiliary": [{"name": "l1", "weight": -1}]}}', {}), ('{"chosen": {"auxiliary": 3}}', {}),
    ('{"chosen": {"steps": null, "minutes": 0}}', {}), ('{"chosen": {"steps": null}}', {}),
    ('{"chosen": {"steps": 20, "minutes": 2.0}}', {}),
    ('{"chosen": {"steps": null, "minutes": 2}}', {"steps": None, "minutes": 2.0}),
    ('{"chosen": {"seed": 4}, "preset": "gone", "area": "moon", "terms": {"l1": 3}, "more": 1}', {"seed": 4}),
])  # fmt: skip
def test_what_is_not_valid_stays_at_its_default(text: str, expected: dict) -> None:
    assert settings_from_json(text) == Settings(chosen=expected)


def test_a_loss_that_cannot_be_read_is_left_out_alone() -> None:
    losses = [{"name": "l1", "weight": -1}, {"name": "l2", "of_a_later_version": 1}, 5, "jem=0.5"]
    terms = {"l1": {"name": "l1", "weight": "heavy"}, "l2": {"name": "l2", "weight": 2.0, "of_a_later_version": 1}}
    settings = settings_from_json(json.dumps({"chosen": {"auxiliary": losses}, "terms": terms}))
    assert settings.value("auxiliary") == (L2, AuxiliaryTerm("jem", 0.5))
    assert settings.terms == {"l2": AuxiliaryTerm("l2", 2.0)}
    assert settings_from_json('{"chosen": {"auxiliary": []}}').value("auxiliary") == ()


def test_a_setting_that_the_dock_does_not_show_stays() -> None:
    settings = settings_from_json('{"chosen": {"crop_px": 64, "batch": 0}}')
    assert (settings.chosen, settings.differences) == ({"crop_px": 64}, ("crop_px",))
    assert settings.with_recipe("default") == Settings()


@pytest.mark.parametrize(("text", "expected"), [
    ('{"preset": "of-2027", "chosen": {}}', "of-2027"), ('{"preset": "of-2027"}', "of-2027"),
    ('{"preset": "quick"}', ""), ('{"preset": ""}', ""), ('{"preset": 3}', ""), ("{}", ""), ("[1]", ""), ("", ""),
])  # fmt: skip
def test_a_recipe_of_another_version_is_named(text: str, expected: str) -> None:
    assert missing_recipe(text) == expected


def migrated(**entries: object) -> Settings:
    empty = {"preset": "", "auxiliary": None, "network": "", "backbone": "", "width": None, "class_prior": "",
             "probe": None, "predict_turns": None, "start_from": "", "steps": None, "minutes": None, "device": "auto",
             "seed": 0, "weights": {}, "parameters": {}, "times": {}}  # fmt: skip
    return settings_from_json(json.dumps({**empty, **entries}))


def test_an_older_project_that_chose_nothing_is_the_recipe() -> None:
    assert migrated() == Settings()
    assert migrated(preset="thorough", keep_previous=True) == Settings(preset="thorough", keep_previous=True)
    assert settings_from_json('{"preset": 3, "seed": 4}') == Settings(chosen={"seed": 4})


def test_the_choices_of_an_older_project_stay() -> None:
    settings = migrated(
        area=CANVAS, unlabelled=["a"], backbone="unet", width=8, minutes=2, seed=4, start_from="a.pth", probe=False,
        class_prior="balanced",
    )  # fmt: skip
    assert (settings.area, settings.unlabelled) == (CANVAS, ("a",))
    assert settings.params() == {
        "preset": "default", "backbone": "unet", "width": 8, "minutes": 2.0, "steps": None, "seed": 4,
        "weights": "a.pth",
        "probe_share": 0.0, "class_prior": "balanced",
    }  # fmt: skip


def test_the_losses_of_an_older_project_stay() -> None:
    """Chosen losses brought neither a probe nor an estimated class prior with them then."""
    numbers = {"weights": {"l1": 0.25, "jem": "auto"}, "parameters": {"jem": {"alpha": 0.5}}}
    numbers["times"] = {"jem": [0.5, 1.0]}
    jem = AuxiliaryTerm("jem", "auto", {"alpha": 0.5}, 0.5)
    settings = migrated(auxiliary=["l1", "l2"], **numbers)
    assert settings.value("auxiliary") == (AuxiliaryTerm("l1", 0.25), L2)
    assert (settings.value("probe_share"), settings.value("class_prior")) == (0.0, "balanced")
    assert settings.term("jem") == jem
    chosen = migrated(auxiliary=["jem"], probe=True, class_prior="estimated", **numbers)
    assert chosen.params() == {"preset": "default", "auxiliary": (jem,), "predict_tta_rotations": 1}
    assert migrated(auxiliary=[]).value("auxiliary") == ()
    assert migrated(auxiliary={"l1": 0.25}).value("auxiliary") == (AuxiliaryTerm("l1", 0.25),)
    assert migrated(weights={"l1": "heavy"}, seed=4) == Settings(chosen={"seed": 4})


def test_the_rotations_of_an_older_project_stay() -> None:
    """Chosen losses brought one rotation with them where none was chosen; no losses, the recipe's."""
    assert migrated(auxiliary=["l1"]).value("predict_tta_rotations") == 1
    assert migrated(auxiliary=["l1"], predict_turns=3).value("predict_tta_rotations") == 3
    assert migrated(predict_turns=3).chosen == {"predict_tta_rotations": 3}
    assert migrated(auxiliary=["l1"], predict_turns=3).with_recipe("default") == Settings()


@pytest.mark.parametrize("entries", [
    {"parameters": {"l1": 5}}, {"weights": {"l1": "heavy"}}, {"times": {"l1": [0.9, 0.1]}}, {"times": {"l1": 3}},
])  # fmt: skip
def test_numbers_of_an_older_project_that_cannot_be_read_do_not_drop_its_losses(entries: dict) -> None:
    settings = migrated(auxiliary=["l1", "l2", "l1"], **entries)
    assert [term.name for term in settings.value("auxiliary")] == ["l1", "l2"]
    assert (settings.value("probe_share"), settings.value("class_prior")) == (0.0, "balanced")
