"""Distances between sites, against the formulas."""
from __future__ import annotations

import numpy as np
import pytest

from engine.analysis.representativeness.distances import (
    BINS,
    FLOOR,
    SHRINKAGE,
    _Gaussian,
    distance_histograms,
    symmetric_divergence,
)


def test_the_divergence_is_both_kullback_leibler_divergences_added() -> None:
    a, b = np.array([9.5, 4.5, 0.5]), np.array([1.5, 3.5, 9.5])  # with half a patch in each bin
    p, q = a / a.sum(), b / b.sum()
    expected = (p * np.log(p / q)).sum() + (q * np.log(q / p)).sum()
    assert symmetric_divergence(np.array([9, 4, 0]), np.array([1, 3, 9])) == pytest.approx(expected)
    assert symmetric_divergence(np.array([9, 4, 0]), np.array([9, 4, 0])) == 0


def test_a_distance_is_that_of_the_shrunk_covariance() -> None:
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(50, 3)) @ np.array([[1, 0.8, 0], [0, 1, 0.3], [0, 0, 0.5]])
    covariance = np.cov(rows.T, bias=True)
    shrunk = (1 - SHRINKAGE) * covariance + SHRINKAGE * np.diag(np.diag(covariance)) + FLOOR * np.eye(3)
    away = np.array([1.0, -2, 3]) - rows.mean(axis=0)
    expected = np.sqrt(away @ np.linalg.inv(shrunk) @ away / 3)
    assert _Gaussian(rows).distances(np.array([[1.0, -2, 3]])) == pytest.approx([expected])


def test_a_foreign_site_is_farther_than_one_of_the_same_kind() -> None:
    rng = np.random.default_rng(0)
    own, same, foreign = rng.normal(0, 1, (200, 6)), rng.normal(0, 1, (200, 6)), rng.normal(5, 1, (100, 6))
    found = distance_histograms([own, same, foreign], 0)
    assert found.edges.shape == (BINS + 1,)
    assert found.counts.sum(axis=1).tolist() == [200, 200, 100]
    assert found.divergences[0] == 0
    assert found.divergences[1] < 0.5
    assert found.divergences[2] > 4
    middles = [np.average(found.edges[1:], weights=counts) for counts in found.counts]
    assert middles[0] == pytest.approx(1, abs=0.15)
    assert middles[2] > 3


def test_own_patches_are_judged_by_those_left_over() -> None:
    """With as many features as patches, patches that the Gaussian was fitted to would be much too near."""
    rng = np.random.default_rng(0)
    own, same = rng.normal(size=(40, 40)), rng.normal(size=(40, 40))
    found = distance_histograms([own, same], 0)
    middles = [np.average(found.edges[1:], weights=counts) for counts in found.counts]
    assert middles[0] == pytest.approx(middles[1], rel=0.1)
