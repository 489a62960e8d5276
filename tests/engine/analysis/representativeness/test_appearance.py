"""Areas on the appearance map and their overlap, on point clouds whose answer is known."""
from __future__ import annotations

import numpy as np
import pytest

from engine.analysis.representativeness.appearance import (
    GRID_SIDE,
    appearance,
    coverage_without_map,
    intersections_over_target,
    intersections_over_union,
    principal_components,
    standardised,
)
from engine.analysis.representativeness.colours import appearance_colours


def clouds(*means: float, count: int = 60, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Gaussian clouds in four dimensions around (mean, ..., mean), and which points each has."""
    rng = np.random.default_rng(seed)
    values = np.concatenate([rng.normal(mean, 1, (count, 4)) for mean in means])
    return values, np.repeat(np.arange(len(means)), count)[None] == np.arange(len(means))[:, None]


def test_overlaps_of_squares() -> None:
    """S1 is 4 x 4 cells, S2 2 x 4 of them, S3 elsewhere, S4 empty."""
    areas = np.zeros((4, 8, 8), bool)
    areas[0, :4, :4], areas[1, :2, :4], areas[2, 6:, 6:] = True, True, True
    assert intersections_over_target(areas).tolist() == [[1, 1, 0, 0], [0.5, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]]
    assert intersections_over_union(areas).tolist() == [[1, 0.5, 0, 0], [0.5, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]]


def test_identical_clouds_cover_each_other_and_distant_ones_do_not() -> None:
    values, members = clouds(0, 0, 12)
    run = appearance(principal_components(values), members, nu=0.05, seed=0)
    assert run.areas.shape == (3, GRID_SIDE, GRID_SIDE)
    covers = intersections_over_target(run.areas)
    assert covers[0, 1] > 0.8
    assert covers[1, 0] > 0.8
    assert covers[:2, 2].max() == covers[2, :2].max() == 0
    assert np.diag(covers).tolist() == [1, 1, 1]


def test_most_of_a_set_lies_in_its_own_area() -> None:
    values, members = clouds(0, 12)
    inside = appearance(principal_components(values), members, nu=0.1, seed=1).inside
    assert inside[0][members[0]].mean() > 0.8
    assert inside[1][members[1]].mean() > 0.8
    assert not inside[0][members[1]].any()


def test_a_seed_gives_one_map_and_another_seed_another() -> None:
    values, members = clouds(0, 3, count=30)
    first, again, other = (appearance(values, members, 0.05, seed).points for seed in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.allclose(first, other)


def test_coverage_without_the_map() -> None:
    shares = coverage_without_map(*clouds(0, 0, 12, count=100), nu=0.05)
    assert shares[:2, :2].min() > 0.6
    assert shares[:2, 2].max() == shares[2, :2].max() == 0
    assert shares[2, 2] > 0.6


def test_a_constant_dimension_becomes_zero() -> None:
    values = np.column_stack([np.full(4, 7.0), np.arange(4.0)])
    assert standardised(values)[:, 0].tolist() == [0, 0, 0, 0]
    assert standardised(values)[:, 1].std() == pytest.approx(1)


def test_colours_are_equally_light_and_grey_in_the_middle() -> None:
    angles = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    points = np.concatenate([np.zeros((1, 2)), np.column_stack([np.cos(angles), np.sin(angles)])])
    grey, *rim = appearance_colours(points)
    assert grey[1:3] == grey[3:5] == grey[5:7]
    assert len(set(rim)) == 8
    assert all(len(colour) == 7 for colour in rim)
