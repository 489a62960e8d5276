"""Painting on a shown canvas with real mouse events: where strokes land, how large they are, which class they get."""
from __future__ import annotations

import math
from pathlib import Path
from typing import Callable

import pytest
from berunda.engine.schema.land_cover import LandCoverClass
from berunda.plugin.core.labels.store import LabelStore
from berunda.plugin.core.labels.tool_state import LabelToolState
from berunda.plugin.maptools.label_tools import LabelTools
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsGeometry, QgsPointXY, QgsProject
from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtTest import QSignalSpy, QTest

from scripts.demo.mouse import RIGHT, SHIFT, click, double_click, drag, key, map_point, move, press, release, wheel

UTM = QgsCoordinateReferenceSystem("EPSG:32640")
BRUSH_PX = 20
ShowLabels = Callable[[LabelStore], LabelStore]


@pytest.fixture
def store(show_labels: ShowLabels, tmp_path: Path) -> LabelStore:
    """Three classes, in the project and on the canvas."""
    colors = ("#2fae57", "#2b7de0", "#e6352b")
    classes = [LandCoverClass(number, f"Class {number}", color) for number, color in enumerate(colors, 1)]
    made = LabelStore.create(str(tmp_path / "labels.gpkg"), UTM, classes)
    return show_labels(made)


def strokes(store: LabelStore) -> list[tuple[int, QgsGeometry]]:
    return [(feature["class_id"], feature.geometry()) for feature in store.layer.getFeatures()]


def on_screen(canvas: QgsMapCanvas, geometry: QgsGeometry) -> QgsGeometry:
    """A geometry of the label layer in pixels of the canvas."""
    shown = QgsGeometry(geometry)
    shown.transform(QgsCoordinateTransform(UTM, canvas.mapSettings().destinationCrs(), QgsProject.instance()))
    pixels = canvas.getCoordinateTransform()
    polygon = shown.asMultiPolygon()[0]
    return QgsGeometry.fromPolygonXY([[QgsPointXY(pixels.transform(point)) for point in ring] for ring in polygon])


def drawn_color(canvas: QgsMapCanvas, x: int, y: int) -> QColor:
    """The colour of a pixel of the map once everything is drawn."""
    QTest.qWait(100)
    canvas.waitWhileRendering()
    return canvas.viewport().grab().toImage().pixelColor(x, y)


def test_a_click_is_a_dot_under_the_mouse(canvas: QgsMapCanvas, tools: LabelTools, store: LabelStore) -> None:
    click(canvas, 200, 150)
    ((class_id, dot),) = strokes(store)
    assert class_id == 1
    radius_m = BRUSH_PX / 2 * canvas.mapUnitsPerPixel()
    assert dot.area() == pytest.approx(math.pi * radius_m**2, rel=0.007)
    assert dot.centroid().asPoint().distance(map_point(canvas, 200, 150)) < 1e-6


def test_a_drag_is_one_stroke_as_wide_as_the_brush(canvas: QgsMapCanvas, tools: LabelTools, store: LabelStore) -> None:
    drag(canvas, [(100, 100), (300, 100), (300, 200)])
    ((_, stroke),) = strokes(store)
    shown = on_screen(canvas, stroke)
    radius = BRUSH_PX / 2
    ends, bend = math.pi * radius**2, math.pi * radius**2 / 4 - radius**2  # round outside, counted once inside
    assert shown.area() == pytest.approx(300 * BRUSH_PX + ends + bend, rel=0.005)
    box = shown.boundingBox()
    assert [round(v) for v in (box.xMinimum(), box.xMaximum(), box.yMinimum(), box.yMaximum())] == [90, 310, 90, 210]


def test_the_last_point_counts_even_without_a_move(canvas: QgsMapCanvas, tools: LabelTools, store: LabelStore) -> None:
    press(canvas, 100, 100)
    release(canvas, 150, 100)
    assert on_screen(canvas, strokes(store)[0][1]).boundingBox().width() == pytest.approx(50 + BRUSH_PX, abs=0.1)


def test_the_brush_has_its_size_on_the_screen_at_every_scale(
    canvas: QgsMapCanvas, tools: LabelTools, store: LabelStore
) -> None:
    click(canvas, 200, 150)
    canvas.zoomByFactor(0.25)
    canvas.waitWhileRendering()
    click(canvas, 300, 200)
    wide, narrow = (geometry.boundingBox().width() for _, geometry in strokes(store))
    assert wide / narrow == pytest.approx(4, rel=0.01)


def test_many_points_are_thinned(canvas: QgsMapCanvas, tools: LabelTools, store: LabelStore) -> None:
    drag(canvas, [(50, 200), (550, 200)], step_px=1)
    ((_, stroke),) = strokes(store)
    assert stroke.constGet().nCoordinates() < 120
    assert on_screen(canvas, stroke).boundingBox().width() == pytest.approx(500 + BRUSH_PX, abs=0.5)


