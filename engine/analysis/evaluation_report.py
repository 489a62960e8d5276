"""An evaluation as one self-contained page: figures, confusion matrix, reliability diagram."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from ..data.class_map import UNCLASSIFIED, ClassMap
from ..schema.config import EvaluateConfig
from ..schema.errors import OutputError
from .charts import confusion_chart, reliability_diagram
from .html_page import document

STYLE = """
body { font: 15px sans-serif; color: #333333; margin: 2em auto; max-width: 60em; }
table { border-collapse: collapse; margin: 1em 0; }
th, td { border: 1px solid #dddddd; padding: 0.2em 0.7em; text-align: right; }
th { background: #f4f4f4; } td:first-child, th:first-child { text-align: left; }
"""


def write_report(config: EvaluateConfig, scores: Mapping[str, Any]) -> str:
    """Write the page that config.report names, in place of what is there.

    Args:
        config: of the evaluation.
        scores: its result.

    Returns:
        The path.

    Raises:
        OutputError: it cannot be written.
    """
    names = {entry.class_id: entry.name for entry in ClassMap(config.classes).classes}
    page, path = _page(config, scores, names), Path(config.report)
    unfinished = path.with_name(f"{path.name}.part")
    try:
        unfinished.write_text(page, encoding="utf-8")
        unfinished.replace(path)
    except OSError as error:
        raise OutputError(f"The report {path} cannot be written ({error})", "name a file in another folder") from error
    return str(path)


def _page(config: EvaluateConfig, scores: Mapping[str, Any], names: Mapping[int, str]) -> str:
    confusion = scores["confusion"]
    titles = [_title(class_id, names) for class_id in confusion["class_ids"]]
    parts = [
        "<h1>Evaluation of a map</h1>",
        f"<p>{escape(config.classes)} against {escape(config.truth)}</p>",
        _table(("Measure", "Value"), _figures(scores)),
        "<h2>Classes</h2>",
        _table(("Class", "IoU", "Precision", "Recall"), _class_rows(scores, names)),
        "<h2>Confusion matrix</h2><p>Pixels; rows are the truth, columns the map.</p>",
        _table(("", *titles), [(title, *row) for title, row in zip(titles, confusion["matrix"])]),
        "<p>In percent of each row:</p>",
        confusion_chart(confusion["matrix"], titles),
    ]
    if "reliability" in scores:
        rows = [
            (_share(row["low"]) + " to " + _share(row["high"]), row["pixels"], *map(_share, _agreement(row)))
            for row in scores["reliability"]
        ]
        parts += ["<h2>Reliability</h2>", reliability_diagram(scores["reliability"])]
        parts += [_table(("Confidence", "Pixels", "Mean confidence", "Accuracy"), rows)]
    return document("Evaluation", parts, STYLE)


def _figures(scores: Mapping[str, Any]) -> list[tuple[str, str]]:
    interval = scores["accuracy_interval"]
    kind = f"{scores['clusters']} clusters, each a {scores['cluster_kind']}"
    between = f" (95 % {_share(interval[0])} to {_share(interval[1])}, bootstrap over {kind})" if interval else ""
    rows = [
        ("Pixels scored", f"{scores['pixels']}"),
        ("Overall accuracy", _share(scores["overall_accuracy"]) + between),
        ("Mean IoU", f"{scores['mean_iou']:.3f}"),
        ("Unclassified", _share(scores["unclassified"])),
    ]
    if "ece" in scores:
        rows += [
            ("Expected calibration error", f"{scores['ece']:.3f}"),
            ("Brier score of the shown class", f"{scores['brier']:.3f}"),
            ("Mean confidence", _share(scores["mean_confidence"])),
            ("Mean confidence minus accuracy", f"{scores['overconfidence']:+.3f}"),
        ]
    return rows


def _class_rows(scores: Mapping[str, Any], names: Mapping[int, str]) -> list[tuple[str, ...]]:
    measures = [scores[name] for name in ("iou", "precision", "recall")]
    return [
        (_title(class_id, names), *("–" if of[class_id] is None else f"{of[class_id]:.3f}" for of in measures))
        for class_id in scores["iou"]
    ]


def _agreement(row: Mapping[str, Any]) -> tuple[float, float]:
    return row["confidence"], row["accuracy"]


def _title(class_id: int, names: Mapping[int, str]) -> str:
    return "unclassified" if class_id == UNCLASSIFIED else names.get(class_id, f"class {class_id}")


def _share(share: float) -> str:
    return f"{share * 100:.1f} %"


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = ["<tr>" + "".join(f"<th>{escape(text)}</th>" for text in head) + "</tr>"]
    lines += ["<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows]
    return "<table>\n" + "\n".join(lines) + "\n</table>"
