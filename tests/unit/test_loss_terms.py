"""Auxiliary losses among the settings: written, read, completed."""
from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, Optional

import pytest

from engine.schema.errors import ConfigError
from engine.schema.loss_terms import AuxiliaryTerm, LossParameter, LossSpec, complete, decode_terms

SPEC = LossSpec(
    "kmeans",
    "Groups pixels.",
    default_weight=0.4,
    parameters=(LossParameter("clusters", 10, 2, 64, is_integer=True), LossParameter("side", 64, 32, 96, step=32)),
)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("l1", AuxiliaryTerm("l1")),
        (" l1 = 0.5 ", AuxiliaryTerm("l1", 0.5)),
        ("total-variation=0", AuxiliaryTerm("total-variation", 0.0)),
        ("l1=auto", AuxiliaryTerm("l1", "auto")),
        ("relaxed-kmeans:clusters=5,alpha=0.1", AuxiliaryTerm("relaxed-kmeans", None, {"clusters": 5, "alpha": 0.1})),
        ("fixmatch=2:end=0.5", AuxiliaryTerm("fixmatch", 2, end=0.5)),
        ("jem:start=0.5,iterations=3", AuxiliaryTerm("jem", None, {"iterations": 3}, start=0.5)),
    ],
)
def test_a_term_is_read_and_written(text: str, term: AuxiliaryTerm) -> None:
    assert AuxiliaryTerm.parse(text) == term
    assert AuxiliaryTerm.parse(str(term)) == term
    assert decode_terms(json.loads(json.dumps([asdict(term)])), "auxiliary") == (term,)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("l1=much", "'much'"),
        ("l1=-1", "-1"),
        ("l1=nan", "nan"),
        ("l1=inf", "inf"),
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


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([{"nmae": "l1"}], "'nmae'.*name"),
        ([{"weight": 1}], "no 'name'"),
        ([{"name": "l1", "weight": "much"}], "'l1' is 'much'"),
        ([{"name": "l1", "start": "late"}], "start .*'late'"),
        ([5], "5"),
        (5, "5"),
        (["l1", "l1=2"], "twice"),
        (["none", "l1"], "either"),
    ],
)
def test_bad_lists_of_terms_are_refused(value: Any, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        decode_terms(value, "auxiliary")


def test_none_is_no_term() -> None:
    assert decode_terms(["none"], "auxiliary") == ()


@pytest.mark.parametrize(
    ("given", "recipe", "weight"),
    [(None, {}, 0.4), (None, {"kmeans": 3.0}, 3.0), (2.0, {"kmeans": 3.0}, 2.0), ("auto", {}, "auto")],
)
def test_a_weight_is_the_term_s_or_the_recipe_s_or_the_loss_s(
    given: Optional[float], recipe: dict, weight: Any
) -> None:
    term = complete(AuxiliaryTerm("kmeans", given, {"side": 96}, start=0.2), SPEC, recipe)
    assert term == AuxiliaryTerm("kmeans", weight, {"clusters": 10, "side": 96}, start=0.2)
    assert complete(term, SPEC, {"kmeans": 9.0}) == term


@pytest.mark.parametrize(
    ("parameters", "message"),
    [({"colours": 3}, "no parameter 'colours': it knows clusters, side"),
     ({"clusters": 2.5}, "whole number from 2 to 64"),
     ({"clusters": 65}, "65"), ({"side": 48}, "multiple of 32")],
)  # fmt: skip
def test_bad_parameters_are_named(parameters: dict[str, float], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        complete(AuxiliaryTerm("kmeans", None, parameters), SPEC, {})
