"""The accuracy of a map as files: tables for spreadsheets and a page for people."""
from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..schema.errors import OutputError
from .accuracy_page import accuracy_page

CSV_NAME, PAGE_NAME = "accuracy.csv", "accuracy.html"
DIGITS = 6  # behind the point
ESTIMATE = ("value", "standard_error", "low", "high")
RANGE = ("value", "low", "high")
COLUMNS = {
    "users": ESTIMATE, "producers": ESTIMATE, "area": ESTIMATE, "area_units": RANGE, "area_hectares": RANGE,
}  # fmt: skip


def write_accuracy(folder: str, found: dict[str, Any], title: str) -> dict[str, str]:
    """Write accuracy.csv and accuracy.html.

    Args:
        folder: created if missing.
        found: what map_accuracy returns.
        title: what the map is called.

    Returns:
        "csv" and "html": paths.

    Raises:
        OutputError: the folder cannot be written to.
    """
    table, page = Path(folder) / CSV_NAME, Path(folder) / PAGE_NAME
    try:
        table.parent.mkdir(parents=True, exist_ok=True)
        with table.open("w", newline="", encoding="utf-8-sig") as file:  # the mark lets spreadsheets see UTF-8
            csv.writer(file).writerows(_csv_rows(found))
        page.write_text(accuracy_page(found, title), encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{folder} cannot be written ({error.strerror})", "choose another folder") from error
    return {"csv": str(table), "html": str(page)}


def _csv_rows(found: dict[str, Any]) -> Iterator[list[Any]]:
    classes, matrix = found["classes"], found["matrix"]
    names = [entry["name"] for entry in classes]
    yield ["points", "answered", "unknown", "open"]
    yield [found[name] for name in ("points", "answered", "unknown", "open")]
    yield []
    yield ["overall accuracy", *ESTIMATE[1:]]
    yield _values(found["overall"], ESTIMATE)
    for title, key in (("points", "counts"), ("share of the area", "proportions")):
        yield []
        yield [f"error matrix, {title}: rows map, columns truth", *names]
        yield from ([name, *(round(value, DIGITS) for value in row)] for name, row in zip(names, matrix[key]))
    yield []
    header = [f"{part} {name}".removesuffix(" value") for part, names_of in COLUMNS.items() for name in names_of]
    yield ["class_id", "class", "points", "map_share", *header]
    for entry in classes:
        values = [value for part, names_of in COLUMNS.items() for value in _values(entry[part], names_of)]
        yield [entry["class_id"], entry["name"], entry["points"], entry["map_share"], *values]


def _values(estimate: Any, names: tuple[str, ...]) -> list[Any]:
    return [None if estimate is None or estimate[name] is None else round(estimate[name], DIGITS) for name in names]
