"""What of a raster layer the engine can learn from, or the sentence why it cannot."""
from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsMapLayer,
    QgsProject,
    QgsProviderRegistry,
    QgsRaster,
    QgsRasterLayer,
    QgsRectangle,
)

from ..results.layers import ROLE_PROPERTY
from ..translation import tr

FILE_PROVIDER = "gdal"
WEB_PROVIDERS = ("wms", "wcs", "arcgismapserver", "vectortile", "xyzvectortiles")  # XYZ and WMTS are wms in QGIS
WEB_DRIVERS = ("WMS", "WMTS", "WCS")  # of GDAL: a small local file that describes tiles elsewhere


class ImageryError(Exception):
    """A layer cannot be used; str() is the sentence for the analyst."""


@dataclass(frozen=True)
class Band:
    """One band: its 1-based number, its name in QGIS, and whether it is transparency rather than data."""

    number: int
    name: str
    is_alpha: bool


@dataclass(frozen=True)
class Imagery:
    """A raster file that the engine can read.

    Attributes:
        layer_id, name: of the QGIS layer.
        path: of the file.
        crs: as QGIS has it for the layer; invalid where the image has none.
        extent: in the CRS.
        pixel_size: of a pixel in units of the CRS (width, height).
        size_px: (width, height).
        is_georeferenced: False where the image lies nowhere on Earth; it works all the same.
    """

    layer_id: str
    name: str
    path: str
    bands: tuple[Band, ...]
    crs: QgsCoordinateReferenceSystem
    extent: QgsRectangle
    pixel_size: tuple[float, float]
    size_px: tuple[int, int]
    is_georeferenced: bool

    @property
    def default_bands(self) -> tuple[int, ...]:
        """Every band but alpha."""
        return tuple(band.number for band in self.bands if not band.is_alpha)

    @property
    def notice(self) -> str:
        """What the analyst should know about an image that works, or ""."""
        if self.is_georeferenced:
            return ""
        sentence = tr(
            "The image {} has no georeferencing: it works, and the result lies on the same pixels, but areas are in "
            "pixels."
        )
        return sentence.format(self.name)


def read_imagery(layer: Optional[QgsRasterLayer]) -> Imagery:
    """Looks at a layer's header; no pixel is read.

    Raises:
        ImageryError: there is no layer, it is broken, or it is not a raster file on this machine.
    """
    if layer is None:
        raise ImageryError(tr("No image is chosen: open an orthophoto in QGIS and choose it under Imagery."))
    _refuse_other_providers(layer)
    if not layer.isValid():
        sentence = tr("The image {} cannot be read ({}): repair its data source or choose another.")
        raise ImageryError(sentence.format(layer.name(), layer.source()))
    return Imagery(
        layer_id=layer.id(),
        name=layer.name(),
        path=_file_of(layer),
        bands=_bands_of(layer),
        crs=layer.crs(),
        extent=layer.extent(),
        pixel_size=(layer.rasterUnitsPerPixelX(), layer.rasterUnitsPerPixelY()),
        size_px=(layer.width(), layer.height()),
        is_georeferenced=_is_georeferenced(layer),
    )


def _refuse_other_providers(layer: QgsRasterLayer) -> None:
    provider = layer.providerType()
    web_source = provider.upper() if provider in WEB_PROVIDERS else _web_driver(layer)
    if web_source:
        sentence = tr(
            "The layer {} is a web layer ({}), and the engine reads files only: choose the original file, or export a "
            "part as GeoTIFF."
        )
        raise ImageryError(sentence.format(layer.name(), web_source))
    if provider != FILE_PROVIDER:
        sentence = tr("The layer {} is not a raster file (provider {}): export it as GeoTIFF and choose that.")
        raise ImageryError(sentence.format(layer.name(), provider))


def _web_driver(layer: QgsRasterLayer) -> str:
    """The GDAL driver of a layer whose pixels come from the web, or "".

    QGIS names the driver first in its description of the layer.
    """
    if layer.providerType() != FILE_PROVIDER or not layer.isValid():
        return ""
    found = re.search(r"<td>\s*([^<]*?)\s*</td>", layer.dataProvider().htmlMetadata())
    return found.group(1) if found and found.group(1) in WEB_DRIVERS else ""


def _file_of(layer: QgsRasterLayer) -> str:
    parts = QgsProviderRegistry.instance().decodeUri(FILE_PROVIDER, layer.source())
    path = parts.get("path") or ""
    if parts.get("vsiPrefix") or parts.get("layerName") or not os.path.isfile(path):
        sentence = tr("The layer {} is not a plain file ({}): export it as GeoTIFF and choose that.")
        raise ImageryError(sentence.format(layer.name(), layer.source()))
    return path


def _bands_of(layer: QgsRasterLayer) -> tuple[Band, ...]:
    provider = layer.dataProvider()
    return tuple(
        Band(
            number,
            layer.bandName(number),
            provider.colorInterpretation(number) == QgsRaster.ColorInterpretation.AlphaBand,
        )
        for number in range(1, layer.bandCount() + 1)
    )


def _is_georeferenced(layer: QgsRasterLayer) -> bool:
    """QGIS puts an image without a transform with its top left corner at the origin, one unit a pixel."""
    extent = layer.extent()
    placed = (extent.xMinimum(), extent.yMaximum(), extent.width(), extent.height())
    return layer.crs().isValid() and placed != (0, 0, layer.width(), layer.height())


def is_candidate(layer: QgsMapLayer) -> bool:
    """Whether a layer looks like a raster file; cheap enough to ask of every layer of a project."""
    return (
        isinstance(layer, QgsRasterLayer)
        and layer.isValid()
        and layer.providerType() == FILE_PROVIDER
        and not _web_driver(layer)
    )


def images_of(project: QgsProject) -> list[QgsRasterLayer]:
    """The layers of a project that look like raster files and are not maps of Berunda, by name."""
    layers = [
        layer
        for layer in project.mapLayers().values()
        if is_candidate(layer) and not layer.customProperty(ROLE_PROPERTY)
    ]
    return sorted(layers, key=lambda layer: layer.name().lower())
