"""Checking the map's accuracy in the dock: draw points, answer them on the canvas, see what they say."""
from __future__ import annotations

from typing import Optional

from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from ...engine.schema.check_config import DEFAULT_COUNT
from ..core.checking.answers import CheckPoint, Progress
from ..core.checking.check import Check
from ..maptools.check_tool import CheckTool
from .accuracy_table import AccuracyTable
from .appearance import quiet
from .question_panel import QuestionPanel

MOST_POINTS = 1000


class CheckPanel(QWidget):
    """Shows a Check and the tool that answers it; hidden while there is neither a map nor points.

    Args:
        check: of the session.
        tool: of the canvas.
        parent: Qt parent.
    """

    def __init__(self, check: Check, tool: CheckTool, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("checkPanel")
        self._check, self._tool = check, tool
        self._build()
        self._wire()
        self._show()

    def _build(self) -> None:
        self.check_button = self._button("checkAccuracyButton", "", "")
        self.count_spin = QSpinBox()
        self.count_spin.setObjectName("checkCountSpin")
        self.count_spin.setRange(2, MOST_POINTS)
        self.count_spin.setValue(DEFAULT_COUNT)
        self.count_spin.setSuffix(self.tr(" points"))
        self.count_spin.setToolTip(
            self.tr("60 points take about five minutes; four times as many halve the width of the intervals")
        )
        self.new_button = self._button(
            "newPointsButton",
            self.tr("New points"),
            self.tr("Draw other points; the answers so far stay in their file"),
        )
        self.question_panel = QuestionPanel(self._check)
        self.result_label = QLabel()
        self.result_label.setObjectName("checkResultLabel")
        self.result_label.setWordWrap(True)
        self.table = AccuracyTable()
        self.notes_label = quiet(QLabel())
        self.notes_label.setObjectName("checkNotesLabel")
        self.notes_label.setWordWrap(True)
        self.export_button = self._button(
            "exportAccuracyButton",
            self.tr("Export"),
            self.tr("Write accuracy.csv and accuracy.html, and open the page"),
        )
        self.correct_button = self._button(
            "correctConfidenceButton",
            self.tr("Correct confidence"),
            self.tr("Fit the confidence to these answers, in this map and in the model's next ones"),
        )
        start, after = QHBoxLayout(), QHBoxLayout()
        start.addWidget(self.check_button, 1)
        start.addWidget(self.count_spin)
        start.addWidget(self.new_button)
        after.addWidget(self.export_button)
        after.addWidget(self.correct_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(start)
        for widget in (self.question_panel, self.result_label, self.table, self.notes_label):
            layout.addWidget(widget)
        layout.addLayout(after)

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setToolTip(tip)
        return button

    def _wire(self) -> None:
        check, tool = self._check, self._tool
        self.check_button.clicked.connect(self._on_check_clicked)
        self.new_button.clicked.connect(lambda: check.draw(self.count_spin.value()))
        self.export_button.clicked.connect(check.export)
        self.correct_button.clicked.connect(check.correct_confidence)
        check.changed.connect(self._show)
        check.point_changed.connect(self._on_point_changed)
        check.estimates.changed.connect(self._show)
        check.estimates.exported.connect(lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(path)))
        tool.class_picked.connect(self.question_panel.pick)
        tool.unknown_picked.connect(check.answer_unknown)
        tool.undo_wanted.connect(check.undo)
        tool.map_wanted.connect(check.toggle_classes)
        tool.leave_wanted.connect(check.leave)
        tool.left.connect(check.leave)

    def _on_check_clicked(self) -> None:
        if self._check.is_checking:
            self._check.leave()
        elif self._check.layer is not None and self._check.progress.is_unfinished:
            self._check.begin()
        else:
            self._check.draw(self.count_spin.value())

    def _on_point_changed(self, point: Optional[CheckPoint]) -> None:
        if point is None:
            self._tool.end()
        else:
            self._tool.go_to(QgsPointXY(point.x, point.y), self._check.layer.crs(), self._check.pixel_size)

    def _show(self) -> None:
        check, progress = self._check, self._check.progress
        is_asking, values = check.is_checking, check.estimates.values
        self.setVisible(check.results is not None or check.layer is not None)
        self.check_button.setEnabled(not check.is_drawing)
        self.check_button.setText(self._title(progress.is_unfinished))
        self.check_button.setToolTip(
            self.tr("Answer random points by eye; the map's accuracy and the areas follow, with intervals")
        )
        self.count_spin.setVisible(not is_asking and not progress.is_unfinished)
        self.new_button.setVisible(not is_asking and progress.is_unfinished)
        self.new_button.setEnabled(not check.is_drawing)
        self.question_panel.show_question(progress)
        self.result_label.setText(self._result(progress))
        self.result_label.setVisible(bool(progress.done))
        self.correct_button.setEnabled(not check.correction.is_busy)
        has_figures = values is not None and not is_asking
        for widget in (self.table, self.notes_label, self.export_button, self.correct_button):
            widget.setVisible(has_figures)
        if has_figures:
            self.table.show_classes(values["classes"])
            self.notes_label.setText(" ".join(values["notes"]))
            self.notes_label.setVisible(bool(values["notes"]))

    def _title(self, is_unfinished: bool) -> str:
        if self._check.is_checking:
            return self.tr("Stop checking")
        if self._check.is_drawing:
            return self.tr("Drawing points…")
        return self.tr("Go on checking") if is_unfinished else self.tr("Check accuracy…")

    def _result(self, progress: Progress) -> str:
        text = self.tr("{} of {}").format(progress.done, progress.points)
        values = self._check.estimates.values
        if values is None:
            return text
        value, low, high = (f"{100 * values['overall'][name]:.0f}" for name in ("value", "low", "high"))
        return self.tr("{} · <b>{} %</b> overall ({} to {} %)").format(text, value, low, high)
