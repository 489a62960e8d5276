"""What the analyst chose in the dock: a recipe, what differs from it, and the dock's own choices."""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Callable

from ....engine.schema.config import BALANCED, DEFAULT_RECIPE, TrainConfig
from ....engine.schema.decode import decode, decode_record, field_types
from ....engine.schema.errors import ConfigError
from ....engine.schema.loss_terms import AuxiliaryTerm
from ....engine.schema.recipes import PRESETS, preset
from ....engine.schema.setting import HIDDEN, settings_of

WHOLE_IMAGE, CANVAS, POLYGONS = "image", "canvas", "polygons"
BUDGET = TrainConfig.ALTERNATIVES[0]
# The settings of a training that the dock shows; they are declared in TrainConfig and nowhere else.
SHOWN = {name: declared for name, declared in settings_of(TrainConfig).items() if declared.shown != HIDDEN}
# Those that may be chosen: a project from before may have a value for one that the dock does not show.
KEPT = {name: declared for name, declared in settings_of(TrainConfig).items() if declared.in_recipe or name in SHOWN}
_AUXILIARY = "auxiliary"


@dataclass(frozen=True)
class Settings:
    """Everything about a run that is not the image or its labels.

    Attributes:
        area: WHOLE_IMAGE, CANVAS or POLYGONS.
        area_layer: id of the polygon layer.
        unlabelled: ids of further raster layers to learn from.
        keep_previous: keep the layers of the last run instead of replacing them.
        predict_after_training: map the image as soon as the model is trained.
        preset: name of the recipe.
        chosen: settings of TrainConfig by name whose value is not the recipe's.
        terms: by auxiliary loss, chosen or not, the numbers that the analyst gave it.
        write_probabilities: a map has a raster of the probabilities of each class, too.
        live: the part of the image that the canvas shows is mapped after every stroke.
        live_opacity: of that map, in percent.
    """

    area: str = WHOLE_IMAGE
    area_layer: str = ""
    unlabelled: tuple[str, ...] = ()
    keep_previous: bool = False
    predict_after_training: bool = False
    preset: str = DEFAULT_RECIPE
    chosen: dict[str, Any] = field(default_factory=dict)
    terms: dict[str, AuxiliaryTerm] = field(default_factory=dict)
    write_probabilities: bool = False
    live: bool = False
    live_opacity: int = 60

    def value(self, name: str) -> Any:
        """What a setting of TrainConfig will be: chosen, or else the recipe's, or else its default."""
        return self.chosen.get(name, self.recipe_value(name))

    def recipe_value(self, name: str) -> Any:
        """What a setting is where the analyst changes nothing."""
        recipe = preset(self.preset).settings
        return recipe[name] if name in recipe else KEPT[name].default

    def is_chosen(self, name: str) -> bool:
        """Whether a setting differs from the recipe."""
        return name in self.chosen

    @property
    def differences(self) -> tuple[str, ...]:
        """The settings that the recipe fixes and that have another value."""
        return tuple(name for name in self.chosen if name in preset(self.preset).settings)

    def params(self) -> dict[str, Any]:
        """The settings as parameters of a training request."""
        return {"preset": self.preset, **self.chosen}

    def with_values(self, **values: Any) -> Settings:
        """The settings with other values of a training; those equal to the recipe's are not kept as chosen."""
        chosen = {**self.chosen, **values}
        if set(values) & set(BUDGET):  # a budget in one unit replaces one in the other
            chosen.update({name: None for name in BUDGET if values.get(name) is None})
        return replace(self, chosen={name: value for name, value in chosen.items() if value != self.recipe_value(name)})

    def with_recipe(self, name: str) -> Settings:
        """The settings with another recipe, or the same one as it is: what differed from it is given up."""
        kept = {key: value for key, value in self.chosen.items() if key not in preset(name).settings}
        return replace(self, preset=name, chosen=kept, terms={})

    def with_losses(self, terms: Iterable[AuxiliaryTerm]) -> Settings:
        """The settings with these auxiliary losses, those of the recipe first, in its order.

        Their numbers are remembered when they are chosen no longer.
        """
        recipe = [term.name for term in self.recipe_value("auxiliary")]
        terms = sorted(terms, key=lambda term: recipe.index(term.name) if term.name in recipe else len(recipe))
        known = {**self.terms, **{term.name: term for term in terms}}
        return replace(self.with_values(auxiliary=tuple(terms)), terms=known)

    def term(self, loss: str) -> AuxiliaryTerm:
        """An auxiliary loss as it trains, or would: as the analyst left it, as in the recipe, or with its defaults."""
        recipe, training = self.recipe_value("auxiliary"), self.value("auxiliary")
        terms = {**{term.name: term for term in recipe}, **self.terms, **{term.name: term for term in training}}
        return terms.get(loss) or AuxiliaryTerm(loss)


