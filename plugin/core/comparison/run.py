"""A comparison under way: one choice after the other is trained and mapped."""
from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import Any, Callable, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ....engine.schema.model_card import read_model_card
from ..engine.jobs import Job
from ..project.requests import NotReady
from ..project.runs import Origin
from ..project.session import Session
from ..results.folders import discard
from .choices import DONE, FAILED, LEARNING, MAPPING, STOPPED, WAITING, Choice
from .layers import compared_layer, release_compared, shown_choice


@dataclass(frozen=True)
class Plan:
    """A choice and what will be asked for it, as the dock was when the comparison began.

    Attributes:
        choice: the choice.
        training: parameters of its training.
        prediction: parameters of its map.
    """

    choice: Choice
    training: dict[str, Any]
    prediction: dict[str, Any]


class ComparisonRun(QObject):
    """Trains and maps choices; each job's signals decide what comes next.

    Signals:
        changed: a choice went on.
        ended: all is done that will be; a sentence.

    Args:
        session: runs the jobs.
        plans: what to compare, in order.
        show: shows the map of a choice, given its key.
        parent: Qt parent.
    """

    changed = pyqtSignal()
    ended = pyqtSignal(str)

    def __init__(self, session: Session, plans: list[Plan], show: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._queue, self._show = session, list(plans), show
        self._origin = Origin.of(session.scene)
        self._current = plans[0]
        self._job: Optional[Job] = None
        self._is_stopped = False
        self._begun_s = 0.0
        self._eta_s: Optional[float] = None
        self._durations_s: list[float] = []
        for plan in plans:
            plan.choice.enter(WAITING)

    def seconds_left(self) -> Optional[float]:
        """Of the whole comparison; None before the first choice has shown how long it takes."""
        elapsed = time.monotonic() - self._begun_s
        if self._durations_s:
            each = sum(self._durations_s) / len(self._durations_s)
        elif self._eta_s is not None:
            each = elapsed + self._eta_s
        else:
            return None
        return max(each - elapsed, self._eta_s or 0.0) + len(self._queue) * each

    def go_on(self) -> None:
        """Trains the choice that waits longest; ends where there is none, or its project is no longer open."""
        if not self._origin.has_project:
            self._stop_waiting()
        while self._queue:
            self._current = plan = self._queue.pop(0)
            self._begun_s, self._eta_s = time.monotonic(), None
            discard(plan.choice.incoming)  # of a run that died
            plan.choice.card = None
            if self._begin(LEARNING, "train", plan.training, self._on_trained):
                return
        self.ended.emit(self._summary())

    def _begin(self, state: str, command: str, params: dict[str, Any], on_done: Callable[[Any], None]) -> bool:
        """Whether a job for the present choice has begun."""
        choice = self._current.choice
        try:
            self._job = job = self._session.begin(command, params, choice.incoming)
        except NotReady as error:
            choice.fall_back(FAILED, str(error))
            return False
        job.progress.connect(self._on_progress)
        job.done.connect(on_done)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)
        choice.enter(state)
        self.changed.emit()
        return True

    def _on_progress(self, done: int, total: int, eta_s: Optional[float]) -> None:
        if not self._origin.has_project:
            self._stop_waiting()
        self._current.choice.share = done / total if total else 0.0
        if self._current.choice.state == LEARNING:
            self._eta_s = eta_s
        self.changed.emit()

    def _on_trained(self, _: Any) -> None:
        choice = self._current.choice
        if self._job.is_stopping:  # it was done before it heard of the stop
            self._on_cancelled("")
            return
        choice.card = read_model_card(choice.incoming_model)
        if not self._begin(MAPPING, "predict", self._current.prediction, self._on_mapped):
            self.go_on()

    def _on_mapped(self, _: Any) -> None:
        choice, origin = self._current.choice, self._origin
        if origin.has_project:
            self._replace_earlier(choice)
        elif compared_layer(self._session.project, origin.layer_id, choice.key) is not None:
            choice.fall_back(STOPPED)  # the project was opened again: what its layer shows must not change
        else:
            self._put_in_place(choice)
        if self._job.is_stopping:
            self._is_stopped = True
            self._stop_waiting()
        self.go_on()

    def _on_failed(self, sentence: str) -> None:
        if self._job.is_stopping:  # the engine was ended because it did not stop
            self._on_cancelled("")
            return
        self._current.choice.fall_back(FAILED, sentence)
        if self._job.engine_is_gone:
            self._is_stopped = True
            self._stop_waiting()
        self.go_on()

    def _on_cancelled(self, _: str) -> None:
        self._current.choice.fall_back(STOPPED)
        self._is_stopped = True
        self._stop_waiting()
        self.go_on()

    def _replace_earlier(self, choice: Choice) -> None:
        """The new model and map are complete: only now the earlier ones go, on the disk and on the canvas."""
        project, layer_id = self._session.project, self._origin.layer_id
        shown = shown_choice(project, layer_id)
        release_compared(project, layer_id, choice.key)
        self._put_in_place(choice)
        if shown in ("", choice.key):
            self._show(choice.key)

    def _put_in_place(self, choice: Choice) -> None:
        if choice.replace_earlier():
            choice.enter(DONE)
            self._durations_s.append(time.monotonic() - self._begun_s)
        else:
            sentence = self.tr(
                "The earlier map in {} cannot be replaced: close the program that has it open, and compare again."
            )
            choice.fall_back(FAILED, sentence.format(choice.folder))

    def _stop_waiting(self) -> None:
        """The choices that still wait return to what was finished before, if anything."""
        for plan in self._queue:
            plan.choice.fall_back(STOPPED)
        self._queue.clear()

    def _summary(self) -> str:
        count = len(self._durations_s)
        if not self._origin.has_project and count:
            sentence = self.tr(
                "The comparison has ended because its project is no longer open; the maps of {} choices are under {}."
            )
            return sentence.format(count, os.path.dirname(self._current.choice.folder))
        if not self._origin.has_project:
            return self.tr("The comparison has ended with no choice mapped because its project is no longer open.")
        if self._is_stopped:
            return self.tr("The comparison was stopped with {} choices mapped; they are kept.").format(count)
        return self.tr("The comparison is over with {} choices mapped: look at each, and keep the best.").format(count)
