"""The colours of a live map's layers: a table of 256 entries for the values of each."""
from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtGui import QColor

from ....engine.schema.land_cover import LandCoverClass
from ....engine.schema.live_config import CLASSES, GROUPS, SIMILARITY
from ..results.styles import CONFIDENCE_RAMP, OOD_RAMP

CONFIDENCE, OOD = "confidence", "ood"
ROLES = (CLASSES, CONFIDENCE, OOD)  # of a map of classes
# Clear to dark orange, as ColorBrewer's YlOrBr: what is unlike the place leaves the image to be seen.
SIMILARITY_RAMP = ((0.0, "#00ffffd4"), (0.5, "#50fed98e"), (0.75, "#c8fe9929"), (0.9, "#f0d95f0e"), (1.0, "#ff993404"))
HUE_STEP = 0.618034  # golden section: any number of groups gets hues far apart
Ramp = Sequence[tuple[float, str]]


def colour_table(layer: str, classes: Sequence[LandCoverClass]) -> list[int]:
    """Colours as QColor.rgba() by value of a layer; transparent where it has no data."""
    if layer == CLASSES:
        table = [0] * 256
        for entry in classes:
            table[entry.class_id] = QColor(entry.color).rgba()
        return table
    if layer == GROUPS:
        return [0, *(_group_colour(group).rgba() for group in range(255))]
    ramps = {CONFIDENCE: CONFIDENCE_RAMP, OOD: OOD_RAMP, SIMILARITY: SIMILARITY_RAMP}
    shares = (min(percent, 100) / 100 for percent in range(255))
    return [*(colour_on(ramps[layer], share).rgba() for share in shares), 0]


def colour_on(ramp: Ramp, share: float) -> QColor:
    """The colour of a ramp at a share in [0, 1], interpolated linearly."""
    for (low, first), (high, last) in zip(ramp, ramp[1:]):
        if share <= high:
            part = (share - low) / (high - low)
            pairs = zip(QColor(first).getRgb(), QColor(last).getRgb())
            return QColor(*(round(a + (b - a) * part) for a, b in pairs))
    return QColor(ramp[-1][1])


def _group_colour(group: int) -> QColor:
    hue = (0.08 + group * HUE_STEP) % 1.0
    return QColor.fromHsvF(hue, 0.55 + 0.25 * (group % 2), 0.95 - 0.2 * (group % 3) / 2)
