"""What can be compared, and what is known of each choice. All of it is in the choice's folder: there is no other book-keeping to lose."""
from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Callable, Optional

from ...engine.config import DEFAULT_STEPS, AuxiliaryTerm
from ...engine.errors import ConfigError
from .catalogue import AuxiliaryLoss, Catalogue
from .engine_requests import auxiliary_term, recipe_params
from .model_card import ModelCard, read_model_card
from .settings import CANVAS, COMPANIONS, Settings, changes_to, numbers_forgotten
from .translation import tr
from .workspace import MODEL_NAME, RESULT_NAMES, RUN_NAMES, comparison_folder, discard, incoming_folder, is_complete, move_results

SUPERVISED, RECIPE = "supervised", "default-recipe"
NEW, WAITING, LEARNING, MAPPING, DONE, FAILED, STOPPED = "", "waiting", "learning", "mapping", "done", "failed", "stopped"
Terms = Optional[tuple[AuxiliaryTerm, ...]]


@dataclass
class Trial:
    """One choice of a comparison.

    Attributes:
        key: also the name of its folder.
        terms: its auxiliary losses; None is Berunda's default, an empty tuple purely supervised.
        state: NEW and so on; DONE means that model and map are in the folder.
        share: of the present state that is done, in 0..1.
        card: of its model, once it has learned.
        sentence: why it failed; of a choice that is DONE, why it failed when it was compared again.
        is_earlier: what was finished cannot be compared fairly any more: budget, recipe, numbers, imagery or labels were others.
    """

    key: str
    title: str
    terms: Terms
    folder: str
    state: str = NEW
    share: float = 0.0
    card: Optional[ModelCard] = None
    sentence: str = ""
    is_earlier: bool = False

    @property
    def model(self) -> str:
        """Path of its model."""
        return os.path.join(self.folder, MODEL_NAME)

    @property
    def incoming(self) -> str:
        """Folder that it is written to: what was finished before stays until the new map is complete."""
        return incoming_folder(self.folder)

    @property
    def incoming_model(self) -> str:
        """Path of the model that it is about to have."""
        return os.path.join(self.incoming, MODEL_NAME)

    @property
    def class_map(self) -> str:
        """Path of its class map."""
        return os.path.join(self.folder, RESULT_NAMES[0])

    @property
    def learned_terms(self) -> Terms:
        """The losses that its model learned with, as the card says; those that it would learn with where there is none."""
        try:
            learned = self.card.recipe["auxiliary"]
            return None if learned is None else tuple(AuxiliaryTerm(**term) for term in learned)
        except (AttributeError, KeyError, TypeError, ConfigError):
            return self.terms

    def enter(self, state: str, sentence: str = "") -> None:
        """Goes on to a state, with nothing of it done yet."""
        self.state, self.share, self.sentence, self.is_earlier = state, 0.0, sentence, False

    def look_up(self) -> bool:
        """Whether it was finished some time; then it is DONE, with the card of its model."""
        self.card = read_model_card(self.model) if is_complete(self.folder) else None
        if self.card is not None:
            self.enter(DONE)
        return self.card is not None

    def fall_back(self, state: str, sentence: str = "") -> None:
        """It did not get there: it has again what was finished before, and only where that is nothing goes on to the state."""
        discard(self.incoming)
        if self.look_up():
            self.sentence = sentence
        else:
            self.enter(state, sentence)

    def replace_earlier(self) -> bool:
        """Puts the complete model and map in place of the earlier ones; False where those cannot be replaced, and then they stay."""
        return move_results(self.incoming, self.folder, RUN_NAMES) == self.folder


