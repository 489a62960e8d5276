"""Colours of the layers of a live map by value."""
from __future__ import annotations

import pytest
from berunda.plugin.core.live.colours import colour_on, colour_table
from label_ground import GRASS, WATER
from qgis.PyQt.QtGui import QColor


def color(table: list[int], value: int) -> tuple[str, int]:
    found = QColor.fromRgba(table[value])
    return found.name(), found.alpha()


def test_classes_have_their_own_colours_and_the_rest_is_clear() -> None:
    table = colour_table("classes", (GRASS, WATER))
    assert [color(table, value) for value in (1, 2)] == [(GRASS.color, 255), (WATER.color, 255)]
    assert [color(table, value)[1] for value in (0, 3, 255)] == [0, 0, 0]


@pytest.mark.parametrize(
    ("layer", "low", "high"),
    [
        ("confidence", ("#ffffd9", 255), ("#081d58", 255)),
        ("ood", ("#feebe2", 0), ("#7a0177", 255)),
        ("similarity", ("#ffffd4", 0), ("#993404", 255)),
    ],
)
def test_shares_lie_on_a_ramp_from_0_to_100_and_255_is_clear(layer: str, low: tuple, high: tuple) -> None:
    table = colour_table(layer, ())
    assert (color(table, 0), color(table, 100)) == (low, high)
    assert (len(table), color(table, 255)[1]) == (256, 0)


def test_groups_differ_from_each_other() -> None:
    table = colour_table("groups", ())
    assert color(table, 0)[1] == 0
    found = [QColor.fromRgba(table[group]) for group in range(1, 21)]
    apart = [
        sum(abs(a - b) for a, b in zip(first.getRgb(), second.getRgb()))
        for number, first in enumerate(found)
        for second in found[:number]
    ]
    assert min(apart) > 30


def test_between_two_stops_a_ramp_is_linear() -> None:
    found = colour_on(((0.0, "#00000000"), (1.0, "#ff64c832")), 0.5)
    assert found.getRgb() == (50, 100, 25, 128)
