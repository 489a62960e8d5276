"""How good is each method: every auxiliary loss, purely supervised training, presets, the default recipe and a random forest.

usage: python benchmarks/accuracy.py SCENES TOOLS [--baseline-python PYTHON] [--seeds 0 1 2] [--scenes-only t4 ...] [--only METHOD ...]
                                     [--strokes 8 ...] [--jobs N] [--no-run]

Every method gets the same strokes and as many steps. SCENES and TOOLS: see benchmarks/harness.py. Results are kept in
benchmarks/results/accuracy.json, and what is there is not computed again: stop it and start it as you like, or delete the file to start
afresh. Weights and recipes were chosen on t1 and t3; t4 and t8 report. Prints the tables of docs/accuracy.md; --plot FILE draws mean IoU
against strokes with matplotlib, where that is installed.
"""
from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

from harness import FOREST, ROOT, WINDOWS, Case, Harness, common_options

sys.path.insert(0, str(ROOT))

from engine.config import DEFAULT_STEPS
from engine.losses.registry import AUXILIARY_LOSSES

STROKES = {
    "2 strokes": ("--strokes", "2"),
    "8 strokes": ("--strokes", "8"),
    "32 strokes": ("--strokes", "32"),
    "2 pixels": ("--strokes", "2", "--length", "0", "--width", "1"),
    "10 pixels": ("--strokes", "10", "--length", "0", "--width", "1"),
}
WEIGHED = ("l2=0.5", "l2=5", "inpainting=0.5", "inpainting=5", "jigsaw=0.05", "jigsaw=0.5")  # to choose default weights by
SMOOTH = ("--backbone", "unet-smooth")  # the only backbone that jem can live on
METHODS = {
    "forest": FOREST,
    "default": (),
    "default, balanced": ("--class-prior", "balanced"),
    "supervised": ("--auxiliary", "none"),
    **{name: ("--auxiliary", name) for name in AUXILIARY_LOSSES if name != "jem"},
    **{f"{name} auto": ("--auxiliary", f"{name}=auto") for name in ("l1", "relaxed-kmeans")},
    "supervised, class prior": ("--auxiliary", "none", "--class-prior", "estimated"),
    "supervised unet-half": ("--auxiliary", "none", "--backbone", "unet-half", "--learning-rate", "0.01"),
    "supervised unet-smooth": ("--auxiliary", "none", *SMOOTH),
    "jem unet-smooth": ("--auxiliary", "jem", *SMOOTH),
    "thorough": ("--preset", "thorough"),
    "fixmatch then jem": ("--preset", "fixmatch-then-jem"),
    "javanmardi2016": ("--preset", "javanmardi2016"),
    "l1 warm-up": ("--auxiliary", "l1", "--warm-up", "0.2"),
    **{term: ("--auxiliary", term) for term in WEIGHED},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    common_options(parser)
    parser.add_argument("--scenes-only", nargs="+", choices=WINDOWS, default=list(WINDOWS), metavar="SCENE")
    parser.add_argument("--only", nargs="+", choices=METHODS, default=list(METHODS), metavar="METHOD")
    parser.add_argument("--strokes", nargs="+", choices=STROKES, default=["8 strokes"], metavar="SETTING")
    parser.add_argument("--no-run", action="store_true", help="print what there is")
    parser.add_argument("--plot", type=Path, metavar="FILE")
    options = parser.parse_args()
    path = ROOT / "benchmarks" / "results" / "accuracy.json"
    harness = Harness(options.scenes, options.tools, options.baseline_python, path, options.jobs)
    if not options.no_run:
        harness.run(cases(options))
    for strokes in STROKES:
        print_table(harness.results, strokes, [method for method in METHODS if method not in WEIGHED])
    print("\nWeights, on the scenes that they are chosen on:")
    print_table(harness.results, "8 strokes", ["supervised", *WEIGHED])
    if options.plot:
        plot(harness.results, options.plot)


def cases(options: argparse.Namespace) -> list[Case]:
    """What is asked for, seed by seed, so that a run that is cut short has compared every method."""
    steps = ("--steps", str(DEFAULT_STEPS))
    return [
        Case(scene, strokes, STROKES[strokes], seed, method, FOREST if METHODS[method] is FOREST else (*METHODS[method], *steps))
        for seed in options.seeds
        for strokes in options.strokes
        for scene in options.scenes_only
        for method in options.only
    ]


def print_table(results: dict[str, dict[str, float]], strokes: str, methods: list[str]) -> None:
    """Mean IoU of each method by scene, mean and standard deviation over seeds, and the difference from purely supervised training."""
    rows = {method: {scene: values(results, scene, strokes, method) for scene in WINDOWS} for method in methods}
    if not any(by_seed for row in rows.values() for by_seed in row.values()):
        return
    print(f"\n{strokes} a class\n\n| method | " + " | ".join(WINDOWS) + " | against supervised |\n" + "|---" * (2 + len(WINDOWS)) + "|")
    for method, row in rows.items():
        if any(row.values()):
            print(f"| {method} | " + " | ".join(spread(list(row[scene].values())) for scene in WINDOWS) + f" | {difference(row, rows)} |")


def values(results: dict[str, dict[str, float]], scene: str, strokes: str, method: str) -> dict[str, float]:
    """Mean IoU by seed."""
    prefix, suffix = f"{scene}/{strokes}/", f"/{method}"
    keys = [key for key in results if key.startswith(prefix) and key.endswith(suffix)]
    return {key[len(prefix) : -len(suffix)]: results[key]["mean_iou"] for key in keys}


def spread(numbers: list[float], sign: str = "") -> str:
    """Mean ± standard deviation, as far as there are numbers."""
    if not numbers:
        return ""
    deviation = f" ± {statistics.stdev(numbers):.3f}" if len(numbers) > 1 else ""
    return f"{statistics.mean(numbers):{sign}.3f}{deviation}"


def difference(row: dict[str, dict[str, float]], rows: dict[str, dict[str, dict[str, float]]]) -> str:
    """Mean and standard deviation of the difference from purely supervised training on the same strokes."""
    base = rows["supervised"]
    return spread([iou - base[scene][seed] for scene, by_seed in row.items() for seed, iou in by_seed.items() if seed in base[scene]], "+")


def plot(results: dict[str, dict[str, float]], path: Path) -> None:
    """Mean IoU against strokes a class, a line a method, over the scenes and seeds that all of them have for every number of strokes."""
    from matplotlib import pyplot

    counts = {"2 strokes": 2, "8 strokes": 8, "32 strokes": 32}
    lines = {
        method: [
            {(scene, seed): iou for scene in WINDOWS for seed, iou in values(results, scene, strokes, method).items()} for strokes in counts
        ]
        for method in METHODS
    }
    lines = {method: line for method, line in lines.items() if all(line)}
    common = set.intersection(*(set(point) for line in lines.values() for point in line))
    figure, axes = pyplot.subplots(figsize=(8, 5))
    for method, line in lines.items():
        axes.plot(list(counts.values()), [statistics.mean(point[case] for case in common) for point in line], marker="o", label=method)
    axes.set(xscale="log", xlabel="strokes a class", ylabel=f"mean IoU over {len(common)} cases")
    axes.set_xticks(list(counts.values()), list(counts.values()), minor=False)
    axes.minorticks_off()
    axes.legend(fontsize="small")
    figure.savefig(path, dpi=120, bbox_inches="tight")


if __name__ == "__main__":
    main()
