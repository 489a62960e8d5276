#!/usr/bin/env python3
"""Prints docs/settings.md: the settings of a training and the recipes, read off their declarations.

usage: python scripts/settings_table.py [--check | --write]

--check fails where docs/settings.md says something else, --write writes it. Standard library only.
"""
from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from engine.schema.config import DEFAULT_RECIPE, TrainConfig
from engine.schema.recipes import PRESETS, Preset
from engine.schema.setting import ADVANCED, FRONT, HIDDEN, Setting, settings_of
from scripts.written_page import print_check_or_write

PAGE = Path(__file__).resolve().parents[1] / "docs" / "settings.md"
LINE = 120
SETTINGS = settings_of(TrainConfig)
SECTIONS = {FRONT: "Learning", ADVANCED: "Advanced", HIDDEN: ""}
# Settings that panels of their own show, in place of a declared position.
PANELS = {
    "image": "Imagery", "labels": "Labels", "model": "Advanced (output folder)", "unlabelled": "Imagery",
    "preset": "Learning", "bands": "Imagery", "area": "Imagery",
}  # fmt: skip
INTRODUCTION = """# Settings of a training

This page is written by `python scripts/settings_table.py --write` from the declarations in
[config.py](../engine/schema/config.py) and [recipes.py](../engine/schema/recipes.py). Every setting is an option of
`python -m engine train`; `python -m engine settings` lists them as well. A setting means the same whatever else is
chosen: what is given replaces the value of the recipe, and all others stay as the recipe has them."""
RESUME = """A resumed training (`--resume`) must have the same values of these settings as before, but may have other
fixed weights of auxiliary losses:"""
RECIPES = """## Recipes

A recipe (`--preset NAME`) has a value for every setting that is marked in the column *in recipes*. What is not listed
here is as in `default`. `python -m engine presets --json` prints every value."""
SOURCES = "Where the recipes come from:"


def main() -> None:
    text = page()
    print_check_or_write(__doc__.splitlines()[0], PAGE, text, text.rstrip("\n"))


def page() -> str:
    """The whole page."""
    header = ["setting", "option", "default", "values", "what it is", "in recipes", "in the dock"]
    settings = table(header, map(row, SETTINGS))
    fixed = ", ".join(f"`{name}`" for name, each in SETTINGS.items() if each.is_fixed)
    recipes = table(["recipe", "when to use it", "differs from `default` in"], map(recipe_row, PRESETS))
    parts = [INTRODUCTION, settings, wrapped(f"{RESUME} {fixed}."), RECIPES, recipes, SOURCES, "\n".join(sources())]
    return "\n\n".join(parts) + "\n"


def wrapped(text: str, indent: str = "") -> str:
    """Lines of at most LINE characters; the second and later ones indented."""
    return textwrap.fill(text, LINE, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def table(header: list[str], rows: Iterable[list[str]]) -> str:
    """A table in Markdown."""
    lines = [f"| {' | '.join(line)} |" for line in (header, *rows)]
    return "\n".join([lines[0], "|---" * len(header) + "|", *lines[1:]])


def row(name: str) -> list[str]:
    """The cells of a setting."""
    each = SETTINGS[name]
    option = f"`{each.flag}`"
    default = "required" if each.is_required else shown(each.default)
    place = PANELS.get(name, SECTIONS[each.shown])
    return [f"`{name}`", option, default, values(each), each.sentence, "yes" if each.in_recipe else "", place]


def values(each: Setting) -> str:
    """What a setting may be: range with unit, choices, or where the valid names are listed."""
    parts = [f"`{choice}`" for choice in each.choices]
    if each.listed_in and not parts:
        parts.append(f"one of the {each.listed_in}")
    if each.low is not None:
        text = f"{number(each.low)} to {number(each.high)} {each.unit}".strip()
        parts.insert(0, f"{text}, multiples of {each.multiple}" if each.multiple else text)
    elif each.is_path:
        parts.append("path")
    elif each.metavar and not parts:
        parts.append(f"`{each.metavar}`".replace("|", "\\|"))
    return ", ".join(parts) + ("; several" if isinstance(each.default, tuple) else "")


def shown(value: Any) -> str:
    """A value as it is written on the command line."""
    if isinstance(value, tuple):
        return ", ".join(f"`{item}`" for item in value)
    if value is None or value == "":
        return ""
    return number(value) if isinstance(value, (int, float)) else f"`{value}`"


def number(value: float) -> str:
    """A number without an exponent where it is a whole one."""
    return str(int(value)) if value == int(value) else f"{value:g}"


def recipe_row(name: str) -> list[str]:
    """The cells of a recipe."""
    return [f"`{name}`", PRESETS[name].sentence, ", ".join(differences(PRESETS[name]))]


def differences(recipe: Preset) -> Iterator[str]:
    """What a recipe has other values for than the default one."""
    default = PRESETS[DEFAULT_RECIPE].settings
    for name, value in recipe.settings.items():
        if value != default[name]:
            yield f"`{name}` {shown(value) or 'none'}"
    if recipe.weights:
        weights = ", ".join(f"`{name}` {number(weight)}" for name, weight in recipe.weights.items())
        yield f"weights of auxiliary losses that are chosen without one: {weights}"


def sources() -> Iterator[str]:
    """A list entry for each source."""
    for source in dict.fromkeys(recipe.source for recipe in PRESETS.values()):
        names = ", ".join(f"`{name}`" for name, recipe in PRESETS.items() if recipe.source == source)
        yield wrapped(f"- {names}: {source}.", "  ")


if __name__ == "__main__":
    main()
