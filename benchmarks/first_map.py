"""How good is the first map, and how long does it take: the default recipe with each auxiliary loss, and a random forest.

usage: python benchmarks/first_map.py SCENES TOOLS [--baseline-python PYTHON] [--seeds 0 1 2] [--only METHOD ...]

SCENES and TOOLS: see benchmarks/harness.py. Eight strokes a class are drawn for every seed; all methods learn from the same strokes, and
pixels under them are not scored. One case runs at a time, on all cores: keep the machine quiet, the seconds are part of the result.
Results are kept in benchmarks/results/first_map.json, and what is there is not computed again: delete the file to start afresh. Prints
the table of docs/recipe.md.
"""
from __future__ import annotations

import argparse
import statistics

from harness import FOREST, ROOT, WINDOWS, Case, Harness, common_options

METHODS = {  # the auxiliary losses written out, so that results stay true when the default changes
    "none": ("--auxiliary", "none"),
    "total-variation": ("--auxiliary", "total-variation=1"),
    "l1": ("--auxiliary", "l1"),
    "relaxed-kmeans": ("--auxiliary", "relaxed-kmeans"),
    "l1 + total-variation": ("--auxiliary", "l1", "--auxiliary", "total-variation=1"),
    "forest": FOREST,
}
STROKES = "8 strokes"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    common_options(parser)
    parser.add_argument("--only", nargs="+", choices=METHODS, default=list(METHODS), metavar="METHOD")
    options = parser.parse_args()
    harness = Harness(options.scenes, options.tools, options.baseline_python, ROOT / "benchmarks" / "results" / "first_map.json")
    harness.run(
        Case(scene, STROKES, (), seed, method, METHODS[method])
        for seed in options.seeds for scene in WINDOWS for method in options.only
    )  # fmt: skip
    print_table(harness.results)


def print_table(results: dict[str, dict[str, float]]) -> None:
    """Mean and standard deviation over seeds, a row a scene, a column a method; and the mean over scenes."""
    print("| scene | " + " | ".join(f"{method} mIoU | s" for method in METHODS) + " |")
    print("|---" * (1 + 2 * len(METHODS)) + "|")
    means: dict[str, list[float]] = {method: [] for method in METHODS}
    for scene in WINDOWS:
        cells = []
        for method in METHODS:
            rows = [row for key, row in results.items() if key.split("/")[0] == scene and key.split("/")[-1] == method]
            ious = [row["mean_iou"] for row in rows]
            means[method] += ious
            spread = statistics.stdev(ious) if len(ious) > 1 else 0.0
            if rows:
                seconds = statistics.mean(row["seconds"] for row in rows)
                cells += [f"{statistics.mean(ious):.3f} ± {spread:.3f}", f"{seconds:.0f}"]
            else:
                cells += ["", ""]
        print(f"| {scene} | {' | '.join(cells)} |")
    print("| mean | " + " | ".join(f"**{statistics.mean(means[m]):.3f}** |" if means[m] else " |" for m in METHODS) + " |")


if __name__ == "__main__":
    main()
