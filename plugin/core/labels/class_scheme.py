"""The land-cover classes of a label file: checked, and with default names and colours."""
from __future__ import annotations

import colorsys
from collections.abc import Collection
from typing import Optional

from ....engine.schema.land_cover import MAX_CLASS_ID, MIN_CLASS_ID, PALETTE, LandCoverClass, is_color
from ..translation import tr

_GOLDEN_RATIO = 0.618034


class LabelStoreError(Exception):
    """The labels cannot be read, stored or changed; str() is one sentence with the value and the remedy."""


def checked(entry: LandCoverClass) -> LandCoverClass:
    """The class; raises LabelStoreError where its id is out of range, its name empty or its colour not a colour."""
    if not MIN_CLASS_ID <= entry.class_id <= MAX_CLASS_ID:
        raise LabelStoreError(tr("Class id {} is out of range: use a number from 1 to 254.").format(entry.class_id))
    if not entry.name.strip():
        raise LabelStoreError(tr("Class {} has an empty name: give it one.").format(entry.class_id))
    if not is_color(entry.color):
        raise LabelStoreError(tr("{!r} is not a colour: write it as #rrggbb.").format(entry.color))
    return entry


def default_color(class_id: int, taken: Collection[str] = ()) -> str:
    """A colour for a class: the palette's for its id, or the next free one, or past the palette a further hue."""
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
    """A class whose missing name and colour are filled with defaults that the existing classes do not have.

    Raises:
        LabelStoreError: as `checked` does.
    """
    chosen = default_color(class_id, {other.color for other in existing}) if color is None else color.lower()
    return checked(LandCoverClass(class_id, default_name(class_id) if name is None else name.strip(), chosen))


def default_classes(count: int = 3) -> tuple[LandCoverClass, ...]:
    """The classes that a new label file starts with: ids 1..count."""
    classes: list[LandCoverClass] = []
    for class_id in range(1, count + 1):
        classes.append(make_class(class_id, classes))
    return tuple(classes)
