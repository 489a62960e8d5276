"""Checks of settings: each raises ConfigError with the value and the remedy. Standard library only."""
from __future__ import annotations

import math

from .errors import ConfigError


def check_given(name: str, value: str, remedy: str) -> None:
    if not value:
        raise ConfigError(f"No {name} is given", remedy)


def check_model_path(path: str) -> None:
    check_given("model file", path, "name a .safetensors file to write")
    if not path.endswith(".safetensors"):
        raise ConfigError(f"The model file {path!r} does not end in .safetensors", "rename it")


def check_bands(bands: tuple[int, ...]) -> None:
    if any(not isinstance(band, int) or band < 1 for band in bands):
        raise ConfigError(f"Bands {list(bands)} are not all 1 or more", "bands count from 1")
    if len(set(bands)) < len(bands):
        raise ConfigError(f"Bands {list(bands)} name one twice", "name each band once")


def check_range(name: str, value: float, low: float, high: float) -> None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    if not (is_number and low <= value <= high):
        raise ConfigError(f"{name[0].upper()}{name[1:]} is {value!r}", f"give a number from {low:g} to {high:g}")


def check_number(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ConfigError(f"{name[0].upper()}{name[1:]} is {value!r}", "give a number")


def parsed_number(name: str, text: str, remedy: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise ConfigError(f"The {name} is not a number", remedy) from error


def check_side(name: str, side_px: int, multiple_px: int) -> None:
    if side_px % multiple_px:
        nearest = max(1, round(side_px / multiple_px)) * multiple_px
        raise ConfigError(f"A {name} of {side_px} px is not a multiple of {multiple_px}", f"take {nearest}")


def check_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise ConfigError(f"Unknown {name} {value!r}", f"choose one of {', '.join(choices)}")
