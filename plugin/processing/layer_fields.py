"""Settings that name layers, bands or places: QGIS's own layers as the files and polygons that the engine reads."""
from __future__ import annotations

import os
from typing import Any, Optional

from qgis.core import (
    QgsMapLayer,
    QgsProcessingException,
    QgsProcessingParameterBand,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterVectorLayer,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from ...engine.schema.check_points import POINTS
from ...engine.schema.setting import Setting
from ..core.labels.file import LABELS
from ..core.project.area import united_area
from ..core.project.imagery import Imagery, read_imagery
from ..core.translation import tr, translatable
from .enums import POLYGONS, RASTER, VECTOR
from .fields import Field, Reading, parameter_name

OGR = "ogr"
READ_BY_THE_ENGINE = ("", LABELS, POINTS)  # tables of a file that it reads when it is given the file alone


class RasterField(Field):
    """A raster file."""

    def parameter(self, declared: Setting, label: str, default: Any) -> QgsProcessingParameterDefinition:
        return QgsProcessingParameterRasterLayer(
            parameter_name(declared.name), label, optional=not declared.is_required
        )

    def read(self, reading: Reading, declared: Setting) -> Optional[str]:
        imagery = imagery_of(reading, parameter_name(declared.name))
        return imagery.path if imagery is not None else None


class RastersField(Field):
    """Several raster files."""

    def parameter(self, declared: Setting, label: str, default: Any) -> QgsProcessingParameterDefinition:
        return QgsProcessingParameterMultipleLayers(
            parameter_name(declared.name), label, RASTER, optional=not declared.is_required
        )

    def read(self, reading: Reading, declared: Setting) -> Optional[list[str]]:
        layers = reading.algorithm.parameterAsLayerList(
            reading.parameters, parameter_name(declared.name), reading.context
        )
        return [read_imagery(layer).path for layer in layers] or None


class LabelsField(Field):
    """A vector layer, of which the engine reads the file."""

    NOTE = translatable("here a vector layer")

    def parameter(self, declared: Setting, label: str, default: Any) -> QgsProcessingParameterDefinition:
        return QgsProcessingParameterVectorLayer(
            parameter_name(declared.name), label, [VECTOR], None, not declared.is_required
        )

    def read(self, reading: Reading, declared: Setting) -> Optional[str]:
        name = parameter_name(declared.name)
        layer = reading.algorithm.parameterAsLayer(reading.parameters, name, reading.context)
        if layer is None:
            _refuse_missing(reading, name)
            return None
        return read_imagery(layer).path if isinstance(layer, QgsRasterLayer) else _vector_file(reading, name, layer)


class TruthField(LabelsField):
    """A raster file or a vector layer."""

    NOTE = ""

    def parameter(self, declared: Setting, label: str, default: Any) -> QgsProcessingParameterDefinition:
        return QgsProcessingParameterMapLayer(
            parameter_name(declared.name), label, None, not declared.is_required, [VECTOR, RASTER]
        )


class LabelFilesField(Field):
    """Several vector files."""

    def parameter(self, declared: Setting, label: str, default: Any) -> QgsProcessingParameterDefinition:
        return QgsProcessingParameterMultipleLayers(
            parameter_name(declared.name), label, VECTOR, optional=not declared.is_required
        )

    def read(self, reading: Reading, declared: Setting) -> Optional[list[str]]:
        layers = reading.algorithm.parameterAsLayerList(
            reading.parameters, parameter_name(declared.name), reading.context
        )
        return [_own_file(layer) for layer in layers] or None


class BandsField(Field):
    """Bands of the image."""

    def parameter(self, declared: Setting, label: str, default: Any) -> QgsProcessingParameterDefinition:
        return QgsProcessingParameterBand(
            parameter_name(declared.name), label, None, parameter_name("image"), optional=True, allowMultiple=True
        )

    def read(self, reading: Reading, declared: Setting) -> Optional[list[int]]:
        name = parameter_name(declared.name)
        return reading.algorithm.parameterAsInts(reading.parameters, name, reading.context) or None


class AreaField(Field):
    """Polygons that become one area of the image."""

    NOTE = translatable("polygons of another CRS are reprojected")

    def parameter(self, declared: Setting, label: str, default: Any) -> QgsProcessingParameterDefinition:
        return QgsProcessingParameterFeatureSource(
            parameter_name(declared.name), label, [POLYGONS], optional=True
        )

    def read(self, reading: Reading, declared: Setting) -> Any:
        name = parameter_name(declared.name)
        source = reading.algorithm.parameterAsSource(reading.parameters, name, reading.context)
        if source is None:
            _refuse_missing(reading, name)
            return None
        polygons = [feature.geometry() for feature in source.getFeatures() if feature.hasGeometry()]
        return self._wkt(reading, polygons, source)

    def _wkt(self, reading: Reading, polygons: list, source: Any) -> Any:
        imagery, context = self._imagery(reading), reading.context.transformContext()
        return united_area(polygons, source.sourceCrs(), source.sourceName(), imagery, context)

    def _imagery(self, reading: Reading) -> Imagery:
        return read_imagery(
            reading.algorithm.parameterAsRasterLayer(reading.parameters, parameter_name("image"), reading.context)
        )


class AreasField(AreaField):
    """Polygons that are areas of the first image one by one."""

    def _wkt(self, reading: Reading, polygons: list, source: Any) -> list[str]:
        return [super(AreasField, self)._wkt(reading, [polygon], source) for polygon in polygons]

    def _imagery(self, reading: Reading) -> Imagery:
        layers = reading.algorithm.parameterAsLayerList(
            reading.parameters, parameter_name("image"), reading.context
        )
        return read_imagery(layers[0] if layers else None)


class ExtentField(Field):
    """A rectangle, in the CRS of the image."""

    NOTE = translatable("written here as x min, x max, y min, y max")

    def parameter(self, declared: Setting, label: str, default: Any) -> QgsProcessingParameterDefinition:
        return QgsProcessingParameterExtent(parameter_name(declared.name), label, optional=True)

    def read(self, reading: Reading, declared: Setting) -> Optional[list[float]]:
        name = parameter_name(declared.name)
        if not reading.text(name) and reading.parameters.get(name) is None:
            return None
        imagery = imagery_of(reading, parameter_name("image"))
        crs = imagery.crs if imagery is not None else None
        box = reading.algorithm.parameterAsExtent(reading.parameters, name, reading.context, crs)
        return None if box.isNull() else [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]


def imagery_of(reading: Reading, name: str) -> Optional[Imagery]:
    """The raster of a parameter, or None where none is given.

    Raises:
        ImageryError, QgsProcessingException: it is not a raster file, or cannot be opened.
    """
    layer = reading.algorithm.parameterAsRasterLayer(reading.parameters, name, reading.context)
    if layer is None:
        _refuse_missing(reading, name)
        return None
    return read_imagery(layer)


def _refuse_missing(reading: Reading, name: str) -> None:
    """Raises QgsProcessingException where a layer is named that QGIS cannot open."""
    text = reading.text(name)
    if text:
        sentence = tr("{} is {}, which QGIS cannot open as a layer: name an existing file, or a layer of the project.")
        raise QgsProcessingException(sentence.format(name, text))


def _vector_file(reading: Reading, name: str, layer: QgsVectorLayer) -> str:
    """The file of a vector layer; a layer that is not all of a file, such as a temporary one, is written to one."""
    _refuse_edits(layer)
    algorithm, formats = reading.algorithm, QgsVectorFileWriter.supportedFormatExtensions()
    where = (reading.parameters, name, reading.context, formats, "gpkg", reading.feedback)
    path, table = algorithm.parameterAsCompatibleSourceLayerPathAndLayerName(*where)
    return path if table in READ_BY_THE_ENGINE else algorithm.parameterAsCompatibleSourceLayerPath(*where)


def _own_file(layer: QgsMapLayer) -> str:
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = parts.get("path") or ""
    if layer.providerType() != OGR or not os.path.isfile(path):
        sentence = tr("The layer {} is not a file ({}): save it as a GeoPackage and choose that.")
        raise QgsProcessingException(sentence.format(layer.name(), layer.providerType()))
    _refuse_edits(layer)
    return path


def _refuse_edits(layer: QgsVectorLayer) -> None:
    if layer.isModified():
        sentence = tr("The layer {} has edits that are not saved: save or cancel them, then run this again.")
        raise QgsProcessingException(sentence.format(layer.name()))
