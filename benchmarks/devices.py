"""What the graphics card saves: training, prediction and live answers on each device, and whether the maps agree.

usage: python benchmarks/devices.py [SCENES | --image RASTER --truth RASTER] [--scenes-only t4 ...] [--seed 0]
                                    [--devices cpu cuda] [--results FILE]

Once before: .venv/bin/python -m pip install -r requirements/benchmarks.txt

SCENES is a folder of pairs NAME_rgb.tif and NAME_truth.tif; without scenes it is the sample in resources/sample. Eight
strokes a class are drawn; all devices learn from the same ones. Seconds of training and prediction are those of whole
commands, the start of Python included; a live answer is that of a running worker for a view of 1400 x 900 px, to
changed strokes. Agreement is the share of pixels with the same class as on the first device. Nothing else should run on
the machine. Results are kept by the names of scene, recipe and device, and what is there is not measured again. Prints
a table.
"""
from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import rasterio
from harness import BENCHMARKS, engine
from live_worker import VIEW_PX, LiveWorker, Window
from methods import STROKES
from scene_files import Scene, chosen_scenes, scene_options
from scribbles import simulate

from engine.models.compute import list_devices
from engine.models.model_file import load_model
from engine.schema.config import DEVICES

RECIPES = ("instant", "default")
Row = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    scene_options(parser)
    working = [str(row["name"]) for row in list_devices() if row["available"]]
    parser.add_argument("--seed", type=int, default=0, help="of strokes and training (default %(default)s)")
    parser.add_argument("--devices", nargs="+", choices=DEVICES, default=working, metavar="DEVICE",
                        help="(default: those that work)")  # fmt: skip
    path = BENCHMARKS / "results" / "devices.json"
    parser.add_argument("--results", type=Path, default=path, metavar="FILE", help="where results are kept")
    options = parser.parse_args()
    results: dict[str, Row] = json.loads(options.results.read_text()) if options.results.exists() else {}
    with tempfile.TemporaryDirectory() as name:
        for scene in chosen_scenes(parser, options):
            folder = Path(name) / scene.name.replace(" ", "_")
            folder.mkdir()
            for key, row in measured(scene.cropped(folder), options.devices, options.seed, folder, set(results)):
                results[key] = row
                options.results.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")
    print(table(results))


def measured(
    scene: Scene, devices: list[str], seed: int, folder: Path, known: set[str]
) -> Iterator[tuple[str, Row]]:
    """Keys and rows of a scene on each device, without the recipes that all have known keys for."""
    labels = [folder / f"labels_{number}.gpkg" for number in range(2)]
    for number, path in enumerate(labels):
        simulate(scene.truth, path, STROKES["8 strokes"], seed + number)
    for recipe in RECIPES:
        keys, maps = [f"{scene.name}/{recipe}/{device}" for device in devices], list[Path]()
        for key, device in zip(keys, devices) if not known.issuperset(keys) else ():
            own = folder / f"{recipe}_{device}"
            row = trained(scene, labels[0], recipe, device, seed, own)
            maps.append(own / "classes.tif")
            row["agreement"] = agreement(maps[0], maps[-1])
            if recipe == "instant":
                row |= answered(scene, labels, device, own)
            yield key, row


def trained(scene: Scene, labels: Path, recipe: str, device: str, seed: int, folder: Path) -> Row:
    """Seconds of a training and a prediction whose map stays in a folder, milliseconds a step, mean IoU."""
    model, on = folder / "model.safetensors", ("--device", device)
    named = ("--preset", recipe) if recipe != "default" else ()
    files = ("--image", scene.image, "--labels", labels, "--model", model)
    folder.mkdir()
    started = time.perf_counter()
    engine("train", *files, *named, "--seed", seed, *on)
    ended = time.perf_counter()
    engine("predict", "--image", scene.image, "--model", model, "--output", folder, *on)
    row = {"train_s": round(ended - started, 2), "predict_s": round(time.perf_counter() - ended, 2)}
    classes = folder / "classes.tif"
    score = json.loads(engine("evaluate", "--classes", classes, "--truth", scene.truth, "--exclude", labels, "--json"))
    row["mean_iou"] = round(score["mean_iou"], 4)
    trained_as = load_model(str(model))[1].recipe
    if trained_as["steps_taken"]:
        row["step_ms"] = round(1000 * trained_as["seconds"] / trained_as["steps_taken"], 1)
    return row


def answered(scene: Scene, strokes: list[Path], device: str, folder: Path) -> Row:
    """Seconds of a worker's first live answer, encoding included, and of that to changed strokes: classes and all."""
    labels, view = folder / "labels.gpkg", middle(scene)
    with LiveWorker(folder, keeps_features=False) as worker:
        seconds = []
        for number, path in enumerate(strokes):
            shutil.copy(path, labels)
            request = worker.send(
                "preview", image=str(scene.image), labels=str(labels), window=view, output=str(folder),
                generation=number + 1, device=device,
            )  # fmt: skip
            seconds.append(worker.wait(request)[1])
    return {"first_answer_s": round(seconds[0]["result"], 2), "classes_s": round(seconds[1]["classes"], 2),
            "answer_s": round(seconds[1]["result"], 2)}  # fmt: skip


def middle(scene: Scene) -> Window:
    """A view in the middle of a scene."""
    with rasterio.open(scene.image) as image:
        height, width = (min(side, view) for side, view in zip(image.shape, VIEW_PX))
        return (image.height - height) // 2, (image.width - width) // 2, height, width


def agreement(first: Path, second: Path) -> float:
    """The share of pixels that have the same class in two maps."""
    with rasterio.open(first) as one, rasterio.open(second) as other:
        return round(float((one.read(1) == other.read(1)).mean()), 4)


def table(results: dict[str, Row]) -> str:
    """The results in Markdown, a row each."""
    names = ("train_s", "step_ms", "predict_s", "first_answer_s", "classes_s", "answer_s", "mean_iou", "agreement")
    lines = ["| " + " | ".join(["scene, recipe, device", *names]) + " |", "|---" * (len(names) + 1) + "|"]
    for key, row in results.items():
        cells = [key.replace("/", ", "), *(str(row.get(name, "")) for name in names)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
