"""The out-of-distribution scores: low on the training area, near one far from it, each rising with its value."""
from __future__ import annotations

import json

import numpy as np
import pytest

from engine.inference.ood.bands import OodBands
from engine.inference.ood.energy import FEWEST_PIXELS, Energy
from engine.inference.ood.foreign import ALLOWANCE
from engine.inference.ood.ranking import LEVELS, quantiles_of, ranked
from engine.inference.ood.registry import OOD_SCORES as REGISTRY
from engine.inference.ood.registry import fit_scores
from engine.inference.ood.score import Pixels
from engine.schema.errors import ConfigError, ModelFileError
from engine.schema.ood_scores import OOD_SCORES


def training_logits(n: int = 20_000, seed: int = 0) -> np.ndarray:
    """Three classes that answer with different strength."""
    random = np.random.default_rng(seed)
    targets = random.integers(0, 3, n)
    logits = random.normal(0, 0.5, (n, 3))
    logits[np.arange(n), targets] += np.array([6.0, 9.0, 12.0])[targets] + random.normal(0, 1, n)
    return logits


def training_distances(n: int = 20_000, seed: int = 0) -> np.ndarray:
    """Novel and foreign, independent of each other."""
    return np.random.default_rng(seed + 10).normal((-30, 25), (10, 3), (n, 2)).astype(np.float32)


def pixels_of(logits: np.ndarray, distances: np.ndarray | None = None) -> Pixels:
    planes = np.asarray(logits, np.float32).T
    return Pixels(planes, planes.argmax(axis=0), None if distances is None else distances.T)


def energy_scores(logits: np.ndarray, statistics: dict) -> np.ndarray:
    return Energy()(pixels_of(logits), statistics["energy"])


@pytest.fixture(scope="module")
def statistics() -> dict:
    return json.loads(json.dumps(fit_scores(training_logits(), training_distances(), ("jem",))))


def test_the_names_are_those_of_the_registry() -> None:
    assert set(REGISTRY) == set(OOD_SCORES)


@pytest.mark.parametrize("name", [name for name in OOD_SCORES if name != "foreign"])
def test_the_training_area_scores_as_documented(statistics: dict, name: str) -> None:
    scores = OodBands(statistics, name)(pixels_of(training_logits(seed=1), training_distances(seed=1)))[0]
    assert scores.mean() == pytest.approx(0.075, abs=0.01)  # below the median the form is not exact
    assert np.mean(scores > 0.0502) == pytest.approx(0.5, abs=0.02)
    assert np.mean(scores > 0.1667) == pytest.approx(0.1, abs=0.01)
    assert np.mean(scores > 0.3333) == pytest.approx(0.01, abs=0.003)
    assert np.mean(scores > 0.5) == pytest.approx(0.001, abs=0.001)


def test_foreign_allows_for_other_scenes_of_the_flight(statistics: dict) -> None:
    distances = training_distances()
    edge = ALLOWANCE * np.quantile(distances[:, 1], 0.999)
    probes = np.array([[-30, edge - 1], [-30, edge], [-30, edge + 1]], np.float32)
    scores = OodBands(statistics, "foreign")(pixels_of(training_logits(3), probes))[0]
    assert scores[0] < scores[1] < scores[2]
    assert scores[1] == pytest.approx(0.5, abs=1e-3)


def test_every_class_scores_alike_on_its_own_ground(statistics: dict) -> None:
    logits = training_logits(seed=1)
    scores, predicted = energy_scores(logits, statistics), logits.argmax(axis=1)
    assert [scores[predicted == k].mean() for k in range(3)] == pytest.approx([0.072] * 3, abs=0.012)


@pytest.mark.parametrize("name", ["energy", "max-probability", "log-density"])
def test_what_no_class_answers_to_scores_high(statistics: dict, name: str) -> None:
    silent = np.random.default_rng(2).normal(0, 0.3, (1000, 3)) - 4
    scores = OodBands(statistics, name)(pixels_of(silent, training_distances(1000)))[0]
    assert scores.min() > (0.5 if name == "max-probability" else 0.9)


@pytest.mark.parametrize("part", [0, 1])
def test_the_fusion_is_high_where_either_part_is(statistics: dict, part: int) -> None:
    distances = training_distances(100)
    distances[:, part] += 200
    fusion, novel, foreign = OodBands(statistics, "fusion")(pixels_of(training_logits(100), distances))
    assert fusion.min() > 0.9
    assert ((novel, foreign)[part] > 0.9).all()
    assert (novel, foreign)[1 - part].mean() < 0.1


