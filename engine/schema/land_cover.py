"""Land-cover classes: ids, names and colours that stay apart on imagery and from each other."""
from __future__ import annotations

import re
from dataclasses import dataclass

MIN_CLASS_ID, MAX_CLASS_ID = 1, 254
LABEL_FORMAT = 1  # the newest version of the label file that can be read; files without FORMAT_TABLE are older
CLASSES_TAG = "BERUNDA_CLASSES"  # of a class map: GeoTIFF has no standard field for class names
FORMAT_TABLE = "berunda"  # its one row has the version of the file in the integer column `label_format`
# Saturated enough to be seen on vegetation, soil and roofs; neighbours in the list differ in hue and in lightness.
PALETTE = (
    "#e6352b", "#2b7de0", "#ffe119", "#2fae57", "#a04bd6", "#ff7f0e",
    "#17c3cb", "#f06fb4", "#8a5a2b", "#b5e04a", "#1c3f94", "#7d8791",
)  # fmt: skip


@dataclass(frozen=True)
class LandCoverClass:
    """A class: its id in 1..254 (0 is unlabelled, 255 nodata), a name, and a colour as #rrggbb."""

    class_id: int
    name: str
    color: str


def is_color(text: object) -> bool:
    """Whether text is a colour written as #rrggbb."""
    return isinstance(text, str) and re.fullmatch(r"#[0-9a-fA-F]{6}", text) is not None
