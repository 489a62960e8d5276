"""The tutorial from the empty window on, by real clicks; its pictures are those of docs/tutorial.md.

Leaves tutorial_1.jpg to tutorial_5.jpg in the folder of the results.
"""
from __future__ import annotations

import time

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDockWidget, QPushButton, QToolButton
from qgis.utils import iface

from . import guard, helpers, live_story, mouse, painter, story
from .pictures import picture


def run() -> None:
    """Every step of the tutorial, with a picture."""
    story.begin()
    QgsSettings().setValue("berunda/dock_open", False)
    dock = open_empty_dock()
    picture("tutorial_1")
    load_sample(dock)
    picture("tutorial_2")
    watch = live_story.Watch(dock)
    show_live(dock, watch)
    picture("tutorial_3")
    paint(dock, watch)
    picture("tutorial_4")
    map_everything(dock)
    picture("tutorial_5")
    print(f"In {story.folder}: tutorial_1.jpg to tutorial_5.jpg", flush=True)
    story.end()


def open_empty_dock() -> QDockWidget:
    """Clicks Berunda's button; the project is empty."""
    dock = story.show_dock()
    helpers.wait_until(lambda: story.state(dock) == "idle", "the engine's coming up", 120)
    return dock


def load_sample(dock: QDockWidget) -> None:
    guard.doing("loading the sample")
    helpers.click(helpers.find(dock, QPushButton, "sampleButton"))
    iface.zoomFull()
    iface.mapCanvas().waitWhileRendering()


def show_live(dock: QDockWidget, watch: live_story.Watch) -> None:
    guard.doing("switching the live map on")
    button = helpers.find(dock, QToolButton, "liveButton")
    helpers.reveal(button)
    started = time.perf_counter()
    helpers.click(button)
    watch.wait_for_answer(started)


def paint(dock: QDockWidget, watch: live_story.Watch) -> None:
    """One stroke more, where the canvas is at full resolution."""
    guard.doing("painting a stroke")
    canvas = iface.mapCanvas()
    helpers.click(helpers.find(dock, QToolButton, "brushButton"))
    stroke = painter.read_strokes(story.sample / "strokes.geojson")[0]
    jumped = time.perf_counter()
    painter.go_to(canvas, stroke, story.PIXEL_M)
    watch.wait_for_answer(jumped)
    mouse.key(canvas, Qt.Key(Qt.Key.Key_0 + stroke.class_id))
    mouse.drag(canvas, painter.on_screen(canvas, stroke), painter.MOUSE_STEP_PX)
    watch.wait_for_answer(time.perf_counter())


def map_everything(dock: QDockWidget) -> None:
    """The button of the live map, and the three layers that it leaves."""
    button = helpers.find(dock, QToolButton, "mapEverythingButton")
    helpers.reveal(button)
    story.start_and_wait(dock, button, "mapping everything", "The map is in the project")
    iface.zoomFull()
    iface.messageBar().clearWidgets()
    helpers.reveal(helpers.find(dock, QToolButton, "inspectButton"))
