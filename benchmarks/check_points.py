"""What check points give: how far confidence is off before and after, and how often the intervals hold the truth.

usage: python benchmarks/check_points.py [SCENES | --image RASTER --truth RASTER] [--scenes-only t1 ...]
                                         [--counts 30 60 120] [--repeats 20] [--maps FOLDER] [--results FILE]

Once before: .venv/bin/python -m pip install -r requirements/benchmarks.txt

Each scene is mapped once with the recipe `instant` from eight simulated strokes a class; maps stay in --maps and are
not made again. Then points are drawn as `check-points` draws them and answered from the truth; where the truth is
unknown, so is the answer. The prior's deviations were chosen on t1 and t3; t4 and t8 report.
"""
from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from scene_files import ROOT, Scene, chosen_scenes, scene_options
from scribbles import StrokeSetting, simulate

sys.path.insert(0, str(ROOT))

from engine.analysis.area_estimates import StratifiedSample
from engine.analysis.calibration import ReliabilityBins
from engine.analysis.recalibration import fit_correction
from engine.analysis.stratified_sample import ClassReservoirs, allocate
from engine.data.label_raster import LabelRaster
from engine.data.labels import read_labels
from engine.data.raster import Raster
from engine.data.window import PixelWindow
from engine.inference.confidence_correction import ConfidenceCorrection, logit
from engine.inference.layers import SHARE_SCALE
from engine.schema.check_config import CheckPointsConfig

ENGINE = (sys.executable, "-m", "engine")
UNKNOWN = (0, 255)
LINE = "| {} | {} | {:.3f} | {:.3f} ± {:.3f} | {:.3f} | {:.3f} | {:.0%} |"


@dataclass(frozen=True)
class CheckedMap:
    """A map beside its truth.

    Attributes:
        classes, confidence, truth: uint8 (height, width) as stored.
        is_scored: bool (height, width), where the truth is known and nothing was drawn.
    """

    classes: np.ndarray
    confidence: np.ndarray
    truth: np.ndarray
    is_scored: np.ndarray

    def calibration_error(self, correction: ConfidenceCorrection) -> float:
        """ECE of the confidence layer with a correction."""
        bins, table = ReliabilityBins(), correction.table(ConfidenceCorrection()) * SHARE_SCALE
        bins.add(table[self.confidence[self.is_scored]], (self.classes == self.truth)[self.is_scored])
        return bins.expected_calibration_error

    @property
    def accuracy(self) -> float:
        """Share of the pixels of known truth that are right."""
        is_known = ~np.isin(self.truth, UNKNOWN)
        return float((self.classes == self.truth)[is_known].mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    scene_options(parser)
    add = parser.add_argument
    add("--counts", type=int, nargs="+", default=[30, 60, 120], metavar="N", help="points")
    add("--repeats", type=int, default=20, metavar="N", help="draws of the points (default %(default)s)")
    add("--maps", type=Path, default=ROOT / "build" / "check_points", metavar="FOLDER", help="where maps are kept")
    results = ROOT / "benchmarks" / "results" / "check_points.json"
    add("--results", type=Path, default=results, metavar="FILE", help="where results are written")
    options = parser.parse_args()
    rows = {}
    print("| scene | points | ECE before | ECE after | accuracy | mean half-width | intervals that hold it |")
    print("|---|---|---|---|---|---|---|")
    for scene in chosen_scenes(parser, options):
        checked = checked_map(scene, options.maps)
        for count in options.counts:
            row = rows[f"{scene.name}/{count}"] = measure(checked, count, options.repeats)
            shown = [row[name] for name in ("ece_before", "ece_after", "ece_spread", "accuracy", "half_width")]
            print(LINE.format(scene.name, count, *shown, row["held"]), flush=True)
    options.results.write_text(json.dumps(rows, indent=1, sort_keys=True) + "\n")


def checked_map(scene: Scene, maps: Path) -> CheckedMap:
    """The map of a scene, made where it is missing."""
    folder = maps / scene.name.replace(" ", "_")
    folder.mkdir(parents=True, exist_ok=True)
    cropped, labels, model = scene.cropped(folder), folder / "labels.gpkg", folder / "model.safetensors"
    if not labels.exists():
        simulate(cropped.truth, labels, StrokeSetting(), 0)
    if not (folder / "confidence.tif").exists():
        files = ("--image", cropped.image, "--model", model)
        run("train", *files, "--labels", labels, "--preset", "instant")
        run("predict", *files, "--output", folder)
    classes, confidence, truth = (
        rasterio.open(path).read(1) for path in (folder / "classes.tif", folder / "confidence.tif", cropped.truth)
    )
    grid = Raster(str(cropped.truth), (1,)).grid
    drawn = LabelRaster(read_labels(str(labels), grid), grid)
    is_scored = ~np.isin(truth, UNKNOWN) & (classes > 0)
    for block in grid.window.blocks(1024):
        is_scored[block.slices] &= ~drawn.covers(block)
    return CheckedMap(classes, confidence, truth, is_scored)


def run(*arguments: object) -> None:
    """A command of the engine; raises CalledProcessError."""
    subprocess.run([*ENGINE, *map(str, arguments)], cwd=ROOT, check=True, stdout=sys.stderr)


def measure(checked: CheckedMap, count: int, repeats: int) -> dict[str, float]:
    """Means over draws of the points."""
    errors, widths, held = [], [], []
    for seed in range(repeats):
        sample, confidence = answered_sample(checked, count, seed)
        is_right = sample.mapped == sample.reference
        fitted = fit_correction(logit(confidence), is_right, sample.weights)
        errors.append(checked.calibration_error(ConfidenceCorrection(*fitted)))
        overall = sample.overall_accuracy
        widths.append((overall.high - overall.low) / 2)
        held.append(overall.low <= checked.accuracy <= overall.high)
    return {
        "ece_before": checked.calibration_error(ConfidenceCorrection()),
        "ece_after": float(np.mean(errors)),
        "ece_spread": float(np.std(errors)),
        "accuracy": checked.accuracy,
        "half_width": float(np.mean(widths)),
        "held": float(np.mean(held)),
    }


def answered_sample(checked: CheckedMap, count: int, seed: int) -> tuple[StratifiedSample, np.ndarray]:
    """Points with known truth, and their confidence in [0, 1]."""
    reservoirs = ClassReservoirs(count, np.random.default_rng(seed))
    window = PixelWindow(0, 0, *checked.classes.shape)
    for block in window.blocks(1024):
        reservoirs.add(checked.classes[block.slices].astype(np.int64), block)
    sizes = {c: int(reservoirs.pixels[c]) for c in np.flatnonzero(reservoirs.pixels).tolist() if c}
    defaults = CheckPointsConfig("map", "points")
    points = allocate(sizes, count, defaults.allocation, defaults.minimum)
    rows, cols = np.concatenate([reservoirs.places(c)[:n] for c, n in points.items()]).T
    truth = checked.truth[rows, cols]
    rows, cols, truth = (each[~np.isin(truth, UNKNOWN)] for each in (rows, cols, truth))
    mapped = checked.classes[rows, cols].astype(np.int64)
    sample = StratifiedSample(mapped, mapped, truth.astype(np.int64), sizes)
    return sample, checked.confidence[rows, cols] * SHARE_SCALE


if __name__ == "__main__":
    main()
