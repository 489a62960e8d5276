"""The correction of stored confidences: monotone, reversible, and told by tags."""
from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.inference.confidence_correction import (
    CORRECTION_TAG,
    MODEL_TAG,
    ConfidenceCorrection,
    confidence_tags,
    logit,
)
from engine.inference.layers import NO_SHARE
from engine.schema.model_card import PostProcessing

NONE, SHARPER = ConfidenceCorrection(), ConfidenceCorrection(1.5, 0.4)


def test_by_hand() -> None:
    assert SHARPER.apply(np.array([0.5]))[0] == pytest.approx(1 / (1 + np.exp(-0.4)))
    assert SHARPER.undo(SHARPER.apply(np.array([0.2, 0.7])))[1] == pytest.approx(0.7)
    assert logit(np.array([0.0, 1.0])) == pytest.approx([-np.log(199), np.log(199)])
    assert np.isnan(logit(np.array([np.nan])))[0]


def test_the_table_is_monotone_and_nodata_stays() -> None:
    table = SHARPER.table(NONE)
    assert (np.diff(table[:101].astype(int)) >= 0).all()
    assert table[:101].max() <= 100
    assert table[NO_SHARE] == NO_SHARE
    assert table[50] == round(100 / (1 + np.exp(-0.4)))
    assert (SHARPER.table(SHARPER) == np.arange(256)).all()


def test_a_correction_replaces_the_one_that_is_there() -> None:
    """Within what rounding to whole percent leaves."""
    other = ConfidenceCorrection(0.8, -0.2)
    once, again = SHARPER.table(NONE), SHARPER.table(other)[other.table(NONE)]
    assert np.abs(once[5:96].astype(int) - again[5:96]).max() <= 2


def test_tags_tell_the_correction_and_the_model() -> None:
    record = PostProcessing(class_shift=(0.25, -0.5), temperature=1.5, ood={"median": [1.0]})
    corrected = replace(record, confidence_correction=(SHARPER.slope, SHARPER.intercept))
    tags = confidence_tags(corrected)
    assert ConfidenceCorrection.of_tags(tags) == SHARPER
    assert ConfidenceCorrection.of_tags(confidence_tags(record)) == NONE
    assert tags[MODEL_TAG] == confidence_tags(record)[MODEL_TAG]
    assert tags[MODEL_TAG] != confidence_tags(replace(corrected, temperature=1.6))[MODEL_TAG]


@pytest.mark.parametrize("text", ["nonsense", "[1]", "{}", '["a", 2]'])
def test_another_program_s_tag_is_no_correction(text: str) -> None:
    assert ConfidenceCorrection.of_tags({CORRECTION_TAG: text}) == NONE
