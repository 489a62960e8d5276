"""Recall by class on the sample for ordinary ways of labelling that could make a training forget a class.

usage: python benchmarks/labelling.py [--seeds 0 1 2] [--preset NAME]

Once before: .venv/bin/python -m pip install -r requirements/benchmarks.txt

    polygons and dots   three classes get three large polygons each, the others eight dots of 3 px
    one stroke          the rarest class gets a single stroke, the others eight
    strip               eight strokes a class, training area a diagonal strip with 4 % of its bounding box
    twenty classes      the sample four times in other colours side by side, with classes of their own

Prints the least recall of each way and fails where a labelled class has none.
"""
from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
import shapely
from harness import engine
from rasterio.features import shapes
from rasterio.windows import Window
from scene_files import sample
from scribbles import StrokeSetting, draw_strokes, write_labels
from truth_interior import Interior

POLYGON_PX, POLYGONS = 150, 3
DOT = StrokeSetting(8, length_px=0)
STRIP_SHARE = 0.04  # of its bounding box
CLASSES = 5  # of the sample
Strokes = dict[int, list[shapely.Geometry]]


@dataclass(frozen=True)
class Labelling:
    """An image with its truth, labels, and further arguments of `train`."""

    image: Path
    truth: Path
    strokes: Strokes
    arguments: tuple[str, ...] = ()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2], metavar="SEED", help="sets of strokes")
    parser.add_argument("--preset", default="default", metavar="NAME", help="recipe (default %(default)s)")
    options = parser.parse_args()
    least = 1.0
    print("| labels | least recall, by seed | its class |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, make in WAYS.items():
            recalls = [recall(make(Path(folder), seed), Path(folder), seed, options.preset) for seed in options.seeds]
            worst = [min(by_class, key=by_class.__getitem__) for by_class in recalls]
            lowest = [by_class[class_id] for by_class, class_id in zip(recalls, worst)]
            print(f"| {name} | {', '.join(f'{r:.2f}' for r in lowest)} | {', '.join(worst)} |", flush=True)
            least = min(least, *lowest)
    sys.exit(0 if least >= 0.005 else 1)


def recall(labelling: Labelling, folder: Path, seed: int, preset: str) -> dict[str, float]:
    """Recall by the id of each labelled class, of the map of a model that is trained on a labelling."""
    labels, model = folder / "labels.gpkg", folder / "model.safetensors"
    with rasterio.open(labelling.image) as source:
        write_labels(labels, labelling.strokes, source.crs.to_wkt())
    files = ("--image", labelling.image, "--model", model)
    engine("train", *files, "--labels", labels, "--preset", preset, "--seed", seed, *labelling.arguments)
    engine("predict", *files, "--output", folder)
    maps = ("--classes", folder / "classes.tif", "--truth", labelling.truth, "--exclude", labels)
    found: dict[str, float] = json.loads(engine("evaluate", *maps, "--json"))["recall"]
    return {class_id: found[class_id] for class_id in map(str, labelling.strokes)}


def polygons_and_dots(folder: Path, seed: int) -> Labelling:
    """Large polygons of the three most frequent classes beside dots of the others."""
    scene = sample()
    strokes = draw_strokes(scene.truth, DOT, seed)
    rng = np.random.default_rng(seed)
    with rasterio.open(scene.truth) as source:
        interior = Interior(source)
        for class_id in sorted(strokes, key=interior.count)[-POLYGONS:]:
            strokes[class_id] = [polygon(source, interior, class_id, rng) for _ in range(POLYGONS)]
    return Labelling(scene.image, scene.truth, strokes)


def polygon(
    source: rasterio.DatasetReader, interior: Interior, class_id: int, rng: np.random.Generator
) -> shapely.Geometry:
    """The largest part of a class in a square of POLYGON_PX around a random pixel of its interior."""
    row, col = interior.pixel(class_id, int(rng.integers(interior.count(class_id))))
    square = Window(col - POLYGON_PX // 2, row - POLYGON_PX // 2, POLYGON_PX, POLYGON_PX)
    window = square.intersection(Window(0, 0, source.width, source.height))
    inside = interior.mask(class_id, window).astype(np.uint8)
    parts = shapes(inside, inside == 1, transform=source.window_transform(window))
    return max((shapely.geometry.shape(part) for part, _ in parts), key=shapely.area)


def one_stroke(folder: Path, seed: int) -> Labelling:
    """A single stroke of the class that is rarest."""
    scene = sample()
    strokes = draw_strokes(scene.truth, StrokeSetting(), seed)
    with rasterio.open(scene.truth) as source:
        rarest = min(strokes, key=Interior(source).count)
    return Labelling(scene.image, scene.truth, {**strokes, rarest: strokes[rarest][:1]})


def strip(folder: Path, seed: int) -> Labelling:
    """A diagonal strip as training area."""
    scene = sample()
    with rasterio.open(scene.image) as source:
        left, bottom, right, top = source.bounds
    width = STRIP_SHARE * (right - left) * (top - bottom) / np.hypot(right - left, top - bottom)
    area = shapely.linestrings([(left, bottom), (right, top)]).buffer(width / 2, cap_style="flat")
    return Labelling(scene.image, scene.truth, draw_strokes(scene.truth, StrokeSetting(), seed), ("--area", area.wkt))


def twenty_classes(folder: Path, seed: int) -> Labelling:
    """The sample four times: as it is, with its bands in another order, inverted, and darker; five classes each."""
    scene, image, truth = sample(), folder / "twenty_rgb.tif", folder / "twenty_truth.tif"
    with rasterio.open(scene.image) as source, rasterio.open(scene.truth) as classes:
        pixels, class_ids = source.read()[:, ::2, ::2], classes.read(1)[::2, ::2]
        options = {"driver": "GTiff", "dtype": "uint8", "crs": source.crs, "transform": source.transform}
    copies = [pixels, pixels[[2, 0, 1]], 255 - pixels, pixels // 3]
    own = [np.where(class_ids, class_ids + CLASSES * copy, 0).astype(np.uint8) for copy in range(len(copies))]
    write(image, square(copies), options)
    write(truth, square(own)[None], options)
    return Labelling(image, truth, draw_strokes(truth, StrokeSetting(), seed))


def square(parts: Sequence[np.ndarray]) -> np.ndarray:
    """Four arrays (..., h, w) as one (..., 2 h, 2 w)."""
    rows = [np.concatenate(pair, axis=-1) for pair in (parts[:2], parts[2:])]
    return np.concatenate(rows, axis=-2)


def write(path: Path, bands: np.ndarray, options: dict[str, object]) -> None:
    """Writes bands (bands, height, width)."""
    count, height, width = bands.shape
    with rasterio.open(path, "w", count=count, height=height, width=width, **options) as sink:
        sink.write(bands)


WAYS = {
    "polygons and dots": polygons_and_dots, "one stroke": one_stroke, "strip": strip, "twenty classes": twenty_classes,
}  # fmt: skip

if __name__ == "__main__":
    main()
