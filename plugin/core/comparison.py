"""Several choices of auxiliary losses trained one after the other with the same budget and seed, and mapped, to be looked at."""
from __future__ import annotations

import os
import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Callable, Optional

from qgis.core import QgsRasterLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...engine.config import PredictConfig, TrainConfig
from .compared_layers import compared_layer, hide_compared, release_compared, show_compared, shown_choice
from .engine_requests import NotReady, chosen_companions, imagery_params, map_config, recipe_params, train_config
from .imagery import ImageryError
from .model_card import read_model_card
from .result_layers import ResultLayersError
from .session import STOPPING, Outcome, Session
from .trials import DONE, FAILED, LEARNING, MAPPING, STOPPED, WAITING, Trial, learner, list_trials, settings_with
from .workspace import discard

MIN_CHOICES = 2


@dataclass(frozen=True)
class _Job:
    """A choice with all that it will be asked for: what the analyst changes meanwhile must not make the comparison unfair."""

    trial: Trial
    training: TrainConfig
    mapping: PredictConfig


class Comparison(QObject):
    """The choices for the current image, and at most one comparison under way.

    Signals:
        changed: a choice went on, or others are listed.
        ended: all is done that will be; a sentence.
    """

    changed = pyqtSignal()
    ended = pyqtSignal(str)

    def __init__(self, session: Session, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.trials: list[Trial] = []
        self._session = session
        self._layer_id = ""
        self._project_number = session.scene.project_number
        self._current: Optional[_Job] = None
        self._queue: list[_Job] = []
        self._is_stopping = False
        self._begun_s = 0.0
        self._eta_s: Optional[float] = None
        self._durations_s: list[float] = []
        session.state_changed.connect(self._on_state)
        session.progress.connect(self._on_progress)

    @property
    def is_running(self) -> bool:
        """Whether a comparison is under way."""
        return self._current is not None

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
        known = {trial.folder: trial for trial in self.trials if trial.state in (FAILED, STOPPED) or trial.sentence}
        self.trials = list_trials(scene.settings, self._session.catalogue, scene.output, self._imagery_today)
        for trial in self.trials:
            before = known.get(trial.folder)
            if before is not None and trial.state == DONE:
                trial.sentence = before.sentence
            elif before is not None:
                trial.enter(before.state, before.sentence)
        self.changed.emit()

    def start(self, keys: Collection[str]) -> bool:
        """Trains and maps the choices; False, and a sentence through the session's `failed`, where something is missing."""
        return self._session.attempt(lambda: self._start(keys))

    def stop(self) -> None:
        """Stops after what is finished, which stays."""
        if self.is_running:
            self._session.stop()

    def show(self, key: str) -> None:
        """Puts the map of a finished choice on the canvas."""
        trial, layer = self._trial(key), self.image_layer
        if layer is None or trial.state != DONE:
            return
        try:
            show_compared(self._session.project, layer, key, trial.title, trial.class_map)
        except ResultLayersError as error:
            self._session.failed.emit(str(error))
        self.changed.emit()

    def keep(self, key: str) -> bool:
        """Makes a finished choice the current one: its losses, its model, its map. False where that failed."""
        trial = self._trial(key)
        if trial.state != DONE or not self._session.take_over(trial.folder):
            return False
        hide_compared(self._session.project, self._layer_id)
        self._session.scene.change_settings(**settings_with(self._session.scene.settings, trial))
        self.changed.emit()
        return True

    def expected_s(self, count: int) -> Optional[float]:
        """Seconds that so many choices will learn with the present budget; None where no training has shown yet how fast steps are."""
        settings = self._session.scene.settings
        if settings.minutes is not None:
            return count * settings.minutes * 60
        pace = self._seconds_per_step()
        steps = self.steps
        return count * steps * pace if pace and steps else None

    @property
    def steps(self) -> int:
        """Steps that each choice takes; 0 where the budget is a time or not known yet."""
        settings, catalogue = self._session.scene.settings, self._session.catalogue
        if settings.minutes is not None:
            return 0
        return settings.steps or (catalogue.defaults_of(settings.preset).get("steps", 0) if catalogue is not None else 0)

    def seconds_left(self) -> Optional[float]:
        """Of the whole comparison under way; None before the first choice has shown how long it takes."""
        elapsed = time.monotonic() - self._begun_s
        if self._durations_s:
            each = sum(self._durations_s) / len(self._durations_s)
        elif self._eta_s is not None:
            each = elapsed + self._eta_s
        else:
            return None
        return max(each - elapsed, self._eta_s or 0.0) + len(self._queue) * each

    @property
    def _has_outlived_its_project(self) -> bool:
        return self._project_number != self._session.scene.project_number

    def _trial(self, key: str) -> Trial:
        return next(trial for trial in self.trials if trial.key == key)

    def _imagery_today(self) -> Optional[dict[str, Any]]:
        try:
            return imagery_params(self._session.scene, self._session.canvas_extent())
        except ImageryError:
            return None  # said when a training is asked for

    def _seconds_per_step(self) -> Optional[float]:
        cards = [trial.card for trial in self.trials] + [read_model_card(self._session.scene.memory.model)]
        today = learner(recipe_params(self._session.scene.settings))
        alike = [card for card in cards if card is not None and learner(card.recipe) == today]
        paces = [card.seconds / card.steps for card in alike if card.steps and card.seconds]
        return sum(paces) / len(paces) if paces else None

    def _start(self, keys: Collection[str]) -> None:
        scene, canvas = self._session.scene, self._session.canvas_extent()
        training = train_config(scene, canvas)
        self.refresh()
        chosen = [trial for trial in self.trials if trial.key in keys]
        if len(chosen) < MIN_CHOICES:
            raise NotReady(self.tr("Tick at least two choices to compare."))
        companions = chosen_companions(scene.settings)  # the others as each would have them by itself
        self._queue = [
            _Job(
                trial,
                replace(training, auxiliary=trial.terms, **companions, model=trial.incoming_model),
                map_config(scene, canvas, trial.incoming_model, trial.incoming),
            )
            for trial in chosen
        ]
        self._project_number = scene.project_number
        self._is_stopping = False
        self._durations_s.clear()
        for trial in chosen:
            trial.enter(WAITING)
        self._next()

    def _next(self) -> None:
        """Goes on with the choice that waits longest; ends where there is none, or no project for it any more."""
        if self._has_outlived_its_project:
            self._give_up()
        while self._queue:
            self._current = job = self._queue.pop(0)
            self._begun_s, self._eta_s = time.monotonic(), None
            discard(job.trial.incoming)  # of a run that died
            job.trial.card = None
            if self._ask(LEARNING, "train", job.training, self._on_learned):
                return
        folder, self._current = os.path.dirname(self._current.trial.folder), None
        self.refresh()
        self._say_the_end(len(self._durations_s), folder)

    def _say_the_end(self, mapped: int, folder: str) -> None:
        if self._has_outlived_its_project and mapped:
            sentence = self.tr("The comparison has ended because its project is no longer open; the maps of {} choices are under {}.")
            self.ended.emit(sentence.format(mapped, folder))
        elif self._has_outlived_its_project:
            self.ended.emit(self.tr("The comparison has ended with no choice mapped because its project is no longer open."))
        elif self._is_stopping:
            self.ended.emit(self.tr("The comparison was stopped with {} choices mapped; they are kept.").format(mapped))
        else:
            self.ended.emit(self.tr("The comparison is over with {} choices mapped: look at each, and keep the best.").format(mapped))

    def _ask(self, state: str, command: str, config: TrainConfig | PredictConfig, ended: Callable[[Outcome], None]) -> bool:
        """Lets the engine go on with the present choice; False where that is not even possible."""
        trial = self._current.trial
        try:
            self._session.run_apart(command, config, ended)
        except NotReady as error:
            trial.fall_back(FAILED, str(error))
            return False
        trial.enter(state)
        self.changed.emit()
        return True

    def _on_learned(self, outcome: Outcome) -> None:
        trial = self._current.trial
        if not self._goes_on(outcome):
            return
        trial.card = read_model_card(trial.incoming_model)
        if not self._ask(MAPPING, "predict", self._current.mapping, self._on_mapped):
            self._next()

    def _on_mapped(self, outcome: Outcome) -> None:
        trial = self._current.trial
        if outcome.values is None and not self._goes_on(outcome):
            return
        if not self._has_outlived_its_project:
            self._replace_earlier(trial)
        elif compared_layer(self._session.project, self._layer_id, trial.key) is not None:
            trial.fall_back(STOPPED)  # the project was opened again: what its layer shows must not change under it
        else:
            self._put_in_place(trial)
        if self._is_stopping:
            self._give_up()
        self._next()

    def _replace_earlier(self, trial: Trial) -> None:
        """The new model and map are complete: only now the earlier ones go, on the disk and on the canvas."""
        was_shown = self.shown == trial.key
        release_compared(self._session.project, self._layer_id, trial.key)
        self._put_in_place(trial)
        if was_shown or not self.shown:
            self.show(trial.key)

    def _put_in_place(self, trial: Trial) -> None:
        if trial.replace_earlier():
            trial.enter(DONE)
            self._durations_s.append(time.monotonic() - self._begun_s)
        else:
            sentence = self.tr("The earlier map in {} cannot be replaced: close the program that has it open, and compare again.")
            trial.fall_back(FAILED, sentence.format(trial.folder))

    def _goes_on(self, outcome: Outcome) -> bool:
        """Whether the present choice can go on; otherwise says why not and turns to the next one, or to none."""
        if outcome.values is not None and not self._is_stopping:
            return True
        trial = self._current.trial
        is_stopped = self._is_stopping or not outcome.sentence
        trial.fall_back(STOPPED if is_stopped else FAILED, "" if is_stopped else outcome.sentence)
        if is_stopped or outcome.engine_is_gone:
            self._is_stopping = True
            self._give_up()
        self._next()
        return False

    def _give_up(self) -> None:
        """The choices that still wait get back what was finished before, if anything."""
        for job in self._queue:
            job.trial.fall_back(STOPPED)
        self._queue.clear()

    def _on_state(self, state: str) -> None:
        if self.is_running and state == STOPPING:
            self._is_stopping = True

    def _on_progress(self, done: int, total: int, eta_s: Optional[float]) -> None:
        if self._current is None:
            return
        if self._has_outlived_its_project:
            self._give_up()
        self._current.trial.share = done / total if total else 0.0
        if self._current.trial.state == LEARNING:
            self._eta_s = eta_s
        self.changed.emit()
