"""Temperature scaling finds what made the sample, and the probabilities are those of a softmax."""
from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine.inference.confidence import (
    HIGHEST_TEMPERATURE,
    LOWEST_TEMPERATURE,
    fit_temperature,
    max_probability,
    probabilities,
)
from engine.inference.softmax import most_likely, sum_of_exponentials

LOGITS = hnp.arrays(
    np.float32, hnp.array_shapes(min_dims=3, max_dims=3, max_side=8), elements=st.floats(-80, 80, width=32)
)


def sample(temperature: float, n: int = 40_000) -> tuple[np.ndarray, np.ndarray]:
    """Logits, and targets drawn from their softmax at a temperature."""
    random = np.random.default_rng(1)
    logits = random.normal(0, 3, (n, 4))
    shares = np.exp(logits / temperature)
    shares /= shares.sum(axis=1, keepdims=True)
    return logits, (shares.cumsum(axis=1) < random.random((n, 1))).sum(axis=1)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_recovers_the_temperature_of_the_sample(temperature: float) -> None:
    assert fit_temperature(*sample(temperature)) == pytest.approx(temperature, rel=0.03)


def test_is_where_the_likelihood_is_largest() -> None:
    logits, targets = sample(1.7, 500)

    def loss(temperature: float) -> float:
        scaled = logits / temperature
        return float(np.mean(np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(targets)), targets]))

    best = fit_temperature(logits, targets)
    assert loss(best) < min(loss(best * 1.01), loss(best / 1.01))


def test_scaling_the_logits_scales_the_temperature() -> None:
    logits, targets = sample(1.0, 1000)
    assert fit_temperature(4 * logits, targets) == pytest.approx(4 * fit_temperature(logits, targets), rel=1e-6)


def test_a_weight_counts_like_repetition() -> None:
    logits, targets = sample(2.0, 300)
    weights = np.random.default_rng(2).integers(0, 4, 300)
    repeated = fit_temperature(np.repeat(logits, weights, axis=0), np.repeat(targets, weights))
    assert fit_temperature(logits, targets, weights) == pytest.approx(repeated, rel=1e-9)


def test_smoothed_targets_are_like_samples_of_every_class_and_need_no_copies_of_the_logits() -> None:
    logits, targets = sample(0.6, 4000)
    classes, weights = logits.shape[1], np.random.default_rng(2).random(4000)
    copies = np.tile(logits, (classes + 1, 1))
    of_copies = np.concatenate([targets, *(np.full(4000, index) for index in range(classes))])
    shares = np.concatenate([weights * 0.7, np.tile(weights * 0.3 / classes, classes)])
    by_copies = fit_temperature(copies, of_copies, shares)
    assert fit_temperature(logits, targets, weights, smoothing=0.3) == pytest.approx(by_copies, rel=1e-9)
    assert by_copies > 1.05 * fit_temperature(logits, targets, weights)
    tracemalloc.start()
    fit_temperature(logits, targets, weights, smoothing=0.3)
    assert tracemalloc.get_traced_memory()[1] < 8 * logits.astype(np.float64).nbytes
    tracemalloc.stop()


def test_stays_within_its_bounds() -> None:
    logits = np.eye(3)[[0, 1, 2, 0]] * 2.0
    assert fit_temperature(logits, np.array([0, 1, 2, 0])) == pytest.approx(LOWEST_TEMPERATURE)
    assert fit_temperature(logits, np.array([1, 2, 0, 1])) == pytest.approx(HIGHEST_TEMPERATURE)


def test_huge_logits_do_not_overflow() -> None:
    assert fit_temperature(np.array([[1e4, 0], [1e4, 0], [0, 1e4]]), np.array([0, 0, 0])) == pytest.approx(
        HIGHEST_TEMPERATURE
    )


def test_needs_a_sample() -> None:
    with pytest.raises(ValueError, match="no samples"):
        fit_temperature(np.empty((0, 3)), np.empty(0, int))


def test_probabilities_by_hand() -> None:
    logits = np.log(np.array([[4.0, 1.0], [1.0, 1.0], [1.0, 2.0]], np.float32))[:, :, None]
    np.testing.assert_allclose(max_probability(logits, 1.0)[:, 0], [4 / 6, 2 / 4], rtol=1e-6)
    np.testing.assert_allclose(max_probability(logits, 0.5)[:, 0], [16 / 18, 4 / 6], rtol=1e-6)
    np.testing.assert_allclose(probabilities(logits, 0.5)[:, 0, 0], [16 / 18, 1 / 18, 1 / 18], rtol=1e-6)


@given(LOGITS, st.floats(0.05, 20))
def test_reductions_agree_with_their_definitions(logits: np.ndarray, temperature: float) -> None:
    np.testing.assert_array_equal(most_likely(logits), logits.argmax(axis=0))
    shifted = (logits.astype(np.float64) - logits.max(axis=0)) / temperature
    np.testing.assert_allclose(sum_of_exponentials(logits, temperature), np.exp(shifted).sum(axis=0), rtol=1e-3)
    shares = probabilities(logits, temperature)
    np.testing.assert_allclose(shares.sum(axis=0), 1, rtol=1e-5)
    np.testing.assert_allclose(max_probability(logits, temperature), shares.max(axis=0), rtol=1e-4)
