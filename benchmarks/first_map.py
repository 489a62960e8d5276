"""How good is the first map, and how long does it take: the default recipe, its rivals and a random forest.

usage: python benchmarks/first_map.py SCENES TOOLS [--baseline-python PYTHON] [--seeds 0 1 2] [--only METHOD ...]

SCENES holds dubai_t*_rgb.tif and dubai_t*_truth.tif, TOOLS holds simulate_scribbles.py, baseline_forest.py and score.py, which need
scikit-learn and scikit-image: name an interpreter that has them. Eight strokes a class are drawn for every seed; all methods
learn from the same strokes, and pixels under them are not scored. Results are kept in benchmarks/results/first_map.json, and what is
there is not computed again: delete the file to start afresh. Prints the table of docs/recipe.md.
"""
from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import rasterio
from rasterio.windows import Window

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "first_map.json"
SCENES = {"t1": None, "t3": None, "t4": None, "t8 crop": Window(1600, 800, 3296, 2560)}  # the whole of t8 is 29 Mpx: minutes for the forest
METHODS = {
    "default": [],
    "supervised": ["--auxiliary", "none"],
    "l1": ["--auxiliary", "l1"],
    "relaxed-kmeans": ["--auxiliary", "relaxed-kmeans"],
    "forest": None,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenes", type=Path)
    parser.add_argument("tools", type=Path)
    parser.add_argument("--baseline-python", default=sys.executable)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--only", nargs="+", choices=METHODS, default=list(METHODS))
    options = parser.parse_args()
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    with tempfile.TemporaryDirectory() as folder:
        for seed in options.seeds:
            for scene in SCENES:
                for method in options.only:
                    key = f"{scene}/{seed}/{method}"
                    if key not in results:
                        results[key] = measure(Path(folder), scene, seed, method, options)
                        RESULTS.parent.mkdir(exist_ok=True)
                        RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")
                        print(key, results[key], file=sys.stderr, flush=True)
    print_table(results)


def measure(folder: Path, scene: str, seed: int, method: str, options: argparse.Namespace) -> dict[str, float]:
    """Mean IoU, overall accuracy and wall seconds of one method on one scene with one set of strokes."""
    image, truth = (scene_file(folder, options.scenes, scene, kind) for kind in ("rgb", "truth"))
    labels = folder / f"{scene}_{seed}.gpkg".replace(" ", "_")
    python = options.baseline_python
    if not labels.exists():
        run(python, options.tools / "simulate_scribbles.py", truth, labels, "--seed", seed)
    started = time.perf_counter()
    if method == "forest":
        classes = folder / "forest.tif"
        run(python, options.tools / "baseline_forest.py", image, labels, classes)
    else:
        model, output = folder / "model.safetensors", folder / "map"
        engine = (sys.executable, "-m", "engine")
        recipe = ("--seed", seed, *METHODS[method])
        run(*engine, "train", "--image", image, "--labels", labels, "--model", model, *recipe)
        run(*engine, "predict", "--image", image, "--model", model, "--output", output)
        classes = output / "classes.tif"
    seconds = time.perf_counter() - started
    score = json.loads(run(python, options.tools / "score.py", truth, classes, "--exclude", labels))
    return {"mean_iou": score["mean_iou"], "overall_accuracy": score["overall_accuracy"], "seconds": round(seconds, 1)}


def scene_file(folder: Path, scenes: Path, scene: str, kind: str) -> Path:
    """The scene's file, or the crop of it, made once."""
    source = scenes / f"dubai_{scene.split()[0]}_{kind}.tif"
    window = SCENES[scene]
    if window is None:
        return source
    target = folder / source.name
    if not target.exists():
        with rasterio.open(source) as whole:
            profile = {**whole.profile, "width": window.width, "height": window.height, "transform": whole.window_transform(window)}
            with rasterio.open(target, "w", **profile) as sink:
                sink.write(whole.read(window=window))
    return target


def run(*arguments: object) -> str:
    """Standard output of a command; its errors are shown when it fails."""
    done = subprocess.run([str(a) for a in arguments], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, arguments))}\n{done.stderr}")
    return done.stdout


def print_table(results: dict[str, dict[str, float]]) -> None:
    """Mean and standard deviation over seeds, a row a scene, a column a method; and the mean over scenes."""
    print("| scene | " + " | ".join(f"{method} mIoU | s" for method in METHODS) + " |")
    print("|---" * (1 + 2 * len(METHODS)) + "|")
    means: dict[str, list[float]] = {method: [] for method in METHODS}
    for scene in SCENES:
        cells = []
        for method in METHODS:
            rows = [row for key, row in results.items() if key.split("/")[0] == scene and key.split("/")[2] == method]
            ious = [row["mean_iou"] for row in rows]
            means[method] += ious
            spread = statistics.stdev(ious) if len(ious) > 1 else 0.0
            if rows:
                seconds = statistics.mean(row["seconds"] for row in rows)
                cells += [f"{statistics.mean(ious):.3f} ± {spread:.3f}", f"{seconds:.0f}"]
            else:
                cells += ["", ""]
        print(f"| {scene} | {' | '.join(cells)} |")
    print("| mean | " + " | ".join(f"**{statistics.mean(means[m]):.3f}** |" if means[m] else " |" for m in METHODS) + " |")


if __name__ == "__main__":
    main()
