"""Hides parts of a class map on the canvas by confidence and OOD score.

The layer's source becomes a GDAL virtual raster beside the map: a small text file, in which classes are multiplied by 0
or 1 when a part is drawn. Overviews are those of the three rasters, so that drawing takes as long for any size; what is
hidden is nodata, so transparent. The rasters stay as they are, and the layer is found again with its project.
"""
from __future__ import annotations

import os
from dataclasses import dataclass
from html import escape
from pathlib import Path

from osgeo import gdal
from qgis.core import QgsDataProvider, QgsRasterLayer

from ..translation import tr
from .layers import ResultLayers, role_name
from .styles import ResultLayersError

MASKED_SUFFIX = ".masked.vrt"
CONFIDENCE_PROPERTY, OOD_PROPERTY = "berunda/minimum_confidence", "berunda/maximum_ood"
STORED_NODATA = 255  # of confidence and OOD; where they have none, classes have none either


@dataclass(frozen=True)
class Thresholds:
    """What of a class map is shown.

    Attributes:
        minimum_confidence: in percent; 0 shows all.
        maximum_ood: in percent; 100 shows all.
    """

    minimum_confidence: int = 0
    maximum_ood: int = 100

    @property
    def hide_nothing(self) -> bool:
        """Whether everything is shown."""
        return self == Thresholds()


def thresholds_of(layer: QgsRasterLayer) -> Thresholds:
    """The thresholds that a class layer is drawn with."""
    if not layer.source().endswith(MASKED_SUFFIX):
        return Thresholds()
    return Thresholds(
        int(layer.customProperty(CONFIDENCE_PROPERTY, Thresholds.minimum_confidence)),
        int(layer.customProperty(OOD_PROPERTY, Thresholds.maximum_ood)),
    )


def raster_path(layer: QgsRasterLayer) -> str:
    """The raster of a result layer, whole, whether parts of it are hidden or not."""
    source = layer.source()
    return f"{source[: -len(MASKED_SUFFIX)]}.tif" if source.endswith(MASKED_SUFFIX) else source


def hide_beyond(results: ResultLayers, thresholds: Thresholds) -> None:
    """Draws the class layer with thresholds from now on; its style, opacity and place in the layer tree stay.

    Raises:
        ResultLayersError: a raster is gone, or the virtual raster cannot be written; the layer is as before.
    """
    layer = results.layer("classes")
    if layer is None or (thresholds.hide_nothing and thresholds_of(layer).hide_nothing):
        return  # equal thresholds are applied anew otherwise: the layers behind them may be other files now
    path = raster_path(layer)
    shown = path if thresholds.hide_nothing else _write_masked(results, path, thresholds)
    layer.setCustomProperty(CONFIDENCE_PROPERTY, thresholds.minimum_confidence)
    layer.setCustomProperty(OOD_PROPERTY, thresholds.maximum_ood)
    crs = layer.crs()
    layer.setDataSource(shown, layer.name(), "gdal", QgsDataProvider.ProviderOptions(), False)
    layer.setCrs(crs)  # also one that the analyst gave it
    layer.triggerRepaint()


def _write_masked(results: ResultLayers, classes: str, thresholds: Thresholds) -> str:
    """Writes the virtual raster beside the map; returns its path."""
    lowest, highest = thresholds.minimum_confidence, thresholds.maximum_ood
    masks = {}
    if lowest > 0:
        masks["confidence"] = {0: 0, lowest - 1: 0, lowest: 1, STORED_NODATA: 1}
    if highest < 100:
        masks["ood"] = {0: 1, highest: 1, highest + 1: 0, STORED_NODATA: 0}
    folder = os.path.dirname(classes)
    sources = [_source(folder, classes, "SimpleSource")]
    for role, table in masks.items():
        layer = results.layer(role)
        if layer is None:
            sentence = tr("The layer that hides parts of the map ({}) is no longer in the project: predict again.")
            raise ResultLayersError(sentence.format(role_name(role)))
        steps = ",".join(f"{value}:{factor}" for value, factor in table.items())
        sources.append(_source(folder, layer.source(), "ComplexSource", f"<LUT>{steps}</LUT>"))
    target = f"{os.path.splitext(classes)[0]}{MASKED_SUFFIX}"
    partial = Path(f"{target}.partial")
    try:
        partial.write_text(_described(classes, "".join(sources)), encoding="utf-8")
        os.replace(partial, target)
    except OSError as error:
        sentence = tr("{} cannot be written ({}): parts of the map can be hidden in a writable folder only.")
        raise ResultLayersError(sentence.format(target, error.strerror)) from error
    return target


def _described(classes: str, sources: str) -> str:
    """A virtual raster on the class map's grid: the product of the sources."""
    try:
        grid = gdal.Open(classes)
    except RuntimeError:  # where another plugin has switched GDAL's exceptions on
        grid = None
    if grid is None:
        raise ResultLayersError(tr("{} is gone or cannot be read: predict again.").format(classes))
    transform = grid.GetGeoTransform(can_return_null=True)
    place = f"<GeoTransform>{', '.join(map(repr, transform))}</GeoTransform>" if transform else ""
    return f"""<VRTDataset rasterXSize="{grid.RasterXSize}" rasterYSize="{grid.RasterYSize}">
<SRS>{escape(grid.GetProjection())}</SRS>
{place}
<VRTRasterBand dataType="Byte" band="1" subClass="VRTDerivedRasterBand">
<NoDataValue>0</NoDataValue>
<PixelFunctionType>mul</PixelFunctionType>
{sources}</VRTRasterBand>
</VRTDataset>
"""


def _source(folder: str, path: str, kind: str, table: str = "") -> str:
    """A source, named as seen from the virtual raster's folder, so that the folder may be moved."""
    relative = Path(os.path.relpath(path, folder)).as_posix()
    name = f'<SourceFilename relativeToVRT="1">{escape(relative)}</SourceFilename>'
    return f"<{kind}>{name}<SourceBand>1</SourceBand>{table}</{kind}>\n"