@pytest.mark.parametrize("rotation", [0.0, 37.0, -120.0])
@pytest.mark.parametrize("authid", ["EPSG:32640", "EPSG:4326", "EPSG:3857", "EPSG:32639"])
def test_strokes_land_under_the_mouse_in_any_project_crs(
    canvas: QgsMapCanvas, tools: LabelTools, store: LabelStore, authid: str, rotation: float
) -> None:
    crs = QgsCoordinateReferenceSystem(authid)
    extent = QgsCoordinateTransform(UTM, crs, QgsProject.instance()).transformBoundingBox(canvas.extent())
    canvas.setDestinationCrs(crs)
    canvas.setExtent(extent)
    canvas.setRotation(rotation)
    canvas.waitWhileRendering()
    drag(canvas, [(240, 180), (340, 240)])
    ((_, stroke),) = strokes(store)
    expected = QgsGeometry.fromPolylineXY([QgsPointXY(240, 180), QgsPointXY(340, 240)]).buffer(BRUSH_PX / 2, 24)
    # Less than a pixel off anywhere, and the reprojected ground is where the mouse was.
    assert on_screen(canvas, stroke).hausdorffDistance(expected) < 1
    ground = QgsCoordinateTransform(crs, UTM, QgsProject.instance()).transform(map_point(canvas, 290, 210))
    assert stroke.contains(QgsGeometry.fromPointXY(ground))


@pytest.mark.parametrize("stop", ["right click", "escape", "other tool"])
def test_a_stroke_can_be_dropped(canvas: QgsMapCanvas, tools: LabelTools, store: LabelStore, stop: str) -> None:
    press(canvas, 100, 100)
    move(canvas, 150, 120)
    if stop == "right click":
        click(canvas, 150, 120, RIGHT)
    elif stop == "escape":
        key(canvas, Qt.Key.Key_Escape)
    else:
        tools.activate("polygon")
        tools.activate("brush")
    move(canvas, 180, 140)
    release(canvas, 180, 140)
    assert strokes(store) == []
    click(canvas, 300, 300)
    assert len(strokes(store)) == 1


def test_painting_over_another_class_replaces_it(
    canvas: QgsMapCanvas, tools: LabelTools, store: LabelStore, label_state: LabelToolState
) -> None:
    drag(canvas, [(100, 200), (400, 200)])
    label_state.set_current_class(2)
    drag(canvas, [(250, 100), (250, 300)])
    (_, first), (_, second) = sorted(strokes(store), key=lambda stroke: stroke[0])
    assert first.intersection(second).area() < 1e-6
    assert second.contains(QgsGeometry.fromPointXY(map_point(canvas, 250, 200)))
    assert len(first.asMultiPolygon()) == 2


def test_the_eraser_takes_every_class_away(
    canvas: QgsMapCanvas, tools: LabelTools, store: LabelStore, label_state: LabelToolState
) -> None:
    drag(canvas, [(100, 100), (400, 100)])
    label_state.set_current_class(2)
    drag(canvas, [(100, 140), (400, 140)])
    tools.activate("eraser")
    label_state.set_brush_size(40)
    drag(canvas, [(250, 60), (250, 180)])
    for class_id, stroke in strokes(store):
        y = {1: 100, 2: 140}[class_id]
        assert not stroke.contains(QgsGeometry.fromPointXY(map_point(canvas, 250, y)))
        assert stroke.contains(QgsGeometry.fromPointXY(map_point(canvas, 150, y)))
        assert len(stroke.asMultiPolygon()) == 2


@pytest.mark.parametrize("closing", ["double click", "right click"])
def test_a_polygon_is_clicked_corner_by_corner(
    canvas: QgsMapCanvas, tools: LabelTools, store: LabelStore, closing: str
) -> None:
    tools.activate("polygon")
    click(canvas, 100, 100)
    move(canvas, 180, 100)
    click(canvas, 200, 100)
    if closing == "double click":
        double_click(canvas, 200, 150)
    else:
        click(canvas, 200, 150)
        click(canvas, 500, 390, RIGHT)
    ((class_id, polygon),) = strokes(store)
    assert class_id == 1
    assert polygon.area() == pytest.approx(100 * 50 / 2 * canvas.mapUnitsPerPixel() ** 2, rel=1e-6)


def test_backspace_takes_a_corner_back_and_escape_all(
    canvas: QgsMapCanvas, tools: LabelTools, store: LabelStore
) -> None:
    tools.activate("polygon")
    for corner in ((100, 100), (200, 100), (550, 390)):
        click(canvas, *corner)
    key(canvas, Qt.Key.Key_Backspace)
    click(canvas, 200, 200)
    click(canvas, 0, 0, RIGHT)
    assert strokes(store)[0][1].area() == pytest.approx(100 * 100 / 2 * canvas.mapUnitsPerPixel() ** 2, rel=1e-6)
    click(canvas, 300, 300)
    key(canvas, Qt.Key.Key_Escape)
    click(canvas, 0, 0, RIGHT)
    assert len(strokes(store)) == 1


