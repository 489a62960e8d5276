"""How accurate each method is: auxiliary losses one by one, supervised training, recipes, and a random forest.

usage: python benchmarks/accuracy.py [SCENES | --image RASTER --truth RASTER] [--scenes-only t4 ...] [--seeds 0 1 2]
                                     [--only METHOD ...] [--encoders FOLDER ...] [--strokes "8 strokes" ...] [--jobs N]
                                     [--results FILE] [--decoder] [--no-run] [--document FILE] [--plot FILE]

Once before: .venv/bin/python -m pip install -r requirements/benchmarks.txt

SCENES is a folder of pairs NAME_rgb.tif and NAME_truth.tif; without scenes it is the sample in resources/sample. All
methods learn from the same strokes, and take as many training steps, those excepted that take none. Results are kept in
benchmarks/results/accuracy.json, by the scene's name, and what is there is not computed again: it can be stopped and
started again. Give --results for scenes that share a name with others. Prints the tables of docs/accuracy.md, or writes
them into --document, between two comments; --plot draws mean IoU against strokes. With --no-run both show the results
that there are, of all scenes or of --scenes-only. Weights and recipes were chosen on t1 and t3; t4 and t8 report.
"""
from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

from harness import Case, Harness, Results, common_options
from methods import METHODS, STROKES, encoder_methods
from scene_files import Scene, chosen_scenes
from tables import replace_between_comments, row, table, tables

PLOTTED = {"2 strokes": 2, "8 strokes": 8, "32 strokes": 32}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    common_options(parser, "accuracy.json")
    add = parser.add_argument
    add("--only", nargs="+", choices=METHODS, default=list(METHODS), metavar="METHOD", help=", ".join(METHODS))
    add("--strokes", nargs="+", choices=STROKES, default=["8 strokes"], metavar="SETTING", help=", ".join(STROKES))
    add("--encoders", nargs="+", type=Path, default=[], metavar="FOLDER", help="also recipe instant on these encoders")
    add("--jobs", type=int, default=1, metavar="N", help="cases at a time")
    add("--decoder", action="store_true", help="score the decoder of each model without the feature probe, too")
    add("--no-run", action="store_true", help="show the results that there are")
    add("--document", type=Path, metavar="FILE", help="write the tables into this document")
    add("--plot", type=Path, metavar="FILE", help="draw mean IoU against strokes")
    options = parser.parse_args()
    harness = Harness(options.results, options.jobs, scores_decoder=options.decoder)
    failed: list[str] = []
    if options.no_run:
        known = sorted({key.split("/")[0] for key in harness.results})
        names = options.scenes_only or known
        if not set(names) <= set(known):
            parser.error(f"{options.results} has results of {', '.join(known)} only")
    else:
        scenes = chosen_scenes(parser, options)
        failed, names = harness.run(cases(scenes, options)), [scene.name for scene in scenes]
    try:
        show(harness.results, names, options)
    except ValueError as error:
        parser.error(str(error))
    sys.exit(1 if failed else 0)


def cases(scenes: list[Scene], options: argparse.Namespace) -> list[Case]:
    """What is asked for, seed by seed, so that a run that is stopped early has compared every method."""
    methods = {name: METHODS[name] for name in options.only} | encoder_methods(options.encoders)
    return [
        Case(scene, strokes, seed, method, arguments)
        for seed in options.seeds
        for strokes in options.strokes
        for scene in scenes
        for method, arguments in methods.items()
    ]


def encoder_tables(results: Results, scenes: list[str], options: argparse.Namespace) -> list[str]:
    """A table for each setting of strokes that compares encoders with the default backbone's."""
    rows = ["instant", *encoder_methods(options.encoders)]
    titles = {strokes: f"{strokes} a class, recipe instant on other encoders, mean IoU" for strokes in options.strokes}
    return [table(results, scenes, titles[each], each, rows, base="instant") for each in titles if options.encoders]


def show(results: Results, scenes: list[str], options: argparse.Namespace) -> None:
    """Prints or writes the tables, and draws the plot where one is asked for."""
    text = "\n\n".join(filter(None, [tables(results, scenes), *encoder_tables(results, scenes, options)]))
    if options.document:
        replace_between_comments(options.document, text)
    else:
        print(text)
    if options.plot:
        plot(results, scenes, options.plot)


def plot(results: Results, scenes: list[str], path: Path) -> None:
    """Draws mean IoU against strokes a class, a line a method, over the cases that all lines have at every point.

    Args:
        results: of any methods; a method that lacks a setting in PLOTTED is left out.
        scenes: names of those whose results are drawn.
        path: image file to write.

    Raises:
        ValueError: no case has a result of every method in every setting.
    """
    from matplotlib import pyplot

    lines = {}
    for method in METHODS:
        rows = [row(results, scenes, strokes, method) for strokes in PLOTTED]
        points = [{(scene, seed): iou for scene in scenes for seed, iou in found[scene].items()} for found in rows]
        if all(points):
            lines[method] = points
    common = set.intersection(*(set(point) for points in lines.values() for point in points)) if lines else set()
    if not common:
        raise ValueError(f"no case has results for {', '.join(PLOTTED)}: run those settings first")
    figure, axes = pyplot.subplots(figsize=(8, 5))
    for method, points in lines.items():
        means = [statistics.mean(point[case] for case in common) for point in points]
        axes.plot(list(PLOTTED.values()), means, marker="o", label=method)
    axes.set(xscale="log", xlabel="strokes a class", ylabel=f"mean IoU over {len(common)} cases")
    axes.set_xticks(list(PLOTTED.values()), list(PLOTTED.values()), minor=False)
    axes.minorticks_off()
    axes.legend(fontsize="small")
    figure.savefig(path, dpi=120, bbox_inches="tight")


if __name__ == "__main__":
    main()
