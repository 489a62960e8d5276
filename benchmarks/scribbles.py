"""Simulate sparse labels: brush strokes inside the classes of a dense truth raster.

usage: python benchmarks/scribbles.py TRUTH.tif LABELS.gpkg [--strokes 8] [--length 80] [--width 3] [--seed 0]
                                      [--names building,land,road,vegetation,water]

Needs scipy: .venv/bin/python -m pip install -r requirements/benchmarks.txt

Each class of TRUTH (ids 1 to 254; 0 and 255 are unknown) gets --strokes strokes. A stroke starts at a random pixel of
the class's interior (see truth_interior.py) and goes on in steps of one pixel in a heading that drifts; where a step
would leave the interior, a new heading is drawn instead. So strokes have up to --length steps, and corners where
classes are small. LABELS.gpkg gets the tables `labels` and `classes` that the engine reads, in the truth's CRS. Equal
arguments give equal strokes. Memory is bounded for any size of the truth.
"""
from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import numpy as np
import pyogrio
import rasterio
import shapely
from truth_interior import MARGIN_PX, Interior

DRIFT = 0.15  # standard deviation of the change of heading in a step, radians
TOLERANCE_PX = 0.2  # of simplifying a path
COLORS = ("#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7", "#999999")


@dataclass(frozen=True)
class StrokeSetting:
    """How many strokes are drawn, and how large.

    Attributes:
        count: strokes a class, at least 1.
        length_px: steps of a stroke, at least 0; with 0 it is a dot.
        width_px: width of a stroke, above 0.
    """

    count: int = 8
    length_px: int = 80
    width_px: float = 3

    def __post_init__(self) -> None:
        if self.count < 1 or self.length_px < 0 or self.width_px <= 0:
            raise ValueError(f"{self} is not valid: give count ≥ 1, length_px ≥ 0 and width_px > 0")


def stroke_path(interior: Interior, class_id: int, length_px: int, rng: np.random.Generator) -> np.ndarray:
    """The pixel positions of one stroke: float64 (n, 2) of (row, col), whole numbers at pixel centres, n ≥ 1.

    Args:
        interior: of the truth.
        class_id: a class whose interior is not empty.
        length_px: steps of one pixel; those that would leave the interior are not taken.
        rng: source of the random numbers.
    """
    start = interior.pixel(class_id, int(rng.integers(interior.count(class_id))))
    return path_from(interior, class_id, start, length_px, rng)


def path_from(
    interior: Interior, class_id: int, start: tuple[int, int], length_px: int, rng: np.random.Generator
) -> np.ndarray:
    """The path of a stroke that begins at a pixel (row, col) of the class's interior; otherwise as stroke_path."""
    row, col = start
    window = interior.around(row, col, length_px + 1)
    inside = interior.mask(class_id, window)
    heading, path = rng.uniform(0, 2 * np.pi), [(float(row), float(col))]
    for _ in range(length_px):
        heading += rng.normal(0, DRIFT)
        position = path[-1][0] + np.sin(heading), path[-1][1] + np.cos(heading)
        r, c = round(position[0]) - window.row_off, round(position[1]) - window.col_off
        if 0 <= r < inside.shape[0] and 0 <= c < inside.shape[1] and inside[r, c]:
            path.append(position)
        else:
            heading = rng.uniform(0, 2 * np.pi)
    return np.array(path)


def stroke_polygon(path: np.ndarray, transform: rasterio.Affine, width_px: float) -> shapely.Geometry:
    """The area of a stroke in map coordinates.

    Args:
        path: pixel positions, as stroke_path gives them.
        transform: from (col, row) of pixel corners to map coordinates.
        width_px: width of the stroke.
    """
    rows, cols = path.T + 0.5
    pixel_size = float(np.hypot(transform.a, transform.d))
    points = np.stack([transform.a * cols + transform.b * rows + transform.c,
                       transform.d * cols + transform.e * rows + transform.f], axis=1)  # fmt: skip
    line = shapely.linestrings(points) if len(points) > 1 else shapely.points(points[0])
    return line.simplify(TOLERANCE_PX * pixel_size).buffer(width_px / 2 * pixel_size)


