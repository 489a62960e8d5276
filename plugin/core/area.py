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

from .imagery import Imagery, ImageryError
from .translation import tr

MAX_POLYGONS = 2_000  # uniting more would be felt in the window


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
        ImageryError: the layer is missing, no polygon layer, holds too many, or does not touch the image.
    """
    if layer is None or not layer.isValid():
        raise ImageryError(tr("The polygon layer of the area is gone: choose another one or the whole image."))
    if layer.geometryType() != QgsWkbTypes.GeometryType.PolygonGeometry:
        raise ImageryError(tr("The layer {} holds no polygons: choose a polygon layer for the area.").format(layer.name()))
    geometries = [feature.geometry() for feature in _features(layer) if feature.hasGeometry()]
    if len(geometries) > MAX_POLYGONS:
        raise ImageryError(
            tr("The layer {} has more than {} polygons: select fewer, or dissolve them, for the area.").format(layer.name(), MAX_POLYGONS)
        )
    return _clipped_wkt(_to_image(geometries, layer.crs(), imagery, context), imagery, tr("The area {}").format(layer.name()))


def _features(layer: QgsVectorLayer):
    request = QgsFeatureRequest().setLimit(MAX_POLYGONS + 1)
    request.setSubsetOfAttributes([])
    return layer.getSelectedFeatures(request) if layer.selectedFeatureCount() else layer.getFeatures(request)


def _to_image(
    geometries: list[QgsGeometry], crs: QgsCoordinateReferenceSystem, imagery: Imagery, context: QgsCoordinateTransformContext
) -> QgsGeometry:
    united = QgsGeometry.unaryUnion(geometries)
    if crs.isValid() and imagery.crs.isValid() and crs != imagery.crs:
        try:
            united.transform(QgsCoordinateTransform(crs, imagery.crs, context))
        except QgsCsException as error:
            raise ImageryError(
                tr("The area cannot be brought from {} to {}: {}").format(crs.authid(), imagery.crs.authid(), error)
            ) from error
    return united


def _clipped_wkt(area: QgsGeometry, imagery: Imagery, name: str) -> str:
    clipped = area.makeValid().intersection(QgsGeometry.fromRect(imagery.extent)) if not area.isNull() else area
    if clipped.isEmpty() or clipped.area() == 0:
        raise ImageryError(tr("{} does not touch the image {}: move it there, or take the whole image.").format(name, imagery.name))
    if QgsWkbTypes.geometryType(clipped.wkbType()) != QgsWkbTypes.GeometryType.PolygonGeometry:
        clipped.convertGeometryCollectionToSubclass(QgsWkbTypes.GeometryType.PolygonGeometry)
    return clipped.asWkt(9)
