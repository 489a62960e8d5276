"""The live map on a shown canvas: its colours on their pixels, in any CRS, stale or fresh, and gone at the end."""
from __future__ import annotations

from collections.abc import Iterator

import pytest
from berunda.plugin.core.live.live_map import LiveMap
from berunda.plugin.core.project.scene import Scene
from berunda.plugin.maptools.live_canvas import MARK_MS, LiveCanvas, canvas_view
from berunda.plugin.maptools.place_mark import PlaceMark
from dock_helpers import LEFT
from fake_engine import wait_until
from fake_live import PLACES
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsGeometry, QgsProject, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt.QtCore import QPointF, Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtTest import QTest

from scripts.demo.mouse import click, key, move, press, release

OPAQUE = 1.0


@pytest.fixture
def live(start_live, canvas: QgsMapCanvas) -> LiveMap:
    """A live map of what the canvas shows, still off."""
    made = start_live()
    made._look = lambda: canvas_view(canvas)
    return made


@pytest.fixture
def shown(canvas: QgsMapCanvas, live: LiveMap) -> Iterator[LiveCanvas]:
    made = LiveCanvas(canvas, live)
    made.item.set_opacity(OPAQUE)
    canvas.refresh()
    canvas.waitWhileRendering()
    yield made
    if made.item in canvas.scene().items():
        made.close()


def color(canvas: QgsMapCanvas, x: float, y: float) -> str:
    return canvas.viewport().grab().toImage().pixelColor(round(x), round(y)).name()


def colors(scene: Scene) -> list[str]:
    return [entry.color for entry in scene.store.classes[:2]]


def answered(live: LiveMap, count: int = 1) -> None:
    wait_until(lambda: len(live.journal.answers) >= count)


def stroke(live: LiveMap) -> None:
    store = live.session.scene.store
    store.add_stroke(QgsGeometry.fromRect(LEFT), store.layer.crs(), 1)


def test_blocks_lie_on_their_pixels(canvas, shown, live) -> None:
    live.switch(True)
    answered(live)
    first, second = colors(live.session.scene)
    # The canvas is 600 px wide and the image 300: the border of the classes is at 300.
    assert [color(canvas, x, 200) for x in (10, 298, 302, 590)] == [first, first, second, second]
    canvas.setExtent(QgsRectangle(325_070, 2_779_960, 325_085, 2_779_970))  # 40 px of the screen to a metre
    canvas.waitWhileRendering()
    assert [color(canvas, x, 200) for x in (10, 198, 202, 590)] == [first, first, second, second]  # at once
    answered(live, 2)
    assert live.journal.params()[1]["window"] == pytest.approx((60, 140, 20, 30), abs=2)
    assert [color(canvas, x, 200) for x in (10, 198, 202, 590)] == [first, first, second, second]


def test_it_moves_with_the_map_that_is_dragged(canvas, shown, live) -> None:
    live.switch(True)
    answered(live)
    first, second = colors(live.session.scene)
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    press(canvas, 300, 200)
    for x in (290, 250, 200):
        move(canvas, x, 200)
    assert [color(canvas, x, 200) for x in (20, 196, 204, 480)] == [first, first, second, second]
    release(canvas, 200, 200)
    canvas.waitWhileRendering()
    answered(live, 2)
    assert [color(canvas, x, 200) for x in (20, 196, 204, 480)] == [first, first, second, second]


def test_opacity_lets_the_image_shine_through(canvas, shown, live) -> None:
    live.switch(True)
    answered(live)
    image, label = QColor("#286e32"), QColor(colors(live.session.scene)[0])
    shown.item.set_opacity(0.5)
    seen = QColor(color(canvas, 20, 20))
    for part in ("red", "green", "blue"):
        assert getattr(seen, part)() == pytest.approx((getattr(image, part)() + getattr(label, part)()) / 2, abs=2)