def list_trials(
    settings: Settings, catalogue: Optional[Catalogue], output: str, imagery_today: Callable[[], Optional[dict[str, Any]]]
) -> list[Trial]:
    """Purely supervised, the default recipe, and every auxiliary loss alone as it is set now, with what was finished before.

    Args:
        output: folder of the image's models and maps, or "" without an image.
        imagery_today: tells bands, area and further images of a training today, or None where it cannot be said, and then nothing is marked
            as earlier; asked only where something is finished, since uniting an area's polygons takes its time.
    """
    losses = catalogue.auxiliary_losses if catalogue is not None else ()
    recipe = catalogue.preset(settings.preset).auxiliary if catalogue is not None else None
    recipe_title = tr("Default recipe") if recipe is None else tr("Losses of recipe {}").format(settings.preset)
    choices: list[tuple[str, str, Terms]] = [(SUPERVISED, tr("Purely supervised"), ()), (RECIPE, recipe_title, recipe)]
    choices += [(loss.name, _title(loss), (auxiliary_term(settings, loss.name),)) for loss in losses]
    trials = [Trial(key, title, terms, comparison_folder(output, key) if output else "") for key, title, terms in choices]
    for trial in trials:
        trial.look_up()
    finished = [trial for trial in trials if trial.state == DONE]
    imagery = imagery_today() if finished else None
    if imagery is not None:
        _mark_earlier(finished, settings, catalogue, imagery)
    return trials


def learner(params: dict[str, Any]) -> tuple:
    """What decides how long a step takes, of a training's parameters or a card's recipe."""
    return tuple(params.get(name) or None for name in ("preset", "network", "backbone", "width"))


def settings_with(settings: Settings, trial: Trial) -> dict[str, Any]:
    """The changes that make a finished choice the current one, as it was when it learned; the numbers of a recipe go with it."""
    preset = str(trial.card.recipe.get("preset") or "") if trial.card is not None else settings.preset
    numbers = numbers_forgotten() if preset != settings.preset else {}
    terms = None if trial.key == RECIPE else trial.learned_terms
    chosen = {"auxiliary": None} if terms is None else changes_to(replace(settings, **numbers), terms)
    return {"preset": preset, **numbers, **chosen}


def _mark_earlier(finished: Collection[Trial], settings: Settings, catalogue: Optional[Catalogue], imagery: dict[str, Any]) -> None:
    """Marks what learned otherwise than it would today, or from other labels than the last one did."""
    last = max(finished, key=lambda trial: os.path.getmtime(trial.model)).card
    if settings.area == CANVAS:  # it moves while the maps are looked at; what counts is that all had the same
        imagery = {**imagery, "area": last.recipe.get("area") or imagery["area"]}
    for trial in finished:
        today = {**recipe_params(settings, auxiliary=trial.terms), **imagery}
        if "auxiliary" not in today:  # a choice is out of range, so there is nothing to compare with
            return
        would_learn = None if today["auxiliary"] is None else tuple(AuxiliaryTerm(**term) for term in today["auxiliary"])
        is_alike = _conditions({**today, **trial.card.recipe}) == _conditions(today)
        has_same_losses = _by_name(trial.learned_terms, catalogue) == _by_name(would_learn, catalogue)
        trial.is_earlier = not (is_alike and has_same_losses) or trial.card.labels_digest != last.labels_digest


def _conditions(params: dict[str, Any]) -> tuple:
    """What must be equal for a fair comparison, of a training's parameters or a card's recipe; the losses come on top."""
    lists = (tuple(params[name]) for name in ("bands", "unlabelled"))
    return learner(params), _budget(params), params["weights"], params["area"], *lists, *(params[name] for name in COMPANIONS)


def _by_name(terms: Terms, catalogue: Optional[Catalogue]) -> dict[str, AuxiliaryTerm]:
    """The losses with all their numbers; the default ones where there are no terms."""
    if catalogue is None:
        return {term.name: term for term in terms or ()}
    return {term.name: catalogue.filled(term) for term in (catalogue.recipe if terms is None else terms)}


def _budget(params: dict[str, Any]) -> tuple:
    minutes = params.get("minutes")
    return minutes, minutes is None and (params.get("steps") or DEFAULT_STEPS), params.get("seed") or 0


def _title(loss: AuxiliaryLoss) -> str:
    return tr("{} (experimental)").format(loss.name) if loss.is_experimental else loss.name

