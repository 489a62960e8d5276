"""Stratified samples: the allocation's rules, and uniform positions whatever the blocks."""
from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.analysis.stratified_sample import ClassReservoirs, allocate
from engine.data.window import PixelWindow
from engine.schema.check_config import EQUAL, PROPORTIONAL


@pytest.mark.parametrize(
    ("pixels", "count", "allocation", "minimum", "expected"),
    [
        ({1: 500, 2: 300, 3: 200}, 10, PROPORTIONAL, 0, {1: 5, 2: 3, 3: 2}),
        ({1: 5000, 2: 4900, 7: 100}, 60, PROPORTIONAL, 5, {1: 28, 2: 27, 7: 5}),
        ({1: 5000, 2: 4900, 7: 100}, 60, PROPORTIONAL, 0, {1: 30, 2: 29, 7: 1}),
        ({1: 5000, 2: 4900, 7: 100}, 60, EQUAL, 5, {1: 20, 2: 20, 7: 20}),
        ({1: 5000, 2: 4900, 7: 3}, 60, EQUAL, 5, {1: 29, 2: 28, 7: 3}),  # no class has more points than pixels
        ({1: 900, 2: 90, 3: 10}, 6, PROPORTIONAL, 5, {1: 2, 2: 2, 3: 2}),  # the minimum does not suffice for all
        ({1: 3, 2: 2}, 60, PROPORTIONAL, 5, {1: 3, 2: 2}),
        ({4: 1000}, 60, PROPORTIONAL, 5, {4: 60}),
    ],
)
def test_allocation(pixels: dict, count: int, allocation: str, minimum: int, expected: dict) -> None:
    assert allocate(pixels, count, allocation, minimum) == expected


@given(
    st.dictionaries(st.integers(1, 254), st.integers(1, 10**10), min_size=1, max_size=30),
    st.integers(30, 500),
    st.sampled_from([PROPORTIONAL, EQUAL]),
    st.integers(0, 20),
)
def test_all_points_are_allocated_within_bounds(pixels: dict, count: int, allocation: str, minimum: int) -> None:
    points = allocate(pixels, count, allocation, minimum)
    assert sum(points.values()) == min(count, sum(pixels.values()))
    least = min(minimum, count // len(pixels))
    assert all(min(least, pixels[c]) <= points[c] <= pixels[c] for c in pixels)


def add_in_blocks(reservoirs: ClassReservoirs, ids: np.ndarray, side_px: int) -> ClassReservoirs:
    for block in PixelWindow(0, 0, *ids.shape).blocks(side_px):
        reservoirs.add(ids[block.slices], block)
    return reservoirs


@pytest.mark.parametrize("side_px", [3, 7, 100])
def test_positions_are_uniform_and_of_their_class(side_px: int) -> None:
    """Every pixel of a class is drawn as often as any other, within five standard deviations."""
    ids = np.array([[1, 1, 2, 0, 2, 2, 1, 1, 2, 2], [2, 2, 2, 2, 1, 1, 0, 0, 2, 2]] * 4)
    times, drawn = 3000, np.zeros(ids.shape)
    rng = np.random.default_rng(0)
    for _ in range(times):
        reservoirs = add_in_blocks(ClassReservoirs(5, rng), ids, side_px)
        rows, cols = reservoirs.places(2).T
        assert len(set(zip(rows.tolist(), cols.tolist()))) == 5
        assert (ids[rows, cols] == 2).all()
        drawn[rows, cols] += 1
    share = 5 / (ids == 2).sum()
    spread = np.sqrt(share * (1 - share) / times)
    assert np.abs(drawn[ids == 2] / times - share).max() < 5 * spread
    assert reservoirs.pixels[[0, 1, 2]].tolist() == [(ids == c).sum() for c in (0, 1, 2)]


def test_the_first_of_a_reservoir_are_not_the_first_of_the_raster() -> None:
    ids = np.ones((50, 50), np.int64)
    rng = np.random.default_rng(1)
    first = [add_in_blocks(ClassReservoirs(10, rng), ids, 20).places(1)[0] for _ in range(300)]
    assert np.abs(np.mean(first, axis=0) - 24.5).max() < 5 * 50 / np.sqrt(12 * 300)
