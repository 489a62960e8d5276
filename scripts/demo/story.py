"""The main job from beginning to end: open the image, name classes, paint, train, predict, save."""
from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path
from typing import Callable

from qgis.core import QgsProject
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAction,
    QDockWidget,
    QGroupBox,
    QLabel,
    QPushButton,
    QSlider,
    QSpinBox,
    QTableWidget,
    QToolButton,
)
from qgis.utils import iface

from . import guard, helpers, painter

COLOR_COLUMN, NAME_COLUMN = 0, 1
PIXEL_M = 0.5
CLASSES_OPACITY = 60  # percent
MAPS = ("classes.tif", "confidence.tif", "ood.tif")
RESULTS = ("project.qgz", "labels.gpkg", "model.safetensors", *MAPS, "screenshot.png")

sample = Path(os.environ["BERUNDA_DEMO_SAMPLE"])
folder = Path(os.environ["BERUNDA_DEMO_DIR"])
quits = os.environ.get("BERUNDA_DEMO_QUIT") == "1"
limit_s = float(os.environ["BERUNDA_DEMO_LIMIT"])


def run() -> None:
    """Everything, from the empty window to the saved project."""
    dock = prepare()
    seconds = {"paint": paint(dock), "train": train(dock), "predict": predict(dock)}
    fade_classes(dock)
    save(dock)
    print_results(dock, seconds)
    end()


def prepare() -> QDockWidget:
    """From the empty window to the dock with the image and named classes."""
    begin()
    open_image()
    dock = open_dock()
    choose_places(dock)
    name_classes(dock)
    return dock


def begin() -> None:
    """What every story starts with: a limit, dialogs that take clicks, the window."""
    guard.watch(limit_s)
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)  # native ones take no test events
    arrange_window()


def end() -> None:
    """Leaves QGIS open for a person to look at, or closes it, with the project saved so that QGIS does not ask."""
    if not quits:
        guard.rest()
        return
    guard.doing("closing QGIS")
    if QgsProject.instance().isDirty():
        save_project()
    iface.actionExit().trigger()


def arrange_window() -> None:
    """A window as large as the screen, without the docks that the job does not need."""
    window = iface.mainWindow()
    window.showMaximized()
    window.setGeometry(window.screen().availableGeometry())  # a virtual screen has no window manager to do it
    browser = window.findChild(QDockWidget, "Browser")
    if browser is not None:
        browser.close()
    QTest.qWait(200)


def open_image() -> None:
    """A copy of the orthophoto in the folder of the results, as a layer."""
    guard.doing("opening the image")
    image = folder / "orthophoto.tif"
    shutil.copyfile(sample / "orthophoto.tif", image)
    if iface.addRasterLayer(str(image), "orthophoto") is None:
        raise guard.DemoFailed(f"{image} cannot be opened")
    iface.zoomFull()


def open_dock() -> QDockWidget:
    """Clicks Berunda's button in the toolbar."""
    dock = show_dock()
    image = helpers.find(dock, QLabel, "imageryFactsLabel")
    helpers.wait_until(lambda: "1920" in image.text(), "the dock's taking the image", 10)
    helpers.wait_until(lambda: state(dock) in ("idle", "failed"), "the engine's coming up", 120)
    if state(dock) == "failed":
        raise guard.DemoFailed(message(dock))
    return dock


def show_dock() -> QDockWidget:
    """The dock, by a click on its button unless it is open."""
    guard.doing("opening the dock")
    dock = helpers.find(iface.mainWindow(), QDockWidget, "BerundaDock")
    if not dock.isVisible():
        action = helpers.find(iface.mainWindow(), QAction, "berundaAction")
        helpers.click(next(widget for widget in action.associatedWidgets() if isinstance(widget, QToolButton)))
    helpers.wait_until(dock.isVisible, "the dock's opening", 10)
    return dock


def choose_places(dock: QDockWidget) -> None:
    """Labels, model and maps go straight into the demo's folder instead of Berunda's own one beside the image."""
    guard.doing("choosing where the files go")
    new_at = helpers.find(dock, QToolButton, "newLabelsButton").menu().actions()[0]
    helpers.answer_file_dialog(new_at.trigger, str(folder / "labels.gpkg"))
    advanced = helpers.find(dock, QGroupBox, "advancedSection")
    advanced.setCollapsed(False)
    helpers.type_text(helpers.find(dock, QgsFileWidget, "outputFolder").lineEdit(), str(folder))
    steps = os.environ.get("BERUNDA_DEMO_STEPS")
    if steps:
        helpers.type_text(helpers.find(dock, QSpinBox, "stepsSetting"), steps)
    advanced.setCollapsed(True)


