"""From the package alone to the map: install the engine, load the sample, train, predict, all by real clicks.

Leaves install_1.jpg to install_6.jpg, which docs/installing.md shows, in the folder of the results, and prints seconds
and megabytes.
"""
from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from qgis.core import QgsProject, QgsSettings
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDockWidget,
    QGroupBox,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QToolButton,
    QWidget,
)
from qgis.utils import iface

from . import guard, helpers, story, tutorial_story
from .pictures import picture

RECIPE = "instant"
LOOK_LIMIT_S = 60  # for the installer's look at the computer
HALF = 0.5  # of the bar, where packages are being unpacked
BEAT_MS = 10
MB = 1e6


def run() -> None:
    """Every step, with a picture."""
    story.begin()
    QgsSettings().setValue("berunda/dock_open", False)
    dock = open_dock_without_engine()
    name_python(dock, os.environ.get("BERUNDA_DEMO_BASE_PYTHON", ""))
    picture("install_1")
    install(dock)
    picture("install_4", dock)
    tutorial_story.load_sample(dock)
    picture("install_5")
    choose_recipe(dock)
    seconds = {"train": story.train(dock), "predict": story.predict(dock)}
    show_result(dock)
    print(", ".join(f"{what} {took:.1f} s" for what, took in seconds.items()))
    print(f"In {story.folder}: install_1.jpg to install_6.jpg", flush=True)
    story.end()


def open_dock_without_engine() -> QDockWidget:
    """Clicks Berunda's button and waits until the dock says what it would fetch."""
    dock = story.show_dock()
    button = helpers.find(dock, QPushButton, "installEngineButton")
    helpers.wait_until(lambda: button.isVisible() and button.isEnabled(), "the offer to install", LOOK_LIMIT_S)
    return dock


def name_python(dock: QDockWidget, path: str) -> None:
    """Types the Python to build on under Advanced; "" leaves it to the installer."""
    if not path:
        return
    guard.doing("naming the Python to build on")
    advanced = helpers.find(dock, QGroupBox, "advancedSection")
    advanced.setCollapsed(False)
    helpers.type_text(helpers.find(dock, QWidget, "basePython").findChild(QLineEdit), path)
    advanced.setCollapsed(True)
    helpers.reveal(helpers.find(dock, QLabel, "engineIntro"))


def install(dock: QDockWidget) -> None:
    """Clicks *Install engine*, waits until the engine runs, and prints what that took."""
    guard.doing("installing the engine")
    print(helpers.find(dock, QLabel, "engineNeeds").text())
    root = Path(os.path.expanduser(helpers.find(dock, QWidget, "engineFolder").filePath()))
    bar = helpers.find(dock, QProgressBar, "installProgress")
    received, started, pauses = received_bytes(), time.monotonic(), Pauses()
    helpers.click(helpers.find(dock, QPushButton, "installEngineButton"))
    wait_for_engine(dock, bar.isVisible)
    picture("install_2", dock)
    wait_for_engine(dock, lambda: bar.value() > HALF * bar.maximum())
    picture("install_3", dock)
    pauses.forget()  # taking a picture is one
    wait_for_engine(dock, lambda: story.state(dock) == "idle")
    took = time.monotonic() - started
    print(
        f"The engine runs after {took:.1f} s: {(received_bytes() - received) / MB:.0f} MB from the network, "
        f"{disk_bytes(root) / MB:.0f} MB on disk; longest pause of the window {pauses.longest_s * 1000:.0f} ms",
        flush=True,
    )
    if helpers.find(dock, QPushButton, "installEngineButton").isVisible():
        raise guard.DemoFailed("the dock still offers to install the engine")


def wait_for_engine(dock: QDockWidget, condition: Callable[[], bool]) -> None:
    """Waits for a moment of the installation; fails with the dock's own sentence."""
    problem = helpers.find(dock, QLabel, "installProblem")
    helpers.wait_until(lambda: condition() or bool(problem.text()), "the installation", story.limit_s)
    if problem.text():
        raise guard.DemoFailed(f"the engine was not installed: {problem.text()}")


def choose_recipe(dock: QDockWidget) -> None:
    """Types the quickest recipe's name into the list."""
    combo = helpers.find(dock, QComboBox, "recipeCombo")
    helpers.reveal(combo)
    combo.setFocus()
    QTest.keyClicks(combo, RECIPE)
    if combo.currentData() != RECIPE:
        raise guard.DemoFailed(f"the recipe is {combo.currentData()}, not {RECIPE}")


def show_result(dock: QDockWidget) -> None:
    """The three layers, or a failure."""
    layers = QgsProject.instance().mapLayers().values()
    found = sorted(layer.customProperty("berunda/role", "") for layer in layers if layer.isValid())
    if [role for role in found if role] != ["classes", "confidence", "ood"]:
        raise guard.DemoFailed(f"the project has the layers {found}")
    iface.zoomFull()
    helpers.reveal(helpers.find(dock, QToolButton, "inspectButton"))
    picture("install_6")


class Pauses:
    """The longest time for which the window did not react.

    Attributes:
        longest_s: so far.
    """

    def __init__(self) -> None:
        self.longest_s, self._last = 0.0, time.monotonic()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def forget(self) -> None:
        """Begins anew."""
        self.longest_s, self._last = 0.0, time.monotonic()

    def _beat(self) -> None:
        now = time.monotonic()
        self.longest_s, self._last = max(self.longest_s, now - self._last), now


def received_bytes() -> int:
    """Bytes that this computer has received over its network since it started."""
    lines = Path("/proc/net/dev").read_text(encoding="ascii").splitlines()[2:]
    rows = [line.partition(":") for line in lines]
    return sum(int(counts.split()[0]) for name, _, counts in rows if name.strip() != "lo")


def disk_bytes(folder: Path) -> int:
    """What a folder takes on the disk; a file with several names counts once."""
    stats = [path.lstat() for path in folder.rglob("*")]
    return sum({(each.st_dev, each.st_ino): 512 * each.st_blocks for each in stats}.values())
