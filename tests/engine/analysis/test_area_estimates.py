"""Estimates from a stratified sample: published figures, closed forms, and the whole population as the sample."""
from __future__ import annotations

import math

import numpy as np
import pytest

from engine.analysis.area_estimates import StratifiedSample

# Olofsson et al. (2014), tables 8 and 9: deforestation, forest gain, stable forest, stable non-forest.
COUNTS = np.array([[66, 0, 5, 4], [0, 55, 8, 12], [1, 0, 153, 11], [2, 1, 9, 313]])
PIXELS = {1: 200_000, 2: 150_000, 3: 3_200_000, 4: 6_450_000}


def expand(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mapped and reference ids, from 1 on, of the points in a matrix of counts."""
    rows, columns = np.indices(counts.shape) + 1
    return np.repeat(rows, counts.ravel()), np.repeat(columns, counts.ravel())


def sample_of(counts: np.ndarray, pixels: dict[int, int]) -> StratifiedSample:
    """A sample whose strata are the classes of the map."""
    mapped, reference = expand(counts)
    return StratifiedSample(mapped, mapped, reference, pixels)


def half_width(estimate) -> float:
    return 1.96 * estimate.standard_error


def test_the_worked_example_of_olofsson_2014() -> None:
    sample = sample_of(COUNTS, PIXELS)
    overall = sample.overall_accuracy
    assert overall.value == pytest.approx(0.947, abs=5e-4)
    assert half_width(overall) == pytest.approx(0.018, abs=5e-4)
    users = [sample.users_accuracy(c) for c in (1, 2, 3, 4)]
    assert [round(each.value, 2) for each in users] == [0.88, 0.73, 0.93, 0.96]
    assert [round(half_width(each), 2) for each in users] == [0.07, 0.10, 0.04, 0.02]
    producers = [sample.producers_accuracy(c) for c in (1, 2, 3, 4)]
    assert [round(each.value, 2) for each in producers] == [0.75, 0.85, 0.93, 0.96]
    deforested = sample.area_share(1)
    assert deforested.value * 1e7 == pytest.approx(235_086, abs=1)
    assert half_width(deforested) * 1e7 == pytest.approx(68_418, abs=1)


def test_equal_to_the_closed_forms_where_the_strata_are_the_map_s_classes() -> None:
    """Equations 5 to 7 and 10 of Olofsson et al. (2014), written out."""
    counts, sample = COUNTS, sample_of(COUNTS, PIXELS)
    weight = np.array(list(PIXELS.values())) / sum(PIXELS.values())
    n = counts.sum(axis=1)
    share = counts / n[:, None]
    np.testing.assert_allclose(sample.proportions([1, 2, 3, 4]), weight[:, None] * share)
    users = share.diagonal()
    users_variance = users * (1 - users) / (n - 1)
    assert sample.overall_accuracy.standard_error == pytest.approx(math.sqrt((weight**2 * users_variance).sum()))
    for j in range(4):
        assert sample.users_accuracy(j + 1).standard_error == pytest.approx(math.sqrt(users_variance[j]))
        area_variance = (weight**2 * share[:, j] * (1 - share[:, j]) / (n - 1)).sum()
        assert sample.area_share(j + 1).standard_error == pytest.approx(math.sqrt(area_variance))
        of_class = (weight * share[:, j]).sum()
        producers = weight[j] * users[j] / of_class
        others = np.delete(weight**2 * share[:, j] * (1 - share[:, j]) / (n - 1), j).sum()
        own = weight[j] ** 2 * (1 - producers) ** 2 * users_variance[j]
        expected = math.sqrt((own + producers**2 * others) / of_class**2)
        assert sample.producers_accuracy(j + 1).value == pytest.approx(producers)
        assert sample.producers_accuracy(j + 1).standard_error == pytest.approx(expected)


def test_all_pixels_as_points_give_the_true_values() -> None:
    rng = np.random.default_rng(0)
    truth = rng.integers(1, 4, 3000)
    mapped = np.where(rng.random(3000) < 0.8, truth, rng.integers(1, 4, 3000))
    strata = np.where(rng.random(3000) < 0.9, mapped, rng.integers(1, 4, 3000))
    for stratum in (mapped, strata):
        sizes = {c: int((stratum == c).sum()) for c in (1, 2, 3)}
        sample = StratifiedSample(stratum, mapped, truth, sizes)
        assert sample.overall_accuracy.value == pytest.approx((mapped == truth).mean())
        for c in (1, 2, 3):
            assert sample.users_accuracy(c).value == pytest.approx((truth[mapped == c] == c).mean())
            assert sample.producers_accuracy(c).value == pytest.approx((mapped[truth == c] == c).mean())
            assert sample.area_share(c).value == pytest.approx((truth == c).mean())


def test_points_of_an_earlier_map_judge_a_later_one_without_bias() -> None:
    """The mean over many samples is the later map's accuracy, though its classes are not the strata."""
    rng = np.random.default_rng(1)
    truth = rng.integers(1, 4, 4000)
    earlier = np.where(rng.random(4000) < 0.6, truth, 1)
    later = np.where(rng.random(4000) < 0.9, truth, 2)
    sizes = {c: int((earlier == c).sum()) for c in (1, 2, 3)}
    places = {c: np.flatnonzero(earlier == c) for c in sizes}
    found, covered, errors = [], [], []
    for _ in range(400):
        chosen = np.concatenate([rng.choice(places[c], 20, replace=False) for c in sizes])
        estimate = StratifiedSample(earlier[chosen], later[chosen], truth[chosen], sizes).overall_accuracy
        found.append(estimate.value)
        errors.append(estimate.standard_error)
        covered.append(estimate.low <= (later == truth).mean() <= estimate.high)
    assert np.mean(found) == pytest.approx((later == truth).mean(), abs=0.006)
    assert np.mean(errors) == pytest.approx(np.std(found), rel=0.1)
    assert 0.9 < np.mean(covered) < 0.98


def test_strata_without_points_are_left_out() -> None:
    sample = sample_of(np.array([[9, 1], [0, 0]]), {1: 300, 2: 100})
    assert sample.covered == 0.75
    assert sample.overall_accuracy.value == pytest.approx(0.9)
    assert sample.users_accuracy(2) is None
    assert sample.producers_accuracy(2).value == 0


def test_points_that_all_agree_prove_no_certainty() -> None:
    sample = sample_of(np.array([[10, 0], [0, 10]]), {1: 300, 2: 100})
    overall, users = sample.overall_accuracy, sample.users_accuracy(1)
    assert (overall.value, overall.standard_error, overall.high) == pytest.approx((1, 0, 1))
    assert overall.low == pytest.approx(20 / (20 + 1.96**2))  # Wilson (1927), 20 of 20
    assert users.low == pytest.approx(10 / (10 + 1.96**2))  # and 10 of 10


def test_one_class_and_one_point() -> None:
    only = sample_of(np.array([[1]]), {1: 50})
    assert only.overall_accuracy.value == 1
    assert only.overall_accuracy.standard_error is None
    assert (only.overall_accuracy.low, only.overall_accuracy.high) == (0, 1)
    several = sample_of(np.array([[7]]), {1: 50})
    assert several.overall_accuracy.standard_error == pytest.approx(0, abs=1e-12)
    assert several.area_share(1).value == pytest.approx(1)


def test_a_stratum_with_one_point_has_the_variance_of_the_whole() -> None:
    sample = sample_of(np.array([[8, 2], [0, 1]]), {1: 50, 2: 50})
    right = np.array([1] * 8 + [0] * 2 + [1])
    own = np.array([1] * 8 + [0] * 2).var(ddof=1)
    expected = math.sqrt(0.25 * own / 10 + 0.25 * right.var(ddof=1))
    assert sample.overall_accuracy.standard_error == pytest.approx(expected)
