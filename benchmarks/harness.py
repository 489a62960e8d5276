"""What the accuracy benchmarks share: scenes, simulated strokes, one run of a method with its score, and results kept on disk.

SCENES is a folder with dubai_t*_rgb.tif and dubai_t*_truth.tif; TOOLS one with simulate_scribbles.py, baseline_forest.py and score.py,
which need scikit-learn and scikit-image: name an interpreter that has them.
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
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import rasterio
from rasterio.windows import Window

ROOT = Path(__file__).resolve().parents[1]
# The whole of t8 is 29 Mpx: minutes for the forest.
WINDOWS = {"t1": None, "t3": None, "t4": None, "t8 crop": Window(1600, 800, 3296, 2560)}
FOREST = None  # the arguments of the method that is no training of ours


@dataclass(frozen=True)
class Case:
    """One method on one scene with one set of strokes.

    Attributes:
        strokes: name of the stroke setting. draw: arguments of simulate_scribbles.py for it.
        arguments: of `train`, or FOREST.
    """

    scene: str
    strokes: str
    draw: tuple[str, ...]
    seed: int
    method: str
    arguments: tuple[str, ...] | None

    @property
    def key(self) -> str:
        """Its name among the results."""
        return f"{self.scene}/{self.strokes}/{self.seed}/{self.method}"


class Harness:
    """Runs cases, each once: what the results file holds is not computed again.

    Args:
        results: the JSON file.
        jobs: cases at a time; each gets its share of the cores. Seconds mean something with one only.
        maps: folder for the class maps, or None to forget them.
    """

    def __init__(
        self, scenes: Path, tools: Path, baseline_python: str, results: Path, jobs: int = 1, maps: Optional[Path] = None
    ) -> None:
        self.scenes, self.tools, self.baseline_python, self.path, self.jobs = scenes, tools, baseline_python, results, jobs
        self.maps = maps
        self.results: dict[str, dict[str, Any]] = json.loads(results.read_text()) if results.exists() else {}
        self._lock = threading.Lock()

    def run(self, cases: Iterable[Case]) -> None:
        """Runs the cases that have no result yet; one that fails says so and is left out."""
        missing = [case for case in cases if case.key not in self.results]
        with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(self.jobs) as pool:
            for case in missing:  # before the threads start: they share these files
                self.scene_file(Path(folder), case.scene, "rgb")
                self._labels(Path(folder), case)
            list(pool.map(lambda numbered: self._keep(Path(folder), *numbered), enumerate(missing)))

    def _keep(self, folder: Path, number: int, case: Case) -> None:
        try:
            row = self._measure(folder, folder / str(number), case)
        except subprocess.CalledProcessError as error:
            print(f"{case.key} failed: {error.stderr.strip()}", file=sys.stderr, flush=True)
            return
        with self._lock:
            self.results[case.key] = row
            self.path.parent.mkdir(exist_ok=True)
            self.path.write_text(json.dumps(self.results, indent=1, sort_keys=True) + "\n")
        print(case.key, row, file=sys.stderr, flush=True)

    def _measure(self, folder: Path, own: Path, case: Case) -> dict[str, Any]:
        """Scores and wall seconds of a case; training and prediction together."""
        image, truth = (self.scene_file(folder, case.scene, kind) for kind in ("rgb", "truth"))
        labels = self._labels(folder, case)
        own.mkdir()
        started = time.perf_counter()
        if case.arguments is FOREST:
            classes, confidence = own / "classes.tif", ()
            self._run(self.baseline_python, self.tools / "baseline_forest.py", image, labels, classes, "--jobs", self._threads)
        else:
            model, classes = own / "model.safetensors", own / "classes.tif"
            confidence = ("--confidence", own / "confidence.tif")
            engine = (sys.executable, "-m", "engine")
            self._run(*engine, "train", "--image", image, "--labels", labels, "--model", model, "--seed", case.seed, *case.arguments)
            self._run(*engine, "predict", "--image", image, "--model", model, "--output", own)
        seconds = time.perf_counter() - started
        if self.maps:
            shutil.copy(classes, self.map_file(case))
        score = json.loads(self._run(self.baseline_python, self.tools / "score.py", truth, classes, "--exclude", labels, *confidence))
        return {name: score[name] for name in ("mean_iou", "overall_accuracy", "ece") if name in score} | {"seconds": round(seconds, 1)}

    def _labels(self, folder: Path, case: Case) -> Path:
        labels = folder / f"{case.scene}_{case.strokes}_{case.seed}.gpkg".replace(" ", "_")
        if not labels.exists():
            truth = self.scene_file(folder, case.scene, "truth")
            self._run(self.baseline_python, self.tools / "simulate_scribbles.py", truth, labels, "--seed", case.seed, *case.draw)
        return labels

    def map_file(self, case: Case) -> Path:
        """Where the class map of a case is kept."""
        return self.maps / f"{case.key.replace('/', '_')}.tif"

    def scene_file(self, folder: Path, scene: str, kind: str) -> Path:
        """The scene's file, or the crop of it, made once."""
        source = self.scenes / f"dubai_{scene.split()[0]}_{kind}.tif"
        window = WINDOWS[scene]
        if window is None:
            return source
        target = folder / source.name
        if not target.exists():
            with rasterio.open(source) as whole:
                profile = {**whole.profile, "width": window.width, "height": window.height, "transform": whole.window_transform(window)}
                with rasterio.open(target, "w", **profile) as sink:
                    sink.write(whole.read(window=window))
        return target

    @property
    def _threads(self) -> int:
        return max(1, (os.cpu_count() or 1) // self.jobs)

    def _run(self, *arguments: object) -> str:
        """Standard output of a command; raises CalledProcessError with its errors."""
        environment = {**os.environ, "OMP_NUM_THREADS": str(self._threads)}
        done = subprocess.run([str(a) for a in arguments], cwd=ROOT, capture_output=True, text=True, env=environment)
        done.check_returncode()
        return done.stdout


def common_options(parser: argparse.ArgumentParser) -> None:
    """The options that every benchmark over scenes has."""
    parser.add_argument("scenes", type=Path)
    parser.add_argument("tools", type=Path)
    parser.add_argument("--baseline-python", default=sys.executable)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--jobs", type=int, default=1, help="cases at a time")
