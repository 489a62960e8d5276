"""Auxiliary losses as settings know them: what each one is, and with which weight and parameters it takes part."""
from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Union

from .decode import decode_record, field_types, unknown_name, wrong_type
from .errors import ConfigError

NO_AUXILIARY = "none"
AUTO_WEIGHT = "auto"
MAX_WEIGHT = 1000.0
START, END = "start", "end"  # how a term's times are written among its parameters
AUXILIARY_HEAD, SEGMENTATION_HEAD = "auxiliary", "segmentation"
RECONSTRUCTION, CLUSTER, LATENT_CLASS = "reconstruction", "cluster", "latent class"


@dataclass(frozen=True)
class LossParameter:
    """A number that shapes a loss: the argument of its constructor with the same name.

    Attributes:
        sentence: what turning it up does.
        low, high: the range that makes sense.
        is_integer: whether it is a whole number.
        step: valid values are multiples of it; 0 for any number.
    """

    name: str
    default: float
    low: float
    high: float
    sentence: str = ""
    is_integer: bool = False
    step: float = 0

    def checked(self, value: float, loss: str) -> float:
        """The value, an int where it is a whole number; raises ConfigError where it is out of range."""
        where = f"{self.name} of auxiliary loss {loss!r} is {value:g}"
        if not (self.low <= value <= self.high and (not self.is_integer or value == int(value))):
            kind = "a whole number" if self.is_integer else "a number"
            raise ConfigError(where, f"give {kind} from {self.low:g} to {self.high:g}")
        if self.step and not math.isclose(value / self.step, round(value / self.step)):
            raise ConfigError(where, f"give a multiple of {self.step:g}")
        return int(value) if self.is_integer else float(value)


@dataclass(frozen=True)
class LossSpec:
    """What people and programs may know about an auxiliary loss.

    Attributes:
        name: as on the command line.
        sentence: what it does and when to use it, in one plain sentence.
        source: where it is defined.
        default_weight: λ where neither the user nor the recipe gives one.
        head: AUXILIARY_HEAD where it needs a head of its own, SEGMENTATION_HEAD where it reads the class logits.
        shows: what the output of its head is, as a picture: RECONSTRUCTION of the bands, or CLUSTER or LATENT_CLASS,
            whose channels are logits; empty where it is not a picture.
        ramp: shares of the training, counted from the loss's start, between which its weight rises from 0 to λ.
        unlabelled_share: patches drawn anywhere for each patch around a label.
        parameters: what can be set besides λ.
        is_experimental: whether the interface should warn.
    """

    name: str
    sentence: str
    source: str = ""
    default_weight: float = 1.0
    head: str = SEGMENTATION_HEAD
    shows: str = ""
    ramp: tuple[float, float] = (0.0, 0.0)
    unlabelled_share: float = 0.125
    parameters: tuple[LossParameter, ...] = ()
    is_experimental: bool = False

    @property
    def needs_no_labels(self) -> bool:
        """Whether it can train before the labels do: not where it builds on the classes that they name."""
        return self.head == AUXILIARY_HEAD and self.ramp == (0.0, 0.0)

    def ramp_factor(self, elapsed: float) -> float:
        """What multiplies λ after a share of the training since the loss's start, in [0, 1]."""
        start, end = self.ramp
        if elapsed >= end:
            return 1.0
        return max(0.0, (elapsed - start) / (end - start))