def test_another_crs_of_the_canvas(canvas, shown, live) -> None:
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    transform = QgsCoordinateTransform(live.session.scene.imagery.crs, canvas.mapSettings().destinationCrs(),
                                       QgsProject.instance())  # fmt: skip
    canvas.setExtent(transform.transformBoundingBox(live.session.scene.imagery.extent))
    canvas.waitWhileRendering()
    live.switch(True)
    answered(live)
    first, second = colors(live.session.scene)

    def at(x: float, y: float) -> str:
        place = canvas.getCoordinateTransform().transform(transform.transform(x, y))
        return color(canvas, place.x(), place.y())

    assert [at(325_000 + east, 2_779_905) for east in (5, 74, 76, 145)] == [first, first, second, second]
    assert [at(325_000 + east, 2_779_995) for east in (5, 74, 76, 145)] == [first, first, second, second]


def test_other_layers_and_other_colours_are_drawn_without_asking(canvas, shown, live) -> None:
    live.switch(True)
    answered(live)
    live.set_role("confidence")
    assert [color(canvas, x, 200) for x in (20, 580)] == ["#41b6c4", "#081d58"]
    live.set_role("ood")
    assert color(canvas, 20, 20) == "#286e32"  # nothing is unlike the training area: the image
    live.set_role("classes")
    live.session.scene.store.recolour_class(1, "#ff0000")
    assert color(canvas, 20, 20) == "#ff0000"
    assert len(live.journal.params()) == 1


def test_stale_blocks_are_fainter_and_hatched_after_a_while(canvas, shown, live) -> None:
    live.switch(True)
    answered(live)
    first = colors(live.session.scene)[0]
    live.requests.send = lambda params: None  # no answer
    stroke(live)
    assert not shown.item.marks_stale
    assert color(canvas, 20, 20) == first
    QTest.qWait(MARK_MS + 100)
    assert shown.item.marks_stale
    picture = canvas.viewport().grab().toImage()
    found = {picture.pixelColor(x, y).name() for x in range(20, 40) for y in range(20, 40)}
    assert len(found) == 2  # the hatch, and what is between its lines
    assert first not in found


def test_an_answer_in_time_is_never_marked(canvas, shown, live) -> None:
    live.switch(True)
    answered(live)
    stroke(live)
    answered(live, 2)
    QTest.qWait(MARK_MS + 100)
    assert not shown.item.marks_stale
    assert color(canvas, 20, 20) == colors(live.session.scene)[0]


def test_off_nothing_is_left(canvas, shown, live) -> None:
    live.switch(True)
    answered(live)
    assert len(shown.marks) == 1
    live.switch(False)
    assert color(canvas, 20, 20) == "#286e32"
    assert [item for item in canvas.scene().items() if isinstance(item, PlaceMark)] == []


def test_places_are_marked_with_their_reasons(canvas, shown, live) -> None:
    live.switch(True)
    answered(live)
    mark = shown.marks[0]
    assert mark.toolTip() == PLACES[0]["reason"]
    assert (mark.pos() - QPointF(151, 101)).manhattanLength() <= 2  # row 50, column 75 at two pixels of the screen each
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    assert shown.marks[0] is not mark
    assert shown.marks[0].isVisible()


def test_alike_with_a_click_returns_to_the_tool_before(canvas, shown, live) -> None:
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    shown.place_tool.begin()
    assert shown.place_tool.is_active
    click(canvas, 400, 100)
    assert canvas.mapTool() is pan
    answered(live)
    assert live.journal.params()[-1]["place"] == (50, 200)
    assert [color(canvas, x, 200) for x in (500, 20)] == ["#993404", "#1e3c82"]  # alike, and the image
    shown.place_tool.begin()
    key(canvas, Qt.Key.Key_Escape)
    assert canvas.mapTool() is pan
    assert len(live.journal.answers) == 1


def test_it_lies_below_what_is_being_painted_and_goes_with_close(canvas, shown, live) -> None:
    live.switch(True)
    answered(live)
    assert shown.item.zValue() < 0
    shown.close()
    kinds = {type(item).__name__ for item in canvas.scene().items()}
    assert not kinds & {"LiveItem", "PlaceMark"}
