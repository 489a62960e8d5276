"""The tables of benchmarks/ood.py."""
from __future__ import annotations

import statistics
from typing import Any

SCORES = ("fusion", "novel here", "foreign", "1 - confidence", "energy")
Results = dict[str, dict[str, Any]]


def tables(results: Results) -> str:
    """Markdown tables of withheld classes and of foreign images."""
    return f"{novel_table(results)}\n\n{foreign_table(results)}"


def novel_table(results: Results) -> str:
    """The areas under the ROC curve by scene and withheld class, with mean and worst."""
    rows = {key.removeprefix("novel/"): row for key, row in sorted(results.items()) if key.startswith("novel/")}
    ceilings = {key: results.get(f"labelled/{key.rpartition('/')[0]}", {}).get(key.rpartition("/")[2]) for key in rows}
    lines = [f"| withheld | its share | {' | '.join(SCORES)} | with its strokes |", "|---" * (len(SCORES) + 3) + "|"]
    for key, row in rows.items():
        cells = [f"{row[name]:.2f}" for name in SCORES]
        scene, class_id = key.split("/")
        ceiling = ceilings[key]
        last = "" if ceiling is None else f"{ceiling:.2f}"
        lines.append(f"| {scene}, class {class_id} | {row['share']:.2f} | {' | '.join(cells)} | {last} |")
    for name, reduce in (("mean", statistics.mean), ("worst", min)) if rows else ():
        cells = [f"{reduce(row[score] for row in rows.values()):.2f}" for score in SCORES]
        known = [ceiling for ceiling in ceilings.values() if ceiling is not None]
        lines.append(f"| **{name}** | | {' | '.join(cells)} | {reduce(known):.2f} |" if known else "")
    return "\n".join(filter(None, lines))


def foreign_table(results: Results) -> str:
    """The share of pixels at or beyond the edge of the fusion, by image and model."""
    shares: dict[str, dict[str, float]] = {}
    for key, row in results.items():
        kind, model, *name = key.split("/")
        if kind == "foreign":
            shares.setdefault("/".join(name), {})[model] = row["fusion"]
    models = sorted({model for own in shares.values() for model in own})
    lines = [f"| image | {' | '.join(f'model of {model}' for model in models)} |", "|---" * (len(models) + 1) + "|"]
    for name, own in shares.items():
        lines.append(f"| {name} | {' | '.join(f'{own[m]:.3f}' if m in own else '' for m in models)} |")
    return "\n".join(lines)
