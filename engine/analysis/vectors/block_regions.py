"""The regions of one block of a class map as polygons, plain or with smooth borders."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from affine import Affine
from rasterio.features import rasterize, shapes

from ...data.class_map import UNCLASSIFIED
from ...data.window import PixelWindow

NO_REGION = -1
# Triangles of consecutive corners of a border are cut off below the square of this (Visvalingam and Whyatt 1993): steps
# of single pixels go, corners of objects of a few pixels stay.
SMOOTHING_PX = 1.5
LEFT, TOP, RIGHT, BOTTOM = range(4)


@dataclass(frozen=True)
class BlockRegions:
    """Connected pixels of one class inside a block.

    Attributes:
        window: the block.
        class_ids: of the regions, int64 (n,).
        polygons: (n,), in (col, row) of the raster.
        pixels: of the regions, int64 (n,).
        edges: index of the region at every pixel along the LEFT, TOP, RIGHT and BOTTOM edge, int32, NO_REGION where
            there is none.
    """

    window: PixelWindow
    class_ids: np.ndarray
    polygons: np.ndarray
    pixels: np.ndarray
    edges: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def block_regions(ids: np.ndarray, window: PixelWindow, smooth: bool) -> BlockRegions:
    """The regions of a block; pixels that share a corner only are not connected.

    Args:
        ids: class ids, uint8 (height, width); UNCLASSIFIED where there is none.
        window: the block's place in the raster.
        smooth: whether borders inside the block are smoothed. Those on its edge stay as they are, so that the regions
            of neighbouring blocks fit together.
    """
    polygons, class_ids = outlines(ids, window.transform)
    pixels = np.rint(shapely.area(polygons)).astype(np.int64)
    drawn = smoothed(polygons) if smooth else polygons
    is_class = class_ids != UNCLASSIFIED
    edges = edge_indices(polygons[is_class], window)
    return BlockRegions(window, class_ids[is_class], drawn[is_class], pixels[is_class], edges)


def outlines(ids: np.ndarray, transform: Affine) -> tuple[np.ndarray, np.ndarray]:
    """Polygons of all regions, unclassified ones included, and their class ids: object and int64 (n,).

    Args:
        ids: class ids, uint8 (height, width).
        transform: of the polygons, from (col, row).
    """
    polygons, class_ids = [], []
    for shape, value in shapes(ids, connectivity=4, transform=transform):
        shell, *holes = shape["coordinates"]
        polygons.append(shapely.Polygon(shell, holes))
        class_ids.append(value)
    return np.array(polygons, object), np.array(class_ids, np.int64)


def smoothed(polygons: np.ndarray) -> np.ndarray:
    """The polygons of a whole block with smooth borders, each border the same for both of its sides.

    Args:
        polygons: without gaps, corners at whole numbers; unclassified regions included.
    """
    # A border has a corner wherever a third region meets it: with one at every pixel both of its sides have the same.
    matched = shapely.segmentize(polygons, 1.0)
    return np.asarray(shapely.coverage_simplify(matched, SMOOTHING_PX, simplify_boundary=False))


def edge_indices(polygons: np.ndarray, window: PixelWindow) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The polygon at every pixel along the LEFT, TOP, RIGHT and BOTTOM edge of a block: int32, NO_REGION for none."""
    row, col, height, width = window.row, window.col, window.height, window.width
    lines = (
        PixelWindow(row, col, height, 1), PixelWindow(row, col, 1, width),
        PixelWindow(row, col + width - 1, height, 1), PixelWindow(row + height - 1, col, 1, width),
    )  # fmt: skip
    bounds = shapely.bounds(polygons).reshape(-1, 4)
    reaches = (
        bounds[:, 0] <= col, bounds[:, 1] <= row, bounds[:, 2] >= col + width, bounds[:, 3] >= row + height
    )  # fmt: skip
    left, top, right, bottom = (
        _indices(polygons, np.flatnonzero(at_edge), line) for at_edge, line in zip(reaches, lines)
    )
    return left, top, right, bottom


def _indices(polygons: np.ndarray, chosen: np.ndarray, line: PixelWindow) -> np.ndarray:
    if not len(chosen):
        return np.full(line.height * line.width, NO_REGION, np.int32)
    drawn = zip(polygons[chosen], chosen.tolist())
    indices = rasterize(drawn, line.shape, fill=NO_REGION, transform=line.transform, dtype=np.int32)
    return np.asarray(indices).ravel()
