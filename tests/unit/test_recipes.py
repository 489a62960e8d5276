"""Recipes: data, complete, and overruled by what is given besides."""
from __future__ import annotations

import json

import pytest

from engine.schema.catalogue import list_presets
from engine.schema.config import TrainConfig
from engine.schema.errors import ConfigError
from engine.schema.recipes import PRESETS, train_config
from engine.schema.setting import settings_of, to_params

TRAIN = {"image": "i.tif", "labels": "l.gpkg", "model": "m.safetensors"}
IN_RECIPE = {name for name, declared in settings_of(TrainConfig).items() if declared.in_recipe}


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_names_every_setting_it_fixes_and_is_a_valid_training(name: str) -> None:
    assert set(PRESETS[name].settings) == IN_RECIPE
    assert PRESETS[name].sentence.endswith(".")
    config = train_config({**TRAIN, "preset": name})
    assert config.preset == name
    assert train_config(json.loads(json.dumps(to_params(config)))) == config


def test_the_default_is_a_preset_like_the_others() -> None:
    assert train_config(TRAIN) == TrainConfig(**TRAIN) == train_config({**TRAIN, "preset": "default"})


@pytest.mark.parametrize("entry", list_presets(), ids=lambda entry: entry["name"])
def test_a_recipe_that_is_spelled_out_is_the_same_training(entry: dict) -> None:
    spelled_out = {**TRAIN, "preset": entry["name"], **entry["settings"]}
    assert train_config(json.loads(json.dumps(spelled_out))) == train_config({**TRAIN, "preset": entry["name"]})


def test_leaving_the_losses_out_changes_nothing_else() -> None:
    default, supervised = train_config(TRAIN), train_config({**TRAIN, "auxiliary": ["none"]})
    differing = {name for name in IN_RECIPE if getattr(default, name) != getattr(supervised, name)}
    assert differing == {"auxiliary"}


def test_labels_only_is_the_default_without_unlabelled_pixels() -> None:
    default, yardstick = PRESETS["default"].settings, PRESETS["labels-only"].settings
    changes = {name: yardstick[name] for name in default if default[name] != yardstick[name]}
    assert changes == {"auxiliary": (), "class_prior": "balanced", "probe_unlabelled": 0.0, "probe_smoothing_px": 0}


def test_instant_takes_no_steps() -> None:
    config = train_config({**TRAIN, "preset": "instant"})
    assert (config.steps, config.probe_share, config.auxiliary) == (0, 1.0, ())


def test_castillo2020_is_the_paper_s_protocol() -> None:
    config = train_config({**TRAIN, "preset": "castillo2020"})
    assert (config.network, config.backbone, config.width) == ("berundanet-late", "unet", 64)
    assert (config.optimizer, config.learning_rate, config.schedule) == ("adam", 1e-4, "constant")
    assert config.crop_px == config.predict_tile_px == 320
    assert config.predict_overlap == 0.75
    assert config.steps * config.batch == config.steps * config.unlabelled_batch == 50 * 5000
    weights = PRESETS["castillo2020"].weights
    bands, hole_share = 3, (80 / 320) ** 2  # what the paper's sums are of our means
    assert (weights["l1"], weights["l2"]) == (0.5 * bands, 5 * bands)
    assert weights["inpainting"] == round(5 * bands * hole_share, 2)


def test_what_is_given_replaces_what_the_recipe_says() -> None:
    config = train_config({**TRAIN, "preset": "castillo2020", "width": 16, "auxiliary": [], "minutes": 3.0})
    assert (config.width, config.auxiliary, config.minutes, config.steps) == (16, (), 3.0, None)


def test_an_unknown_preset_is_named_with_those_there_are() -> None:
    with pytest.raises(ConfigError, match=r"'javanmardi'.*castillo2020"):
        train_config({**TRAIN, "preset": "javanmardi"})
    with pytest.raises(ConfigError, match="preset is 5"):
        train_config({**TRAIN, "preset": 5})
