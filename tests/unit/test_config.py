"""Configurations: valid ones survive the protocol, invalid ones are refused with setting, value and remedy."""
from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from engine.schema.config import EvaluateConfig, PredictConfig, TrainConfig
from engine.schema.errors import ConfigError
from engine.schema.loss_terms import AuxiliaryTerm
from engine.schema.setting import Config, from_params, setting, settings_of, to_params

TRAIN = {"image": "i.tif", "labels": "l.gpkg", "model": "m.safetensors"}
PREDICT = {"image": "i.tif", "model": "m.safetensors", "output": "out"}


@pytest.mark.parametrize(
    "config",
    [
        TrainConfig(**TRAIN),
        TrainConfig(**TRAIN, auxiliary=(), steps=None, minutes=2.0, bands=(3, 1)),
        TrainConfig(
            **TRAIN, auxiliary=(AuxiliaryTerm("l1", 0.25), AuxiliaryTerm("jem")), unlabelled=("a.tif", "b.tif")
        ),
        PredictConfig(**PREDICT, area="POLYGON((0 0, 1 0, 1 1, 0 0))"),
        PredictConfig(**PREDICT, extent=(0, -2.5, 1, 4)),
        EvaluateConfig("c.tif", "t.tif"),
    ],
)
def test_a_configuration_survives_the_protocol(config: Config) -> None:
    assert from_params(type(config), json.loads(json.dumps(to_params(config)))) == config


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("image", "", "raster"),
        ("labels", "", "GeoPackage"),
        ("steps", -1, "0 to"),
        ("steps", "many", "whole number"),
        ("minutes", float("nan"), "number"),
        ("crop_px", 100, "take 96"),
        ("crop_px", 16, "32 to 4096"),
        ("batch", 0, "1 to 1024"),
        ("batch", 2.5, "whole number"),
        ("width", True, "whole number"),
        ("learning_rate", 0.0, "1e-07"),
        ("seed", -1, "0 to"),
        ("device", "tpu", "cuda"),
        ("precision", "fp8", "bf16"),
        ("bands", (0,), "from 1"),
        ("bands", (1, 1), "once"),
        ("class_prior", "equal", "balanced"),
        ("probe_share", 1.5, "0 to 1"),
        ("probe_share", "yes", "number"),
        ("unlabelled", 5, "list"),
        ("unlabelled_batch", "many", "auto"),
        ("auxiliary", "l1", "list"),
        ("predict_tta_rotations", 5, "1 to 4"),
    ],
)
def test_a_bad_training_setting_is_named(name: str, value: Any, remedy: str) -> None:
    with pytest.raises(ConfigError) as caught:
        TrainConfig(**{**TRAIN, name: value})
    assert name in caught.value.message
    assert str(value).strip("()").rstrip(",") in caught.value.message.replace("'", "")
    assert remedy in caught.value.remedy
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("overlap", 0.95),
        ("tile_px", 100),
        ("tta_rotations", 5),
        ("output", ""),
        ("extent", [1.0, 1.0, 0.0, 2.0]),
        ("extent", [1.0]),
    ],
)
def test_a_bad_prediction_setting_is_named(name: str, value: Any) -> None:
    with pytest.raises(ConfigError) as caught:
        PredictConfig(**{**PREDICT, name: value})
    assert name in caught.value.message
    assert str(value) in caught.value.message


def test_unknown_and_missing_settings_are_refused() -> None:
    with pytest.raises(ConfigError, match=r"'probe'.*probe_share"):
        from_params(TrainConfig, {**TRAIN, "probe": "yes"})
    with pytest.raises(ConfigError, match="No labels is given"):
        from_params(TrainConfig, {"image": "i.tif", "model": "m.safetensors"})
    with pytest.raises(ConfigError, match=r"m\.pt"):
        TrainConfig(**{**TRAIN, "model": "m.pt"})


@pytest.mark.parametrize("changes", [{"steps": 10, "minutes": 1.0}, {"steps": None}, {"steps": 0}])
def test_a_budget_that_contradicts_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match="steps"):
        TrainConfig(**{**TRAIN, **changes})


def test_a_budget_in_one_unit_replaces_one_in_the_other() -> None:
    given = from_params(TrainConfig, {**TRAIN, "minutes": 3})
    assert (given.steps, given.minutes) == (None, 3.0)
    assert from_params(TrainConfig, {**TRAIN, "steps": 7}, {"minutes": 5.0}).minutes is None
    assert from_params(TrainConfig, TRAIN).steps == settings_of(TrainConfig)["steps"].default


def test_an_extent_is_a_region() -> None:
    assert PredictConfig(**PREDICT).region == ""
    assert PredictConfig(**PREDICT, area="POLYGON((0 0, 1 0, 1 1, 0 0))").region == "POLYGON((0 0, 1 0, 1 1, 0 0))"
    region = PredictConfig(**PREDICT, extent=(0, 1, 2, 3)).region
    assert region == "POLYGON((0.0 1.0, 2.0 1.0, 2.0 3.0, 0.0 3.0, 0.0 1.0))"
    with pytest.raises(ConfigError, match="choose one"):
        PredictConfig(**PREDICT, extent=(0, 1, 2, 3), area=region)


@pytest.mark.parametrize("kind", [TrainConfig, PredictConfig, EvaluateConfig])
def test_every_setting_is_declared_in_full(kind: type[Config]) -> None:
    for name, declared in settings_of(kind).items():
        assert declared.sentence, name
        assert not declared.shown or declared.title, f"{name} is shown without a title"
        assert (declared.low is None) == (declared.high is None), name
        if not declared.is_required and declared.default is not None:
            assert declared.checked(declared.default) == declared.default, name


def test_a_default_that_is_spelled_out_is_the_same_configuration() -> None:
    defaults = {name: each.default for name, each in settings_of(TrainConfig).items() if not each.is_required}
    assert TrainConfig(**TRAIN, **defaults) == TrainConfig(**TRAIN)


def test_a_new_setting_needs_its_declaration_alone() -> None:
    @dataclass(frozen=True)
    class Extended(TrainConfig):
        smoothing: float = setting(0.1, low=0, high=0.5, sentence="label smoothing")

    # Annotations of a class inside a function cannot be resolved by name: its module's are enough here.
    assert from_params(Extended, {**TRAIN, "smoothing": 0.2}).smoothing == 0.2
    with pytest.raises(ConfigError, match=r"smoothing is 0\.7: give a number from 0 to 0\.5"):
        from_params(Extended, {**TRAIN, "smoothing": 0.7})
