"""The main job and a look at its map, by real clicks; its pictures are those of docs/user_guide.md.

Leaves painting.jpg, dock.jpg, training.jpg, demo.jpg, confidence.jpg and inspect.jpg in the folder of the results.
"""
from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDockWidget,
    QLabel,
    QProgressBar,
    QPushButton,
    QSlider,
    QSpinBox,
    QToolButton,
)
from qgis.utils import iface

from . import guard, helpers, mouse, story
from .pictures import picture

SHOWN_AT = 0.7  # of the training: strokes that are held out have been measured
HIDE_BELOW = "75"  # percent of confidence
PICTURES = ("painting", "dock", "training", "demo", "confidence", "inspect")


def run() -> None:
    """Every step, with a picture."""
    dock = story.prepare()
    story.paint(dock)
    picture("painting")
    helpers.reveal(helpers.find(dock, QComboBox, "recipeCombo"))
    picture("dock", dock)
    story.train(dock, lambda: picture_on_the_way(dock))
    helpers.click(helpers.find(dock, QCheckBox, "probabilitiesCheck"))
    story.predict(dock)
    story.fade_classes(dock)
    helpers.reveal(helpers.find(dock, QLabel, "heldOutLabel"))
    picture("demo")
    helpers.click(helpers.find(dock, QToolButton, "confidenceOnly"))
    picture("confidence", iface.mapCanvas())
    inspect(dock)
    picture("inspect")
    print(f"In {story.folder}: {', '.join(f'{name}.jpg' for name in PICTURES)}", flush=True)
    story.end()


def picture_on_the_way(dock: QDockWidget) -> None:
    """The dock when most of the training is done, or when it ended before."""
    bar, stop = helpers.find(dock, QProgressBar, "progressBar"), helpers.find(dock, QPushButton, "stopButton")

    def is_far() -> bool:
        return bar.value() >= SHOWN_AT * bar.maximum() > 0 or not stop.isEnabled()

    helpers.wait_until(is_far, "most of the training", story.limit_s)
    picture("training", dock)


def inspect(dock: QDockWidget) -> None:
    """The classes at full resolution without what is unsure, and the values under the mouse."""
    guard.doing("inspecting")
    canvas = iface.mapCanvas()
    helpers.click(helpers.find(dock, QToolButton, "classesOnly"))
    opacity = helpers.find(dock, QSlider, "classesOpacity")
    opacity.setFocus()
    QTest.keyClick(opacity, Qt.Key.Key_End)
    helpers.click(helpers.find(dock, QToolButton, "inspectButton"))
    helpers.click(helpers.find(dock, QCheckBox, "hideConfidenceCheck"))
    helpers.type_text(helpers.find(dock, QSpinBox, "hideConfidenceSpin"), HIDE_BELOW)
    canvas.zoomByFactor(0.5)
    canvas.waitWhileRendering()
    mouse.move(canvas, canvas.width() // 2, canvas.height() // 2)
    counting = helpers.find(dock, QLabel, "areasCountingLabel")
    helpers.wait_until(lambda: not counting.isVisible(), "the areas", 60)
    helpers.reveal(helpers.find(dock, QToolButton, "swipeButton"))
    helpers.reveal(helpers.find(dock, QLabel, "inspectClassLabel"))
