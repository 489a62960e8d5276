"""The part of an image that a canvas shows, in the image's pixels."""
from __future__ import annotations

import pytest
from berunda.plugin.core.live.grid import CanvasView, SeenPart, ground_of, pixel_at, seen_part
from berunda.plugin.core.project.imagery import Imagery
from berunda.plugin.core.project.scene import Scene
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject, QgsRectangle

UTM = QgsCoordinateReferenceSystem("EPSG:32640")
MERCATOR = QgsCoordinateReferenceSystem("EPSG:3857")


@pytest.fixture
def imagery(scene: Scene) -> Imagery:
    """300 x 200 px of 0.5 m, top left corner at 325000, 2780000."""
    return scene.imagery


def seen(imagery: Imagery, extent: QgsRectangle, pixel_size: float, crs=UTM) -> SeenPart:
    return seen_part(CanvasView(extent, crs, pixel_size), imagery, QgsProject.instance().transformContext())


def test_all_of_the_image_and_more(imagery: Imagery) -> None:
    wide = QgsRectangle(324_900, 2_779_800, 325_300, 2_780_100)
    assert seen(imagery, wide, 0.5) == SeenPart((0, 0, 200, 300), 1)
    assert seen(imagery, wide, 2.0) == SeenPart((0, 0, 200, 300), 4)


def test_a_part_begins_and_ends_with_whole_pixels(imagery: Imagery) -> None:
    part = QgsRectangle(325_010.3, 2_779_980.2, 325_020.1, 2_779_990)
    assert seen(imagery, part, 0.1) == SeenPart((20, 20, 20, 21), 1)


@pytest.mark.parametrize(
    "extent",
    [QgsRectangle(325_200, 2_779_900, 325_300, 2_780_000), QgsRectangle()],
    ids=["beside the image", "nothing"],
)
def test_nothing_of_the_image(imagery: Imagery, extent: QgsRectangle) -> None:
    assert seen(imagery, extent, 0.5) is None


def test_a_canvas_in_another_crs(imagery: Imagery) -> None:
    transform = QgsCoordinateTransform(UTM, MERCATOR, QgsProject.instance())
    inside = QgsRectangle(325_040, 2_779_940, 325_060, 2_779_960)
    shown = transform.transformBoundingBox(inside)
    found = seen(imagery, shown, shown.width() / 10, MERCATOR)
    row, col, height, width = found.window
    assert (row, col) == (pytest.approx(80, abs=2), pytest.approx(80, abs=2))
    assert (height, width) == (pytest.approx(40, abs=4), pytest.approx(40, abs=4))
    assert found.resolution_px == 4


def test_pixels_and_places(imagery: Imagery) -> None:
    context = QgsProject.instance().transformContext()
    place = ground_of(imagery, 20.5, 150.5)
    assert (place.x(), place.y()) == (325_075.25, 2_779_989.75)
    assert pixel_at(imagery, place, UTM, context) == (20, 150)
    assert pixel_at(imagery, ground_of(imagery, 200, 300), UTM, context) == (199, 299)
    assert pixel_at(imagery, ground_of(imagery, -1, 0), UTM, context) is None
