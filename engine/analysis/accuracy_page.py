"""The accuracy of a map as a page for people: one HTML file that needs no other."""
from __future__ import annotations

from html import escape
from typing import Any

from ..schema.version import VERSION
from .html_page import document
from .map_accuracy import as_percent

STYLE = """body{font:15px/1.5 system-ui,sans-serif;color:#222;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}.figure{font-size:2rem;font-weight:600}
table{border-collapse:collapse}td,th{padding:.3rem .8rem;border-bottom:1px solid #ddd;text-align:right}
td:first-child,th:first-child{text-align:left}.diagonal{background:#e8f3ea;font-weight:600}
i{display:inline-block;width:.9em;height:.9em;margin-right:.5em;border-radius:2px;vertical-align:-.1em}
.note{color:#555}"""
METHOD = """Stratified random points; the strata are the classes of the map. Accuracies are weighted by area, and areas
are those of the true classes, not pixel counts of the map: Olofsson et al. (2014), Remote Sensing of Environment 148,
42–57, and where the points were drawn on an earlier map Stehman (2014), International Journal of Remote Sensing 35,
4923–4939. In brackets 95 % intervals: Wilson's, for as many points as a simple random sample of that variance has."""


def accuracy_page(found: dict[str, Any], title: str) -> str:
    """A self-contained page.

    Args:
        found: what map_accuracy returns.
        title: what the map is called.
    """
    answered = f"{found['answered']} of {found['points']} points answered"
    sections = [
        f"<h1>Accuracy of {escape(title)}</h1>",
        f'<p><span class="figure">{as_percent(found["overall"])}</span> overall accuracy, {answered}</p>',
        *(f'<p class="note">{escape(note)}</p>' for note in found["notes"]),
        "<h2>Classes</h2>",
        _class_table(found["classes"]),
        "<h2>Error matrix in points</h2>",
        _matrix(found, "counts", "{}"),
        "<h2>Error matrix in percent of the area</h2>",
        _matrix(found, "proportions", "{:.1%}"),
        f'<p class="note">{METHOD}</p>',
        f'<p class="note">Berunda {escape(VERSION)}</p>',
    ]
    return document(f"Accuracy of {title}", sections, STYLE)


def _class_table(classes: list[dict[str, Any]]) -> str:
    is_metric = all(entry["area_hectares"] for entry in classes)
    unit, part = ("ha", "area_hectares") if is_metric else ("square units of the CRS", "area_units")
    rows = [["class", "points", "on the map", "user's accuracy", "producer's accuracy", "true share", f"area, {unit}"]]
    for entry in classes:
        share = "–" if entry["map_share"] is None else f"{entry['map_share']:.1%}"
        accuracies = (as_percent(entry[name]) for name in ("users", "producers", "area"))
        value, low, high = (_amount(entry[part][name]) for name in ("value", "low", "high"))
        rows.append([_named(entry), str(entry["points"]), share, *accuracies, f"{value} ({low} to {high})"])
    return _table(rows)


def _amount(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _matrix(found: dict[str, Any], key: str, form: str) -> str:
    names = [_named(entry) for entry in found["classes"]]
    rows = [["map ↓ truth →", *names]]
    rows += [[name, *(form.format(value) for value in row)] for name, row in zip(names, found["matrix"][key])]
    return _table(rows, marks_diagonal=True)


def _named(entry: dict[str, Any]) -> str:
    return f'<i style="background:{escape(entry["color"])}"></i>{escape(entry["name"])}'


def _table(rows: list[list[str]], marks_diagonal: bool = False) -> str:
    """A table whose cells are HTML; the first row is the header."""
    head, body = "".join(f"<th>{cell}</th>" for cell in rows[0]), []
    for number, row in enumerate(rows[1:], 1):
        marks = [' class="diagonal"' if marks_diagonal and column == number else "" for column in range(len(row))]
        body.append("<tr>" + "".join(f"<td{mark}>{cell}</td>" for mark, cell in zip(marks, row)) + "</tr>")
    return f"<table><tr>{head}</tr>{''.join(body)}</table>"
