"""Configurations: valid ones survive the protocol, invalid ones are refused with the value and the remedy."""
from __future__ import annotations

import json
from typing import Optional

import pytest

from engine.config import (
    DEFAULT_STEPS,
    AuxiliaryTerm,
    EvaluateConfig,
    PredictConfig,
    TrainConfig,
    from_params,
    to_params,
)
from engine.errors import ConfigError
from engine.presets import PRESETS

TRAIN = {"image": "i.tif", "labels": "l.gpkg", "model": "m.safetensors"}
PREDICT = {"image": "i.tif", "model": "m.safetensors", "output": "out"}


@pytest.mark.parametrize(
    "config",
    [
        TrainConfig(**TRAIN),
        TrainConfig(**TRAIN, auxiliary=(), minutes=2.0, bands=(3, 1)),
        TrainConfig(**TRAIN, auxiliary=(AuxiliaryTerm("l1", 0.25), AuxiliaryTerm("total-variation")), unlabelled=("a.tif", "b.tif")),
        PredictConfig(**PREDICT, area="POLYGON((0 0, 1 0, 1 1, 0 0))"),
        EvaluateConfig("c.tif", "t.tif"),
    ],
)
def test_a_configuration_survives_the_protocol(config: object) -> None:
    assert from_params(type(config), json.loads(json.dumps(to_params(config)))) == config


@pytest.mark.parametrize(
    ("changes", "value"),
    [
        ({"image": ""}, "image"),
        ({"labels": ""}, "labels"),
        ({"model": "m.pt"}, "m.pt"),
        ({"steps": 0}, "0"),
        ({"steps": 10, "minutes": 1.0}, "steps=10"),
        ({"minutes": float("nan")}, "nan"),
        ({"crop_px": 100}, "100"),
        ({"crop_px": 16}, "16"),
        ({"crop_px": 48}, "48"),
        ({"batch": 0}, "0"),
        ({"width": True}, "True"),
        ({"learning_rate": 0.0}, "0.0"),
        ({"seed": -1}, "-1"),
        ({"device": "tpu"}, "tpu"),
        ({"precision": "fp8"}, "fp8"),
        ({"bands": (0,)}, "0"),
        ({"bands": (1, 1)}, "1, 1"),
        ({"class_prior": "equal"}, "equal"),
        ({"auxiliary": (AuxiliaryTerm("l1"), AuxiliaryTerm("l1", 2.0))}, "l1"),
    ],
)
def test_a_bad_training_setting_is_named(changes: dict, value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        TrainConfig(**{**TRAIN, **changes})
    assert value in caught.value.message
    assert caught.value.remedy
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("changes", "value"), [({"overlap": 0.95}, "0.95"), ({"tile_px": 100}, "100"), ({"turns": 5}, "5"), ({"output": ""}, "output")]
)
def test_a_bad_prediction_setting_is_named(changes: dict, value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        PredictConfig(**{**PREDICT, **changes})
    assert value in str(caught.value)


@pytest.mark.parametrize(("auxiliary", "prior"), [(None, "estimated"), ((), "balanced"), ((AuxiliaryTerm("l1"),), "balanced")])
def test_class_frequencies_are_estimated_where_the_default_recipe_trains(auxiliary: Optional[tuple], prior: str) -> None:
    assert TrainConfig(**TRAIN, auxiliary=auxiliary).class_prior == prior
    assert TrainConfig(**TRAIN, auxiliary=auxiliary, class_prior="estimated").class_prior == "estimated"


def test_unknown_and_missing_settings_are_refused() -> None:
    with pytest.raises(ConfigError, match="colour"):
        from_params(TrainConfig, {**TRAIN, "colour": 1})
    with pytest.raises(ConfigError, match="labels"):
        from_params(TrainConfig, {"image": "i.tif", "model": "m.safetensors"})


@pytest.mark.parametrize(("text", "term"), [("l1", ("l1", None)), ("l1=0.5", ("l1", 0.5)), ("total-variation=0", ("total-variation", 0.0))])
def test_auxiliary_terms_are_parsed(text: str, term: tuple) -> None:
    parsed = AuxiliaryTerm.parse(text)
    assert (parsed.name, parsed.weight) == term


@pytest.mark.parametrize("text", ["l1=x", "l1=-1", "l1=nan", "l1=inf"])
def test_a_weight_that_is_no_weight_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match=r"(?i)weight"):
        AuxiliaryTerm.parse(text)


