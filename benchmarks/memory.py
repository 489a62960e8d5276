"""Peak memory and time of a training with a polygon over all of a large image, against one with a stroke.

usage: python benchmarks/memory.py [--side 20000]

Once before: .venv/bin/python -m pip install -r requirements/benchmarks.txt

Writes an image of --side x --side px and two label files to a temporary folder, and trains on both with the recipe
`instant` and with five steps of the default one. Prints a table; fails where the polygon takes more than 1.2 times the
memory of the stroke.
"""
from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import rasterio
import shapely
from affine import Affine
from scribbles import write_labels

ROOT = Path(__file__).resolve().parents[1]
TRANSFORM, CRS = Affine(0.5, 0, 360_000, 0, -0.5, 2_780_000), "EPSG:32640"
BLOCK_PX = 1000  # side of a square of one colour
STRIP_PX = 100  # width of the strip at the left edge where the other class's strokes lie
METHODS = {"instant": ("--preset", "instant"), "default, 5 steps": ("--steps", "5")}
MOST = 1.2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--side", type=int, default=20_000, metavar="PX", help="of the image (default %(default)s)")
    side = parser.parse_args().side
    ratios = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        image = write_image(folder / "image.tif", side)
        stroke, polygon = (2 * STRIP_PX, 200, 3, 80), (STRIP_PX, 0, side, side - STRIP_PX)
        print("| recipe | stroke | polygon | ratio |\n|---|---|---|---|")
        for method, arguments in METHODS.items():
            used = [train(image, labels_of(folder, shape, side), arguments) for shape in (stroke, polygon)]
            ratios.append(used[1][0] / used[0][0])
            shown = " | ".join(f"{mib:.0f} MiB, {seconds:.0f} s" for mib, seconds in used)
            print(f"| {method} | {shown} | {ratios[-1]:.2f} |", flush=True)
    sys.exit(1 if max(ratios) > MOST else 0)


def write_image(path: Path, side_px: int) -> Path:
    """A compressed RGB image of squares of one colour each, written in strips."""
    options = {"tiled": True, "blockxsize": 512, "blockysize": 512, "compress": "deflate", "dtype": "uint8"}
    rng = np.random.default_rng(0)
    size = {"count": 3, "height": side_px, "width": side_px}
    with rasterio.open(path, "w", driver="GTiff", transform=TRANSFORM, crs=CRS, **size, **options) as sink:
        for row in range(0, side_px, BLOCK_PX):
            colors = rng.integers(1, 255, (3, 1, -(-side_px // BLOCK_PX)), dtype=np.uint8)
            height = min(BLOCK_PX, side_px - row)
            strip = colors.repeat(height, axis=1).repeat(BLOCK_PX, axis=2)[:, :, :side_px]
            sink.write(strip, window=rasterio.windows.Window(0, row, side_px, height))
    return path


def labels_of(folder: Path, shape: tuple[int, int, int, int], side_px: int) -> Path:
    """Labels of one shape (col, row, height, width) of class 1 and four strokes of class 2 at the left edge."""
    strokes = [(10, row, 3, 60) for row in range(50, side_px, side_px // 4)]
    write_labels(folder / "labels.gpkg", {1: [box(*shape)], 2: [box(*stroke) for stroke in strokes]}, CRS)
    return folder / "labels.gpkg"


def box(col: int, row: int, height: int, width: int) -> shapely.Polygon:
    """A rectangle of pixels in map coordinates."""
    (left, top), (right, bottom) = TRANSFORM * (col, row), TRANSFORM * (col + width, row + height)
    return shapely.box(left, bottom, right, top)


def train(image: Path, labels: Path, arguments: tuple[str, ...]) -> tuple[float, float]:
    """Peak resident memory in MiB and seconds of a training."""
    files = ("--image", image, "--labels", labels, "--model", image.with_name("model.safetensors"))
    started = time.monotonic()
    command = (sys.executable, "-m", "engine", "train", *files, "--device", "cpu", *arguments)
    process = subprocess.Popen([str(part) for part in command], cwd=ROOT, stderr=subprocess.DEVNULL, stdout=sys.stderr)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(process.args)} failed")
    return usage.ru_maxrss / 1024, time.monotonic() - started


if __name__ == "__main__":
    main()
