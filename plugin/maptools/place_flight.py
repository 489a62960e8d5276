"""Moving the map to a place."""
from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsMapCanvas


def fly_to(canvas: QgsMapCanvas, point: QgsPointXY, crs: QgsCoordinateReferenceSystem, side: float) -> bool:
    """Centres the map on a point and flashes it.

    Args:
        canvas: the map.
        point: in crs.
        crs: an invalid one means that of the map.
        side: of the square around the point that is to be seen, in units of crs.

    Returns:
        False where the point has no place in the map's CRS; the map stays as it is then.
    """
    square = QgsRectangle.fromCenterAndSize(point, side, side)
    shown = canvas.mapSettings().destinationCrs()
    source = crs if crs.isValid() else shown
    try:
        square = QgsCoordinateTransform(source, shown, QgsProject.instance()).transformBoundingBox(square)
    except QgsCsException:
        return False
    canvas.setExtent(square)
    canvas.refresh()
    canvas.flashGeometries([QgsGeometry.fromPointXY(point)], source)
    return True