def draw_strokes(truth: Path, setting: StrokeSetting, seed: int) -> dict[int, list[shapely.Geometry]]:
    """The strokes of every class of a truth raster, in its CRS; none for a class without an interior.

    Args:
        truth: raster of class ids.
        setting: number and size of the strokes.
        seed: of the random numbers.

    Raises:
        ValueError: the truth does not hold class ids, or no class of it has an interior.
    """
    with rasterio.open(truth) as source:
        strokes = strokes_in(Interior(source), source.transform, setting, seed)
    if not any(strokes.values()):
        raise ValueError(f"{truth} has no class that is more than {2 * MARGIN_PX} px wide anywhere")
    return strokes


def strokes_in(
    interior: Interior, transform: rasterio.Affine, setting: StrokeSetting, seed: int
) -> dict[int, list[shapely.Geometry]]:
    """The strokes of draw_strokes, of interiors that are worked out already; transform is that of the truth."""
    rng = np.random.default_rng(seed)
    strokes: dict[int, list[shapely.Geometry]] = {}
    for class_id in interior.class_ids:
        count = setting.count if interior.count(class_id) else 0
        paths = [stroke_path(interior, class_id, setting.length_px, rng) for _ in range(count)]
        strokes[class_id] = [stroke_polygon(path, transform, setting.width_px) for path in paths]
    return strokes


def write_labels(
    path: Path, strokes: dict[int, list[shapely.Geometry]], crs: Optional[str], names: Sequence[str] = ()
) -> None:
    """Writes a label file, in place of what is there.

    Args:
        path: GeoPackage to write.
        strokes: polygons by class id.
        crs: of the polygons, as WKT; None for none.
        names: of the classes from id 1 on; without one a class is called by its id.
    """
    polygons = shapely.to_wkb(np.array([polygon for drawn in strokes.values() for polygon in drawn], object))
    class_ids = np.array(list(strokes), np.int32)
    of_polygons = np.repeat(class_ids, [len(drawn) for drawn in strokes.values()])
    named = [names[class_id - 1] if class_id <= len(names) else f"class {class_id}" for class_id in strokes]
    colors = [COLORS[(class_id - 1) % len(COLORS)] for class_id in strokes]
    scheme = [class_ids, np.array(named, object), np.array(colors, object)]
    table = {"path": path, "driver": "GPKG"}
    path.unlink(missing_ok=True)
    pyogrio.raw.write(
        geometry=polygons, field_data=[of_polygons], fields=["class_id"], layer="labels", geometry_type="Polygon",
        crs=crs, **table,
    )  # fmt: skip
    pyogrio.raw.write(
        geometry=None, field_data=scheme, fields=["class_id", "name", "color"], layer="classes", geometry_type=None,
        crs=None, **table,
    )  # fmt: skip


def simulate(truth: Path, labels: Path, setting: StrokeSetting, seed: int, names: Sequence[str] = ()) -> dict[int, int]:
    """Draws strokes and writes them as a label file; returns their number by class.

    Args:
        truth, setting, seed: see draw_strokes, whose errors are raised.
        labels: GeoPackage to write.
        names: of the classes; see write_labels.
    """
    strokes = draw_strokes(truth, setting, seed)
    with rasterio.open(truth) as source:
        crs = source.crs.to_wkt() if source.crs else None
    write_labels(labels, strokes, crs, names)
    return {class_id: len(drawn) for class_id, drawn in strokes.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("truth", type=Path, metavar="TRUTH.tif")
    add("labels", type=Path, metavar="LABELS.gpkg")
    add("--strokes", type=int, default=StrokeSetting.count, help="strokes a class (default %(default)s)")
    add("--length", type=int, default=StrokeSetting.length_px, metavar="PX", help="steps (default %(default)s)")
    add("--width", type=float, default=StrokeSetting.width_px, metavar="PX", help="width (default %(default)s)")
    add("--seed", type=int, default=0, help="of the random numbers (default %(default)s)")
    add("--names", default="", metavar="NAME,...", help="names of the classes from id 1 on")
    options = parser.parse_args()
    names = options.names.split(",") if options.names else []
    try:
        setting = StrokeSetting(options.strokes, options.length, options.width)
        counts = simulate(options.truth, options.labels, setting, options.seed, names)
    except (ValueError, rasterio.RasterioIOError) as error:
        parser.error(str(error))
    for class_id in (class_id for class_id, count in counts.items() if not count):
        print(f"class {class_id} is nowhere more than {2 * MARGIN_PX} px wide: no strokes", file=sys.stderr)
    print(f"{sum(counts.values())} strokes of {len(counts)} classes in {options.labels}")


if __name__ == "__main__":
    main()
