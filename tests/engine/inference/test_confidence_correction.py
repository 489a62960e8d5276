"""The correction of stored confidences: monotone, reversible, and what a model's next map shows."""
from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from prediction_cases import CLASSES, POSTPROCESSING

from engine.inference.confidence_correction import (
    CORRECTION_TAG,
    MODEL_TAG,
    ConfidenceCorrection,
    confidence_tags,
    logit,
)
from engine.inference.layers import CONFIDENCE, NO_SHARE
from engine.inference.postprocessing import LayerValues

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


def test_what_is_in_the_card_is_in_the_map_and_its_tags() -> None:
    record = replace(POSTPROCESSING, confidence_correction=(SHARPER.slope, SHARPER.intercept))
    logits = np.random.default_rng(0).normal(0, 1, (3, 8, 9)).astype(np.float32)
    mapped = np.ones((8, 9), bool)
    mapped[0] = False
    before, after = (LayerValues(CLASSES, each, False)(logits, mapped) for each in (POSTPROCESSING, record))
    assert (after[CONFIDENCE] == SHARPER.table(NONE)[before[CONFIDENCE]]).all()
    assert (after[CONFIDENCE][0, 0] == NO_SHARE).all()
    for name in set(before) - {CONFIDENCE}:
        assert (after[name] == before[name]).all()
    tags = confidence_tags(record)
    assert ConfidenceCorrection.of_tags(tags) == SHARPER
    assert tags[MODEL_TAG] == confidence_tags(POSTPROCESSING)[MODEL_TAG]
    assert tags[MODEL_TAG] != confidence_tags(replace(record, temperature=1.6))[MODEL_TAG]


@pytest.mark.parametrize("text", ["nonsense", "[1]", "{}", '["a", 2]'])
def test_another_program_s_tag_is_no_correction(text: str) -> None:
    assert ConfidenceCorrection.of_tags({CORRECTION_TAG: text}) == NONE
