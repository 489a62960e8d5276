"""The pixels of a live map: parts of blocks, zoomed-out views, windows anywhere on the image."""
from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.window import PixelWindow
from engine.inference.answer_grid import AnswerGrid

sizes = st.integers(1, 70)
starts = st.integers(0, 60)
windows = st.builds(PixelWindow, starts, starts, sizes, sizes)


@given(windows, st.integers(1, 17), st.integers(9, 60))
def test_parts_of_all_blocks_are_the_answer_each_pixel_once(
    window: PixelWindow, resolution_px: int, block_px: int
) -> None:
    answer = AnswerGrid(window, resolution_px)
    times = np.zeros(answer.shape, int)
    covered = np.zeros(window.shape, int)
    for block in PixelWindow(0, 0, 130, 130).blocks(block_px):
        part = answer.part(block)
        if part is None:
            continue
        times[part.place.slices] += 1
        covered[part.window.relative_to(window).slices] += 1
        for middles, start, size in ((part.rows, block.row, block.height), (part.cols, block.col, block.width)):
            assert ((middles >= start) & (middles < start + size)).all()
        assert part.pixels.intersection(block) == part.pixels
        assert part.pixels.intersection(window) == part.pixels
        assert (len(part.rows), len(part.cols)) == part.place.shape
    assert (times == 1).all()
    assert (covered == 1).all()


@given(windows, st.integers(1, 17))
def test_an_answered_pixel_shows_the_pixel_in_its_middle(window: PixelWindow, resolution_px: int) -> None:
    """By hand: the pixel half a side from its start, or the last of the window where that lies beyond it."""
    answer = AnswerGrid(window, resolution_px)
    assert answer.shape == tuple(-(-size // resolution_px) for size in window.shape)
    part = answer.part(PixelWindow(0, 0, 1000, 1000))
    assert part is not None
    assert part.window == window
    assert part.place == PixelWindow(0, 0, *answer.shape)
    for middles, start, size in ((part.rows, window.row, window.height), (part.cols, window.col, window.width)):
        expected = [min(start + index * resolution_px + resolution_px // 2, start + size - 1)
                    for index in range(len(middles))]  # fmt: skip
        assert middles.tolist() == expected


def test_at_full_resolution_a_part_is_the_shared_window() -> None:
    part = AnswerGrid(PixelWindow(10, 20, 30, 40), 1).part(PixelWindow(0, 32, 32, 32))
    assert part is not None
    assert part.window == part.pixels == PixelWindow(10, 32, 22, 28)
    assert part.place == PixelWindow(0, 12, 22, 28)


@pytest.mark.parametrize(
    ("block", "shown"),
    [(PixelWindow(0, 0, 4, 16), None), (PixelWindow(0, 0, 5, 16), (1, 2)), (PixelWindow(16, 0, 16, 16), None)],
)
def test_a_block_without_a_middle_answers_nothing(block: PixelWindow, shown: tuple[int, int] | None) -> None:
    """Pixels of 8 x 8: the middles of the only row lie at 4, the columns' at 4 and 12."""
    part = AnswerGrid(PixelWindow(0, 0, 8, 16), 8).part(block)
    assert (None if part is None else part.place.shape) == shown
