"""How accurate the first map is and how long it takes: recipes, the default's losses one by one, and a random forest.

usage: python benchmarks/first_map.py [SCENES | --image RASTER --truth RASTER] [--scenes-only t4 ...] [--seeds 0 1 2]
                                      [--only METHOD ...] [--results FILE]

Once before: .venv/bin/python -m pip install -r requirements/benchmarks.txt

SCENES is a folder of pairs NAME_rgb.tif and NAME_truth.tif; without scenes it is the sample in resources/sample. Eight
strokes a class are drawn for every seed; all methods learn from the same strokes, and pixels under them are not scored.
One case runs at a time, on all cores: nothing else should run on the machine, since the seconds are part of the result.
Results are kept in benchmarks/results/first_map.json, by the scene's name, and what is there is not computed again.
Give --results for scenes that share a name with others. Prints the table of docs/accuracy.md.
"""
from __future__ import annotations

import argparse
import statistics
import sys

from harness import Case, Harness, Results, common_options
from methods import FOREST, plain, with_steps
from scene_files import chosen_scenes
from tables import spread

METHODS = with_steps({
    "instant": ("--preset", "instant"),
    "default": (),
    "none": plain("none"),
    "total-variation": plain("total-variation=0.17"),
    "l1": plain("l1"),
    "relaxed-kmeans": plain("relaxed-kmeans"),
    "l1 + total-variation": plain("l1", "total-variation=0.17"),
    "forest": FOREST,
})  # fmt: skip
STROKES = "8 strokes"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    common_options(parser, "first_map.json")
    methods = ", ".join(METHODS)
    parser.add_argument("--only", nargs="+", choices=METHODS, default=list(METHODS), metavar="METHOD", help=methods)
    options = parser.parse_args()
    scenes, harness = chosen_scenes(parser, options), Harness(options.results)
    failed = harness.run(
        Case(scene, STROKES, seed, method, METHODS[method])
        for seed in options.seeds for scene in scenes for method in options.only
    )  # fmt: skip
    print(table(harness.results, [scene.name for scene in scenes]))
    sys.exit(1 if failed else 0)


def table(results: Results, scenes: list[str]) -> str:
    """Mean ± standard deviation over seeds and mean seconds, a row a scene, two columns a method; last the means.

    Args:
        results: of this benchmark.
        scenes: names of the rows.

    Returns:
        The table in Markdown, with the methods that have a result on any of the scenes.
    """
    rows = {name: {scene: _rows(results, scene, name) for scene in scenes} for name in METHODS}
    rows = {name: by_scene for name, by_scene in rows.items() if any(by_scene.values())}
    lines = [" | ".join(["scene", *(f"{name} mIoU | s" for name in rows)]), " | ".join(["---"] * (1 + 2 * len(rows)))]
    for scene in scenes:
        lines.append(" | ".join([scene, *(_cells(by_scene[scene]) for by_scene in rows.values())]))
    scores = [[row["mean_iou"] for found in by_scene.values() for row in found] for by_scene in rows.values()]
    lines.append(" | ".join(["mean", *(f"**{statistics.mean(numbers):.3f}** | " for numbers in scores)]))
    return "\n".join(f"| {line} |" for line in lines)


def _rows(results: Results, scene: str, method: str) -> list[dict[str, float]]:
    """The results of a method on a scene, one for each seed."""
    return [row for key, row in results.items() if key.split("/")[0] == scene and key.split("/")[-1] == method]


def _cells(rows: list[dict[str, float]]) -> str:
    """Mean IoU and seconds over seeds as two cells, empty without results."""
    if not rows:
        return " | "
    return f"{spread([row['mean_iou'] for row in rows])} | {statistics.mean(row['seconds'] for row in rows):.0f}"


if __name__ == "__main__":
    main()
