"""The part of an image to work on, as the engine wants it: a polygon in the image's CRS."""
from __future__ import annotations

from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeatureRequest,
    QgsGeometry,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..translation import tr
from .imagery import Imagery, ImageryError

MAX_POLYGONS = 2_000  # a union of more would block the window


def extent_area(
    extent: QgsRectangle, crs: QgsCoordinateReferenceSystem, imagery: Imagery, context: QgsCoordinateTransformContext
) -> str:
    """The part of the image inside a rectangle of another CRS, such as the canvas, as WKT.

    Raises:
        ImageryError: it does not touch the image.
    """
    # A rectangle of another CRS is a curved figure in this one: with points along its sides it stays the same ground.
    outline = QgsGeometry.fromRect(extent).densifyByCount(20)
    return _clipped_wkt(_to_image([outline], crs, imagery, context), imagery, tr("The canvas extent"))


def polygon_area(layer: Optional[QgsVectorLayer], imagery: Imagery, context: QgsCoordinateTransformContext) -> str:
    """The part of the image inside a layer's polygons as WKT: the selected ones, all where none is selected.

    Raises:
        ImageryError: the layer is missing, not of polygons, holds too many, or does not touch the image.
    """
    if layer is None or not layer.isValid():
        raise ImageryError(tr("The polygon layer of the area is gone: choose another one or the whole image."))
    if layer.geometryType() != QgsWkbTypes.GeometryType.PolygonGeometry:
        sentence = tr("The layer {} holds no polygons: choose a polygon layer for the area.")
        raise ImageryError(sentence.format(layer.name()))
    geometries = [feature.geometry() for feature in _features(layer) if feature.hasGeometry()]
    return united_area(geometries, layer.crs(), layer.name(), imagery, context)


def united_area(
    polygons: list[QgsGeometry],
    crs: QgsCoordinateReferenceSystem,
    name: str,
    imagery: Imagery,
    context: QgsCoordinateTransformContext,
) -> str:
    """The part of the image inside polygons as WKT.

    Raises:
        ImageryError: there are too many, or they do not touch the image.
    """
    if len(polygons) > MAX_POLYGONS:
        sentence = tr("The layer {} has more than {} polygons: select fewer, or dissolve them, for the area.")
        raise ImageryError(sentence.format(name, MAX_POLYGONS))
    return _clipped_wkt(_to_image(polygons, crs, imagery, context), imagery, tr("The area {}").format(name))


def _features(layer: QgsVectorLayer):
    request = QgsFeatureRequest().setLimit(MAX_POLYGONS + 1)
    request.setSubsetOfAttributes([])
    return layer.getSelectedFeatures(request) if layer.selectedFeatureCount() else layer.getFeatures(request)


def _to_image(
    geometries: list[QgsGeometry],
    crs: QgsCoordinateReferenceSystem,
    imagery: Imagery,
    context: QgsCoordinateTransformContext,
) -> QgsGeometry:
    united = QgsGeometry.unaryUnion(geometries)
    if crs.isValid() and imagery.crs.isValid() and crs != imagery.crs:
        try:
            united.transform(QgsCoordinateTransform(crs, imagery.crs, context))
        except QgsCsException as error:
            sentence = tr("The area cannot be reprojected from {} to {} ({}): choose another one, or the whole image.")
            raise ImageryError(sentence.format(crs.authid(), imagery.crs.authid(), error)) from error
    return united


def _clipped_wkt(area: QgsGeometry, imagery: Imagery, name: str) -> str:
    clipped = area.makeValid().intersection(QgsGeometry.fromRect(imagery.extent)) if not area.isNull() else area
    if clipped.isEmpty() or clipped.area() == 0:
        sentence = tr("{} does not touch the image {}: move it there, or take the whole image.")
        raise ImageryError(sentence.format(name, imagery.name))
    if QgsWkbTypes.geometryType(clipped.wkbType()) != QgsWkbTypes.GeometryType.PolygonGeometry:
        clipped.convertGeometryCollectionToSubclass(QgsWkbTypes.GeometryType.PolygonGeometry)
    return clipped.asWkt(9)
