"""What the tests of the whole dock share: find, click, paint, read."""
from __future__ import annotations

from berunda.plugin.gui.dock import BerundaDock
from fake_engine import wait_until
from qgis.core import QgsGeometry, QgsRectangle
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QCheckBox, QWidget

WIDTH_PX = 360
LEFT = QgsRectangle(325_010, 2_779_950, 325_020, 2_779_960)
RIGHT = QgsRectangle(325_110, 2_779_950, 325_120, 2_779_960)


def find(dock: BerundaDock, name: str) -> QWidget:
    widget = dock.findChild(QWidget, name)
    assert widget is not None, name
    return widget


def click(dock: BerundaDock, name: str) -> None:
    """A click of the left button in the middle of a widget that is shown and enabled."""
    widget = find(dock, name)
    QTest.qWait(10)  # the layout first, so that there is a place to scroll to
    dock.scroll_area.ensureWidgetVisible(widget)
    wait_until(lambda: not widget.visibleRegion().isEmpty())
    assert widget.isEnabled(), name
    is_box = isinstance(widget, QCheckBox)
    place = QPoint(10, widget.height() // 2) if is_box else widget.rect().center()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)


def paint(dock: BerundaDock) -> None:
    store = dock.session.scene.store
    store.add_stroke(QgsGeometry.fromRect(LEFT), store.layer.crs(), 1)
    store.add_stroke(QgsGeometry.fromRect(RIGHT), store.layer.crs(), 2)


def message(dock: BerundaDock) -> str:
    return find(dock, "messageLabel").text()
