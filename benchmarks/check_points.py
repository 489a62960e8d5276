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
LINE = "| {} | {} | {:.3f} | {:.3f} ± {:.3f} | {:.3f} | {:.3f} | {:.0%} | {:.0%} |"


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

    def figures(self, class_id: int) -> tuple[float, float, float]:
        """User's accuracy, producer's accuracy and area share of a class, where the truth is known."""
        is_known = ~np.isin(self.truth, UNKNOWN)
        is_mapped, is_true = (each[is_known] == class_id for each in (self.classes, self.truth))
        both = float((is_mapped & is_true).sum())
        return both / is_mapped.sum(), both / is_true.sum(), float(is_true.mean())

    @property
    def accuracy(self) -> float:
        """Share of the pixels of known truth that are right."""
        is_known = ~np.isin(self.truth, UNKNOWN)
        return float((self.classes == self.truth)[is_known].mean())


@dataclass(frozen=True)
class Draw:
    """What one draw of points gives: the ECE after it, the overall accuracy's interval, and whether it holds the truth.

    Attributes:
        holds_classes: share of the classes' intervals that hold the truth.
    """

    error: float
    half_width: float
    holds: bool
    holds_classes: float


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
    rows = json.loads(options.results.read_text()) if options.results.exists() else {}
    print("| scene | points | ECE before | ECE after | accuracy | mean half-width | intervals hold it | of classes |")
    print("|---|---|---|---|---|---|---|---|")
    for scene in chosen_scenes(parser, options):
        for count, row in measure(checked_map(scene, options.maps), options.counts, options.repeats).items():
            shown = [row[name] for name in ("ece_before", "ece_after", "ece_spread", "accuracy", "half_width")]
            print(LINE.format(scene.name, count, *shown, row["held"], row["held_classes"]), flush=True)
            rows[f"{scene.name}/{count}"] = row
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


def measure(checked: CheckedMap, counts: list[int], repeats: int) -> dict[int, dict[str, float]]:
    """Means over draws, by the number of points; the points of one draw begin with those of a smaller one."""
    classes = [class_id for class_id in np.unique(checked.classes).tolist() if class_id]
    true_figures = {class_id: checked.figures(class_id) for class_id in classes}
    found: dict[int, list[Draw]] = {count: [] for count in counts}
    for seed in range(repeats):
        reservoirs = ClassReservoirs(max(counts), np.random.default_rng(seed))
        for block in PixelWindow(0, 0, *checked.classes.shape).blocks(1024):
            reservoirs.add(checked.classes[block.slices].astype(np.int64), block)
        for count in counts:
            found[count].append(judge(checked, *answered_sample(checked, reservoirs, count), true_figures))
    before, accuracy = checked.calibration_error(ConfidenceCorrection()), checked.accuracy
    return {count: {"ece_before": before, "accuracy": accuracy, **summary(draws)} for count, draws in found.items()}


def judge(
    checked: CheckedMap, sample: StratifiedSample, confidence: np.ndarray, true_figures: dict[int, tuple[float, ...]]
) -> Draw:
    """What a sample, with confidences in [0, 1], says of the map."""
    fitted = fit_correction(logit(confidence), sample.mapped == sample.reference, sample.weights)
    overall, held = sample.overall_accuracy, []
    for class_id, figures in true_figures.items():
        each = (sample.users_accuracy(class_id), sample.producers_accuracy(class_id), sample.area_share(class_id))
        held += [one.low <= true <= one.high for one, true in zip(each, figures) if one is not None]
    return Draw(
        checked.calibration_error(ConfidenceCorrection(*fitted)),
        (overall.high - overall.low) / 2,
        overall.low <= checked.accuracy <= overall.high,
        float(np.mean(held)),
    )


def summary(draws: list[Draw]) -> dict[str, float]:
    """Means over draws, and the deviation of their calibration errors."""
    return {
        "ece_after": float(np.mean([draw.error for draw in draws])),
        "ece_spread": float(np.std([draw.error for draw in draws])),
        "half_width": float(np.mean([draw.half_width for draw in draws])),
        "held": float(np.mean([draw.holds for draw in draws])),
        "held_classes": float(np.mean([draw.holds_classes for draw in draws])),
    }


def answered_sample(
    checked: CheckedMap, reservoirs: ClassReservoirs, count: int
) -> tuple[StratifiedSample, np.ndarray]:
    """Points with known truth, and their confidence in [0, 1]."""
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
