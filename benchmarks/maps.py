"""What the figures look like: a scene, its truth, and the maps of a random forest, purely supervised training and the default recipe.

usage: python benchmarks/maps.py SCENES TOOLS FIGURE [--scene t4] [--seed 0] [--baseline-python PYTHON]

SCENES and TOOLS: see benchmarks/harness.py. Eight strokes a class; all methods learn from the same. Needs matplotlib.
"""
from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
import rasterio
from accuracy import METHODS, STROKES
from harness import WINDOWS, Case, Harness
from matplotlib import pyplot
from matplotlib.colors import to_rgb
from matplotlib.patches import Patch

SETTING = "8 strokes"
CLASSES = {"building": "#3c1098", "land": "#d9b3a0", "road": "#6ec1e4", "vegetation": "#59a14f", "water": "#e15759"}  # from id 1 on
SHORTEN = 3  # pixels of the scene to one of the figure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenes", type=Path)
    parser.add_argument("tools", type=Path)
    parser.add_argument("figure", type=Path)
    parser.add_argument("--scene", choices=WINDOWS, default="t4")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--baseline-python", default=sys.executable)
    options = parser.parse_args()
    methods = ("forest", "supervised", "default")
    cases = [Case(options.scene, SETTING, STROKES[SETTING], options.seed, method, METHODS[method]) for method in methods]
    with tempfile.TemporaryDirectory() as folder:
        harness = Harness(options.scenes, options.tools, options.baseline_python, Path(folder) / "results.json", maps=Path(folder))
        harness.run(cases)
        parts = {"scene": _read(harness.scene_file(Path(folder), options.scene, "rgb"))[:3].transpose(1, 2, 0)}
        parts["truth"] = _colored(_read(harness.scene_file(Path(folder), options.scene, "truth"))[0])
        for case in cases:
            title = f"{case.method}, mean IoU {harness.results[case.key]['mean_iou']:.3f}"
            parts[title] = _colored(_read(harness.map_file(case))[0])
    figure, axes = pyplot.subplots(2, 3, figsize=(15, 8.5), layout="constrained")
    for place, (title, picture) in zip(axes.flat, parts.items()):
        place.imshow(picture)
        place.set_title(title)
    for place in axes.flat:
        place.axis("off")
    axes.flat[-1].legend(handles=[Patch(color=color, label=name) for name, color in CLASSES.items()], loc="center", fontsize="large")
    figure.savefig(options.figure, dpi=70)


def _read(path: Path) -> np.ndarray:
    with rasterio.open(path) as source:
        return source.read()[:, ::SHORTEN, ::SHORTEN]


def _colored(classes: np.ndarray) -> np.ndarray:
    """Class ids as colours; what has no class is white."""
    palette = np.ones((256, 3))
    palette[1 : len(CLASSES) + 1] = [to_rgb(color) for color in CLASSES.values()]
    return palette[classes]


if __name__ == "__main__":
    main()
