"""What the rasters of a prediction hold: their names, units, colours and the classes they speak of."""
from __future__ import annotations

import json
from dataclasses import dataclass, field

from ..errors import ConfigError

CLASSES, CONFIDENCE, OOD, PROBABILITIES = "classes", "confidence", "ood", "probabilities"
NO_CLASS = 0
NO_SHARE = 255  # nodata of everything that is a share of one
SHARE_SCALE = 0.01  # stored value times this is the share
CLASSES_TAG = "BERUNDA_CLASSES"  # GeoTIFF has no place for class names of its own

Rgba = tuple[int, int, int, int]
TRANSPARENT: Rgba = (0, 0, 0, 0)


@dataclass(frozen=True)
class MapLegend:
    """The classes a network tells apart, in the order of its logits.

    Attributes:
        class_ids: the value of each class in the map, 1..254.
        names: what people call them.
        colors: "#rrggbb".
    """

    class_ids: tuple[int, ...]
    names: tuple[str, ...]
    colors: tuple[str, ...]

    def __post_init__(self) -> None:
        if not len(self.class_ids) == len(self.names) == len(self.colors):
            raise ConfigError(f"{len(self.class_ids)} classes have {len(self.names)} names and {len(self.colors)} colours")
        wrong = [class_id for class_id in self.class_ids if not 1 <= class_id <= 254]
        if wrong:
            raise ConfigError(f"Class id {wrong[0]} is out of range", "take ids from 1 to 254")

    def to_json(self) -> str:
        """The classes as a JSON list of {"class_id", "name", "color"}."""
        keys = ("class_id", "name", "color")
        return json.dumps([dict(zip(keys, entry)) for entry in zip(self.class_ids, self.names, self.colors)])

    def color_table(self) -> tuple[Rgba, ...]:
        """Colours of the map's values from 0 to the largest class id; what is no class is transparent."""
        rgba = {class_id: (*bytes.fromhex(color.lstrip("#")), 255) for class_id, color in zip(self.class_ids, self.colors)}
        return tuple(rgba.get(value, TRANSPARENT) for value in range(max(self.class_ids) + 1))


@dataclass(frozen=True)
class LayerSpec:
    """One raster of a prediction; all are uint8.

    Attributes:
        name: file name without its ending.
        bands: description of each band.
        nodata: value of pixels that are not mapped.
        scale: stored value times this is the value meant.
        overview_resampling: GDAL's name of how overviews are made.
        color_table: colours of the values from 0 on, or none.
        tags: metadata of the default domain.
    """

    name: str
    bands: tuple[str, ...]
    nodata: int
    scale: float
    overview_resampling: str
    color_table: tuple[Rgba, ...] = ()
    tags: dict[str, str] = field(default_factory=dict)


def layer_specs(legend: MapLegend, probabilities: bool) -> tuple[LayerSpec, ...]:
    """The rasters to write."""
    tags = {CLASSES_TAG: legend.to_json()}
    specs = (
        LayerSpec(CLASSES, ("Class",), NO_CLASS, 1.0, "MODE", legend.color_table(), tags),
        LayerSpec(CONFIDENCE, ("Calibrated probability of the shown class",), NO_SHARE, SHARE_SCALE, "AVERAGE"),
        LayerSpec(OOD, ("Out-of-distribution score: 0 like the training area, 1 unlike anything in it",), NO_SHARE, SHARE_SCALE, "AVERAGE"),
    )
    if probabilities:
        names = tuple(f"Probability of {name}" for name in legend.names)
        specs += (LayerSpec(PROBABILITIES, names, NO_SHARE, SHARE_SCALE, "AVERAGE", tags=tags),)
    return specs
