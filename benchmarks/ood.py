"""Measure the out-of-distribution layer: withheld classes, and images that a model should not be used on.

usage: python benchmarks/ood.py SCENES [--sensors FOLDER] [--scenes-only NAME ...]

Novel: of each scene, every class in turn that covers 1 to 50 % of it gets no strokes; measured is how well each score
tells its pixels from all other known ones (area under the ROC curve), and beside it the probability of the class by a
model that has strokes of it: no score can do much better. Foreign: of the scenes FOREIGN_FROM, the share of pixels at
or beyond the edge, 0.5, on the image itself, on the other scenes, and on images made from it; with --sensors also on
those of other sensors (as further_scenes.py makes them). Models are of the recipe `instant`; the scores are read from
the files of `predict`. Results are kept: what is in the results file is not computed again.
"""
from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Optional

import numpy as np
import rasterio
from foreign_images import FOREIGN, SENSORS, write_foreign, write_sensor
from harness import BENCHMARKS
from ood_tables import tables
from scene_files import IMAGE_SUFFIX, ROOT, Scene, chosen_scenes, scene_options
from scribbles import StrokeSetting, draw_strokes, write_labels

sys.path.insert(0, str(ROOT))

from engine.jobs.registry import run_job
from engine.schema.reporter import Reporter

SHARES = (0.01, 0.5)  # of the known pixels that a withheld class covers
FOREIGN_FROM = ("t1", "t4")
STORED = 101  # values of a layer in hundredths
EDGE = 50
BANDS = ("fusion", "novel here", "foreign")
Row = dict[str, Any]


class Bench:
    """Runs cases, each once.

    Args:
        results: JSON file, made where it is missing.
        folder: for models and maps.
    """

    def __init__(self, results: Path, folder: Path) -> None:
        self.path, self.folder = results, folder
        self.results: dict[str, Row] = json.loads(results.read_text()) if results.exists() else {}

    def keep(self, key: str, measure: Callable[[], Row]) -> None:
        """The result of a case, measured where it is missing."""
        if key not in self.results:
            self.results[key] = {name: round(value, 4) for name, value in measure().items()}
            self.path.write_text(json.dumps(self.results, indent=1, sort_keys=True) + "\n")
            print(key, self.results[key], file=sys.stderr, flush=True)

    def model(self, scene: Scene, withheld: Optional[int] = None) -> Path:
        """A model of a scene, without strokes of one class."""
        path = self.folder / f"{scene.name} {withheld}.safetensors"
        if not path.exists():
            strokes = draw_strokes(scene.truth, StrokeSetting(8), 0)
            with rasterio.open(scene.truth) as source:
                crs = source.crs.to_wkt() if source.crs else None
            labels = self.folder / "labels.gpkg"
            write_labels(labels, {key: drawn for key, drawn in strokes.items() if key != withheld}, crs)
            files = {"image": str(scene.image), "labels": str(labels), "model": str(path)}
            run_job("train", {**files, "preset": "instant"}, Reporter())
        return path

    def maps(self, image: Path, model: Path, **settings: Any) -> dict[str, np.ndarray]:
        """The layers of a map, uint8 (bands, height, width) by name."""
        request = {"image": str(image), "model": str(model), "output": str(self.folder / "map"), **settings}
        paths = run_job("predict", request, Reporter())
        return {name: _read(path) for name, path in paths.items() if str(path).endswith(".tif")}

    def novel(self, scene: Scene, class_id: int, truth: np.ndarray) -> Row:
        """The areas under the ROC curve for a withheld class."""
        model, known, is_withheld = self.model(scene, class_id), truth > 0, truth == class_id
        fusion = self.maps(scene.image, model)
        scores = dict(zip(BANDS, fusion["ood"]))
        scores["1 - confidence"] = 100 - fusion["confidence"][0]
        scores["energy"] = self.maps(scene.image, model, ood_score="energy")["ood"][0]
        row = {name: auroc(values[known], is_withheld[known]) for name, values in scores.items()}
        return {"share": float(is_withheld.sum() / known.sum()), **row}

    def labelled(self, scene: Scene, class_ids: list[int], truth: np.ndarray) -> Row:
        """The areas under the ROC curve of the classes' probabilities by a model with strokes of all of them."""
        shares = self.maps(scene.image, self.model(scene), probabilities=True)["probabilities"]
        everything = [int(each) for each in np.unique(truth[truth > 0])]
        known = truth > 0
        return {
            str(each): auroc(shares[everything.index(each)][known], (truth == each)[known]) for each in class_ids
        }

    def foreign(self, image: Path, model: Path) -> Row:
        """The shares of an image's pixels at or beyond the edge, by band."""
        bands = self.maps(image, model)["ood"]
        return {name: float((band[band < STORED] >= EDGE).mean()) for name, band in zip(BANDS, bands)}


def _read(path: Path) -> np.ndarray:
    with rasterio.open(path) as source:
        return source.read()


def auroc(values: np.ndarray, is_positive: np.ndarray) -> float:
    """Area under the ROC curve of stored values, uint8 (n,), for telling the pixels of a mask; ties count half."""
    positive, negative = (np.bincount(values[mask], minlength=256) for mask in (is_positive, ~is_positive))
    below = np.cumsum(negative) - negative / 2
    return float(positive @ below / (positive.sum() * negative.sum()))


def run_novel(bench: Bench, scene: Scene) -> None:
    """Withhold each class of a scene in turn."""
    with rasterio.open(scene.truth) as source:
        truth = source.read(1)
    counts = np.bincount(truth[truth > 0])
    chosen = [int(each) for each in np.flatnonzero(counts) if SHARES[0] <= counts[each] / counts.sum() <= SHARES[1]]
    for class_id in chosen:
        bench.keep(f"novel/{scene.name}/{class_id}", lambda each=class_id: bench.novel(scene, each, truth))
    bench.keep(f"labelled/{scene.name}", lambda: bench.labelled(scene, chosen, truth))


def run_foreign(bench: Bench, scene: Scene, others: list[Scene], sensors: Optional[Path]) -> None:
    """Map a scene, the other ones and foreign images with the model of the scene."""

    def measure(name: str, image: Path) -> None:
        bench.keep(f"foreign/{scene.name}/{name}", lambda: bench.foreign(image, bench.model(scene)))

    measure("itself", scene.image)
    for other in others:
        measure(f"scene {other.name}", other.image)
    target = bench.folder / "foreign.tif"
    for name in FOREIGN:
        write_foreign(name, scene.image, target)
        measure(name, target)
    for name in SENSORS if sensors else ():
        write_sensor(name, sensors / f"{name}{IMAGE_SUFFIX}.tif", target)
        measure(name, target)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    scene_options(parser)
    parser.add_argument("--sensors", type=Path, metavar="FOLDER", help="folder of the scenes of other sensors")
    path = BENCHMARKS / "results" / "ood.json"
    parser.add_argument("--results", type=Path, default=path, metavar="FILE", help="where results are kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(options.results, Path(name))
        scenes = [scene.cropped(Path(name)) for scene in chosen_scenes(parser, options)]
        for scene in scenes:
            if scene.name in FOREIGN_FROM:
                others = [other for other in scenes if other is not scene and not other.name.endswith("crop")]
                run_foreign(bench, scene, others, options.sensors)
        for scene in scenes:
            run_novel(bench, scene)
    print(tables(bench.results))


if __name__ == "__main__":
    main()
