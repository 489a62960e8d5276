"""Choices of auxiliary losses that train one after the other with the same settings otherwise, and are mapped."""
from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Optional

from qgis.core import QgsRasterLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ....engine.schema.model_card import read_model_card
from ....engine.schema.setting import to_params
from ..project.imagery import ImageryError
from ..project.requests import NotReady, imagery_params, prediction_params, training_config
from ..project.session import Session
from ..results.layers import ResultLayersError
from .choices import DONE, FAILED, PACE, STOPPED, Choice, is_alike, list_choices, settings_of_choice, trained_config
from .layers import hide_compared, show_compared, shown_choice
from .run import ComparisonRun, Plan

MIN_CHOICES = 2


class Comparison(QObject):
    """The choices for the current image, and at most one comparison under way.

    Signals:
        changed: a choice went on, or others are listed.
        ended: all is done that will be; a sentence.

    Attributes:
        choices: what can be compared, or is being compared.
    """

    changed = pyqtSignal()
    ended = pyqtSignal(str)

    def __init__(self, session: Session, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.choices: list[Choice] = []
        self._session = session
        self._layer_id = ""
        self._run: Optional[ComparisonRun] = None

    @property
    def is_running(self) -> bool:
        """Whether a comparison is under way."""
        return self._run is not None

    @property
    def image_layer(self) -> Optional[QgsRasterLayer]:
        """The image that is compared on, or None where it is gone."""
        return self._session.project.mapLayer(self._layer_id) if self._layer_id else None

    @property
    def shown(self) -> str:
        """Key of the choice whose map is to be seen, or ""."""
        return shown_choice(self._session.project, self._layer_id)

    def refresh(self) -> None:
        """Lists the choices anew with what is finished; not while a comparison is under way."""
        if self.is_running:
            return
        scene = self._session.scene
        self._layer_id = scene.imagery.layer_id if scene.imagery is not None else ""
        known = {each.folder: each for each in self.choices if each.state in (FAILED, STOPPED) or each.sentence}
        self.choices = list_choices(scene.settings, self._session.catalogue, scene.output, self._imagery_today)
        for choice in self.choices:
            before = known.get(choice.folder)
            if before is not None and choice.state == DONE:
                choice.sentence = before.sentence
            elif before is not None:
                choice.enter(before.state, before.sentence)
        self.changed.emit()

    def start(self, keys: Collection[str]) -> bool:
        """Trains and maps the choices; False, and a sentence through the session, where something is missing."""
        return self._session.attempt(lambda: self._start(keys))

    def stop(self) -> None:
        """Stops after what is finished, which stays."""
        if self.is_running:
            self._session.stop()

    def show(self, key: str) -> None:
        """Puts the map of a finished choice on the canvas."""
        choice, layer = self._choice(key), self.image_layer
        if layer is None or choice.state != DONE:
            return
        try:
            show_compared(self._session.project, layer, key, choice.title, choice.class_map)
        except ResultLayersError as error:
            self._session.failed.emit(str(error))
        self.changed.emit()

    def keep(self, key: str) -> bool:
        """Makes a finished choice the current one: its recipe, its model, its map. False where that failed."""
        choice, scene = self._choice(key), self._session.scene
        if choice.state != DONE or not self._session.take_over(choice.folder):
            return False
        hide_compared(self._session.project, self._layer_id)
        scene.change_settings(settings_of_choice(scene.settings, choice))
        self.changed.emit()
        return True

    def expected_s(self, count: int) -> Optional[float]:
        """Seconds that some choices will learn with the present budget; None before a training has shown its pace."""
        minutes = self._session.scene.settings.value("minutes")
        if minutes is not None:
            return count * minutes * 60
        pace = self._seconds_per_step()
        return None if pace is None else count * self.steps * pace

    @property
    def steps(self) -> int:
        """Steps that each choice takes; 0 where the budget is a time."""
        return self._session.scene.settings.value("steps") or 0

    def seconds_left(self) -> Optional[float]:
        """Of the whole comparison under way; None before the first choice has shown how long it takes."""
        return self._run.seconds_left() if self._run is not None else None

    def _choice(self, key: str) -> Choice:
        return next(choice for choice in self.choices if choice.key == key)

    def _imagery_today(self) -> Optional[dict[str, Any]]:
        try:
            return imagery_params(self._session.scene, self._session.canvas_extent())
        except ImageryError:
            return None  # said when a training is asked for

    def _seconds_per_step(self) -> Optional[float]:
        """The mean of trainings whose steps took as long as they would with the present settings."""
        scene = self._session.scene
        today = {name: scene.settings.value(name) for name in PACE}
        cards = [choice.card for choice in self.choices] + [read_model_card(scene.memory.model)]
        cards = [card for card in cards if is_alike(trained_config(card), today, PACE)]
        paces = [card.seconds / card.steps for card in cards if card.steps and card.seconds]
        return sum(paces) / len(paces) if paces else None

    def _start(self, keys: Collection[str]) -> None:
        scene, canvas = self._session.scene, self._session.canvas_extent()
        config = training_config(scene, canvas)
        if config.steps == 0:
            raise NotReady(
                self.tr("Losses cannot be compared without training steps: give a budget, or choose another recipe.")
            )
        self.refresh()
        chosen = [choice for choice in self.choices if choice.key in keys]
        if len(chosen) < MIN_CHOICES:
            raise NotReady(self.tr("Tick at least two choices to compare."))
        plans = [
            Plan(
                choice,
                to_params(replace(config, auxiliary=choice.terms, model=choice.incoming_model)),
                prediction_params(scene, canvas, choice.incoming, choice.incoming_model),
            )
            for choice in chosen
        ]
        self._run = ComparisonRun(self._session, plans, self.show, self)
        self._run.changed.connect(self.changed)
        self._run.ended.connect(self._on_ended)
        self._run.go_on()

    def _on_ended(self, sentence: str) -> None:
        self._run.deleteLater()
        self._run = None
        self.refresh()
        self.ended.emit(sentence)
