"""The window in which losses are compared: tick, train, look at one map after the other, keep one."""
from __future__ import annotations

from typing import Callable, Optional

from qgis.core import Qgis
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from ..core.comparison.comparison import MIN_CHOICES, Comparison
from ..core.project.session import STOPPING, Session
from .comparison_table import ComparisonTable
from .durations import in_words
from .message_line import MessageLine

REFRESH_MS = 100  # progress and changes come faster than anyone reads
SIZE_PX = (680, 560)


class ComparisonWindow(QDialog):
    """Shows a Comparison; it may be closed at any time, the comparison goes on."""

    def __init__(self, comparison: Comparison, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("comparisonWindow")
        self._comparison = comparison
        self._session = session
        self._refresh = self._later(self._show)
        self._relist = self._later(self._list_now)
        self._build()
        self._wire()
        self.resize(*SIZE_PX)

    def showEvent(self, event: QShowEvent) -> None:
        """Lists what there is now, and starts the engine, which lists the losses."""
        super().showEvent(event)
        self._session.start_engine()
        self._comparison.refresh()
        self._show()

    def close_window(self) -> None:
        """Releases the project."""
        self._refresh.stop()
        self._relist.stop()
        self._session.project.layerTreeRoot().visibilityChanged.disconnect(self._show_soon)
        self.close()

    def _later(self, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(REFRESH_MS)
        timer.timeout.connect(act)
        return timer

    def _build(self) -> None:
        self.intro_label = QLabel()
        self.intro_label.setObjectName("comparisonIntro")
        self.intro_label.setWordWrap(True)
        self.table = ComparisonTable()
        self.time_label = QLabel()
        self.time_label.setObjectName("comparisonTime")
        self.time_label.setWordWrap(True)
        self.message_line = MessageLine()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.start_button = QPushButton(self.tr("Compare"))
        self.start_button.setObjectName("startComparisonButton")
        self.start_button.setDefault(True)
        self.stop_button = QPushButton(self.tr("Stop"))
        self.stop_button.setObjectName("stopComparisonButton")
        self.buttons.addButton(self.start_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.addButton(self.stop_button, QDialogButtonBox.ButtonRole.ActionRole)
        layout = QVBoxLayout(self)
        for widget in (self.intro_label, self.table, self.message_line, self.time_label, self.buttons):
            layout.addWidget(widget, 1 if widget is self.table else 0)

    def _wire(self) -> None:
        session, comparison = self._session, self._comparison
        self.start_button.clicked.connect(self._start)
        self.stop_button.clicked.connect(comparison.stop)
        self.buttons.rejected.connect(self.close)
        self.table.ticked.connect(self._show_time)
        self.table.show_wanted.connect(self._look_at)
        self.table.keep_wanted.connect(self._keep)
        comparison.changed.connect(self._show_soon)
        comparison.ended.connect(lambda sentence: self.message_line.show_message(sentence, Qgis.MessageLevel.Info))
        session.failed.connect(lambda sentence: self.message_line.show_message(sentence, Qgis.MessageLevel.Warning))
        session.busy_changed.connect(self._show_soon)
        session.state_changed.connect(self._show_soon)
        session.catalogue_changed.connect(self._list_anew)
        session.scene.image_changed.connect(self._list_anew)
        session.scene.settings_changed.connect(self._list_anew)
        session.project.layerTreeRoot().visibilityChanged.connect(self._show_soon)

    def _start(self) -> None:
        self.message_line.clear()
        self._comparison.start(self.table.ticked_keys())
        self._show()

    def _look_at(self, key: str) -> None:
        self._comparison.show(key)
        self._show()

    def _keep(self, key: str) -> None:
        self.message_line.clear()
        if self._comparison.keep(key):
            self.message_line.show_message(
                self.tr("Kept: the dock has this choice, its model and its map now."), Qgis.MessageLevel.Success
            )

    def _list_anew(self, *_: object) -> None:
        """Soon, and once for many changes: comparing what is finished with today's imagery may take its time."""
        if self.isVisible() and not self._relist.isActive():
            self._relist.start()

    def _list_now(self) -> None:
        if self.isVisible():
            self._comparison.refresh()

    def _show_soon(self, *_: object) -> None:
        if self.isVisible() and not self._refresh.isActive():
            self._refresh.start()

    def _show(self) -> None:
        layer = self._comparison.image_layer
        title = self.tr("Compare losses")
        self.setWindowTitle(title if layer is None else self.tr("Compare losses: {}").format(layer.name()))
        intro = self.tr(
            "Tick two or more. Each trains on its own with the same budget ({}) and all other settings as the dock "
            "shows them, then maps the area."
        )
        self.intro_label.setText(intro.format(self._budget()))
        self.table.show_choices(self._comparison.choices, self._comparison.shown, self._session.is_busy)
        is_running, is_stopping = self._comparison.is_running, self._session.state == STOPPING
        self.stop_button.setEnabled(is_running)
        self.stop_button.setText(self.tr("End now") if is_running and is_stopping else self.tr("Stop"))
        self.stop_button.setToolTip(self.tr("What is finished stays"))
        self._show_time()

    def _budget(self) -> str:
        minutes = self._session.scene.settings.value("minutes")
        if minutes is not None:
            return self.tr("{:g} minutes").format(minutes)
        return self.tr("{} steps").format(self._comparison.steps)

    def _show_time(self) -> None:
        count = len(self.table.ticked_keys())
        self.start_button.setEnabled(count >= MIN_CHOICES and not self._session.is_busy)
        if self._comparison.is_running:
            left = self._comparison.seconds_left()
            self.time_label.setText(
                self.tr("About {} left in all.").format(in_words(left)) if left is not None else self.tr("Starting…")
            )
            return
        expected = self._comparison.expected_s(count)
        if count < MIN_CHOICES:
            text = self.tr("Tick at least two choices.")
        elif expected is None:
            text = self.tr("{} choices: how long that takes is known once the first one trains.").format(count)
        else:
            text = self.tr("{} choices: about {} of training in all, and the maps.").format(count, in_words(expected))
        self.time_label.setText(text)