def test_the_budget_is_steps_unless_a_time_is_given() -> None:
    assert TrainConfig(**TRAIN).step_budget == DEFAULT_STEPS
    assert TrainConfig(**TRAIN, steps=7).step_budget == 7
    assert TrainConfig(**TRAIN, minutes=1.0).step_budget is None


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("l1", AuxiliaryTerm("l1")),
        (" l1 = 0.5 ", AuxiliaryTerm("l1", 0.5)),
        ("l1=auto", AuxiliaryTerm("l1", "auto")),
        ("relaxed-kmeans:clusters=5,alpha=0.1", AuxiliaryTerm("relaxed-kmeans", None, {"clusters": 5, "alpha": 0.1})),
        ("fixmatch=2:end=0.5", AuxiliaryTerm("fixmatch", 2, end=0.5)),
        ("jem:start=0.5,iterations=3", AuxiliaryTerm("jem", None, {"iterations": 3}, start=0.5)),
    ],
)
def test_a_term_is_read_and_written(text: str, term: AuxiliaryTerm) -> None:
    assert AuxiliaryTerm.parse(text) == term
    assert AuxiliaryTerm.parse(str(term)) == term


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("l1=much", "'much'"),
        ("l1=-1", "-1"),
        ("l1=nan", "nan"),
        ("relaxed-kmeans:clusters", "clusters"),
        ("relaxed-kmeans:clusters=few", "'few'"),
        ("jem:start=0.6,end=0.4", "0.6 to 0.4"),
        ("jem:end=2", "0 to 2"),
        ("fixmatch:threshold=0.5,threshold=0.9", "twice"),
    ],
)
def test_a_bad_term_is_named(text: str, value: str) -> None:
    with pytest.raises(ConfigError) as refused:
        AuxiliaryTerm.parse(text)
    assert value in str(refused.value)
    assert refused.value.remedy


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_a_valid_training(name: str) -> None:
    config = from_params(TrainConfig, {**TRAIN, "preset": name})
    assert config.preset == name
    assert PRESETS[name].sentence.endswith(".")
    assert from_params(TrainConfig, json.loads(json.dumps(to_params(config)))) == config


def test_castillo2020_is_the_paper_s_protocol() -> None:
    config = from_params(TrainConfig, {**TRAIN, "preset": "castillo2020"})
    assert (config.network, config.backbone, config.width) == ("berundanet-late", "unet", 64)
    assert (config.optimizer, config.learning_rate, config.schedule) == ("adam", 1e-4, "constant")
    assert config.crop_px == config.predict_tile_px == 320
    assert config.predict_overlap == 0.75
    assert config.steps * config.batch == config.steps * config.unlabelled_batch == 50 * 5000


@pytest.mark.parametrize(("text", "weight"), [("l2", 5), ("inpainting", 5), ("jigsaw", 0.5), ("l2=2", 2), ("total-variation", None)])
def test_castillo2020_weighs_losses_as_its_table_1(text: str, weight: float | None) -> None:
    (term,) = from_params(TrainConfig, {**TRAIN, "preset": "castillo2020", "auxiliary": [text]}).auxiliary
    assert term.weight == weight


def test_what_is_given_wins_over_the_preset() -> None:
    config = from_params(TrainConfig, {**TRAIN, "preset": "castillo2020", "width": 16, "auxiliary": [], "minutes": 3.0})
    assert (config.width, config.auxiliary, config.minutes, config.steps) == (16, (), 3.0, None)


def test_an_unknown_preset_is_named_with_those_there_are() -> None:
    with pytest.raises(ConfigError, match=r"'javanmardi'.*castillo2020"):
        from_params(TrainConfig, {**TRAIN, "preset": "javanmardi"})
