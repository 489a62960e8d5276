"""How a setting is declared: once, on the field of a configuration, with all that is said about it anywhere."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Callable, ClassVar, Optional, TypeVar

from .decode import cached, decode, field_types, unknown_name
from .errors import ConfigError

REQUIRED = object()  # default of a setting that has to be given
HIDDEN, FRONT, ADVANCED = "", "front", "advanced"  # where the dock shows a setting
_KEY = "setting"


@dataclass(frozen=True)
class Setting:
    """What a setting may be and how people meet it.

    Attributes:
        sentence: what it decides, for help texts, tooltips and the table of settings.
        name: of the field.
        kind: type of the field.
        default: of the field; REQUIRED where there is none.
        title: its label in dock and toolbox.
        shown: where the dock shows it: HIDDEN, FRONT or ADVANCED.
        low: smallest valid number.
        high: largest valid number.
        multiple: a whole number must be a multiple of it; 0 for any.
        choices: the texts that are valid; empty for any.
        listed_in: the part of the engine's catalogue that lists the valid names, where a registry does.
        unit: of a number.
        option: its name on the command line without dashes, where that is not the field's.
        metavar: what stands for its value in the help.
        repeats: whether the option is repeated for several values instead of listing them.
        in_recipe: whether recipes fix it.
        is_fixed: whether a resumed training must have the same value.
        is_path: whether it names a file.
        pattern: of the names of such files, for a file dialog; empty for any.
        decode: converts a JSON value, where its type alone does not say how.
    """

    sentence: str
    name: str = ""
    kind: Any = str
    default: Any = REQUIRED
    title: str = ""
    shown: str = HIDDEN
    low: Optional[float] = None
    high: Optional[float] = None
    multiple: int = 0
    choices: tuple[str, ...] = ()
    listed_in: str = ""
    unit: str = ""
    option: str = ""
    metavar: str = ""
    repeats: bool = False
    in_recipe: bool = False
    is_fixed: bool = False
    is_path: bool = False
    pattern: str = ""
    decode: Optional[Callable[[Any, str], Any]] = None

    @property
    def is_required(self) -> bool:
        """Whether it has to be given."""
        return self.default is REQUIRED

    @property
    def flag(self) -> str:
        """Its option on the command line."""
        return f"--{self.option or self.name.replace('_', '-')}"

    @property
    def valid_values(self) -> str:
        """Range and choices in words; empty where everything of its type is valid."""
        parts = [] if self.low is None else [f"{_plain(self.low)} to {_plain(self.high)} {self.unit}".rstrip()]
        return " or ".join(parts + ([", ".join(self.choices)] if self.choices else []))

    def checked(self, value: Any) -> Any:
        """The value in its own type; raises ConfigError naming setting, value and remedy where it is not valid."""
        value = self.decode(value, self.name) if self.decode else decode(self.kind, value, self.name)
        if self.is_required and value in ("", ()):
            raise ConfigError(f"No {self.name} is given", f"name the {self.sentence}")
        if isinstance(value, str) and self.choices and value not in self.choices:
            raise ConfigError(f"{self.name} is {value!r}", f"choose one of {self.valid_values}")
        if self.is_path and any("\0" in path for path in (value if isinstance(value, tuple) else (value,))):
            raise ConfigError(f"{self.name} is {value!r}", "name a file without a null character")
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            self._check_number(value)
        return value

    def _check_number(self, value: float) -> None:
        if self.low is not None and self.high is not None and not self.low <= value <= self.high:
            raise ConfigError(f"{self.name} is {value!r}", f"give a number from {self.valid_values}")
        if self.multiple and value % self.multiple:
            nearest = max(1, round(value / self.multiple)) * self.multiple
            raise ConfigError(
                f"{self.name} is {value:g}, which is not a multiple of {self.multiple}", f"take {nearest}"
            )


def _plain(number: Optional[float]) -> str:
    """A bound without rounding."""
    return str(number) if isinstance(number, int) else f"{number:g}"


def setting(default: Any = REQUIRED, *, sentence: str, **details: Any) -> Any:
    """A field of a Config with its declaration; see Setting for the details."""
    held = {} if default is REQUIRED else {"default": default}
    return field(metadata={_KEY: Setting(sentence, default=default, **details)}, **held)


@cached
def settings_of(kind: type) -> dict[str, Setting]:
    """The settings of a Config by name, in the order of their declaration."""
    kinds = field_types(kind)
    return {f.name: replace(f.metadata[_KEY], name=f.name, kind=kinds[f.name]) for f in fields(kind)}


@dataclass(frozen=True)
class Config:
    """Base of the configurations: frozen dataclasses whose fields are all made by `setting`; checked when made.

    Attributes:
        ALTERNATIVES: groups of settings of which one given value replaces the others.
    """

    ALTERNATIVES: ClassVar[tuple[tuple[str, ...], ...]] = ()

    def __post_init__(self) -> None:
        for name, declared in settings_of(type(self)).items():
            value = getattr(self, name)
            if value is not None or declared.default is not None:
                object.__setattr__(self, name, declared.checked(value))
        self.check()

    def check(self) -> None:
        """Raises ConfigError where settings contradict each other."""


SomeConfig = TypeVar("SomeConfig", bound=Config)


def to_params(config: Config) -> dict[str, Any]:
    """The configuration as JSON-ready parameters of a request."""
    return asdict(config)


def from_params(
    kind: type[SomeConfig], params: Mapping[str, Any], base: Optional[Mapping[str, Any]] = None
) -> SomeConfig:
    """The configuration in a request's parameters.

    Args:
        kind: the configuration.
        params: values by setting, as JSON has them; None counts as not given.
        base: values of settings that are not given, in place of their defaults.

    Raises:
        ConfigError: a setting is unknown, missing, of another type, out of range, or contradicts another one.
    """
    declared = settings_of(kind)
    for name in params:
        if name not in declared:
            raise unknown_name(name, declared)
    given = {name: value for name, value in params.items() if value is not None}
    rest = dict(base or {})
    for group in kind.ALTERNATIVES:
        if any(name in given for name in group):
            rest.update(dict.fromkeys(group))
    values = {**rest, **given}
    for name, each in declared.items():
        if each.is_required and name not in values:
            raise ConfigError(f"No {name} is given", f"name the {each.sentence}")
    return kind(**values)
