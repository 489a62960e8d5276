"""How fast live maps are answered, and how far an analyst gets with them in how many strokes, beside a random forest.

usage: python benchmarks/live.py [SCENES | --image RASTER --truth RASTER] [--scenes-only t4 ...] [--seeds 0 1 2]
                                 [--strokes 40] [--results FILE] [--plot FILE]

Once before: .venv/bin/python -m pip install -r requirements/benchmarks.txt

SCENES is a folder of pairs NAME_rgb.tif and NAME_truth.tif; without scenes it is the sample in resources/sample. A
simulated analyst starts with one stroke a class and then, again and again, draws one where the live map has its largest
error, with a cursor of 400 px/s, once the map has answered in the real worker. Each stroke is answered for a view of
1400 x 900 px around it as well: the seconds until its classes are all there, and until the whole answer is. The forest
learns from eight random strokes a class. Nothing else should run on the machine. Prints the table of docs/live.md;
--plot draws mean IoU against strokes.
"""
from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import rasterio
import shapely
from harness import BENCHMARKS, common_options
from live_worker import VIEW_PX, LiveWorker, Window
from scene_files import Scene, chosen_scenes
from scipy import ndimage
from scribbles import StrokeSetting, path_from, simulate, stroke_path, stroke_polygon, write_labels
from truth_interior import UNKNOWN, Interior

