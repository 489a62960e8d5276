"""The out-of-distribution score: low on the training area, near one far from it, rising with the energy."""
from __future__ import annotations

import json

import numpy as np
import pytest

from engine.inference.ood import FEWEST_PIXELS, LEVELS, OodStatistics, energy, fit_ood, ood_score
from engine.schema.errors import ModelFileError


def training_logits(n: int = 20_000, seed: int = 0) -> np.ndarray:
    """Three classes that answer with different strength."""
    random = np.random.default_rng(seed)
    targets = random.integers(0, 3, n)
    logits = random.normal(0, 0.5, (n, 3))
    logits[np.arange(n), targets] += np.array([6.0, 9.0, 12.0])[targets] + random.normal(0, 1, n)
    return logits


def scores_of(logits: np.ndarray, statistics: OodStatistics) -> np.ndarray:
    planes = np.asarray(logits, np.float32).T
    return ood_score(energy(planes), planes.argmax(axis=0), statistics)


@pytest.fixture(scope="module")
def statistics() -> OodStatistics:
    return fit_ood(training_logits())


def test_the_training_area_scores_as_documented(statistics: OodStatistics) -> None:
    scores = scores_of(training_logits(seed=1), statistics)
    assert scores.mean() == pytest.approx(0.04, abs=0.005)
    assert np.mean(scores > 0) == pytest.approx(0.5, abs=0.02)
    assert np.mean(scores > 0.1295) == pytest.approx(0.1, abs=0.01)
    assert np.mean(scores > 0.3147) == pytest.approx(0.01, abs=0.003)
    assert np.mean(scores > 0.5) == pytest.approx(0.001, abs=0.001)


def test_every_class_scores_alike_on_its_own_ground(statistics: OodStatistics) -> None:
    logits = training_logits(seed=1)
    scores, predicted = scores_of(logits, statistics), logits.argmax(axis=1)
    assert [scores[predicted == k].mean() for k in range(3)] == pytest.approx([0.04] * 3, abs=0.012)


def test_what_no_class_answers_to_scores_near_one(statistics: OodStatistics) -> None:
    silent = np.random.default_rng(2).normal(0, 0.3, (1000, 3)) - 4
    assert scores_of(silent, statistics).min() > 0.9


def test_by_hand() -> None:
    quantiles = tuple(float(i) for i in range(11))
    statistics = OodStatistics((-5.0, -1.0), (2.0, 0.5), quantiles)
    energies = np.array([-5.0, -9.0, -1.0, 5.0, 15.0, 25.0, 1.5], np.float32)
    predicted = np.array([0, 0, 1, 0, 0, 0, 1])
    decade = np.log(0.5 / 0.05) / np.log(0.5 / 0.001) * 0.5  # of the 95th percentile, the fifth quantile
    expected = [0, 0, 0, decade, 0.5, 1 - 0.5 * np.exp(-1), decade]
    np.testing.assert_allclose(ood_score(energies, predicted, statistics), expected, rtol=1e-5)


@pytest.mark.parametrize("index", [0, 1, 2])
def test_rises_with_the_energy_and_has_no_steps(statistics: OodStatistics, index: int) -> None:
    energies = np.linspace(-20, 10, 20_001).astype(np.float32)
    scores = ood_score(energies, np.full(len(energies), index), statistics)
    rises = np.diff(scores)
    assert rises.min() >= 0
    assert rises.max() < 0.01
    assert scores[0] == 0
    assert 0.99 < scores[-1] <= 1


def test_the_order_of_classes_does_not_matter(statistics: OodStatistics) -> None:
    order = [2, 0, 1]
    shuffled = fit_ood(training_logits()[:, order])
    assert shuffled.median == tuple(statistics.median[k] for k in order)
    logits = training_logits(seed=3) - 3
    np.testing.assert_allclose(scores_of(logits[:, order], shuffled), scores_of(logits, statistics), atol=1e-5)


def test_a_class_hardly_ever_predicted_takes_the_pooled_statistics() -> None:
    logits = np.concatenate([training_logits(), np.full((20_000, 1), -50.0)], axis=1)
    logits[: FEWEST_PIXELS - 1, 3] = 60
    statistics = fit_ood(logits)
    energies = energy(logits.T)
    assert statistics.median[3] == pytest.approx(np.median(energies))
    assert statistics.median[0] != pytest.approx(statistics.median[3], abs=1)


def test_a_training_area_of_one_value_scores_zero_and_others_do_not() -> None:
    logits = np.tile([3.0, 0.0], (100, 1))
    statistics = fit_ood(logits)
    assert scores_of(logits, statistics).max() == 0
    assert scores_of(logits - 1, statistics).min() > 0.99


def test_survives_json(statistics: OodStatistics) -> None:
    assert OodStatistics.from_json(json.loads(json.dumps(statistics.to_json()))) == statistics
    assert len(statistics.quantiles) == len(LEVELS)


@pytest.mark.parametrize(
    "broken", [{}, {"median": [1], "spread": [1]}, {"median": ["x"], "spread": [1], "quantiles": [0] * 11},
               {"median": [1], "spread": [1], "quantiles": [0]},
               {"median": [1, 2], "spread": [1], "quantiles": [0] * 11}, []],
)  # fmt: skip
def test_broken_statistics_are_named(broken: object) -> None:
    with pytest.raises(ModelFileError, match="train it again"):
        OodStatistics.from_json(broken)


def test_needs_a_sample() -> None:
    with pytest.raises(ValueError, match="without pixels"):
        fit_ood(np.empty((0, 3)))
