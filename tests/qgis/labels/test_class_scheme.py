"""Class ids, names and colours: what is allowed and what is offered."""
from __future__ import annotations

from itertools import combinations

import pytest
from berunda.engine.schema.land_cover import PALETTE, LandCoverClass, is_color
from berunda.plugin.core.labels.class_scheme import LabelStoreError, checked, default_classes, make_class
from qgis.PyQt.QtGui import QColor


def distance(first: str, second: str) -> float:
    """Euclidean distance in RGB, 0..441."""
    a, b = QColor(first), QColor(second)
    return ((a.red() - b.red()) ** 2 + (a.green() - b.green()) ** 2 + (a.blue() - b.blue()) ** 2) ** 0.5


def test_the_palette_s_colours_are_told_apart() -> None:
    assert min(distance(first, second) for first, second in combinations(PALETTE, 2)) > 60


def test_default_classes_have_names_and_different_colours() -> None:
    classes = default_classes(4)
    assert [(entry.class_id, entry.name) for entry in classes] == [(n, f"Class {n}") for n in (1, 2, 3, 4)]
    assert [entry.color for entry in classes] == list(PALETTE[:4])


def test_a_new_class_avoids_the_colours_in_use() -> None:
    mine = LandCoverClass(1, "Roof", PALETTE[4])
    assert make_class(5, [mine]).color == PALETTE[5]
    assert make_class(5, [mine], "Road ", "#ABCDEF") == LandCoverClass(5, "Road", "#abcdef")


@pytest.mark.parametrize(("class_id", "name", "color", "shown"), [
    (0, "x", "#000000", "Class id 0"),
    (255, "x", "#000000", "Class id 255"),
    (7, "", "#000000", "Class 7 has an empty name"),
    (7, "x", "red", "'red'"),
    (7, "x", "#12345", "'#12345'"),
])
def test_what_is_not_a_class(class_id: int, name: str, color: str, shown: str) -> None:
    with pytest.raises(LabelStoreError, match=shown):
        checked(LandCoverClass(class_id, name, color))
    if name:
        with pytest.raises(LabelStoreError, match=shown):
            make_class(class_id, (), name, color)


@pytest.mark.parametrize(
    ("text", "expected"), [("#00ff7F", True), ("#00ff7", False), ("00ff7f", False), (None, False), (7, False)]
)
def test_what_is_a_colour(text: object, expected: bool) -> None:
    assert is_color(text) is expected
