"""What the engine does now: one word, how far it is, how long it takes, and how it learns."""
from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QGridLayout, QLabel, QProgressBar, QToolButton, QWidget

from ..core.help_pages import USER_GUIDE
from ..core.project.session import Session
from ..core.project.state_words import state_word
from .help_window import help_button
from .learning_plot import LearningPlot

REFRESH_MS = 50
STATE_COLORS = {"off": "#8a8a8a", "idle": "#2f9e4f", "failed": "#d0463b"}
BUSY_COLOR = "#3c8fd6"


class ProgressPanel(QWidget):
    """State, progress bar, time left, help, and the plot, which comes with the first training."""

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._session = session
        self._latest: Optional[tuple[int, int, Optional[float]]] = None
        self._refresh = QTimer(self)  # a progress bar paints itself at every change; the eye needs twenty a second
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(REFRESH_MS)
        self._refresh.timeout.connect(self._show_progress)
        self._build()
        session.state_changed.connect(self._show_state)
        session.busy_changed.connect(self._on_busy)
        session.progress.connect(self._take_progress)
        session.metric.connect(self.plot.add)
        self._show_state(session.state)

    def _build(self) -> None:
        self.state_label = QLabel()
        self.state_label.setObjectName("stateLabel")
        self.state_label.setToolTip(self.tr("What the engine is doing"))
        self.detail_label = QLabel()
        self.detail_label.setObjectName("progressDetailLabel")
        self.bar = QProgressBar()
        self.bar.setObjectName("progressBar")
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(10)
        self.plot = LearningPlot()
        self.plot.hide()
        self.log_button = QToolButton()
        self.log_button.setObjectName("logScaleButton")
        self.log_button.setText(self.tr("log"))
        self.log_button.setToolTip(self.tr("Losses on a logarithmic axis"))
        self.log_button.setCheckable(True)
        self.log_button.toggled.connect(self.plot.set_logarithmic)
        self.log_button.hide()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(3)
        layout.addWidget(self.state_label, 0, 0)
        layout.addWidget(self.detail_label, 0, 1)
        layout.addWidget(self.log_button, 0, 2)
        layout.addWidget(help_button("helpButton", USER_GUIDE), 0, 3)
        layout.addWidget(self.bar, 1, 0, 1, 4)
        layout.addWidget(self.plot, 2, 0, 1, 4)
        layout.setColumnStretch(1, 1)

    def _show_state(self, state: str) -> None:
        color = STATE_COLORS.get(state, BUSY_COLOR)
        self.state_label.setText(f'<span style="color:{color}">●</span> <b>{state_word(state)}</b>')
        if state in ("starting", "reading", "calibrating", "stopping"):
            self._latest = None
            self.detail_label.clear()
            self.bar.setRange(0, 0)
        elif not self._session.is_busy:
            self.bar.setRange(0, 1)

    def _on_busy(self, is_busy: bool) -> None:
        self._refresh.stop()
        self._latest = None
        self.detail_label.clear()
        if not is_busy:
            self.bar.setRange(0, 1)
            self.bar.setValue(0)
            self._show_plot(bool(self.plot.curves.losses))  # a recipe without training steps has nothing to plot
        elif self._session.job.command == "train":
            self.plot.clear()
            self._show_plot(True)

    def _show_plot(self, is_shown: bool) -> None:
        self.plot.setVisible(is_shown)
        self.log_button.setVisible(is_shown)

    def _take_progress(self, done: int, total: int, eta_s: Optional[float]) -> None:
        self._latest = (done, total, eta_s)
        if not self._refresh.isActive():
            self._refresh.start()

    def _show_progress(self) -> None:
        if self._latest is None:
            return
        done, total, eta_s = self._latest
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        text = self.tr("{} of {}").format(done, total) if total else str(done)
        self.detail_label.setText(f"{text} · {self._time_left(eta_s)}" if eta_s is not None else text)

    def _time_left(self, seconds: float) -> str:
        minutes, rest = divmod(round(seconds), 60)
        return self.tr("{}:{:02d} left").format(minutes, rest)
