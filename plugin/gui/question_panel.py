"""The question of a check in the dock: which class is at the mark? A button for each key that works on the canvas."""
from __future__ import annotations

from functools import partial
from typing import Callable, Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ...engine.schema.land_cover import LandCoverClass
from ..core.checking.answers import Progress
from ..core.checking.check import Check
from .appearance import quiet, swatch

COLUMNS = 2
KEYS = 9


class QuestionPanel(QWidget):
    """Classes, don't know, undo and a look at the map; no button takes the keyboard from the canvas."""

    def __init__(self, check: Check, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("questionPanel")
        self._check = check
        self._classes: tuple[LandCoverClass, ...] = ()
        self.question_label = QLabel()
        self.question_label.setObjectName("questionLabel")
        self._grid = QGridLayout()
        self._grid.setSpacing(3)
        self.unknown_button = self._button("unknownButton", self.tr("0  Don't know"), check.answer_unknown)
        self.undo_button = self._button("undoAnswerButton", self.tr("Undo"), check.undo)
        self.undo_button.setToolTip(self.tr("Take the last answer back (Backspace)"))
        self.map_button = self._button("showMapButton", self.tr("Show map"), check.toggle_classes)
        self.map_button.setCheckable(True)
        self.map_button.setToolTip(self.tr("Look at what the map says here (M)"))
        hint = quiet(QLabel(
            self.tr("Map and labels are hidden, so that the imagery alone decides. M shows the map, Backspace takes an "
                    "answer back, Esc leaves; go on whenever you like.")
        ))  # fmt: skip
        hint.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(3)
        for button in (self.unknown_button, self.undo_button, self.map_button):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.question_label)
        layout.addLayout(self._grid)
        layout.addLayout(row)
        layout.addWidget(hint)

    def show_question(self, progress: Progress) -> None:
        """Shows the point that is asked for; hides where none is."""
        self.setVisible(self._check.is_checking)
        if not self._check.is_checking:
            return
        sentence = self.tr("<b>{} of {}</b>: which class is at the mark?")
        self.question_label.setText(sentence.format(progress.done + 1, progress.points))
        self.map_button.setChecked(self._check.shows_classes)
        if self._check.classes != self._classes:
            self._classes = self._check.classes
            self._list_classes()

    def pick(self, number: int) -> None:
        """Answers with the class of a number, from 1."""
        if number <= len(self._classes):
            self._check.answer(self._classes[number - 1].class_id)
        else:
            sentence = self.tr("There is no class number {}: the list has {}.")
            self._check.failed.emit(sentence.format(number, len(self._classes)))

    def _list_classes(self) -> None:
        while self._grid.count():
            button = self._grid.takeAt(0).widget()
            button.setParent(None)
            button.deleteLater()
        for index, entry in enumerate(self._classes):
            key = f"{index + 1}  " if index < KEYS else ""
            button = self._button(f"answer-{entry.class_id}", f"{key}{entry.name}", partial(self.pick, index + 1))
            button.setIcon(swatch(entry.color))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setToolTip(entry.name)
            self._grid.addWidget(button, index // COLUMNS, index % COLUMNS)

    def _button(self, name: str, text: str, act: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setText(text)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.setMinimumWidth(60)
        button.clicked.connect(lambda *_: act())
        return button
