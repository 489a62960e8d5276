"""What the network says about strokes that training has not seen, and about the training area."""
from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from ..compute import Compute
from ..data.label_raster import StrokePixels
from ..data.window import PixelWindow
from .preparation import TrainingData

WINDOW_PX, MARGIN_PX = 192, 32  # what the network reads around a stroke, and how much of that is only context
MAX_WINDOWS = 64  # enough for a figure; of very many strokes some are left out


@dataclass(frozen=True)
class PixelLogits:
    """Logits of pixels of known class.

    Attributes:
        logits: float32 (n, K). targets: int64 (n,). strokes: int64 (n,), which stroke each pixel is of.
    """

    logits: np.ndarray
    targets: np.ndarray
    strokes: np.ndarray


class HeldOutWindows:
    """The windows around the held-out strokes, read once."""

    def __init__(self, data: TrainingData) -> None:
        windows = [w for stroke in data.held_out for w in _cover(stroke)]
        self._windows = windows[:: math.ceil(len(windows) / MAX_WINDOWS)]  # of every class: strokes come in the order they were drawn
        self._pixels = [_normalised(data, window) for window, _, _ in self._windows]

    def measure(self, network: nn.Module, compute: Compute) -> PixelLogits:
        """The network's logits at every pixel of the held-out strokes; needs at least one."""
        logits, targets, strokes = [], [], []
        for (_, stroke, places), pixels in zip(self._windows, self._pixels):
            values = compute.forward(network, pixels)[0].numpy()
            logits.append(values[:, places[:, 0], places[:, 1]].T)
            targets.append(np.full(len(places), stroke.class_index))
            strokes.append(np.full(len(places), stroke.stroke))
        return PixelLogits(np.concatenate(logits), np.concatenate(targets), np.concatenate(strokes))


class AreaSample:
    """Patches spread over the training area, read once: what the network says there is what it knows.

    Their side is not that of training patches: whoever stops a training with large ones waits for this.
    """

    PATCHES, SIDE_PX, BATCH = 32, 96, 8

    def __init__(self, data: TrainingData) -> None:
        pixels, valid_masks = zip(*(data.sampler.unlabelled_patch(index, self.SIDE_PX) for index in range(self.PATCHES)))
        self._batches = torch.from_numpy(np.stack(pixels)).split(self.BATCH)
        self._valid_mask = np.stack(valid_masks)

    def logits(self, network: nn.Module, compute: Compute) -> np.ndarray:
        """Logits (n, K) of the valid pixels of all patches."""
        logits = torch.cat([compute.forward(network, batch) for batch in self._batches]).numpy()
        return logits.transpose(0, 2, 3, 1)[self._valid_mask]


def _cover(stroke: StrokePixels) -> list[tuple[PixelWindow, StrokePixels, np.ndarray]]:
    """Windows over a stroke and its pixels' places in each."""
    step = WINDOW_PX - 2 * MARGIN_PX
    origin = stroke.pixels.min(axis=0)
    cells = (stroke.pixels - origin) // step
    covered = []
    for cell in np.unique(cells, axis=0):
        row, col = (origin + cell * step - MARGIN_PX).tolist()
        places = stroke.pixels[(cells == cell).all(axis=1)] - (row, col)
        covered.append((PixelWindow(row, col, WINDOW_PX, WINDOW_PX), stroke, places))
    return covered


def _normalised(data: TrainingData, window: PixelWindow) -> torch.Tensor:
    pixels, valid_mask = data.image.read(window)
    return torch.from_numpy(data.normalisation.apply(pixels, valid_mask))[None]