@dataclass(frozen=True)
class AuxiliaryTerm:
    """One auxiliary loss in the total.

    Attributes:
        name: of the loss.
        weight: λ, or AUTO_WEIGHT; None until `complete` puts in the recipe's or the loss's default.
        parameters: of the loss, by name.
        start, end: shares of the training between which it takes part.
    """

    name: str
    weight: Union[float, str, None] = None
    parameters: dict[str, float] = field(default_factory=dict)
    start: float = 0.0
    end: float = 1.0

    def __post_init__(self) -> None:
        where = f"of auxiliary loss {self.name!r}"
        if isinstance(self.weight, str) and self.weight != AUTO_WEIGHT:
            raise ConfigError(f"weight {where} is {self.weight!r}", f"give a number, or {AUTO_WEIGHT}")
        if isinstance(self.weight, (int, float)) and not 0 <= self.weight <= MAX_WEIGHT:
            raise ConfigError(f"weight {where} is {self.weight!r}", f"give a number from 0 to {MAX_WEIGHT:g}")
        for name, value in (*self.parameters.items(), (START, self.start), (END, self.end)):
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
                raise ConfigError(f"{name} {where} is {value!r}", "give a number")
        if not 0 <= self.start < self.end <= 1:
            times = f"from {self.start:g} to {self.end:g} of the training"
            raise ConfigError(f"Auxiliary loss {self.name!r} runs {times}", "give shares with 0 ≤ start < end ≤ 1")

    @classmethod
    def decode(cls, value: Any, name: str) -> AuxiliaryTerm:
        """The term in a text as `parse` reads it, or in an object with its fields; raises ConfigError."""
        if isinstance(value, str):
            return cls.parse(value)
        shown = f"auxiliary loss {value['name']!r}" if isinstance(value, dict) and "name" in value else name
        for key in value if isinstance(value, dict) else ():
            if key not in field_types(cls):
                raise unknown_name(key, field_types(cls), shown)
        return decode_record(cls, value, shown)

    @classmethod
    def parse(cls, text: str) -> AuxiliaryTerm:
        """The term in `NAME[=WEIGHT][:PARAMETER=VALUE,...]`; raises ConfigError where it is written otherwise."""
        head, _, tail = text.partition(":")
        name, _, weight = (part.strip() for part in head.partition("="))
        values: dict[str, float] = {}
        for pair in tail.split(",") if tail else ():
            key, _, value = (part.strip() for part in pair.partition("="))
            if key in values:
                raise ConfigError(f"{key} of auxiliary loss {name!r} is given twice", "give each once")
            values[key] = _number(f"{key} {value!r} of auxiliary loss {name!r}", value, f"{name}:{key or 'alpha'}=0.1")
        is_number = weight not in ("", AUTO_WEIGHT)
        example = f"{name or 'l1'}=0.5, or {name or 'l1'}={AUTO_WEIGHT}"
        number = _number(f"weight {weight!r} of auxiliary loss {name!r}", weight, example) if is_number else None
        times = {key: values.pop(key) for key in (START, END) if key in values}
        return cls(name, AUTO_WEIGHT if weight == AUTO_WEIGHT else number, values, **times)

    def __str__(self) -> str:
        """The term as parse reads it."""
        times = {
            name: value for name, value, usual in ((START, self.start, 0.0), (END, self.end, 1.0)) if value != usual
        }
        tail = ",".join(f"{name}={value:g}" for name, value in {**self.parameters, **times}.items())
        weight = (
            "" if self.weight is None else f"={self.weight}" if isinstance(self.weight, str) else f"={self.weight:g}"
        )
        return f"{self.name}{weight}{':' if tail else ''}{tail}"


def decode_terms(value: Any, name: str) -> tuple[AuxiliaryTerm, ...]:
    """The auxiliary losses in a list of texts or objects; `none` alone is an empty list.

    Raises:
        ConfigError: not a list, an entry is not a term, `none` beside others, or a loss is named twice.
    """
    if not isinstance(value, (list, tuple)):
        raise wrong_type(tuple[AuxiliaryTerm, ...], value, name)
    if NO_AUXILIARY in value:
        if len(value) > 1:
            raise ConfigError(f"auxiliary is {NO_AUXILIARY} together with other losses", "give either")
        return ()
    terms = tuple(AuxiliaryTerm.decode(entry, "an entry of auxiliary") for entry in value)
    names = [term.name for term in terms]
    if len(set(names)) < len(names):
        raise ConfigError(f"An auxiliary loss is given twice in {', '.join(names)}", "name each once")
    return terms


def complete(term: AuxiliaryTerm, spec: LossSpec, recipe_weights: Mapping[str, float]) -> AuxiliaryTerm:
    """The term with a weight and every parameter: its own, or else the recipe's, or else the loss's.

    Args:
        term: any term.
        spec: of its loss.
        recipe_weights: λ by loss that a recipe has in place of the losses' defaults.

    Raises:
        ConfigError: the loss has no parameter of a name, or a value is out of its range.
    """
    known = {parameter.name: parameter for parameter in spec.parameters}
    for name in term.parameters:
        if name not in known:
            remedy = f"it knows {', '.join(known)}" if known else "it has none"
            raise ConfigError(f"Auxiliary loss {term.name!r} has no parameter {name!r}", remedy)
    values = {name: each.checked(term.parameters.get(name, each.default), term.name) for name, each in known.items()}
    weight = recipe_weights.get(term.name, spec.default_weight) if term.weight is None else term.weight
    return replace(term, weight=weight, parameters=values)


def _number(what: str, text: str, example: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise ConfigError(f"The {what} is not a number", f"write for example {example}") from error
