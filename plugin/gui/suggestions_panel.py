"""Label here next: the places where the next strokes help most, asked for, and flown to one after the other."""
from __future__ import annotations

from typing import Optional

from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from ..core.project.session import Session
from ..core.suggestions.run import ask_for_suggestions
from ..core.suggestions.suggestions import Place, Suggestions
from ..maptools.label_tools import LabelTools
from ..maptools.place_flight import fly_to
from .appearance import quiet

CONTEXT_PX = 400  # of the image that are seen across around a place


class SuggestionsPanel(QWidget):
    """A button that asks for places, and how many of them have a stroke; the keys N and Shift+N go through them.

    Signals:
        message: a sentence for the analyst: why a place was chosen, or that none is left.
    """

    message = pyqtSignal(str)

    def __init__(
        self, session: Session, tools: LabelTools, canvas: QgsMapCanvas, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        self._session, self._tools, self._canvas = session, tools, canvas
        self.suggestions = Suggestions(session.scene, self)
        self.ask_button = self._button("suggestButton", self.tr("Label here next"))
        self.previous_button = self._button("previousPlaceButton", "◀", self.tr("The place before (Shift+N)"))
        self.next_button = self._button("nextPlaceButton", "▶", self.tr("The next place without a stroke (N)"))
        self._count = quiet(QLabel())
        self._count.setObjectName("placesLabel")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.ask_button, self.previous_button, self.next_button, self._count):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.ask_button.clicked.connect(lambda: ask_for_suggestions(session, self._on_shown))
        self.previous_button.clicked.connect(lambda: self.step(-1))
        self.next_button.clicked.connect(lambda: self.step(1))
        tools.place_wanted.connect(self.step)
        session.busy_changed.connect(self._show_busy)
        self.suggestions.changed.connect(self._show_places)
        self._show_busy(session.is_busy)
        self._show_places()

    def step(self, direction: int) -> None:
        """Flies to the next place without a stroke, or for -1 to the one before, and says why it was chosen."""
        place = self.suggestions.step(direction)
        if place is not None:
            self._fly_to(place)
        elif self.suggestions.places:
            self.message.emit(self.tr("All suggested places have a stroke: train again, then ask for new ones."))
        else:
            self.message.emit(self.tr("There are no suggested places: click Label here next, once a model is trained."))

    def _fly_to(self, place: Place) -> None:
        side = CONTEXT_PX * max(self._session.scene.imagery.pixel_size)
        if not fly_to(self._canvas, place.point, self.suggestions.layer.crs(), side):
            self.message.emit(self.tr("Place {} cannot be shown in the project's CRS.").format(place.rank))
            return
        if not self._tools.active_tool:
            self._tools.activate("brush")  # every answer is a stroke, and N works while a label tool is active
        sentence = self.tr("Place {} of {}: {} Paint what is there; N goes on.")
        self.message.emit(sentence.format(place.rank, len(self.suggestions.places), place.reason))

    def _on_shown(self) -> None:
        self.suggestions.restart()
        self.step(1)

    def _show_busy(self, is_busy: bool) -> None:
        self.ask_button.setEnabled(not is_busy)
        self.ask_button.setToolTip(
            self.tr("The engine is at work: wait, or stop it first")
            if is_busy
            else self.tr("Suggest places where the next strokes help the map most; needs a trained model")
        )

    def _show_places(self) -> None:
        places = self.suggestions.places
        answered = sum(place.is_answered for place in places)
        self._count.setText(self.tr("{} of {} labelled").format(answered, len(places)) if places else "")
        for button in (self.previous_button, self.next_button):
            button.setEnabled(answered < len(places))

    def _button(self, name: str, text: str, tip: str = "") -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setText(text)
        button.setToolTip(tip)
        return button
