"""The window in which sites are compared: images of the project, each with or without a label file."""
from __future__ import annotations

import os
from typing import Any, Optional

from qgis.core import Qgis
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices, QShowEvent
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ..core.project.session import STOPPING, Session
from .message_line import MessageLine
from .sites_table import SitesTable

SIZE_PX = (620, 420)
COMMAND = "analyse"


class SitesWindow(QDialog):
    """Asks which sites to compare and shows how it goes; it may be closed at any time, the comparison goes on."""

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("sitesWindow")
        self.setWindowTitle(self.tr("Compare sites"))
        self._session = session
        self._report = ""
        self._is_ours = False
        self._build()
        self._wire()
        self._show_state()
        self.resize(*SIZE_PX)

    def showEvent(self, event: QShowEvent) -> None:
        """Lists the images that the project has now, and starts the engine."""
        super().showEvent(event)
        self._session.start_engine()
        self.table.list_images(self._session.scene)
        self._show_state()

    def _build(self) -> None:
        intro = QLabel(
            self.tr(
                "Tick images, and give the label files that a model would learn from. The report says how much of each "
                "image the labelled areas represent, and where to label; without label files, how much of the others "
                "the first ticked image represents."
            )
        )
        intro.setWordWrap(True)
        self.table = SitesTable()
        self.message_line = MessageLine()
        self.bar = QProgressBar()
        self.bar.setObjectName("sitesProgress")
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(10)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.start_button = self._button("startSitesButton", self.tr("Compare"))
        self.start_button.setDefault(True)
        self.stop_button = self._button("stopSitesButton", self.tr("Stop"))
        self.report_button = self._button("openReportButton", self.tr("Open report"))
        layout = QVBoxLayout(self)
        for widget in (intro, self.table, self.message_line, self.bar, self.buttons):
            layout.addWidget(widget, 1 if widget is self.table else 0)

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        return button

    def _wire(self) -> None:
        session = self._session
        self.start_button.clicked.connect(self._start)
        self.stop_button.clicked.connect(session.stop)
        self.report_button.clicked.connect(self._open_report)
        self.buttons.rejected.connect(self.close)
        self.table.changed.connect(self._show_state)
        session.busy_changed.connect(self._on_busy)
        session.state_changed.connect(self._show_state)
        session.progress.connect(self._show_progress)
        session.analysed.connect(self._on_analysed)
        session.notice.connect(lambda sentence: self._say(sentence, Qgis.MessageLevel.Info))
        session.failed.connect(lambda sentence: self._say(sentence, Qgis.MessageLevel.Warning))
        session.died.connect(lambda sentence: self._say(sentence, Qgis.MessageLevel.Critical))

    def _start(self) -> None:
        self.message_line.clear()
        self._session.compare_sites(self.table.chosen())

    def _on_busy(self, is_busy: bool) -> None:
        self._is_ours = is_busy and self._session.job.command == COMMAND
        self.bar.setRange(0, 0 if self._is_ours else 1)
        self.bar.reset()
        self._show_state()

    def _show_progress(self, done: int, total: int, _: object) -> None:
        if self._is_ours:
            self.bar.setRange(0, max(1, total))
            self.bar.setValue(done)

    def _show_state(self, *_: object) -> None:
        is_stopping = self._session.state == STOPPING
        self.start_button.setEnabled(self.table.is_complete() and not self._session.is_busy)
        self.stop_button.setEnabled(self._is_ours)
        self.stop_button.setText(self.tr("End now") if self._is_ours and is_stopping else self.tr("Stop"))
        self.report_button.setEnabled(os.path.isfile(self._report))

    def _on_analysed(self, values: dict[str, Any]) -> None:
        self._report = values["report"]
        self._say(" ".join(values["summary"]), Qgis.MessageLevel.Success)
        self._show_state()
        self._open_report()

    def _open_report(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._report))

    def _say(self, sentence: str, level: Qgis.MessageLevel) -> None:
        if self.isVisible():
            self.message_line.show_message(sentence, level)
