"""The lattice of tiles: it covers every pixel, and its weights sum to one."""
from __future__ import annotations

import numpy as np
import pytest
from affine import Affine
from hypothesis import given
from hypothesis import strategies as st

from engine.data.raster import Grid
from engine.inference.tiling import AxisLattice, TileLattice

TILES = st.integers(2, 20).map(lambda n: 32 * n)
LENGTHS = st.integers(1, 3000)
OVERLAPS = st.floats(0, 0.9)


def lattice(height: int, width: int, tile_px: int = 64, overlap: float = 0.25) -> TileLattice:
    return TileLattice.of(Grid(height, width, Affine.identity(), "", False), tile_px, overlap)


@given(LENGTHS, TILES, OVERLAPS)
def test_weights_of_every_pixel_sum_to_one(length_px: int, tile_px: int, overlap: float) -> None:
    axis = lattice(length_px, 1, tile_px, overlap).rows
    total = np.zeros(length_px + axis.tile_px)
    for index in range(axis.count):
        weights = axis.weights(index)
        assert weights.shape == (axis.size(index),)
        inside = weights[: length_px - axis.start(index)]
        assert inside.min() > 0
        total[axis.start(index) : axis.start(index) + axis.size(index)] += weights
    np.testing.assert_allclose(total[:length_px], 1, atol=1e-6)


@given(LENGTHS, TILES, OVERLAPS)
def test_sizes_suit_the_network_and_the_image(length_px: int, tile_px: int, overlap: float) -> None:
    axis = lattice(length_px, 1, tile_px, overlap).rows
    for index in range(axis.count):
        assert axis.size(index) % 32 == 0
        assert 64 <= axis.size(index) <= tile_px
        assert axis.start(index) == index * axis.stride_px < length_px
    end = axis.start(axis.count - 1) + axis.size(axis.count - 1)
    assert length_px <= end < length_px + 64  # the last tile is cut to what the image needs


@given(LENGTHS, TILES, OVERLAPS, st.data())
def test_covering_finds_exactly_the_tiles_that_share_a_pixel(
    length_px: int, tile_px: int, overlap: float, data: st.DataObject
) -> None:
    axis = lattice(length_px, 1, tile_px, overlap).rows
    start = data.draw(st.integers(0, length_px - 1))
    stop = data.draw(st.integers(start + 1, length_px))
    expected = [i for i in range(axis.count) if axis.start(i) < stop and axis.start(i) + axis.size(i) > start]
    assert list(axis.covering(start, stop)) == expected


def test_one_tile_for_a_small_image() -> None:
    small = lattice(1, 100, tile_px=512)
    assert (small.rows.count, small.cols.count) == (1, 1)
    tile = small.tile(0, 0)
    assert (tile.row, tile.col, tile.height, tile.width) == (0, 0, 64, 128)


def test_a_regular_lattice_by_hand() -> None:
    axis = lattice(1000, 1, tile_px=256, overlap=0.25).rows
    assert axis == AxisLattice(1000, 256, 192)
    assert [axis.start(i) for i in range(axis.count)] == [0, 192, 384, 576, 768]
    assert [axis.size(i) for i in range(axis.count)] == [256, 256, 256, 256, 256]


@pytest.mark.parametrize(
    ("tile_px", "overlap", "stride_px"),
    [(320, 0.75, 80), (512, 0.125, 448), (512, 0.25, 384), (64, 0.9, 16), (96, 0.2, 64)],
)
def test_strides_are_the_next_multiple_of_16_below(tile_px: int, overlap: float, stride_px: int) -> None:
    """The first is Castillo-Navarro et al. 2020: tiles of 320 px that overlap by 75 %."""
    assert lattice(2000, 1, tile_px, overlap).rows.stride_px == stride_px


def test_neighbours_fade_into_each_other() -> None:
    axis = lattice(1000, 1, tile_px=256, overlap=0.25).rows
    left, right = axis.weights(0), axis.weights(1)
    np.testing.assert_allclose(left[:192], 1)
    assert (np.diff(left[192:]) < 0).all()
    np.testing.assert_allclose(left[192:] + right[:64], 1, atol=1e-6)
    assert left[223] == pytest.approx(np.cos(31.5 / 64 * np.pi / 2) ** 2, abs=1e-6)


def test_tiles_do_not_overlap_without_overlap() -> None:
    axis = lattice(300, 1, tile_px=128, overlap=0).rows
    assert axis.stride_px == 128
    for index in range(axis.count):
        inside = axis.weights(index)[: 300 - axis.start(index)]
        np.testing.assert_array_equal(inside, 1)
