"""Which kinds of ground are named as least covered."""
from __future__ import annotations

import numpy as np

from engine.analysis.representativeness.coverage import least_covered


def test_the_largest_uncovered_group_comes_first() -> None:
    rng = np.random.default_rng(0)
    sizes = (40, 30, 20, 10)  # the first is covered
    values = np.concatenate([rng.normal(10 * place, 0.1, (size, 5)) for place, size in enumerate(sizes)])
    found = least_covered(values, np.arange(100) < 40)
    assert [kind.share for kind in found] == [0.3, 0.2, 0.1]
    assert [40 <= kind.patch < 70 for kind in found] == [True, False, False]
    assert 70 <= found[1].patch < 90 <= found[2].patch


def test_the_patch_is_the_one_in_the_middle_of_its_group() -> None:
    values = np.array([[0.0], [99], [100], [104]])
    found = least_covered(np.concatenate([values, values + 500, values - 500]), np.arange(12) % 4 == 0)
    assert sorted(kind.patch for kind in found) == [2, 6, 10]


def test_few_uncovered_patches_are_few_groups() -> None:
    values = np.arange(20.0).reshape(10, 2)
    assert least_covered(values, np.ones(10, bool)) == []
    assert [kind.patch for kind in least_covered(values, np.arange(10) != 4)] == [4]
    assert len(least_covered(values, np.arange(10) < 8)) == 2
