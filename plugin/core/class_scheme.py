"""The land-cover classes of a label file: ids, names, and colours that stay apart on imagery and from each other."""
from __future__ import annotations

import colorsys
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Optional

from .translation import tr

MIN_CLASS_ID, MAX_CLASS_ID = 1, 254
# Saturated enough to be seen on vegetation, soil and roofs; neighbours in the list differ in hue and in lightness.
PALETTE = (
    "#e6352b", "#2b7de0", "#ffe119", "#2fae57", "#a04bd6", "#ff7f0e",
    "#17c3cb", "#f06fb4", "#8a5a2b", "#b5e04a", "#1c3f94", "#7d8791",
)
_GOLDEN_RATIO = 0.618034


class LabelStoreError(Exception):
    """The labels cannot be read, kept or changed; str() is one sentence for the analyst, with the value and the remedy."""


@dataclass(frozen=True)
class LandCoverClass:
    """One class: id in 1..254 (0 is unlabelled, 255 nodata), a name, and a colour as #rrggbb.

    Raises:
        LabelStoreError: when made with an id out of range, an empty name or something that is no colour.
    """

    class_id: int
    name: str
    color: str

    def __post_init__(self) -> None:
        if not MIN_CLASS_ID <= self.class_id <= MAX_CLASS_ID:
            raise LabelStoreError(tr("Class id {} is out of range: use a number from 1 to 254.").format(self.class_id))
        if not self.name.strip():
            raise LabelStoreError(tr("Class {} has an empty name: give it one.").format(self.class_id))
        if not is_color(self.color):
            raise LabelStoreError(tr("{!r} is no colour: write it as #rrggbb.").format(self.color))


def is_color(text: object) -> bool:
    """Whether text is a colour written as #rrggbb."""
    return isinstance(text, str) and re.fullmatch(r"#[0-9a-fA-F]{6}", text) is not None


def default_color(class_id: int, taken: Collection[str] = ()) -> str:
    """A colour for a class: the palette's own for its id, the next one nobody has taken, or past the palette a further hue."""
    start = (class_id - 1) % len(PALETTE)
    for color in PALETTE[start:] + PALETTE[:start]:
        if color not in taken:
            return color
    hue = class_id * _GOLDEN_RATIO % 1  # successive hues fall into the widest gap left
    red, green, blue = colorsys.hsv_to_rgb(hue, 0.75, (0.95, 0.7)[class_id % 2])
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def default_name(class_id: int) -> str:
    """What a class is called until somebody names it."""
    return tr("Class {}").format(class_id)


def make_class(
    class_id: int, existing: Collection[LandCoverClass] = (), name: Optional[str] = None, color: Optional[str] = None
) -> LandCoverClass:
    """A class whose missing name and colour are filled with defaults that differ from the existing classes' ones."""
    chosen = default_color(class_id, {other.color for other in existing}) if color is None else color.lower()
    return LandCoverClass(class_id, default_name(class_id) if name is None else name.strip(), chosen)


def default_classes(count: int = 3) -> tuple[LandCoverClass, ...]:
    """The classes that a new label file starts with: ids 1..count."""
    classes: list[LandCoverClass] = []
    for class_id in range(1, count + 1):
        classes.append(make_class(class_id, classes))
    return tuple(classes)