def test_by_hand() -> None:
    quantiles = [float(i) for i in range(11)]
    statistics = {"median": [-5.0, -1.0], "spread": [2.0, 0.5], "quantiles": quantiles}
    energies = np.array([-5.0, -9.0, -1.0, 5.0, 15.0, 25.0, 1.5], np.float32)
    predicted = np.array([0, 0, 1, 0, 0, 0, 1])
    logits = np.stack([np.where(predicted == k, -energies, -1e4) for k in (0, 1)]).astype(np.float32)
    rare = 0.5 * np.log(0.05) / np.log(0.001)  # of the 95th percentile, the sixth quantile
    median = 0.5 * np.log(0.5) / np.log(0.001)
    expected = [median, median * np.exp(-1), median, rare, 0.5, 1 - 0.5 * np.exp(-1), rare]
    np.testing.assert_allclose(Energy()(Pixels(logits, predicted), statistics), expected, rtol=1e-5)


def test_a_score_rises_with_its_value_and_has_no_steps() -> None:
    values = np.linspace(-50, 200, 20_001)
    scores = ranked(values, np.array(quantiles_of(training_distances()[:, 0])))
    rises = np.diff(scores)
    assert rises.min() >= 0
    assert rises.max() < 0.01
    assert 0 <= scores[0] < 0.005
    assert 0.99 < scores[-1] <= 1


def test_the_usual_half_is_ranked_as_well() -> None:
    """Its quantiles are not stored: of a normal distribution they score about what their rarity says."""
    values = np.random.default_rng(0).normal(7, 3, 100_000)
    quantiles = np.array(quantiles_of(values))
    scores = ranked(np.quantile(values, [0.1, 0.25, 0.4]), quantiles)
    expected = 0.5 * np.log(1 - np.array([0.1, 0.25, 0.4])) / np.log(0.001)
    np.testing.assert_allclose(scores, expected, atol=0.005)
    assert ranked(values, quantiles)[values < quantiles[0]].max() < ranked(quantiles[:1], quantiles)[0]


def test_the_order_of_classes_does_not_matter(statistics: dict) -> None:
    order = [2, 0, 1]
    shuffled = fit_scores(training_logits()[:, order], None, ())
    assert shuffled["energy"]["median"] == [statistics["energy"]["median"][k] for k in order]
    logits = training_logits(seed=3) - 3
    np.testing.assert_allclose(energy_scores(logits[:, order], shuffled), energy_scores(logits, statistics), atol=1e-5)


def test_a_class_hardly_ever_predicted_takes_the_pooled_statistics() -> None:
    logits = np.concatenate([training_logits(), np.full((20_000, 1), -50.0)], axis=1)
    logits[: FEWEST_PIXELS - 1, 3] = 60
    median = fit_scores(logits, None, ())["energy"]["median"]
    assert median[3] == pytest.approx(np.median(Energy().value(pixels_of(logits))), abs=1e-3)
    assert median[0] != pytest.approx(median[3], abs=1)


def test_a_training_area_of_one_value_scores_as_its_median_and_others_do_not() -> None:
    logits = np.tile([3.0, 0.0], (100, 1))
    statistics = fit_scores(logits, None, ())
    assert energy_scores(logits, statistics) == pytest.approx(0.0502, abs=1e-4)
    assert energy_scores(logits - 1, statistics).min() > 0.99


def test_a_network_has_the_scores_that_it_can_have() -> None:
    logits, distances = training_logits(50), training_distances(50)
    assert set(fit_scores(logits, None, ())) == {"energy", "max-probability"}
    assert set(fit_scores(logits, distances, ())) == set(OOD_SCORES) - {"log-density"}
    assert set(fit_scores(logits, None, ("l1", "jem"))) == {"energy", "max-probability", "log-density"}


def test_a_model_without_the_fusion_has_one_band_the_energy() -> None:
    statistics = fit_scores(training_logits(), None, ())
    bands = OodBands(statistics, "fusion")
    assert bands.channels == 0
    assert bands.descriptions == (Energy.sentence,)
    (found,) = bands(pixels_of(training_logits()))
    np.testing.assert_array_equal(found, energy_scores(training_logits(), statistics))


def test_a_score_that_a_model_does_not_have_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"'log-density', which .* no statistics of: choose one of energy, max-prob"):
        OodBands(fit_scores(training_logits(50), None, ()), "log-density")


@pytest.mark.parametrize(
    "broken", [{}, {"median": [1, 1, 1], "spread": [1, 1, 1]},
               {"median": ["x", 1, 1], "spread": [1, 1, 1], "quantiles": [0] * 11},
               {"median": [1, 1, 1], "spread": [1, 1, 1], "quantiles": [0]},
               {"median": [1, 2], "spread": [1, 1, 1], "quantiles": [0] * 11}, [], None],
)  # fmt: skip
def test_broken_statistics_are_named(broken: object) -> None:
    with pytest.raises(ModelFileError, match="train it again"):
        OodBands({"energy": broken}, "energy")(pixels_of(training_logits(5)))


def test_needs_a_sample() -> None:
    with pytest.raises(ValueError, match="without pixels"):
        fit_scores(np.empty((0, 3)), None, ())


def test_there_is_a_quantile_for_every_level() -> None:
    assert len(quantiles_of(np.arange(5.0))) == len(LEVELS)