def name_classes(dock: QDockWidget) -> None:
    """Types the sample's class names and colours into the table of classes."""
    guard.doing("naming the classes")
    table = helpers.find(dock, QTableWidget, "classTable")
    for row, wanted in enumerate(json.loads((sample / "classes.json").read_text(encoding="utf-8"))):
        if row < table.rowCount():
            helpers.click_cell(table, row, NAME_COLUMN, double=True)
        else:
            helpers.click(helpers.find(dock, QToolButton, "addClassButton"))
        helpers.type_into_cell(table, wanted["name"])
        helpers.click_cell(table, row, COLOR_COLUMN)
        helpers.answer_color_dialog(dock, wanted["color"])


def paint(dock: QDockWidget) -> float:
    """All strokes of the sample with the mouse; returns the seconds that took."""
    guard.doing("painting")
    started = time.monotonic()
    helpers.click(helpers.find(dock, QToolButton, "brushButton"))
    strokes = painter.read_strokes(sample / "strokes.geojson")
    brush_size = helpers.find(dock, QSpinBox, "brushSizeSpin")
    painter.paint(iface.mapCanvas(), brush_size, strokes, PIXEL_M, pause_ms=10 if quits else 250)
    iface.zoomFull()
    return time.monotonic() - started


def train(dock: QDockWidget, meanwhile: Callable[[], None] = lambda: None) -> float:
    """Clicks Train and waits for the model."""
    return start_and_wait(dock, helpers.find(dock, QPushButton, "trainButton"), "training", "Trained", meanwhile)


def predict(dock: QDockWidget) -> float:
    """Clicks Predict and waits for the map."""
    return start_and_wait(
        dock, helpers.find(dock, QToolButton, "predictButton"), "predicting", "The map is in the project"
    )


def start_and_wait(
    dock: QDockWidget,
    button: QToolButton | QPushButton,
    what: str,
    success: str,
    meanwhile: Callable[[], None] = lambda: None,
) -> float:
    """Clicks a button of the run panel and waits until the engine has done it; fails with the dock's own sentence."""
    guard.doing(what)
    stop = helpers.find(dock, QPushButton, "stopButton")
    started = time.monotonic()
    helpers.click(button)
    if not stop.isEnabled():
        raise guard.DemoFailed(f"{what} did not begin: {message(dock)}")
    meanwhile()
    helpers.wait_until(lambda: not stop.isEnabled(), what, limit_s)
    if not message(dock).startswith(success):
        raise guard.DemoFailed(f"{what} ended with: {message(dock)}")
    return time.monotonic() - started


def fade_classes(dock: QDockWidget) -> None:
    """Turns the classes down with the results' slider, so that image and strokes are seen below and above them."""
    guard.doing("fading the classes")
    slider = helpers.find(dock, QSlider, "classesOpacity")
    helpers.reveal(slider)
    slider.setFocus()
    while slider.value() > CLASSES_OPACITY:
        QTest.keyClick(slider, Qt.Key.Key_PageDown)


def save(dock: QDockWidget) -> None:
    """Takes a picture of the whole window with the results, and saves the project."""
    guard.doing("taking the picture")
    helpers.reveal(helpers.find(dock, QLabel, "heldOutLabel"))
    iface.messageBar().clearWidgets()
    iface.mapCanvas().waitWhileRendering()
    QTest.qWait(500)
    if not iface.mainWindow().grab().save(str(folder / "screenshot.png")):
        raise guard.DemoFailed(f"{folder / 'screenshot.png'} cannot be written")
    guard.doing("saving the project")
    save_project()


def save_project() -> None:
    QgsProject.instance().setFileName(str(folder / "project.qgz"))
    iface.actionSaveProject().trigger()


def print_results(dock: QDockWidget, seconds: dict[str, float]) -> None:
    """Prints what there is now; fails where something is missing."""
    guard.doing("looking for the results")
    missing = [name for name in RESULTS if not (folder / name).is_file()]
    if missing:
        raise guard.DemoFailed(f"{', '.join(missing)} is missing in {folder}")
    print(
        helpers.find(dock, QLabel, "heldOutLabel").text()
        or "No held-out accuracy: too few strokes to hold any out of training."
    )
    print(", ".join(f"{what} {took:.1f} s" for what, took in seconds.items()))
    print(f"In {folder}: {', '.join(RESULTS)}", flush=True)
    if not quits:
        print("QGIS stays open: paint some more, train again, close it when you are done.", flush=True)


def state(dock: QDockWidget) -> str:
    """The engine's state as the dock shows it, in one word."""
    return helpers.find(dock, QLabel, "stateLabel").text().partition("<b>")[2].partition("</b>")[0]


def message(dock: QDockWidget) -> str:
    """The dock's latest sentence."""
    return helpers.find(dock, QLabel, "messageLabel").text()
