"""What can be compared: sets of auxiliary losses, all other settings being equal.

What is known of a choice is in its folder; nothing else has to be remembered.
"""
from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Callable, Optional

from ....engine.schema.catalogue import Catalogue
from ....engine.schema.config import DEFAULT_RECIPE, TrainConfig
from ....engine.schema.errors import ConfigError
from ....engine.schema.loss_terms import AuxiliaryTerm
from ....engine.schema.model_card import ModelCard, read_model_card
from ....engine.schema.recipes import train_config
from ....engine.schema.setting import settings_of
from ..project.settings import CANVAS, KEPT, Settings
from ..results.folders import (
    MODEL_NAME,
    RESULT_NAMES,
    RUN_NAMES,
    comparison_folder,
    discard,
    incoming_folder,
    is_complete,
    move_results,
)
from ..translation import tr

SUPERVISED, RECIPE = "supervised", "default-recipe"  # keys besides the names of losses
NEW, WAITING, LEARNING, MAPPING = "", "waiting", "learning", "mapping"
DONE, FAILED, STOPPED = "done", "failed", "stopped"
AUXILIARY = "auxiliary"  # the setting in which the choices differ
_DECLARED = settings_of(TrainConfig)
_FIXED = {name for name, each in _DECLARED.items() if each.is_fixed}
_IN_RECIPE = {name for name, each in _DECLARED.items() if each.in_recipe}
# What has to be equal for a fair comparison, and what decides how long a step takes.
CONDITIONS = (_FIXED | _IN_RECIPE | {"unlabelled", "weights"}) - {AUXILIARY}
PACE = (_FIXED & _IN_RECIPE) - {AUXILIARY}
Terms = tuple[AuxiliaryTerm, ...]


@dataclass
class Choice:
    """One choice of a comparison.

    Attributes:
        key: also the name of its folder.
        title: what people read.
        terms: its auxiliary losses; none is purely supervised.
        folder: of its model and map, or "" without an image.
        state: NEW and so on; DONE means that model and map are in the folder.
        share: of the present state that is done, in 0..1.
        card: of its model, once it has learned.
        sentence: why it failed; of a choice that is DONE, why it failed when it was compared again.
        is_earlier: what is finished had other settings, imagery or labels than it would have today.
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
        """Path of the model that is being written."""
        return os.path.join(self.incoming, MODEL_NAME)

    @property
    def class_map(self) -> str:
        """Path of its class map."""
        return os.path.join(self.folder, RESULT_NAMES[0])

    @property
    def trained_terms(self) -> Terms:
        """The losses that its model was trained with, or would be where there is none."""
        config = trained_config(self.card)
        return self.terms if config is None else config.auxiliary

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
        """Returns to what was finished before, or where that is nothing goes on to a state."""
        discard(self.incoming)
        if self.look_up():
            self.sentence = sentence
        else:
            self.enter(state, sentence)

    def replace_earlier(self) -> bool:
        """Puts the complete model and map in place of the earlier ones; False where those stay, being in use."""
        return move_results(self.incoming, self.folder, RUN_NAMES) == self.folder


def list_choices(
    settings: Settings,
    catalogue: Optional[Catalogue],
    output: str,
    imagery_today: Callable[[], Optional[dict[str, Any]]],
) -> list[Choice]:
    """Purely supervised, the recipe's losses, and each loss alone as it is set now, with what was finished before.

    Args:
        settings: of the dock.
        catalogue: of the engine, or None where it has not come up yet.
        output: folder of the image's models and maps, or "" without an image.
        imagery_today: gives bands, area and further images of a training today, or None where they cannot be used, and
            then nothing is marked as earlier; called only where something is finished, since uniting an area's polygons
            takes time.
    """
    is_default = settings.preset == DEFAULT_RECIPE
    title = tr("Default recipe") if is_default else tr("Losses of recipe {}").format(settings.preset)
    kinds = [(SUPERVISED, tr("Purely supervised"), ()), (RECIPE, title, settings.recipe_value(AUXILIARY))]
    for loss in catalogue.auxiliary_losses if catalogue is not None else ():
        title = tr("{} (experimental)").format(loss.name) if loss.is_experimental else loss.name
        kinds.append((loss.name, title, (settings.term(loss.name),)))
    choices = [Choice(*kind, comparison_folder(output, kind[0]) if output else "") for kind in kinds]
    finished = [choice for choice in choices if choice.look_up()]
    imagery = imagery_today() if finished else None
    if imagery is not None:
        _mark_earlier(finished, settings, catalogue, imagery)
    return choices


def trained_config(card: Optional[ModelCard]) -> Optional[TrainConfig]:
    """The settings that a model was trained with; None without a card, or where this version cannot read them."""
    try:
        return card and train_config({name: value for name, value in card.recipe.items() if name in _DECLARED})
    except ConfigError:
        return None


def is_alike(config: Optional[TrainConfig], values: dict[str, Any], names: Iterable[str]) -> bool:
    """Whether a training had these values of the settings of some names."""
    return config is not None and all(getattr(config, name) == values[name] for name in names)


def settings_of_choice(settings: Settings, choice: Choice) -> Settings:
    """The dock's settings with the recipe and all that a finished choice was trained with."""
    config = trained_config(choice.card)
    if config is None:
        return settings.with_losses(choice.terms)
    if config.preset != settings.preset:
        settings = settings.with_recipe(config.preset)
    values = {name: getattr(config, name) for name in KEPT if name != AUXILIARY}
    return settings.with_values(**values).with_losses(config.auxiliary)


def _mark_earlier(
    finished: list[Choice], settings: Settings, catalogue: Optional[Catalogue], imagery: dict[str, Any]
) -> None:
    """Marks what was trained with other settings than it would be today, or other labels than the last one."""
    today = {**imagery, **{name: settings.value(name) for name in CONDITIONS if name not in imagery}}
    last = max(finished, key=lambda choice: os.path.getmtime(choice.model)).card
    if settings.area == CANVAS:  # it moves while the maps are looked at; what counts is that all had the same
        today["area"] = last.recipe.get("area") or today["area"]
    for choice in finished:
        config = trained_config(choice.card)
        choice.is_earlier = (
            choice.card.labels_digest != last.labels_digest
            or not is_alike(config, today, CONDITIONS)
            or not _are_same(config, choice.terms, settings.preset, catalogue)
        )


def _are_same(config: TrainConfig, terms: Terms, recipe: str, catalogue: Optional[Catalogue]) -> bool:
    """Whether a training had these losses with all their numbers; yes while the engine has not said what they are."""
    if catalogue is None:
        return True
    try:
        trained = {term.name: catalogue.complete(term, config.preset) for term in config.auxiliary}
        return trained == {term.name: catalogue.complete(term, recipe) for term in terms}
    except ConfigError:  # a number is not valid, so it is another one than was trained with
        return False
