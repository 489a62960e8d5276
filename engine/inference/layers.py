"""The rasters of a map: their names, bands, units, colours and classes."""
from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from ..schema.land_cover import CLASSES_TAG, LandCoverClass

CLASSES, CONFIDENCE, OOD, PROBABILITIES = "classes", "confidence", "ood", "probabilities"
NO_CLASS = 0
NO_SHARE = 255  # nodata of everything in [0, 1]
SHARE_SCALE = 0.01  # stored value times this is the value meant
STEPS = 254  # stored values of a range, of which 255 is nodata
CALIBRATED_TAG, YES, NO = "BERUNDA_CALIBRATED", "yes", "no"
CALIBRATED = "Calibrated probability of the shown class"
UNCALIBRATED = "Probability of the shown class, uncalibrated: too few strokes to judge it by, draw more and train again"

Rgba = tuple[int, int, int, int]
TRANSPARENT: Rgba = (0, 0, 0, 0)


@dataclass(frozen=True)
class LayerSpec:
    """One raster of a map; all are uint8.

    Attributes:
        name: file name without extension.
        bands: description of each band.
        nodata: value of pixels that are not mapped.
        scale: stored value times this is the value meant.
        ranges: by band, the values that a stored 0 and a stored STEPS mean, in place of scale; empty for scale.
        overview_resampling: GDAL's name for the resampling of overviews.
        color_table: colours of the values from 0 on; empty for none.
        tags: metadata of the default domain.
    """

    name: str
    bands: tuple[str, ...]
    nodata: int
    scale: float
    overview_resampling: str
    color_table: tuple[Rgba, ...] = ()
    tags: dict[str, str] = field(default_factory=dict)
    ranges: tuple[tuple[float, float], ...] = ()


def layer_specs(
    classes: Sequence[LandCoverClass], probabilities: bool, confidence_tags: dict[str, str], ood: tuple[str, ...]
) -> tuple[LayerSpec, ...]:
    """The layers of a map.

    Args:
        classes: its classes.
        probabilities: whether the layer of that name is wanted.
        confidence_tags: metadata of the confidence layer, with CALIBRATED_TAG.
        ood: description of each band of the OOD layer.
    """
    tags = {CLASSES_TAG: json.dumps([asdict(entry) for entry in classes])}
    specs = [
        class_map_spec(classes),
        confidence_spec(CONFIDENCE, confidence_tags),
        LayerSpec(OOD, ood, NO_SHARE, SHARE_SCALE, "AVERAGE"),
    ]
    if probabilities:
        names = tuple(f"Probability of {entry.name}" for entry in classes)
        calibrated = {CALIBRATED_TAG: confidence_tags[CALIBRATED_TAG]}
        specs.append(LayerSpec(PROBABILITIES, names, NO_SHARE, SHARE_SCALE, "AVERAGE", tags=tags | calibrated))
    return tuple(specs)


def confidence_spec(name: str, tags: dict[str, str]) -> LayerSpec:
    """The confidence layer, under a file name without extension, with metadata that include CALIBRATED_TAG."""
    band = CALIBRATED if tags[CALIBRATED_TAG] == YES else UNCALIBRATED
    return LayerSpec(name, (band,), NO_SHARE, SHARE_SCALE, "AVERAGE", tags=tags)


def class_map_spec(classes: Sequence[LandCoverClass], name: str = CLASSES) -> LayerSpec:
    """A map of classes, under a file name without extension."""
    tags = {CLASSES_TAG: json.dumps([asdict(entry) for entry in classes])}
    return LayerSpec(name, ("Class",), NO_CLASS, 1.0, "MODE", _color_table(classes), tags)


def _color_table(classes: Sequence[LandCoverClass]) -> tuple[Rgba, ...]:
    """Colours of the map's values from 0 to the largest class id; transparent where a value is not a class."""
    table = [TRANSPARENT] * (max(entry.class_id for entry in classes) + 1)
    for entry in classes:
        red, green, blue = bytes.fromhex(entry.color.lstrip("#"))
        table[entry.class_id] = (red, green, blue, 255)
    return tuple(table)
