"""Painting the sample's strokes with the mouse on the map canvas."""
from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsGeometry, QgsPointXY, QgsRectangle
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QSpinBox

from .helpers import type_text
from .mouse import drag, key

MOUSE_STEP_PX = 8
LARGEST_BRUSH_PX = 20
MARGIN = 0.9  # a stroke may take so much of the canvas


@dataclass(frozen=True)
class Stroke:
    """One stroke of strokes.geojson: points in the image's CRS, width in pixels of the image."""

    class_id: int
    width_px: float
    points: tuple[QgsPointXY, ...]


def read_strokes(path: Path) -> list[Stroke]:
    """The strokes of a GeoJSON file, in its order."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return [
        Stroke(
            feature["properties"]["class_id"],
            feature["properties"]["width_px"],
            tuple(QgsPointXY(x, y) for x, y in feature["geometry"]["coordinates"]),
        )
        for feature in features
    ]


def paint(canvas: QgsMapCanvas, brush_size: QSpinBox, strokes: Sequence[Stroke], pixel_m: float, pause_ms: int) -> None:
    """Paints every stroke: goes there, picks a brush, presses the class's number, drags the mouse.

    Args:
        canvas: with the brush as its tool.
        brush_size: the dock's spin box for the brush.
        strokes: in the canvas's CRS; class n is the n-th of the table.
        pixel_m: side of a pixel of the image.
        pause_ms: how long to let a spectator see each stroke.
    """
    for stroke in strokes:
        brush_px = brush_for(canvas, stroke, pixel_m)
        if brush_size.value() != brush_px:
            type_text(brush_size, str(brush_px))
        go_to(canvas, stroke, stroke.width_px * pixel_m / brush_px)
        key(canvas, Qt.Key(Qt.Key.Key_0 + stroke.class_id))
        drag(canvas, on_screen(canvas, stroke), MOUSE_STEP_PX)
        QTest.qWait(pause_ms)


def brush_for(canvas: QgsMapCanvas, stroke: Stroke, pixel_m: float) -> int:
    """The largest brush, in screen pixels, with which the canvas shows the whole stroke at its true width."""
    box = bounds(stroke)
    m_per_screen_px = max(box.width() / canvas.width(), box.height() / canvas.height()) / MARGIN
    return max(1, min(LARGEST_BRUSH_PX, int(stroke.width_px * pixel_m / m_per_screen_px)))


def go_to(canvas: QgsMapCanvas, stroke: Stroke, m_per_screen_px: float) -> None:
    """Centres the canvas on a stroke at a scale."""
    box = bounds(stroke)
    half_width, half_height = canvas.width() / 2 * m_per_screen_px, canvas.height() / 2 * m_per_screen_px
    x, y = box.center().x(), box.center().y()
    canvas.setExtent(QgsRectangle(x - half_width, y - half_height, x + half_width, y + half_height))


def bounds(stroke: Stroke) -> QgsRectangle:
    """The stroke's extent."""
    return QgsGeometry.fromPolylineXY(list(stroke.points)).boundingBox()


def on_screen(canvas: QgsMapCanvas, stroke: Stroke) -> list[tuple[int, int]]:
    """The stroke's corners in pixels of the canvas."""
    to_pixels = canvas.getCoordinateTransform()
    corners = (to_pixels.transform(point) for point in stroke.points)
    return [(round(corner.x()), round(corner.y())) for corner in corners]
