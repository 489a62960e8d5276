"""What browsing a large image with the live map takes on disk and in memory.

usage: python benchmarks/browsing.py [--side 20000] [--views 300] [--megabytes 1074]

Once before: .venv/bin/python -m pip install -r requirements/benchmarks.txt

Writes an image of --side x --side px, labels at its left edge, and asks the real worker for views of 1400 x 900 px that
together show as many pixels as the image has, or for --views of them, under a limit for the features that are kept on
disk. Prints the most that the folder and the worker's memory took; fails where the folder exceeded its limit.
"""
from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

import numpy as np
from live_worker import VIEW_PX, LiveWorker
from memory import labels_of, write_image

STROKE = (200, 200, 3, 80)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--side", type=int, default=20_000, metavar="PX", help="of the image (default %(default)s)")
    add("--views", type=int, default=0, metavar="N", help="0 for as many as show the whole image (default)")
    add("--megabytes", type=int, default=1074, metavar="MB", help="limit of the folder (default %(default)s, 1 GiB)")
    options = parser.parse_args()
    views = views_of(options.side)[: options.views or None]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cache = folder / "cache"
        os.environ |= {"BERUNDA_CACHE_FOLDER": str(cache), "BERUNDA_CACHE_MB": str(options.megabytes)}
        image = write_image(folder / "image.tif", options.side)
        labels = labels_of(folder, STROKE, options.side)
        on_disk, resident = [0.0], [0.0]
        with LiveWorker(folder) as worker:
            for done, view in enumerate(views):
                worker.preview(image, labels, view)
                on_disk.append(sum(file.stat().st_size for file in cache.rglob("*") if file.is_file()) / 1e6)
                resident.append(worker.resident_mb())
                print(f"{done + 1}/{len(views)} {on_disk[-1]:.0f} MB on disk, {resident[-1]:.0f} MB", file=sys.stderr)
    seen = sum(height * width for _, _, height, width in views) / 1e6
    most = f"{max(on_disk):.0f} MB on disk, {max(resident):.0f} MB of memory"
    print(f"{seen:.0f} Mpx in {len(views)} views: at most {most}")
    print(f"after a tenth of the views: {resident[max(1, len(views) // 10)]:.0f} MB of memory")
    sys.exit(1 if max(on_disk) > options.megabytes else 0)


def views_of(side_px: int) -> list[tuple[int, int, int, int]]:
    """Views side by side over the whole image, in random order."""
    rows, cols = (range(0, side_px, size) for size in VIEW_PX)
    views = [(row, col, *VIEW_PX) for row in rows for col in cols]
    return [views[index] for index in np.random.default_rng(0).permutation(len(views))]


if __name__ == "__main__":
    main()
