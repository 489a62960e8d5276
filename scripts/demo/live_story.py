"""The live map from the first stroke on: paint, see the map change, and how long that takes.

Leaves in the folder of the results: live.json with the seconds of every stroke, live_NN.png of the window after some
strokes, and live.jpg, the canvas after each of these side by side.
"""
from __future__ import annotations

import json
import statistics
import time
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain, zip_longest
from typing import Any

from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QFont, QImage, QPainter
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDockWidget, QSpinBox, QToolButton
from qgis.utils import iface

from . import guard, helpers, mouse, painter, story

SHOWN_AFTER = (1, 5, 15, 40)  # strokes
LIMIT_S = 60
LIVE_KEY = Qt.Key.Key_L


def run() -> None:
    """Everything, from the empty window to the pictures."""
    dock = story.prepare()
    seconds = paint_live(dock)
    (story.folder / "live.json").write_text(json.dumps(seconds, indent=1) + "\n")
    for name, values in seconds.items():
        print(f"{name}: median {statistics.median(values):.2f} s, 95 % {quantile(values, 0.95):.2f} s, n {len(values)}")
    print("", flush=True)
    story.end()


def paint_live(dock: QDockWidget) -> dict[str, list[float]]:
    """Paints the sample's strokes, one of each class after the other, with the live map on.

    Returns:
        Seconds from the mouse button's release to the last block of classes in view, to the complete answer, and from
        a jump of the canvas to its first block there.
    """
    guard.doing("painting live")
    canvas, watch = iface.mapCanvas(), Watch(dock)
    helpers.click(helpers.find(dock, QToolButton, "brushButton"))
    mouse.key(canvas, LIVE_KEY)
    strokes = in_turns(painter.read_strokes(story.sample / "strokes.geojson"))
    pictures: list[QImage] = []
    seconds: dict[str, list[float]] = {"jump": [], "classes": [], "answer": []}
    for count, stroke in enumerate(strokes, 1):
        jumped = time.perf_counter()
        painter.go_to(canvas, stroke, story.PIXEL_M)
        brush = helpers.find(dock, QSpinBox, "brushSizeSpin")
        if brush.value() != round(stroke.width_px):
            helpers.type_text(brush, str(round(stroke.width_px)))
        if count > 1:
            watch.wait_for_answer(jumped)
            seconds["jump"].append(watch.first_block - jumped)
        mouse.key(canvas, Qt.Key(Qt.Key.Key_0 + stroke.class_id))
        mouse.drag(canvas, painter.on_screen(canvas, stroke), painter.MOUSE_STEP_PX)
        released = time.perf_counter()
        watch.wait_for_answer(released)
        seconds["classes"].append(watch.last_classes - released)
        seconds["answer"].append(watch.answered - released)
        if count in SHOWN_AFTER:
            pictures.append(picture_after(dock, watch, count))
    compose(pictures).save(str(story.folder / "live.jpg"), quality=88)
    return {name: [round(value, 3) for value in values] for name, values in seconds.items()}


class Watch:
    """When blocks and answers arrive in the dock.

    Attributes:
        first_block, last_classes, answered: of the newest request, in seconds of time.perf_counter.
    """

    def __init__(self, dock: QDockWidget) -> None:
        self._live: Any = dock.live
        self._generation = 0
        self.first_block = self.last_classes = self.answered = 0.0
        self._live.requests.block.connect(self._on_block)
        self._live.answered.connect(self._on_answered)

    def wait_for_answer(self, since: float) -> None:
        """Waits for a complete answer that came after a moment, with nothing more asked for."""
        helpers.wait_until(
            lambda: self.answered > since and self._live.requests.job is None, "the live map's answer", LIMIT_S
        )

    def _on_block(self, block: Any) -> None:
        now = time.perf_counter()
        if block.generation != self._generation:
            self._generation, self.first_block = block.generation, now
        if block.layer not in ("confidence", "ood"):
            self.last_classes = now

    def _on_answered(self, _: object) -> None:
        self.answered = time.perf_counter()


def in_turns(strokes: Sequence[painter.Stroke]) -> list[painter.Stroke]:
    """One stroke of each class after the other."""
    by_class: dict[int, list[painter.Stroke]] = defaultdict(list)
    for stroke in strokes:
        by_class[stroke.class_id].append(stroke)
    return [stroke for stroke in chain.from_iterable(zip_longest(*by_class.values())) if stroke is not None]


def picture_after(dock: QDockWidget, watch: Watch, count: int) -> QImage:
    """The canvas with the whole image, once its live map is complete; the whole window goes into a file."""
    moved = time.perf_counter()
    iface.zoomFull()
    watch.wait_for_answer(moved)
    iface.mapCanvas().waitWhileRendering()
    QTest.qWait(700)  # the marks of what is stale are taken away
    helpers.reveal(helpers.find(dock, QToolButton, "liveButton"))
    iface.mainWindow().grab().save(str(story.folder / f"live_{count:02d}.png"))
    picture = iface.mapCanvas().grab().toImage()
    with_text = QPainter(picture)
    with_text.setFont(QFont("Sans", 22, QFont.Weight.Bold))
    words = "1 stroke: what is like it" if count == 1 else f"{count} strokes"
    with_text.fillRect(0, 0, with_text.fontMetrics().boundingRect(words).width() + 30, 46, Qt.GlobalColor.white)
    with_text.drawText(QPoint(12, 34), words)
    with_text.end()
    return picture


def compose(pictures: Sequence[QImage]) -> QImage:
    """Two pictures a row, at half their size."""
    width, height = pictures[0].width() // 2, pictures[0].height() // 2
    whole = QImage(2 * width, (len(pictures) + 1) // 2 * height, QImage.Format.Format_RGB32)
    whole.fill(Qt.GlobalColor.white)
    into = QPainter(whole)
    for index, picture in enumerate(pictures):
        small = picture.scaled(width - 4, height - 4, transformMode=Qt.TransformationMode.SmoothTransformation)
        into.drawImage(index % 2 * width, index // 2 * height, small)
    into.end()
    return whole


def quantile(values: Sequence[float], share: float) -> float:
    """The value that a share of all does not exceed."""
    return sorted(values)[min(len(values) - 1, round(share * (len(values) - 1)))]
