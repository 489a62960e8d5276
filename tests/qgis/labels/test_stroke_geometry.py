"""The polygon that a stroke leaves: its area, its validity, and what makes no stroke."""
from __future__ import annotations

import math

import pytest
from berunda.plugin.core.labels.stroke_geometry import (
    StrokeError,
    corner_polygon,
    only_polygons,
    reprojected_polygon,
    stroke_polygon,
    valid_polygon,
)
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsWkbTypes,
)


def points(*pairs: tuple[float, float]) -> list[QgsPointXY]:
    return [QgsPointXY(x, y) for x, y in pairs]


def test_one_click_is_a_dot() -> None:
    dot = stroke_polygon(points((100, 200)), 10)
    assert dot.isGeosValid()
    assert dot.area() == pytest.approx(math.pi * 25, rel=0.007)
    assert dot.centroid().asPoint().distance(QgsPointXY(100, 200)) < 1e-9


def test_points_that_coincide_are_a_dot() -> None:
    assert stroke_polygon(points((3, 4), (3, 4), (3, 4)), 2).area() == pytest.approx(math.pi, rel=0.007)


def test_a_straight_stroke_is_a_capsule() -> None:
    stroke = stroke_polygon(points((0, 0), (25, 0), (50, 0), (100, 0)), 10)
    assert stroke.area() == pytest.approx(100 * 10 + math.pi * 25, rel=0.002)
    assert stroke.boundingBox().width() == pytest.approx(110, abs=1e-6)


def test_a_stroke_that_crosses_itself_is_valid_and_counts_the_crossing_once() -> None:
    stroke = stroke_polygon(points((0, 0), (100, 0), (100, 50), (50, 50), (50, -50)), 4)
    assert stroke.isGeosValid()
    straight = 4 * (100 + 50 + 50 + 100)
    assert straight - 4 * 16 < stroke.area() < straight + math.pi * 4
    assert stroke.contains(QgsPointXY(50, 0))
    assert not stroke.contains(QgsPointXY(75, 25))  # the loop's inside was not painted


def test_a_tremble_within_the_tolerance_vanishes_without_changing_the_area() -> None:
    wobble = [QgsPointXY(x, 0.05 * math.sin(x * 40)) for x in (step / 20 for step in range(2000))]
    stroke = stroke_polygon(wobble, 10, tolerance=0.2)
    assert stroke.constGet().nCoordinates() < 120
    assert stroke.area() == pytest.approx(99.95 * 10 + math.pi * 25, rel=0.005)


def test_degrees_keep_their_precision() -> None:
    stroke = stroke_polygon(points((55.2, 25.1), (55.2001, 25.1)), 1e-5)
    assert stroke.isGeosValid()
    assert stroke.area() == pytest.approx(1e-4 * 1e-5 + math.pi * 0.25e-10, rel=0.001)


@pytest.mark.parametrize(
    ("path", "width"),
    [([], 5), (points((0, 0)), 0), (points((0, 0)), -1), (points((0, 0)), math.nan), (points((math.inf, 0)), 5)],
    ids=["no point", "no width", "negative width", "width not a number", "point at infinity"],
)
def test_what_makes_no_stroke(path: list[QgsPointXY], width: float) -> None:
    with pytest.raises(StrokeError):
        stroke_polygon(path, width)


def test_corners_make_their_polygon() -> None:
    assert corner_polygon(points((0, 0), (4, 0), (4, 3))).area() == 6


def test_an_outline_that_crosses_itself_keeps_what_it_encloses() -> None:
    bow = corner_polygon(points((0, 0), (2, 2), (2, 0), (0, 2)))
    assert bow.isGeosValid()
    assert bow.area() == pytest.approx(2)
    assert bow.isMultipart()


@pytest.mark.parametrize(
    "corners", [[], points((0, 0), (1, 1)), points((0, 0), (1, 1), (2, 2))], ids=["none", "two", "on a line"]
)
def test_corners_without_area(corners: list[QgsPointXY]) -> None:
    with pytest.raises(StrokeError):
        corner_polygon(corners)


def test_lines_in_a_mixed_geometry_go() -> None:
    mixed = QgsGeometry.fromWkt("GEOMETRYCOLLECTION(POLYGON((0 0,2 0,2 2,0 2,0 0)),LINESTRING(5 5,9 9),POINT(7 7))")
    kept = only_polygons(mixed)
    assert kept.type() == QgsWkbTypes.PolygonGeometry
    assert kept.boundingBox().xMaximum() == 2
    assert valid_polygon(mixed).area() == 4


def test_slivers_go() -> None:
    parts = QgsGeometry.fromWkt("MULTIPOLYGON(((0 0,2 0,2 2,0 2,0 0)),((9 9,9.001 9,9 9.001,9 9)))")
    assert only_polygons(parts, 1e-3).asWkt() == "Polygon ((0 0, 2 0, 2 2, 0 2, 0 0))"


def test_no_place_in_the_target_crs() -> None:
    transform = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4326"), QgsCoordinateReferenceSystem("EPSG:3857"), QgsProject.instance()
    )
    with pytest.raises(StrokeError):
        reprojected_polygon(stroke_polygon(points((0, 1000)), 5), transform)
