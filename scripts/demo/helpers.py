"""Using the dock as an analyst does: find a widget by its name, and click it or type into it."""
from __future__ import annotations

import time
from typing import Callable, TypeVar

from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QApplication,
    QColorDialog,
    QFileDialog,
    QLineEdit,
    QScrollArea,
    QTableWidget,
    QWidget,
)

from .guard import DemoFailed, expected_dialog

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
POLL_MS = 50
Found = TypeVar("Found", bound=QWidget)


def find(parent: QWidget, kind: type[Found], name: str) -> Found:
    """The widget of that name; fails where there is none."""
    widget = parent.findChild(kind, name)
    if widget is None:
        raise DemoFailed(f"there is no {kind.__name__} called {name} in {parent.objectName()}")
    return widget


def wait_until(condition: Callable[[], bool], what: str, limit_s: float) -> float:
    """Lets QGIS work until the condition holds; returns the seconds that took."""
    started = time.monotonic()
    while not condition():
        if time.monotonic() - started > limit_s:
            raise DemoFailed(f"{what} did not happen within {limit_s:.0f} s")
        QTest.qWait(POLL_MS)
    return time.monotonic() - started


def reveal(widget: QWidget) -> None:
    """Scrolls the dock to a widget, as one must before clicking it."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if area is not None:
        area.ensureWidgetVisible(widget)
        area.horizontalScrollBar().setValue(0)
    QTest.qWait(POLL_MS)


def click(button: QAbstractButton) -> None:
    """A click with the left button in the middle; menu buttons are clicked left of their arrow."""
    reveal(button)
    if not (button.isVisible() and button.isEnabled()):
        raise DemoFailed(
            f"{button.objectName()} cannot be clicked: it is {'disabled' if button.isVisible() else 'hidden'}"
        )
    QTest.mouseClick(button, LEFT, NONE, QPoint(button.width() // 3, button.height() // 2))


def type_text(field: QWidget, text: str) -> None:
    """Replaces the text of a field or spin box by typing, and confirms it with Enter."""
    reveal(field)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def click_cell(table: QTableWidget, row: int, column: int, double: bool = False) -> None:
    """Clicks, or double-clicks, into the middle of a table's cell."""
    reveal(table)
    place = table.visualItemRect(table.item(row, column)).center()
    QTest.mouseClick(table.viewport(), LEFT, NONE, place)
    if double:
        QTest.mouseDClick(table.viewport(), LEFT, NONE, place)


def type_into_cell(table: QTableWidget, text: str) -> None:
    """Types into the cell that is being edited."""
    editors: list[QLineEdit] = []
    wait_until(
        lambda: bool(editors.extend(table.findChildren(QLineEdit)) or editors),
        "the table's cell did not open for typing",
        5,
    )
    type_text(editors[0], text)
    wait_until(lambda: not table.findChildren(QLineEdit), "the cell's closing", 5)


def answer_color_dialog(parent: QWidget, color: str) -> None:
    """Types #rrggbb into the colour dialog that has just opened, and accepts it."""
    with expected_dialog():
        wait_until(lambda: parent.findChild(QColorDialog) is not None, "the colour dialog's opening", 5)
        dialog = parent.findChild(QColorDialog)
        field = next(edit for edit in dialog.findChildren(QLineEdit) if edit.text().startswith("#"))
        type_text(field, color)
        if dialog.isVisible():
            dialog.accept()
        wait_until(lambda: parent.findChild(QColorDialog) is None, "the colour dialog's closing", 5)


def answer_file_dialog(open_dialog: Callable[[], None], path: str) -> None:
    """Types a path into the file dialog that open_dialog brings up and waits in."""
    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            QTimer.singleShot(POLL_MS, answer)
            return
        type_text(find(dialog, QLineEdit, "fileNameEdit"), path)

    with expected_dialog():
        QTimer.singleShot(POLL_MS, answer)
        open_dialog()
