"""Rectangles of pixels."""
from __future__ import annotations

import pytest

from engine.data.window import PixelWindow

IMAGE = PixelWindow(10, 20, 100, 50)


@pytest.mark.parametrize(
    ("window", "moved"),
    [
        (PixelWindow(30, 40, 20, 10), PixelWindow(30, 40, 20, 10)),
        (PixelWindow(0, 0, 20, 10), PixelWindow(10, 20, 20, 10)),
        (PixelWindow(105, 69, 20, 10), PixelWindow(90, 60, 20, 10)),
        (PixelWindow(30, 40, 200, 60), PixelWindow(10, 20, 200, 60)),
    ],
    ids=["inside", "above and to the left", "below and to the right", "too large"],
)
def test_a_window_is_moved_into_another_one(window: PixelWindow, moved: PixelWindow) -> None:
    assert window.moved_into(IMAGE) == moved
