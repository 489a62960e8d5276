"""What strokes at suggested places gain over as many at random ones.

usage: python benchmarks/suggestions.py SCENES [--repeats 20] [--cache DIR] [--results FILE] [--write]

Once before: .venv/bin/python -m pip install -r requirements/benchmarks.txt

Each case starts from 2 or 4 simulated strokes a class, of which the recipe `instant` learns. Then ANSWERS further
strokes are drawn, of the class that the truth has there: at the places that `python -m engine suggest` would name, or
at places drawn uniformly from the pixels whose class is known. The gain is the mean IoU after learning anew, less the
one before, on SCORED random cells whose class is known. Encoded once a scene (encoded_scene.py), the cells serve every
case. --write puts the table into docs/accuracy.md.
"""
from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Optional

import numpy as np
import rasterio
import shapely
from encoded_scene import EncodedScene, FittedScene
from harness import Results, common_options
from scene_files import ROOT, Scene, chosen_scenes
from scribbles import StrokeSetting, path_from, stroke_polygon, strokes_in
from tables import replace_between_comments, spread
from truth_interior import Interior

from engine.analysis.suggestions import LEAST_DISTANCE_PX, suggest
from engine.data.area import Area
from engine.features.candidate_windows import candidate_windows, stroke_features

COUNTS = (2, 4)  # strokes a class at the start
ANSWERS = 5
ANSWER = StrokeSetting(1, length_px=40)
REACH_PX = 64  # how far from a place an answer begins at most
BEGIN, END = "<!-- table of benchmarks/suggestions.py -->", "<!-- end of table -->"
DOCUMENT = ROOT / "docs" / "accuracy.md"
Strokes = list[tuple[shapely.Geometry, int]]  # polygons in map coordinates with class ids
Places = list[tuple[int, int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    common_options(parser, "suggestions.json")
    parser.add_argument("--repeats", type=int, default=20, metavar="N", help="cases a scene (default %(default)s)")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="folder that keeps encoded cells for the next time")
    parser.add_argument("--write", action="store_true", help="put the table into docs/accuracy.md")
    options = parser.parse_args()
    scenes = chosen_scenes(parser, options)
    results: Results = json.loads(options.results.read_text()) if options.results.exists() else {}
    with tempfile.TemporaryDirectory() as name:
        for scene in scenes:
            keys = {f"{scene.name}/{count} strokes/{seed}": (count, seed)
                    for count in COUNTS for seed in range(options.repeats)}  # fmt: skip
            missing = {key: case for key, case in keys.items() if key not in results}
            for key, row in measured(scene.cropped(Path(name)), missing, options.cache or Path(name)):
                results[key] = row
                print(key, row, file=sys.stderr, flush=True)
                options.results.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")
    text = table(results, [scene.name for scene in scenes])
    print(text)
    if options.write:
        replace_between_comments(DOCUMENT, text, BEGIN, END)


def measured(
    scene: Scene, cases: dict[str, tuple[int, int]], cache: Path
) -> Iterator[tuple[str, dict[str, float]]]:
    """Key and mean IoU of cases: from the start, and after answers at random and at suggested places.

    Args:
        scene: without a window.
        cases: strokes a class and seed, by key.
        cache: folder for its encoded cells.
    """
    if not cases:
        return
    encoded = EncodedScene(scene, cache)
    with rasterio.open(scene.truth) as source:
        interior = Interior(source)
        for key, (count, seed) in cases.items():
            drawn = strokes_in(interior, source.transform, StrokeSetting(count), seed)
            start: Strokes = [(polygon, class_id) for class_id, polygons in drawn.items() for polygon in polygons]
            before = encoded.fitted(start)
            found = {"start": before.mean_iou}
            ways = {"random": random_places(encoded, seed), "suggested": suggested_places(before, seed)}
            for name, places in ways.items():
                rng = np.random.default_rng((seed, 2))
                answers = [answer(source, interior, place, rng) for place in places]
                drawn_answers = [stroke for stroke in answers if stroke is not None][:ANSWERS]
                found[name] = encoded.fitted([*start, *drawn_answers]).mean_iou
            yield key, {name: round(value, 4) for name, value in found.items()}


def random_places(scene: EncodedScene, seed: int) -> Places:
    """Places among the pixels whose class is known, some in reserve for those where no stroke fits."""
    rng = np.random.default_rng((seed, 1))
    return [scene.known_pixel(rng) for _ in range(4 * ANSWERS)]


def suggested_places(fitted: FittedScene, seed: int) -> Places:
    """What the command `suggest` names for the same strokes; places whose class the truth does not know count too."""
    windows = candidate_windows(fitted.reader, Area(fitted.reader.image.grid), seed, lambda *_: None)
    labelled = stroke_features(fitted.reader, fitted.strokes, lambda: None)
    is_near = fitted.label_raster.is_within(windows.places, LEAST_DISTANCE_PX)
    return [(found.row, found.col) for found in suggest(windows, labelled, is_near, ANSWERS)]


def answer(
    source: rasterio.DatasetReader, interior: Interior, place: tuple[int, int], rng: np.random.Generator
) -> Optional[tuple[shapely.Geometry, int]]:
    """A stroke that begins at the interior pixel nearest to a place, and its class; None where there is none near."""
    window = interior.around(*place, REACH_PX)
    nearest: tuple[float, int, tuple[int, int]] = (np.inf, 0, place)
    for class_id in interior.class_ids:
        pixels = np.argwhere(interior.mask(class_id, window)) + np.array((window.row_off, window.col_off))
        if len(pixels):
            distances = np.square(pixels - place).sum(axis=1)
            row, col = pixels[distances.argmin()].tolist()
            nearest = min(nearest, (float(distances.min()), class_id, (row, col)))
    if not nearest[1]:
        return None
    path = path_from(interior, nearest[1], nearest[2], ANSWER.length_px, rng)
    return stroke_polygon(path, source.transform, ANSWER.width_px), nearest[1]


def table(results: Results, scenes: list[str]) -> str:
    """Markdown: by scene and number of strokes, mean IoU at the start and the gains, ± standard deviation."""
    lines = ["| scene | strokes a class | before | gain, random | gain, suggested | difference |", f"{'|---' * 6}|"]
    everything: list[float] = []
    for scene in scenes:
        for count in COUNTS:
            prefix = f"{scene}/{count} strokes/"
            rows = [row for key, row in results.items() if key.startswith(prefix)]
            if rows:
                everything += _of(rows, lambda row: row["suggested"] - row["random"])
                lines.append(f"| {' | '.join([scene, str(count), *_cells(rows)])} |")
    if everything:
        lines.append(f"| all | | | | | **{spread(everything, '+')}** ({_better(everything)}) |")
    return "\n".join(lines)


def _cells(rows: list[dict[str, float]]) -> list[str]:
    differences = _of(rows, lambda row: row["suggested"] - row["random"])
    return [
        f"{statistics.mean(row['start'] for row in rows):.3f}",
        spread(_of(rows, lambda row: row["random"] - row["start"]), "+"),
        spread(_of(rows, lambda row: row["suggested"] - row["start"]), "+"),
        f"{spread(differences, '+')} ({_better(differences)})",
    ]


def _of(rows: list[dict[str, float]], value: Callable[[dict[str, float]], float]) -> list[float]:
    return [value(row) for row in rows]


def _better(differences: list[float]) -> str:
    return f"better in {sum(value > 0 for value in differences)} of {len(differences)}"


if __name__ == "__main__":
    main()
