"""Configurations: valid ones survive the protocol, invalid ones are refused with the value and the remedy."""
from __future__ import annotations

import json

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
        ({"auxiliary": (AuxiliaryTerm("l1"), AuxiliaryTerm("l1", 2.0))}, "l1"),
    ],
)
def test_a_bad_training_setting_is_named(changes: dict, value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        TrainConfig(**{**TRAIN, **changes})
    assert value in caught.value.message
    assert caught.value.remedy
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(("changes", "value"), [({"overlap": 0.95}, "0.95"), ({"tile_px": 100}, "100"), ({"output": ""}, "output")])
def test_a_bad_prediction_setting_is_named(changes: dict, value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        PredictConfig(**{**PREDICT, **changes})
    assert value in str(caught.value)


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
