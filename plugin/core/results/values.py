"""The values of a map at a place: class, confidence, OOD scores and probabilities, one pixel of each raster."""
from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsPointXY,
    QgsRasterLayer,
)

from .folders import PROBABILITIES_NAME
from .layers import ResultLayers
from .masking import raster_path
from .styles import ResultLayersError, stored_classes


@dataclass(frozen=True)
class ShownClass:
    """A class of the map: name and colour as #rrggbb."""

    name: str
    color: str


@dataclass(frozen=True)
class PixelValues:
    """What a map says about a pixel.

    Attributes:
        shown: the class there.
        confidence: 0..1, or None where that layer is gone.
        ood: OOD scores 0..1 by band: the fused one, and where the raster has them *novel here* and *foreign*.
        probabilities: of each class 0..1 in the order of the scheme; empty where they were not written.
    """

    shown: ShownClass
    confidence: Optional[float]
    ood: tuple[float, ...]
    probabilities: tuple[tuple[ShownClass, float], ...]


class MapReader:
    """Reads single pixels of a map's rasters, at full resolution, whatever is hidden of it on the canvas.

    The files are opened with the first pixel, and are closed by `close`: Windows refuses to replace an open file.

    Args:
        results: the layers of the map.
    """

    def __init__(self, results: ResultLayers) -> None:
        self._results = results
        self._rasters: Optional[Mapping[str, QgsRasterLayer]] = None
        self._classes: dict[int, ShownClass] = {}

    @property
    def probability_count(self) -> int:
        """Classes whose probabilities were written with the map; 0 without them."""
        raster = self._opened().get("probabilities")
        return 0 if raster is None else raster.bandCount()

    def at(self, point: QgsPointXY, crs: QgsCoordinateReferenceSystem) -> Optional[PixelValues]:
        """The values at a point of any CRS; None off the map, and where it has no class."""
        classes = self._opened().get("classes")
        place = classes and self._on_map(point, crs)
        if not place or not classes.extent().contains(place):
            return None
        class_id = _sample(classes, place, 1)
        if not class_id:
            return None
        shown = self._classes.get(int(class_id), ShownClass(str(int(class_id)), "#888888"))
        return PixelValues(
            shown,
            next(iter(self._all_bands("confidence", place)), None),
            self._all_bands("ood", place),
            tuple(zip(self._classes.values(), self._all_bands("probabilities", place))),
        )

    def close(self) -> None:
        """Closes the files; the next pixel opens them again."""
        self._rasters = None

    def _on_map(self, point: QgsPointXY, crs: QgsCoordinateReferenceSystem) -> Optional[QgsPointXY]:
        """The point in the map's CRS; None where it cannot be reprojected."""
        layer, project = self._results.layer("classes"), self._results.project
        if layer is None:
            return None
        if not crs.isValid() or not layer.crs().isValid() or crs == layer.crs():
            return point
        try:
            return QgsCoordinateTransform(crs, layer.crs(), project.transformContext()).transform(point)
        except QgsCsException:
            return None

    def _all_bands(self, name: str, place: QgsPointXY) -> tuple[float, ...]:
        raster = self._rasters.get(name)
        values = [] if raster is None else [_sample(raster, place, band + 1) for band in range(raster.bandCount())]
        return tuple(value for value in values if value is not None)

    def _opened(self) -> Mapping[str, QgsRasterLayer]:
        """The rasters by name; a layer that was removed from the project is left out."""
        if self._rasters is None:
            self._rasters = self._open()
            self._classes = _scheme(self._rasters["classes"]) if "classes" in self._rasters else {}
        return self._rasters

    def _open(self) -> dict[str, QgsRasterLayer]:
        layers = {role: self._results.layer(role) for role in ("classes", "confidence", "ood")}
        paths = {role: raster_path(layer) for role, layer in layers.items() if layer is not None}
        if layers["classes"] is not None:
            paths["probabilities"] = os.path.join(os.path.dirname(paths["classes"]), PROBABILITIES_NAME)
        options = QgsRasterLayer.LayerOptions(loadDefaultStyle=False)
        there = {name: path for name, path in paths.items() if os.path.exists(path)}
        rasters = {name: QgsRasterLayer(path, name, "gdal", options) for name, path in there.items()}
        return {name: raster for name, raster in rasters.items() if raster.isValid()}


def _scheme(classes: QgsRasterLayer) -> dict[int, ShownClass]:
    try:
        scheme = stored_classes(classes)
    except ResultLayersError:
        return {}
    return {int(item["class_id"]): ShownClass(item["name"], item["color"]) for item in scheme}


def _sample(raster: QgsRasterLayer, place: QgsPointXY, band: int) -> Optional[float]:
    """A pixel in physical units, or None where it is nodata."""
    value, is_given = raster.dataProvider().sample(place, band)
    return value if is_given else None
