"""Checks and converts what crosses the process border or a file: JSON values to the types that a dataclass declares."""
from __future__ import annotations

import sys
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Callable, Optional, TypeVar, Union, get_args, get_origin, get_type_hints

from .errors import ConfigError

Record = TypeVar("Record")
Answer = TypeVar("Answer")
EXTRA = "extra"  # field of a record that keeps what it does not know
_WORDS = {bool: "true or false", int: "a whole number", float: "a number", str: "a text", type(None): "nothing"}


def decode(kind: Any, value: Any, name: str) -> Any:
    """Convert a JSON value to a type.

    Args:
        kind: bool, int, float, str, Any, a dataclass, or Optional, Union, tuple or dict of these. A class with a class
            method `decode(value, name)` converts its values itself.
        value: as JSON has it; a value that is of the type already stays as it is.
        name: what the value is called in errors.

    Returns:
        The value: lists become tuples, objects become dataclasses, whole numbers become floats where kind is float.

    Raises:
        ConfigError: the value is of another type, or a field of a dataclass is missing.
    """
    if kind is Any:
        return value
    if hasattr(kind, "decode"):
        return kind.decode(value, name)
    if isinstance(kind, type) and is_dataclass(kind):
        return decode_record(kind, value, name)
    origin = get_origin(kind)
    if origin is Union:
        return _decode_union(kind, value, name)
    if origin is tuple:
        return _decode_tuple(kind, value, name)
    if origin is dict:
        if not isinstance(value, dict):
            raise wrong_type(kind, value, name)
        return {str(key): decode(get_args(kind)[1], item, f"{key} of {name}") for key, item in value.items()}
    if not _is_scalar(kind, value):
        raise wrong_type(kind, value, name)
    return float(value) if kind is float else value


def decode_record(kind: type[Record], value: Any, name: str) -> Record:
    """Convert a JSON object to a dataclass, whichever version wrote it.

    Args:
        kind: a dataclass. Entries that it does not know are left out, or go to its field `extra` where it has one.
        value: a dictionary, or an instance of kind, which stays as it is.
        name: what the value is called in errors.

    Raises:
        ConfigError: not an object, or an entry is of another type or missing.
    """
    if isinstance(value, kind):
        return value
    if not isinstance(value, dict):
        raise wrong_type(kind, value, name)
    kinds = field_types(kind)
    unknown = {key: item for key, item in value.items() if key not in kinds or key == EXTRA}
    required = [f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]  # type: ignore[arg-type]
    missing = [key for key in required if key not in value]
    if missing:
        raise ConfigError(f"{name} has no {missing[0]!r}", f"it needs {', '.join(required)}")
    known = {key: decode(kinds[key], item, f"{key} of {name}") for key, item in value.items() if key not in unknown}
    return kind(**known, **({EXTRA: unknown} if EXTRA in kinds else {}))


def cached(function: Callable[[type], Answer]) -> Callable[[type], Answer]:
    """functools.cache for a function of a class; mypy takes classes for unhashable where the bare one is called."""
    return cache(function)


@cached
def field_types(kind: type) -> dict[str, Any]:
    """The types of a dataclass's fields by name."""
    hints = get_type_hints(kind)
    return {f.name: hints[f.name] for f in fields(kind)}


def unknown_name(key: str, known: Any, name: str = "") -> ConfigError:
    """The error for a setting or field that does not exist."""
    where = f" of {name}" if name else ""
    return ConfigError(f"Unknown setting {key!r}{where}", f"known are {', '.join(sorted(set(known) - {EXTRA}))}")


def wrong_type(kind: Any, value: Any, name: str) -> ConfigError:
    """The error for a value of another type."""
    shown = repr(value)
    return ConfigError(f"{name} is {shown if len(shown) <= 80 else shown[:80] + '…'}", f"give {_in_words(kind)}")


def _decode_union(kind: Any, value: Any, name: str) -> Any:
    for option in get_args(kind):
        try:
            return decode(option, value, name)
        except ConfigError:
            continue
    raise wrong_type(kind, value, name)


def _decode_tuple(kind: Any, value: Any, name: str) -> tuple:
    kinds = get_args(kind)
    if not isinstance(value, (list, tuple)):
        raise wrong_type(kind, value, name)
    if kinds[-1] is not Ellipsis and len(value) != len(kinds):
        raise wrong_type(kind, value, name)
    items = [kinds[0]] * len(value) if kinds[-1] is Ellipsis else kinds
    return tuple(decode(item_kind, item, f"an entry of {name}") for item_kind, item in zip(items, value))


def _is_scalar(kind: Any, value: Any) -> bool:
    if kind in (int, float) and isinstance(value, bool):
        return False
    if kind is float:
        return isinstance(value, (int, float)) and abs(value) <= sys.float_info.max
    return isinstance(value, kind)


def _in_words(kind: Any) -> str:
    origin: Optional[Any] = get_origin(kind)
    if origin is Union:
        return " or ".join(_in_words(option) for option in get_args(kind) if option is not type(None))
    if origin is tuple:
        return f"a list, each entry {_in_words(get_args(kind)[0])}"
    return _WORDS.get(kind, "an object")