def settings_to_json(settings: Settings) -> str:
    """One line of JSON."""
    return json.dumps(asdict(settings))


def settings_from_json(text: str) -> Settings:
    """The settings in a project file; what is missing, unknown or not valid there stays at its default."""
    found = _entries(text)
    if "chosen" not in found:
        found = _migrated(found)
    kinds = {name: kind for name, kind in field_types(Settings).items() if name not in ("chosen", "terms")}
    values = _valid(found, kinds, lambda name, value: decode(kinds[name], value, name))
    terms = _mapping(found.get("terms"))
    values["terms"] = _readable(terms)
    for name, known in (("area", (WHOLE_IMAGE, CANVAS, POLYGONS)), ("preset", PRESETS)):
        if values.get(name) not in known:
            values.pop(name, None)
    chosen = _valid(found["chosen"], KEPT, _checked)
    if len([name for name in BUDGET if chosen.get(name) is not None]) != 1:
        chosen = {name: value for name, value in chosen.items() if name not in BUDGET}
    return Settings(**values).with_values(**chosen)


def missing_recipe(text: str) -> str:
    """The recipe that a project file names and that this version does not have, or ""."""
    name = _entries(text).get("preset")
    return name if isinstance(name, str) and name and name not in PRESETS else ""


def _entries(text: str) -> dict[str, Any]:
    try:
        return _mapping(json.loads(text))
    except ValueError:
        return {}


def _checked(name: str, value: Any) -> Any:
    """The value of a setting; of auxiliary losses those that can be read, unless that is none of them."""
    if name == _AUXILIARY and isinstance(value, list):
        value = list(_readable(dict(enumerate(value))).values()) or value
    return KEPT[name].checked(value)


def _readable(entries: Mapping[Any, Any]) -> dict[Any, AuxiliaryTerm]:
    """The stored auxiliary losses that can be read, without what another version said about them besides."""
    return _valid(entries, entries, lambda _, entry: _decode_term(entry))


def _decode_term(entry: Any) -> AuxiliaryTerm:
    if isinstance(entry, dict):
        return decode_record(AuxiliaryTerm, entry, _AUXILIARY)
    return AuxiliaryTerm.decode(entry, _AUXILIARY)


def _valid(entries: Any, names: Iterable[Any], convert: Callable[[Any, Any], Any]) -> dict[Any, Any]:
    """The entries of these names that can be converted."""
    found = {}
    for name in names if isinstance(entries, Mapping) else ():
        try:
            if name in entries:
                found[name] = convert(name, entries[name])
        except ConfigError:
            continue
    return found


def _migrated(old: dict[str, Any]) -> dict[str, Any]:
    """The entries of a project from before recipes had every setting: empty meant the recipe's, or the losses' own."""
    weights, parameters, times = (_mapping(old.get(name)) for name in ("weights", "parameters", "times"))
    losses = old.get("auxiliary")
    weights.update(_mapping(losses))  # the oldest projects have a weight by loss there instead of names
    terms = {name: {"name": name, "weight": weights.get(name), "parameters": _mapping(parameters.get(name)),
                    **dict(zip(("start", "end"), _shares(times.get(name))))}
             for name in {**weights, **parameters, **times}}  # fmt: skip
    same = ("network", "backbone", "width", "class_prior", "steps", "minutes", "device", "seed")
    chosen = {name: old[name] for name in same if old.get(name)}
    if isinstance(losses, (list, dict)):
        readable = _readable(terms)
        own = [readable.get(name, name) for name in dict.fromkeys(map(str, losses))]
        chosen = {"class_prior": BALANCED, "probe_share": 0.0, "predict_tta_rotations": 1, **chosen, _AUXILIARY: own}
    if old.get("predict_turns"):
        chosen["predict_tta_rotations"] = old["predict_turns"]
    if old.get("probe") is not None:
        chosen["probe_share"] = SHOWN["probe_share"].default if old["probe"] else 0.0
    if old.get("start_from"):
        chosen["weights"] = old["start_from"]
    return {**old, "chosen": chosen, "terms": terms}


def _mapping(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, dict) else {}


def _shares(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