def test_a_polygon_without_area_is_explained(canvas: QgsMapCanvas, tools: LabelTools, store: LabelStore) -> None:
    spy = QSignalSpy(tools.message)
    tools.activate("polygon")
    click(canvas, 100, 100)
    click(canvas, 200, 100)
    click(canvas, 200, 100, RIGHT)
    assert "three corners, not 2" in spy[0][0]
    assert strokes(store) == []


def test_without_a_store_the_tool_says_so(canvas: QgsMapCanvas, tools: LabelTools, store: LabelStore) -> None:
    tools.set_store(None)
    spy = QSignalSpy(tools.message)
    drag(canvas, [(100, 100), (200, 200)])
    assert len(spy) == 1
    assert "no label file" in spy[0][0]
    assert strokes(store) == []


def test_without_a_class_the_tool_says_so(
    canvas: QgsMapCanvas, label_state: LabelToolState, show_labels: ShowLabels, tmp_path: Path
) -> None:
    tools = LabelTools(canvas, label_state)
    store = LabelStore.create(str(tmp_path / "bare.gpkg"), UTM, ())
    tools.set_store(show_labels(store))
    tools.activate("brush")
    spy = QSignalSpy(tools.message)
    click(canvas, 100, 100)
    assert [entry[0] for entry in spy] == ["There is no class to paint: add one in the list of classes."]
    tools.activate("eraser")
    click(canvas, 100, 100)
    assert len(spy) == 1  # erasing needs no class
    tools.close()


def test_removing_the_layer_from_the_project_ends_painting_without_harm(
    canvas: QgsMapCanvas, tools: LabelTools, store: LabelStore
) -> None:
    spy = QSignalSpy(tools.store_changed)
    canvas.setLayers([])
    QgsProject.instance().removeMapLayer(store.layer.id())
    assert spy[-1] == [None]
    click(canvas, 100, 100)
    assert tools.store is None


def test_a_hidden_label_layer_is_painted_and_mentioned(
    canvas: QgsMapCanvas, tools: LabelTools, store: LabelStore
) -> None:
    canvas.setLayers(canvas.layers()[1:])
    spy = QSignalSpy(tools.message)
    click(canvas, 100, 100)
    assert "hidden" in spy[0][0]
    assert len(strokes(store)) == 1


def test_the_stroke_is_on_the_map_in_its_colour(
    canvas: QgsMapCanvas, tools: LabelTools, store: LabelStore, label_state: LabelToolState
) -> None:
    label_state.set_current_class(3)
    before = drawn_color(canvas, 160, 100)
    press(canvas, 100, 100)
    move(canvas, 200, 100)
    live = drawn_color(canvas, 160, 100)
    release(canvas, 200, 100)
    stored = drawn_color(canvas, 160, 100)
    expected = 40 + (0xE6 - 40) * 110 / 255  # the class's red over the ground's
    assert before.red() == 40
    assert live.red() == pytest.approx(expected, abs=6)
    assert stored.red() == pytest.approx(
        expected, abs=6
    )  # one coat of paint, not preview and layer on top of each other


def test_the_circle_shows_the_brush_and_leaves_with_the_mouse(
    canvas: QgsMapCanvas, tools: LabelTools, label_state: LabelToolState
) -> None:
    move(canvas, 120, 80)
    (circle,) = (item for item in canvas.scene().items() if item.isVisible() and hasattr(item, "diameter_px"))
    assert (circle.pos().x(), circle.pos().y(), circle.diameter_px) == (120, 80, BRUSH_PX)
    wheel(canvas, 120, 80, 1, SHIFT)
    assert circle.diameter_px == label_state.brush_size_px == 24
    canvas.setMapTool(QgsMapToolPan(canvas))
    assert not circle.isVisible()


def test_the_wheel_alone_zooms(canvas: QgsMapCanvas, tools: LabelTools, label_state: LabelToolState) -> None:
    scale = canvas.scale()
    wheel(canvas, 300, 200, 1)
    assert canvas.scale() < scale
    assert label_state.brush_size_px == BRUSH_PX
    scale = canvas.scale()
    wheel(canvas, 300, 200, -2, SHIFT)
    assert canvas.scale() == scale
    assert label_state.brush_size_px == 14


def test_native_editing_gets_the_strokes_too(canvas: QgsMapCanvas, tools: LabelTools, store: LabelStore) -> None:
    store.layer.startEditing()
    drag(canvas, [(100, 100), (200, 100)])
    assert store.layer.editBuffer().addedFeatures()
    assert store.layer.commitChanges()
    assert len(strokes(store)) == 1
