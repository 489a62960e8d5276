"""Draw what the scores stand for: a scene, its truth, and the maps of a forest, of labels alone and of the default.

usage: python benchmarks/maps.py FIGURE.png [SCENES --scenes-only NAME | --image RASTER --truth RASTER] [--seed 0]
                                            [--only METHOD ...] [--classes CLASSES.json]

Once before: .venv/bin/python -m pip install -r requirements/benchmarks.txt

SCENES is a folder of pairs NAME_rgb.tif and NAME_truth.tif, of which --scenes-only chooses one; without scenes it is
the sample in resources/sample. Eight strokes a class; all methods learn from the same. CLASSES.json lists the class_id,
name and color of classes, as resources/sample/classes.json does, which is the default.
"""
from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from pathlib import Path

import numpy as np
import rasterio
from harness import Case, Harness
from matplotlib import pyplot
from matplotlib.colors import to_rgb
from matplotlib.patches import Patch
from methods import METHODS
from scene_files import SAMPLE, Scene, chosen_scenes, scene_options

STROKES = "8 strokes"
COMPARED = ("forest", "labels-only", "default")
WIDTH_PX = 1100  # at most, of a picture
COLUMNS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("figure", type=Path, metavar="FIGURE.png")
    scene_options(parser)
    parser.add_argument("--seed", type=int, default=0, help="of strokes and training")
    names = ", ".join(METHODS)
    parser.add_argument("--only", nargs="+", choices=METHODS, default=COMPARED, metavar="METHOD", help=names)
    parser.add_argument("--classes", type=Path, default=SAMPLE / "classes.json", metavar="CLASSES.json")
    options = parser.parse_args()
    scenes = chosen_scenes(parser, options)
    if len(scenes) > 1:
        parser.error(f"choose one of {', '.join(scene.name for scene in scenes)} with --scenes-only")
    scheme = {row["class_id"]: (row["name"], row["color"]) for row in json.loads(options.classes.read_text())}
    draw(pictures(scenes[0], options.only, options.seed, scheme), scheme, options.figure)


def pictures(
    scene: Scene, methods: list[str], seed: int, scheme: dict[int, tuple[str, str]]
) -> dict[str, np.ndarray]:
    """Runs the methods; returns the scene, its truth and the maps as RGB (height, width, 3) by title.

    Args:
        scene: the raster and its truth.
        methods: names in METHODS.
        seed: of strokes and training.
        scheme: name and colour by class id.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        harness = Harness(folder / "results.json", maps=folder)
        cases = [Case(scene, STROKES, seed, method, METHODS[method]) for method in methods]
        if harness.run(cases):
            sys.exit(1)
        cropped = scene.cropped(folder)
        parts = {"scene": _stretched(_read(cropped.image)), "truth": _colored(_read(cropped.truth)[0], scheme)}
        for case in cases:
            title = f"{case.method}, mean IoU {harness.results[case.key]['mean_iou']:.3f}"
            parts[title] = _colored(_read(harness.map_file(case))[0], scheme)
    return parts


def draw(parts: dict[str, np.ndarray], scheme: dict[int, tuple[str, str]], path: Path) -> None:
    """Draws pictures by title in rows of COLUMNS, with a legend of the classes in the place after the last."""
    rows = math.ceil((len(parts) + 1) / COLUMNS)
    figure, axes = pyplot.subplots(rows, COLUMNS, figsize=(5 * COLUMNS, 4.25 * rows), layout="constrained")
    for place in axes.flat:
        place.axis("off")
    for place, (title, picture) in zip(axes.flat, parts.items()):
        place.imshow(picture)
        place.set_title(title)
    legend = [Patch(color=color, label=name) for name, color in scheme.values()]
    axes.flat[len(parts)].legend(handles=legend, loc="center", fontsize="large")
    figure.savefig(path, dpi=70)


def _read(path: Path) -> np.ndarray:
    """A raster subsampled to WIDTH_PX: (bands, height, width)."""
    with rasterio.open(path) as source:
        step = max(1, math.ceil(source.width / WIDTH_PX))
        return source.read(out_shape=(source.count, source.height // step, source.width // step))


def _stretched(bands: np.ndarray) -> np.ndarray:
    """The first three bands as colours, or the first as grey: bytes as they are, other values from 2 to 98 per cent."""
    shown = (bands[:3] if len(bands) >= 3 else bands[[0, 0, 0]]).transpose(1, 2, 0)
    if shown.dtype == np.uint8:
        return shown
    low, high = np.nanpercentile(shown, (2, 98))
    return np.clip((shown - low) / max(high - low, 1e-9), 0, 1)


def _colored(class_ids: np.ndarray, scheme: dict[int, tuple[str, str]]) -> np.ndarray:
    """Class ids as colours; unclassified and unknown pixels are white, classes that the scheme lacks black."""
    palette = np.zeros((256, 3))
    palette[[0, 255]] = 1
    for class_id, (_, color) in scheme.items():
        palette[class_id] = to_rgb(color)
    return palette[class_ids]


if __name__ == "__main__":
    main()
