"""The window in which losses are compared: tick, train, look at one map after the other, keep one."""
from __future__ import annotations

from dataclasses import replace
from typing import Callable, Optional

from qgis.core import Qgis
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from ...engine.config import BALANCED, ESTIMATED
from ..core.comparison import MIN_CHOICES, Comparison
from ..core.engine_requests import companions
from ..core.session import STOPPING, Session
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
        """Lists what there is now, and brings the engine up: it knows which losses there are."""
        super().showEvent(event)
        self._session.start_engine()
        self._comparison.refresh()
        self._show()

    def close_window(self) -> None:
        """Lets go of the project."""
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
        """Soon, and once for many changes: what was finished is held against the imagery of today, which may have an area to unite."""
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
        self.setWindowTitle(self.tr("Compare losses: {}").format(layer.name()) if layer is not None else self.tr("Compare losses"))
        fair = self.tr("Tick two or more. Each trains on its own with the same budget ({}) and the same seed, then maps the area.")
        self.intro_label.setText(" ".join(filter(None, (fair.format(self._budget()), self._probe(), self._frequencies()))))
        self.table.show_trials(self._comparison.trials, self._comparison.shown, self._session.is_busy)
        is_running, is_stopping = self._comparison.is_running, self._session.state == STOPPING
        self.stop_button.setEnabled(is_running)
        self.stop_button.setText(self.tr("End now") if is_running and is_stopping else self.tr("Stop"))
        self.stop_button.setToolTip(self.tr("What is finished stays"))
        self._show_time()

    def _budget(self) -> str:
        minutes = self._session.scene.settings.minutes
        return self.tr("{:g} minutes").format(minutes) if minutes is not None else self.tr("{} steps").format(self._comparison.steps or "…")

    def _probe(self) -> str:
        settings, catalogue = self._session.scene.settings, self._session.catalogue
        if catalogue is None or not catalogue.can_probe(settings):
            return ""
        if settings.probe is not None:
            chosen = self.tr("A linear probe votes in all, as chosen under Advanced.")
            return chosen if settings.probe else self.tr("A linear probe votes in none, as chosen under Advanced.")
        votes = companions(replace(settings, auxiliary=None))["probe"]
        return self.tr("A linear probe votes in the default recipe alone.") if votes else ""

    def _frequencies(self) -> str:
        settings = self._session.scene.settings
        chosen = settings.class_prior
        if chosen == ESTIMATED:
            return self.tr("Class frequencies are estimated on the imagery for all, as chosen under Advanced.")
        if chosen:
            return self.tr("Class frequencies are as they are drawn for all, as chosen under Advanced.")
        if companions(replace(settings, auxiliary=None))["class_prior"] == BALANCED:
            return self.tr("Class frequencies are as they are drawn for all.")
        return self.tr("Class frequencies are estimated on the imagery for the default recipe, and as they are drawn for the others.")

    def _show_time(self) -> None:
        count = len(self.table.ticked_keys())
        self.start_button.setEnabled(count >= MIN_CHOICES and not self._session.is_busy)
        if self._comparison.is_running:
            left = self._comparison.seconds_left()
            self.time_label.setText(self.tr("About {} left in all.").format(in_words(left)) if left is not None else self.tr("Starting…"))
            return
        expected = self._comparison.expected_s(count)
        if count < MIN_CHOICES:
            text = self.tr("Tick at least two choices.")
        elif expected is None:
            text = self.tr("{} choices: how long that takes is known once the first one learns.").format(count)
        else:
            text = self.tr("{} choices: about {} of learning in all, and the maps.").format(count, in_words(expected))
        self.time_label.setText(text)
