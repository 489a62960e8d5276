"""What the accuracy benchmarks share: one run of a method with its score, and results kept on disk.

Strokes are drawn by scribbles.py, the baseline is forest.py, and maps are scored by `python -m engine evaluate`, pixels
under the strokes excluded; there is no other scorer. All run in the interpreter that runs the benchmark:

    .venv/bin/python -m pip install -r requirements/benchmarks.txt
"""
from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Optional

import rasterio
from methods import FOREST, STROKES, Arguments
from scene_files import ROOT, Scene, scene_options
from scribbles import simulate

from engine.models.model_file import load_model, save_model

BENCHMARKS = ROOT / "benchmarks"
ENGINE = (sys.executable, "-m", "engine")
SCORES = ("mean_iou", "overall_accuracy", "ece", "brier", "overconfidence")
Results = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Case:
    """One method on one scene with one set of strokes.

    Attributes:
        scene: the raster and its truth.
        strokes: name in STROKES of how many strokes are drawn.
        seed: of the strokes and of the training.
        method: its name among the results.
        arguments: of `train`, or FOREST.
    """

    scene: Scene
    strokes: str
    seed: int
    method: str
    arguments: Arguments

    @property
    def key(self) -> str:
        """Its name among the results."""
        return f"{self.scene.name}/{self.strokes}/{self.seed}/{self.method}"


def engine(*arguments: object) -> str:
    """Standard output of a command of the engine; raises CalledProcessError, with the engine's message on stderr."""
    command = [*ENGINE, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout


class Harness:
    """Runs cases, each once: what the results file holds is not computed again.

    Args:
        results: JSON file, made where it is missing.
        jobs: cases at a time; each gets its share of the cores. Seconds can be compared with one only.
        maps: folder to keep the class maps in; None keeps none.
        scores_decoder: whether the decoder is scored as well without the feature probe, as `decoder_mean_iou`.
    """

    def __init__(
        self, results: Path, jobs: int = 1, maps: Optional[Path] = None, scores_decoder: bool = False
    ) -> None:
        self.path, self.jobs, self.maps, self.scores_decoder = results, jobs, maps, scores_decoder
        self.results: Results = json.loads(results.read_text()) if results.exists() else {}
        self._lock = threading.Lock()

    def run(self, cases: Iterable[Case]) -> list[str]:
        """Runs the cases that have no result yet; returns the keys of those that failed, whose errors are printed."""
        missing = [case for case in cases if case.key not in self.results]
        with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(self.jobs) as pool:
            folder = Path(name)
            drawn = [case for case in missing if self._has_labels(folder, case)]
            done = pool.map(lambda numbered: self._keep(folder, *numbered), enumerate(drawn))
            succeeded = {case.key for case, is_done in zip(drawn, done) if is_done}
        return [case.key for case in missing if case.key not in succeeded]

    def map_file(self, case: Case) -> Path:
        """Where the class map of a case is kept; raises ValueError without a folder for maps."""
        if self.maps is None:
            raise ValueError("the harness was made without a folder for maps")
        return self.maps / f"{case.key.replace('/', '_')}.tif"

    def _has_labels(self, folder: Path, case: Case) -> bool:
        """Draws the strokes of a case, before the threads start that share them; returns whether there can be any."""
        try:
            self._labels(folder, case)
        except (ValueError, rasterio.RasterioIOError) as error:
            print(f"{case.key} failed: {error}", file=sys.stderr, flush=True)
            return False
        return True

    def _keep(self, folder: Path, number: int, case: Case) -> bool:
        """Runs a case and adds its result to the file; returns whether it succeeded."""
        try:
            row = self._measure(folder, folder / str(number), case)
        except subprocess.CalledProcessError as error:
            print(f"{case.key} failed: {error.stderr.strip()}", file=sys.stderr, flush=True)
            return False
        with self._lock:
            self.results[case.key] = row
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text(json.dumps(self.results, indent=1, sort_keys=True) + "\n")
        print(case.key, row, file=sys.stderr, flush=True)
        return True

    def _measure(self, folder: Path, own: Path, case: Case) -> dict[str, float]:
        """Scores and wall seconds of a case; training and prediction together."""
        scene, labels = case.scene.cropped(folder), self._labels(folder, case)
        own.mkdir()
        started = time.perf_counter()
        classes, confidence = own / "classes.tif", own / "confidence.tif"
        if case.arguments is FOREST:
            self._run(sys.executable, BENCHMARKS / "forest.py", scene.image, labels, classes, "--jobs", self._threads)
        else:
            model = own / "model.safetensors"
            files = ("--image", scene.image, "--labels", labels, "--model", model)
            self._run(*ENGINE, "train", *files, "--seed", case.seed, *case.arguments)
            self._predict(scene, model, own)
        seconds = time.perf_counter() - started
        if self.maps:
            shutil.copy(classes, self.map_file(case))
        confidences = ("--confidence", confidence) if confidence.exists() else ()
        score = self._score(scene, labels, classes, *confidences)
        row = {name: round(score[name], 4) for name in SCORES if name in score} | {"seconds": round(seconds, 1)}
        if self.scores_decoder and case.arguments is not FOREST:
            self._predict(scene, _decoder_alone(model), own)
            row["decoder_mean_iou"] = round(self._score(scene, labels, classes)["mean_iou"], 4)
        return row

    def _predict(self, scene: Scene, model: Path, output: Path) -> None:
        self._run(*ENGINE, "predict", "--image", scene.image, "--model", model, "--output", output)

    def _score(self, scene: Scene, labels: Path, classes: Path, *options: object) -> dict[str, float]:
        """What `evaluate` finds, pixels under the strokes excluded."""
        files = ("--classes", classes, "--truth", scene.truth, "--exclude", labels)
        scores: dict[str, float] = json.loads(self._run(*ENGINE, "evaluate", *files, *options, "--json"))
        return scores

    def _labels(self, folder: Path, case: Case) -> Path:
        """The label file of a case, drawn where it is missing."""
        labels = folder / f"{case.scene.name}_{case.strokes}_{case.seed}.gpkg".replace(" ", "_")
        if not labels.exists():
            simulate(case.scene.cropped(folder).truth, labels, STROKES[case.strokes], case.seed)
        return labels

    @property
    def _threads(self) -> int:
        return max(1, (os.cpu_count() or 1) // self.jobs)

    def _run(self, *arguments: object) -> str:
        """Standard output of a command; raises CalledProcessError with its errors."""
        environment = {**os.environ, "OMP_NUM_THREADS": str(self._threads)}
        done = subprocess.run([str(a) for a in arguments], cwd=ROOT, capture_output=True, text=True, env=environment)
        done.check_returncode()
        return done.stdout


def _decoder_alone(model: Path) -> Path:
    """A copy of a model in whose vote the feature probe has no share."""
    network, card = load_model(str(model))
    path = model.with_stem("decoder")
    save_model(str(path), network, replace(card, postprocessing=replace(card.postprocessing, probe_share=0.0)))
    return path


def common_options(parser: argparse.ArgumentParser, results: str) -> None:
    """Adds the options of every benchmark over scenes.

    Args:
        parser: of the benchmark.
        results: name of its file in benchmarks/results.
    """
    scene_options(parser)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2], metavar="SEED", help="sets of strokes")
    path = BENCHMARKS / "results" / results
    parser.add_argument("--results", type=Path, default=path, metavar="FILE", help="where results are kept")
