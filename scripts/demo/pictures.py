"""Pictures for the documentation."""
from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QWidget
from qgis.utils import iface

from . import guard, story

WIDTH_PX, QUALITY = 1200, 85


def picture(name: str, widget: Optional[QWidget] = None) -> None:
    """The window, in the size that a page needs, or one widget as it is, as a JPEG of that name."""
    iface.mapCanvas().waitWhileRendering()
    QTest.qWait(900)
    iface.messageBar().clearWidgets()
    QTest.qWait(100)
    whole = (widget or iface.mainWindow()).grab().toImage()
    small = whole.scaledToWidth(min(whole.width(), WIDTH_PX), Qt.TransformationMode.SmoothTransformation)
    path = story.folder / f"{name}.jpg"
    if not small.save(str(path), quality=QUALITY):
        raise guard.DemoFailed(f"{path} cannot be written")