STROKE = StrokeSetting(1)
RANDOM = StrokeSetting(8)  # of the forest
CURSOR_PX_S = 400
RESOLUTION_PX = 8  # of the map that the analyst looks for errors on
CONTEXT_PX = 512  # between views, so that they share no block
BESIDE = 8  # answers beside a training
REACH_PX = 128  # from the middle of an error to where a stroke may begin
Strokes = dict[int, list[shapely.Geometry]]
Record = dict[str, list[float]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    common_options(parser, "live.json")
    parser.add_argument("--strokes", type=int, default=40, metavar="N", help="of the analyst (default %(default)s)")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw mean IoU against strokes")
    options = parser.parse_args()
    results = json.loads(options.results.read_text()) if options.results.exists() else {}
    scenes = chosen_scenes(parser, options)
    with tempfile.TemporaryDirectory() as name:
        for scene in scenes:
            for seed in options.seeds:
                key = f"{scene.name}/{seed}"
                if key not in results:
                    folder = Path(name) / key.replace("/", "_")
                    folder.mkdir()
                    results[key] = measured(scene.cropped(folder), seed, options.strokes, folder)
                    options.results.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")
    names = [scene.name for scene in scenes]
    chosen = {key: record for key, record in results.items() if key.rsplit("/", 1)[0] in names}
    print(table(chosen))
    if options.plot:
        plot(chosen, options.plot)


def measured(scene: Scene, seed: int, count: int, folder: Path) -> Record:
    """The forest's result, and the analyst's, who begins with a stroke of every class.

    Returns:
        "forest": mean IoU, seconds and strokes; "mean_iou", "seconds" (of drawing and waiting, in all so far),
        "classes_s", "answer_s" (of the view) and "everything_s" (of the image, coarsely), and "strokes" so far, after
        every answer; "training_s", the classes of the view beside a training; "unseen_s", the first block of new views.
    """
    record: Record = {"forest": forest(scene, seed, folder)}
    analyst = Analyst(scene, seed, folder)
    with LiveWorker(folder) as worker:
        worker.wait(worker.send("explore", image=str(scene.image)))
        for class_id in analyst.classes:
            analyst.draw_anywhere(class_id)
        while True:
            _, seconds = worker.preview(scene.image, analyst.labels, analyst.view())
            values, whole = worker.preview(scene.image, analyst.labels, analyst.everything, RESOLUTION_PX)
            mean_iou = analyst.look(Path(values["classes"]), seconds["classes"])
            row = {"mean_iou": mean_iou, "seconds": analyst.seconds}
            row |= {"classes_s": seconds["classes"], "answer_s": seconds["result"], "everything_s": whole["result"]}
            row["strokes"] = analyst.count
            for name, value in row.items():
                record.setdefault(name, []).append(round(value, 4))
            shown = {name: round(value, 3) for name, value in row.items()}
            print(scene.name, seed, analyst.count, shown, file=sys.stderr, flush=True)
            if analyst.count >= count or not analyst.draw_at_an_error():
                break
        record["training_s"] = while_training(worker, scene, analyst, folder)
    record["unseen_s"] = unseen(scene, analyst, folder)
    return record


def unseen(scene: Scene, analyst: Analyst, folder: Path) -> list[float]:
    """Seconds until the first block of views whose features nobody has computed."""
    height, width = VIEW_PX
    rows, cols = (range(0, side, size + CONTEXT_PX) for side, size in zip(analyst.everything[2:], VIEW_PX))
    views: list[Window] = [(row, col, height, width) for row in rows for col in cols]
    with LiveWorker(folder, keeps_features=False) as worker:
        answers = [worker.preview(scene.image, analyst.labels, view)[1]["first classes"] for view in views]
    return [round(seconds, 3) for seconds in answers[1:]]  # the first one reads the strokes as well


def while_training(worker: LiveWorker, scene: Scene, analyst: Analyst, folder: Path) -> list[float]:
    """Seconds until the classes of the view are all there while the worker trains the default recipe, which is stopped
    in the end."""
    files = {"image": str(scene.image), "labels": str(analyst.labels), "model": str(folder / "model.safetensors")}
    training = worker.send("train", **files)
    worker.wait_for(training, "metric")
    answers = [worker.preview(scene.image, analyst.labels, analyst.view())[1]["classes"] for _ in range(BESIDE)]
    worker.send("cancel", id=training)
    worker.wait_for(training, "cancelled")
    return [round(seconds, 3) for seconds in answers]


def forest(scene: Scene, seed: int, folder: Path) -> list[float]:
    """Mean IoU, wall seconds and strokes of the forest."""
    labels, classes = folder / "forest.gpkg", folder / "forest.tif"
    strokes = sum(simulate(scene.truth, labels, RANDOM, seed).values())
    started = time.perf_counter()
    command = [sys.executable, str(BENCHMARKS / "forest.py"), str(scene.image), str(labels), str(classes)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - started
    with rasterio.open(classes) as found, rasterio.open(scene.truth) as truth:
        return [mean_iou_of(found.read(1), truth.read(1)), round(seconds, 2), strokes]


class Analyst:
    """Draws strokes where the map is wrong.

    Args:
        scene: without a window.
        seed: of everything random.
        folder: for the label file.

    Attributes:
        labels: the label file.
        classes: ids of the classes.
        count: strokes so far.
        seconds: of drawing and waiting so far.
    """

    def __init__(self, scene: Scene, seed: int, folder: Path) -> None:
        self._rng = np.random.default_rng((seed, 7))
        self._source = rasterio.open(scene.truth)
        self._truth = self._source.read(1)
        self._interior = Interior(self._source)
        self._strokes: Strokes = {class_id: [] for class_id in self._interior.class_ids}
        self.classes = self._interior.class_ids
        self._map: np.ndarray | None = None
        self._tried = np.zeros(self._truth.shape, bool)
        self.labels, self.count, self.seconds = folder / "live.gpkg", 0, 0.0
        self.everything: Window = (0, 0, *self._truth.shape)
        self._place = (0, 0)

    def draw_anywhere(self, class_id: int) -> None:
        """Draws a stroke of a class at a random place."""
        self._draw(class_id, stroke_path(self._interior, class_id, STROKE.length_px, self._rng))

    def draw_at_an_error(self) -> bool:
        """Draws a stroke at the largest error; False where none is left that a stroke fits into."""
        found = self._largest_error()
        if found is None:
            return False
        class_id, start = found
        self._draw(class_id, path_from(self._interior, class_id, start, STROKE.length_px, self._rng))
        return True

    def _draw(self, class_id: int, path: np.ndarray) -> None:
        self._place = (int(path[0][0]), int(path[0][1]))
        self._strokes[class_id].append(stroke_polygon(path, self._source.transform, STROKE.width_px))
        self.count += 1
        self.seconds += len(path) / CURSOR_PX_S
        drawn = {class_id: strokes for class_id, strokes in self._strokes.items() if strokes}
        write_labels(self.labels, drawn, self._source.crs.to_wkt() if self._source.crs else None)

    def view(self) -> Window:
        """A view around the last stroke."""
        row, col = (place - size // 2 for place, size in zip(self._place, VIEW_PX))
        return (row, col, *VIEW_PX)

    def look(self, classes: Path, seconds: float) -> float:
        """Takes in the map of everything, after waiting for the view; returns its mean IoU."""
        self.seconds += seconds
        with rasterio.open(classes) as source:
            found = source.read(1)
        rows, cols = (
            np.minimum(np.arange(n) * RESOLUTION_PX + RESOLUTION_PX // 2, size - 1)
            for n, size in zip(found.shape, self._truth.shape)
        )
        self._map = found
        self._sampled = self._truth[rows[:, None], cols]
        return mean_iou_of(found, self._sampled)

    def _largest_error(self) -> tuple[int, tuple[int, int]] | None:
        """Class and start of a stroke in the largest patch of pixels of a class that the map shows as another."""
        candidates = []
        for class_id in self._interior.class_ids:
            wrong = (self._sampled == class_id) & (self._map != class_id)
            patches, n = ndimage.label(wrong)
            sizes = np.bincount(patches.ravel(), minlength=n + 1)[1:]
            for patch in np.argsort(-sizes)[:5] + 1:
                candidates.append((int(sizes[patch - 1]), class_id, np.argwhere(patches == patch)))
        for _, class_id, cells in sorted(candidates, key=lambda each: -each[0]):
            middle = cells[np.square(cells - cells.mean(axis=0)).sum(axis=1).argmin()] * RESOLUTION_PX
            start = self._start_near(class_id, middle)
            if start is not None:
                return class_id, start
        return None

    def _start_near(self, class_id: int, middle: np.ndarray) -> tuple[int, int] | None:
        window = self._interior.around(int(middle[0]), int(middle[1]), REACH_PX)
        inside = self._interior.mask(class_id, window)
        origin = np.array((window.row_off, window.col_off))
        pixels = np.argwhere(inside) + origin
        pixels = pixels[~self._tried[tuple(pixels.T)]]
        if not len(pixels):
            return None
        row, col = pixels[np.square(pixels - middle).sum(axis=1).argmin()].tolist()
        self._tried[max(0, row - 40) : row + 40, max(0, col - 40) : col + 40] = True
        return row, col


def mean_iou_of(found: np.ndarray, truth: np.ndarray) -> float:
    """Over the classes of the truth, where these are known."""
    known = ~np.isin(truth, UNKNOWN)
    found, truth = found[known], truth[known]
    ious = [((found == c) & (truth == c)).sum() / ((found == c) | (truth == c)).sum() for c in np.unique(truth)]
    return round(float(np.mean(ious)), 4)


def table(results: dict[str, Record]) -> str:
    """Markdown: by scene and seed, the forest, when the analyst is as good, and seconds."""
    lines = [
        "| scene, seed | forest: mean IoU, s, strokes | as good after: strokes, s | analyst at the end | "
        "classes of the view: median, 95 %; while training; first block of a new view | "
        "whole answer: median, share of the forest's time |",
        f"{'|---' * 6}|",
    ]
    for key, record in sorted(results.items()):
        goal, forest_s, strokes = record["forest"]
        forest_whole_s = strokes * (STROKE.length_px + 1) / CURSOR_PX_S + forest_s
        reached = next((i for i, iou in enumerate(record["mean_iou"]) if iou >= goal), None)
        when = "never" if reached is None else f"{record['strokes'][reached]:.0f}, {record['seconds'][reached]:.1f}"
        classes, answer = record["classes_s"][1:], np.median(record["answer_s"][1:])
        lines.append(
            f"| {key} | {goal:.3f}, {forest_whole_s:.0f}, {strokes:.0f} | {when} | {record['mean_iou'][-1]:.3f} "
            f"({record['strokes'][-1]:.0f} strokes) | {np.median(classes):.2f} s, {np.quantile(classes, 0.95):.2f} s; "
            f"{np.median(record['training_s']):.2f} s; {np.median(record['unseen_s'] or np.nan):.2f} s | "
            f"{answer:.2f} s, {answer / forest_s:.1%} |"
        )
    return "\n".join(lines)


def plot(results: dict[str, Record], path: Path) -> None:
    """Draws mean IoU against strokes, with the forest's as a dashed line of the same colour."""
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 5))
    for key, record in sorted(results.items()):
        (line,) = axes.plot(record["strokes"], record["mean_iou"], label=key)
        axes.axhline(record["forest"][0], color=line.get_color(), linestyle="--", linewidth=0.8)
    axes.set(xlabel="strokes", ylabel="mean IoU; dashed: the forest's, of 40 random strokes")
    axes.legend(fontsize="small")
    figure.savefig(path, dpi=120, bbox_inches="tight")


if __name__ == "__main__":
    main()
