"""Histograms of log-likelihoods against their formulas."""
from __future__ import annotations

import numpy as np
import pytest

from engine.analysis.likelihood.histograms import BINS, likelihood_histograms

RNG = np.random.default_rng(0)
NEAR, LIKE_IT, FAR = RNG.normal(0, 1, 400), RNG.normal(0, 1, 200), RNG.normal(-9, 1, 300)


def test_all_images_share_the_bins() -> None:
    found = likelihood_histograms([NEAR, LIKE_IT, FAR])
    together = np.concatenate([NEAR, LIKE_IT, FAR])
    assert (found.edges[0], found.edges[-1]) == (together.min(), together.max())
    assert np.diff(found.edges) == pytest.approx(np.full(BINS, np.ptp(together) / BINS))
    assert found.counts.sum(axis=1).tolist() == [400, 200, 300]


def test_divergences_are_those_of_the_smoothed_histograms_in_both_directions() -> None:
    found = likelihood_histograms([NEAR, LIKE_IT, FAR])
    for row, p in enumerate(found.counts + 0.5):
        for column, q in enumerate(found.counts + 0.5):
            p_share, q_share = p / p.sum(), q / q.sum()
            forth = sum(a * np.log(a / b) for a, b in zip(p_share, q_share))
            back = sum(b * np.log(b / a) for a, b in zip(p_share, q_share))
            assert found.divergences[row, column] == pytest.approx(forth + back, abs=1e-12)
    assert found.divergences[0, 0] == 0
    assert found.divergences[0, 1] < 0.5 < 5 < found.divergences[0, 2]


def test_unlikely_patches_lie_below_the_twentieth_part_of_the_first_image() -> None:
    found = likelihood_histograms([NEAR, LIKE_IT, FAR])
    assert found.unlikely[0] == 0.05
    assert found.unlikely[1] == np.mean(np.quantile(NEAR, 0.05) > LIKE_IT)
    assert found.unlikely[2] == 1


def test_equal_values_have_a_histogram_too() -> None:
    found = likelihood_histograms([np.full(30, 2.0), np.full(20, 2.0)])
    assert found.counts[:, 0].tolist() == [30, 20]
    assert (np.diff(found.edges) > 0).all()
