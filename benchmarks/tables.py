"""Tables of results, and where a document has them."""
from __future__ import annotations

import statistics
from collections.abc import Iterable
from pathlib import Path

from harness import Results
from methods import METHODS, NO_LOSS, STROKES, WEIGHTS_TRIED

BEGIN, END = "<!-- tables of benchmarks/accuracy.py -->", "<!-- end of tables -->"
BASE = "supervised"  # the method that others are compared with
Row = dict[str, dict[str, float]]  # a measure by scene and seed


def tables(results: Results, scenes: list[str]) -> str:
    """Markdown tables: mean IoU for every setting of strokes, the weights that were tried, and calibration errors."""
    methods = [method for method in METHODS if method not in WEIGHTS_TRIED]
    parts = [table(results, scenes, f"{strokes} a class, mean IoU", strokes, methods) for strokes in STROKES]
    tried = "8 strokes a class, weights that were tried, mean IoU; t1 and t3 decided"
    parts.append(table(results, scenes, tried, "8 strokes", WEIGHTS_TRIED))
    with_loss = [method for method in METHODS if method.startswith("default with ")]
    for title, measure in (("map", "mean_iou"), ("decoder alone", "decoder_mean_iou")):
        title = f"8 strokes a class, the default recipe with other auxiliary losses, mean IoU of the {title}"
        parts.append(table(results, scenes, title, "8 strokes", with_loss, measure, NO_LOSS))
    calibration = "8 strokes a class, expected calibration error of the confidence layer"
    parts.append(table(results, scenes, calibration, "8 strokes", methods, "ece"))
    return "\n\n".join(filter(None, parts))


def table(
    results: Results,
    scenes: list[str],
    title: str,
    strokes: str,
    methods: Iterable[str],
    measure: str = "mean_iou",
    base: str = BASE,
) -> str:
    """A measure of methods by scene, mean ± standard deviation over seeds, and the difference from another one.

    Args:
        results: of accuracy.py.
        scenes: names of the columns.
        title: in bold above the table.
        strokes: setting of strokes.
        methods: rows; those without a result are left out.
        measure: its name among the results.
        base: the method that the others are compared with.

    Returns:
        The table in Markdown, or an empty text where there is no result.
    """
    compared = row(results, scenes, strokes, base, measure)
    lines = []
    for method in methods:
        own = row(results, scenes, strokes, method, measure)
        if any(own.values()):
            cells = [spread(list(own[scene].values())) for scene in scenes]
            lines.append(f"| {' | '.join([method, *cells, difference(own, compared)])} |")
    head = f"**{title}**\n\n| {' | '.join(['method', *scenes, f'against {base}'])} |\n{'|---' * (2 + len(scenes))}|"
    return "\n".join([head, *lines]) if lines else ""


def row(results: Results, scenes: Iterable[str], strokes: str, method: str, measure: str = "mean_iou") -> Row:
    """A measure of one method by scene and seed, as far as there is one: the forest has no calibrated confidence."""
    found: Row = {}
    for scene in scenes:
        prefix, suffix = f"{scene}/{strokes}/", f"/{method}"
        keys = [key for key in results if key.startswith(prefix) and key.endswith(suffix) and measure in results[key]]
        found[scene] = {key[len(prefix) : -len(suffix)]: results[key][measure] for key in keys}
    return found


def spread(numbers: list[float], sign: str = "") -> str:
    """Mean ± standard deviation, as far as there are numbers.

    Args:
        numbers: any number of them; without any the text is empty.
        sign: "+" writes the sign of a positive mean.
    """
    if not numbers:
        return ""
    deviation = f" ± {statistics.stdev(numbers):.3f}" if len(numbers) > 1 else ""
    return f"{statistics.mean(numbers):{sign}.3f}{deviation}"


def difference(own: Row, base: Row) -> str:
    """Mean ± standard deviation of the differences over the cases that both have, and how many cases these are."""
    differences = [
        value - base[scene][seed]
        for scene, by_seed in own.items()
        for seed, value in by_seed.items()
        if seed in base[scene]
    ]
    return f"{spread(differences, '+')} ({len(differences)})" if differences and own != base else ""


def replace_between_comments(path: Path, text: str, begin: str = BEGIN, end: str = END) -> None:
    """Puts a text between two lines of a document; raises ValueError where it lacks them."""
    before, _, rest = path.read_text().partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"{path} has no place for the tables: write {begin} and {end} on lines of their own")
    path.write_text(f"{before}{begin}\n{text}\n{end}{after}")
