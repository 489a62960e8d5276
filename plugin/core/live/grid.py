"""Pixels of an image and places on the ground, and the part of an image that a canvas shows."""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsPointXY,
    QgsRectangle,
)

from ..project.imagery import Imagery

MAX_RESOLUTION_PX = 4096  # of a request
Window = tuple[int, int, int, int]  # (row, col, height, width) in pixels of the image


@dataclass(frozen=True)
class CanvasView:
    """What a canvas shows.

    Attributes:
        extent: in crs.
        crs: of the canvas.
        pixel_size: side of a pixel of the screen in units of crs.
    """

    extent: QgsRectangle
    crs: QgsCoordinateReferenceSystem
    pixel_size: float


@dataclass(frozen=True)
class SeenPart:
    """The part of an image that is shown.

    Attributes:
        window: in pixels of the image, inside it.
        resolution_px: side of about a pixel of the screen, in pixels of the image, at least 1.
    """

    window: Window
    resolution_px: int


def ground_of(imagery: Imagery, row: float, col: float) -> QgsPointXY:
    """The place of a pixel's top left corner in the image's CRS."""
    width, height = imagery.pixel_size
    return QgsPointXY(imagery.extent.xMinimum() + col * width, imagery.extent.yMaximum() - row * height)


def pixel_at(
    imagery: Imagery, point: QgsPointXY, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> Optional[tuple[int, int]]:
    """(row, col) of the pixel under a place in any CRS; None outside the image."""
    try:
        place = QgsCoordinateTransform(crs, imagery.crs, context).transform(point)
    except QgsCsException:
        return None
    if not imagery.extent.contains(place):
        return None
    columns, rows = imagery.size_px
    row = int((imagery.extent.yMaximum() - place.y()) / imagery.pixel_size[1])
    col = int((place.x() - imagery.extent.xMinimum()) / imagery.pixel_size[0])
    return min(row, rows - 1), min(col, columns - 1)


def seen_part(view: CanvasView, imagery: Imagery, context: QgsCoordinateTransformContext) -> Optional[SeenPart]:
    """The part of an image that a canvas shows; None where it shows nothing of it."""
    try:
        shown = QgsCoordinateTransform(view.crs, imagery.crs, context).transformBoundingBox(view.extent)
    except QgsCsException:
        return None
    inside = shown.intersect(imagery.extent)
    if not shown.isFinite() or inside.isEmpty() or view.pixel_size <= 0:
        return None
    width, height = imagery.pixel_size
    columns, rows = imagery.size_px
    top = _clipped(math.floor((imagery.extent.yMaximum() - inside.yMaximum()) / height), rows - 1)
    left = _clipped(math.floor((inside.xMinimum() - imagery.extent.xMinimum()) / width), columns - 1)
    bottom = _clipped(math.ceil((imagery.extent.yMaximum() - inside.yMinimum()) / height), rows)
    right = _clipped(math.ceil((inside.xMaximum() - imagery.extent.xMinimum()) / width), columns)
    window = (top, left, max(bottom - top, 1), max(right - left, 1))
    screen = view.extent.width() / view.pixel_size, view.extent.height() / view.pixel_size
    side = min(shown.width() / width / screen[0], shown.height() / height / screen[1])
    return SeenPart(window, min(max(round(side), 1), MAX_RESOLUTION_PX))


def _clipped(index: int, highest: int) -> int:
    return min(max(index, 0), highest)
