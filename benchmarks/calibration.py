"""How far confidence and accuracy are apart, scene by scene, beside what they were before.

usage: python benchmarks/calibration.py [SCENES | --image RASTER --truth RASTER] [--scenes-only t4 ...] [--seeds 0 1 2]
                                        [--only METHOD ...] [--jobs N] [--results FILE] [--before FILE] [--no-run]

Once before: .venv/bin/python -m pip install -r requirements/benchmarks.txt

Eight strokes a class; scenes as in accuracy.py. Results are kept in benchmarks/results/calibration.json and are not
computed again. Prints a table for each measure: expected calibration error (15 bins), Brier score of the event that the
shown class is right, and mean confidence minus accuracy; --before names results of earlier versions, for the rows
"before".
TYPICAL_TEMPERATURE of engine/training/measurement.py was chosen on t1 and t3; t4 and t8 report.
"""
from __future__ import annotations

import argparse
import json
import statistics
import sys
from pathlib import Path

from harness import BENCHMARKS, Case, Harness, Results, common_options
from methods import METHODS
from scene_files import chosen_scenes
from tables import row, spread

SETTING = "8 strokes"
MEASURED = ("instant", "default")
MEASURES = {
    "ece": "expected calibration error",
    "brier": "Brier score",
    "overconfidence": "mean confidence minus accuracy",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    common_options(parser, "calibration.json")
    add = parser.add_argument
    add("--only", nargs="+", choices=METHODS, default=list(MEASURED), metavar="METHOD", help=", ".join(METHODS))
    add("--jobs", type=int, default=1, metavar="N", help="cases at a time")
    add("--before", type=Path, metavar="FILE", default=BENCHMARKS / "results" / "feature_probe.json",
        help="results of an earlier version (default %(default)s)")  # fmt: skip
    add("--no-run", action="store_true", help="show the results that there are")
    options = parser.parse_args()
    harness = Harness(options.results, options.jobs)
    scenes = sorted({key.split("/")[0] for key in harness.results})
    failed: list[str] = []
    if not options.no_run:
        chosen = chosen_scenes(parser, options)
        scenes = [scene.name for scene in chosen]
        failed = harness.run(
            Case(scene, SETTING, seed, method, METHODS[method])
            for seed in options.seeds
            for scene in chosen
            for method in options.only
        )
    before = json.loads(options.before.read_text()) if options.before.exists() else {}
    print("\n\n".join(table(harness.results, before, scenes, options.only, measure) for measure in MEASURES))
    sys.exit(1 if failed else 0)


def table(results: Results, before: Results, scenes: list[str], methods: list[str], measure: str) -> str:
    """A measure by scene, mean ± standard deviation over seeds, and over all cases; in Markdown.

    The rows "before" hold the cases that there are now, as far as the earlier results have the measure.

    Args:
        results: of this benchmark.
        before: of an earlier version.
        scenes: names of the columns.
        methods: rows.
        measure: a key of MEASURES.
    """
    sign = "+" if measure == "overconfidence" else ""
    lines = []
    for method in methods:
        now = row(results, scenes, SETTING, method, measure)
        then = row(before, scenes, SETTING, method, measure)
        then = {scene: {seed: value for seed, value in of.items() if seed in now[scene]} for scene, of in then.items()}
        for title, found in ((f"{method}, before", then), (method, now)):
            values = [value for of in found.values() for value in of.values()]
            if values:
                cells = [spread(list(found[scene].values()), sign) for scene in scenes]
                mean = f"{statistics.mean(values):{sign}.3f} ({len(values)})"
                lines.append(f"| {' | '.join([title, *cells, mean])} |")
    head = f"| {' | '.join(['method', *scenes, 'all cases'])} |\n{'|---' * (2 + len(scenes))}|"
    return "\n".join([f"**{MEASURES[measure]}**\n", head, *lines])


if __name__ == "__main__":
    main()
