"""How good is each method: every auxiliary loss, purely supervised training, presets, the default recipe and a random forest.

usage: python benchmarks/accuracy.py SCENES TOOLS [--baseline-python PYTHON] [--seeds 0 1 2] [--scenes-only t4 ...] [--only METHOD ...]
                                     [--strokes "8 strokes" ...] [--jobs N] [--no-run] [--document FILE] [--plot FILE]

Every method gets the same strokes and as many steps. SCENES and TOOLS: see benchmarks/harness.py. Results are kept in
benchmarks/results/accuracy.json, and what is there is not computed again: stop it and start it as you like, or delete the file to start
afresh. Weights and recipes were chosen on t1 and t3; t4 and t8 report. Prints the tables of docs/accuracy.md, or puts them into --document,
between two comments; --plot draws mean IoU against strokes with matplotlib, where that is installed.
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
BEGIN, END = "<!-- tables of benchmarks/accuracy.py -->", "<!-- end of tables -->"
Results = dict[str, dict[str, float]]
SMOOTH = ("--backbone", "unet-smooth")  # the only backbone that jem can live on
METHODS = {
    "forest": FOREST,
    "default": (),
    "default, balanced": ("--class-prior", "balanced"),
    "default, no probe": ("--no-probe",),
    "supervised": ("--auxiliary", "none"),
    **{name: ("--auxiliary", name) for name in AUXILIARY_LOSSES if name != "jem"},
    **{f"{name} auto": ("--auxiliary", f"{name}=auto") for name in ("l1", "relaxed-kmeans")},
    "supervised, class prior": ("--auxiliary", "none", "--class-prior", "estimated"),
    "supervised, probe": ("--auxiliary", "none", "--probe"),
    "supervised, probe and class prior": ("--auxiliary", "none", "--probe", "--class-prior", "estimated"),
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
    parser.add_argument("--document", type=Path, metavar="FILE")
    parser.add_argument("--plot", type=Path, metavar="FILE")
    options = parser.parse_args()
    path = ROOT / "benchmarks" / "results" / "accuracy.json"
    harness = Harness(options.scenes, options.tools, options.baseline_python, path, options.jobs)
    if not options.no_run:
        harness.run(cases(options))
    text = tables(harness.results)
    if options.document:
        replace_between_comments(options.document, text)
    else:
        print(text)
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


def tables(results: Results) -> str:
    """Mean IoU for every number of strokes, the weights that were tried, and the error of confidence."""
    methods = [method for method in METHODS if method not in WEIGHED]
    parts = [table(results, f"{strokes} a class, mean IoU", strokes, methods) for strokes in STROKES]
    parts.append(table(results, "8 strokes a class, weights that were tried, mean IoU; t1 and t3 decided", "8 strokes", [*WEIGHED]))
    parts.append(table(results, "8 strokes a class, expected calibration error of the confidence layer", "8 strokes", methods, "ece"))
    return "\n\n".join(filter(None, parts))


def table(results: Results, title: str, strokes: str, methods: list[str], measure: str = "mean_iou") -> str:
    """Each method's figure by scene, mean and standard deviation over seeds, and the difference from purely supervised training."""
    base, *rows = ({scene: values(results, scene, strokes, method, measure) for scene in WINDOWS} for method in ("supervised", *methods))
    lines = [
        f"| {method} | {' | '.join(spread(list(row[scene].values())) for scene in WINDOWS)} | {difference(row, base)} |"
        for method, row in zip(methods, rows)
        if any(row.values())
    ]
    head = f"**{title}**\n\n| method | {' | '.join(WINDOWS)} | against supervised |\n{'|---' * (2 + len(WINDOWS))}|"
    return "\n".join([head, *lines]) if lines else ""


def replace_between_comments(path: Path, text: str) -> None:
    """Puts a text between the two comments of a document that say where it belongs."""
    before, _, rest = path.read_text().partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise SystemExit(f"{path} has no place for the tables: write {BEGIN} and {END} on lines of their own")
    path.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")


def values(results: Results, scene: str, strokes: str, method: str, measure: str = "mean_iou") -> dict[str, float]:
    """A measure by seed, as far as there is one: a forest has no calibrated confidence."""
    prefix, suffix = f"{scene}/{strokes}/", f"/{method}"
    keys = [key for key in results if key.startswith(prefix) and key.endswith(suffix) and measure in results[key]]
    return {key[len(prefix) : -len(suffix)]: results[key][measure] for key in keys}


def spread(numbers: list[float], sign: str = "") -> str:
    """Mean ± standard deviation, as far as there are numbers."""
    if not numbers:
        return ""
    deviation = f" ± {statistics.stdev(numbers):.3f}" if len(numbers) > 1 else ""
    return f"{statistics.mean(numbers):{sign}.3f}{deviation}"


def difference(row: dict[str, dict[str, float]], base: dict[str, dict[str, float]]) -> str:
    """Mean and standard deviation of the difference from purely supervised training on the same strokes, and of how many cases."""
    differences = [value - base[scene][seed] for scene, by_seed in row.items() for seed, value in by_seed.items() if seed in base[scene]]
    return f"{spread(differences, '+')} ({len(differences)})" if differences and row != base else ""


def plot(results: Results, path: Path) -> None:
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
