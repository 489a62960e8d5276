"""The logistic correction finds what made the sample, and says nothing without points."""
from __future__ import annotations

import numpy as np
import pytest

from engine.analysis.recalibration import LOWEST_SLOPE, fit_correction


def sample(slope: float, intercept: float, n: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    logits = rng.normal(1, 1.5, n)
    return logits, rng.random(n) < 1 / (1 + np.exp(-(slope * logits + intercept)))


@pytest.mark.parametrize(("slope", "intercept"), [(1.6, 0.4), (0.5, -0.8), (1.0, 0.0)])
def test_it_finds_what_made_the_sample(slope: float, intercept: float) -> None:
    logits, is_right = sample(slope, intercept, 20_000)
    assert fit_correction(logits, is_right, np.ones(20_000)) == pytest.approx((slope, intercept), abs=0.06)


def test_no_points_change_nothing_and_few_change_little() -> None:
    none = np.zeros(0)
    assert fit_correction(none, none.astype(bool), none) == (1, 0)
    few = fit_correction(np.array([1.0, 1.0]), np.array([True, False]), np.ones(2))
    assert few == pytest.approx((1, 0), abs=0.4)


def test_points_that_are_all_right_or_all_wrong_are_finite() -> None:
    logits = np.full(60, 5.0)
    for is_right in (True, False):
        slope, intercept = fit_correction(logits, np.full(60, is_right), np.ones(60))
        assert slope >= LOWEST_SLOPE
        assert abs(intercept) < 10


def test_a_confidence_that_misleads_keeps_its_order() -> None:
    logits, is_right = sample(1.0, 0.0, 2000)
    assert fit_correction(-logits, is_right, np.ones(2000))[0] == LOWEST_SLOPE


def test_only_ratios_of_weights_count_and_heavy_points_count_more() -> None:
    logits, is_right = np.zeros(40), np.arange(40) < 20
    even = fit_correction(logits, is_right, np.full(40, 0.01))
    assert even == pytest.approx(fit_correction(logits, is_right, np.ones(40)))
    assert even[1] == pytest.approx(0, abs=1e-9)
    assert fit_correction(logits, is_right, np.where(is_right, 3.0, 1.0))[1] > 0.5
