"""How much of an image is unlike the training imagery, from a small sample of it: before a map is made of it."""
from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch

from ..data.area import Area
from ..data.normalisation import Normalisation
from ..data.raster import Raster
from ..data.tiles import read_tile
from ..data.window import PixelWindow
from ..models.ood_head import OodHead
from ..schema.ood_scores import EDGE_SCORE, FOREIGN
from .blending import Forward
from .ood.registry import OOD_SCORES
from .ood.score import Pixels

SIDE_PX = 160  # of a place that is looked at
LARGEST_SAMPLE, SMALLEST_SHARE = 9, 1 / 30  # places at most, and the share of the region that they may cover


def foreign_share(
    raster: Raster, forward: Forward, normalisation: Normalisation, area: Area, statistics: dict[str, Any]
) -> float:
    """The share of a sample of a region whose score *foreign* is beyond the edge of the training area; 0 without data.

    Args:
        raster: the image.
        forward: a network with an OOD head, whose channels are the last ones.
        normalisation: of the image's bands.
        area: the region.
        statistics: of the scores, by name.

    Raises:
        ImageError: the file is damaged.
    """
    scores = [np.empty(0, np.float32)]
    for window in _places(raster, area):
        tile = read_tile(raster, normalisation, window)
        with torch.inference_mode():
            outputs = np.asarray(forward(torch.from_numpy(tile.pixels[None])))[0]
        logits, distances = np.split(outputs, [-OodHead.CHANNELS])
        pixels = Pixels(logits, logits.argmax(axis=0), distances)
        scores.append(OOD_SCORES[FOREIGN](pixels, statistics[FOREIGN])[tile.valid_mask])
    together = np.concatenate(scores)
    return float((together >= EDGE_SCORE).mean()) if len(together) else 0.0


def _places(raster: Raster, area: Area) -> list[PixelWindow]:
    """Windows of SIDE_PX spread over a region, inside the image where they fit."""
    window = area.window.clip(raster.grid.window)
    affordable = window.height * window.width * SMALLEST_SHARE / SIDE_PX**2
    count = max(1, math.isqrt(int(min(LARGEST_SAMPLE, affordable))))
    places = []
    for index in range(count**2):
        row = window.row + (2 * (index // count) + 1) * window.height // (2 * count) - SIDE_PX // 2
        col = window.col + (2 * (index % count) + 1) * window.width // (2 * count) - SIDE_PX // 2
        places.append(PixelWindow(row, col, SIDE_PX, SIDE_PX).moved_into(raster.grid.window))
    return places
