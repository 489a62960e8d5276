"""Windows around strokes with room for context, in which labelled pixels are read in order rather than by chance."""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import torch

from ..schema.config import SIDE_MULTIPLE_PX
from .label_raster import StrokePixels
from .normalisation import Normalisation
from .raster import Grid, Raster
from .window import PixelWindow

CORE_PX = 128  # side of the part of a stroke that one window holds at most
MARGIN_PX = 32  # context around it

Items = TypeVar("Items", list, np.ndarray, torch.Tensor)


@dataclass(frozen=True)
class StrokeWindow:
    """A window around a stroke or a part of it.

    Attributes:
        window: in the image.
        stroke: the stroke.
        places: int (n, 2), (row, col) in the window of the stroke's pixels.
    """

    window: PixelWindow
    stroke: StrokePixels
    places: np.ndarray


def stroke_windows(stroke: StrokePixels, grid: Grid) -> list[StrokeWindow]:
    """Square windows that together hold all of a stroke's pixels, each once; every network takes their sides.

    There are few sizes, since a graphics card prepares for each that it meets. Where they fit into the image they lie
    inside: what is beyond would look like an edge.
    """
    rows, cols = ((stroke.pixels - stroke.pixels.min(axis=0)) // CORE_PX).T
    order = np.lexsort((cols, rows))
    borders = np.flatnonzero(np.diff(rows[order]) | np.diff(cols[order])) + 1
    windows = []
    for inside in np.split(stroke.pixels[order], borders):
        side = int(np.ptp(inside, axis=0).max()) + 1 + 2 * MARGIN_PX
        side += -side % SIDE_MULTIPLE_PX
        origin = np.clip(inside.min(axis=0) - MARGIN_PX, 0, np.maximum((grid.height - side, grid.width - side), 0))
        row, col = origin.tolist()
        windows.append(StrokeWindow(PixelWindow(row, col, side, side), stroke, inside - origin))
    return windows


def subsample(items: Items, count: int) -> Items:
    """Every n-th item, so that at most `count` are left."""
    return items[:: max(1, math.ceil(len(items) / count))]


def read_normalised(image: Raster, normalisation: Normalisation, window: PixelWindow) -> torch.Tensor:
    """A window as networks take it: float32 (1, C, height, width), 0 where not valid."""
    return torch.from_numpy(normalisation.apply(*image.read(window)))[None]
