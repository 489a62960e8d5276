"""What the network says about strokes that training has not seen, and about the training area."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from ..compute import Compute
from .preparation import TrainingData
from .stroke_windows import read_normalised, stroke_windows, thinned

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
        windows = [w for stroke in data.held_out for w in stroke_windows(stroke, data.image.grid)]
        self._windows = thinned(windows, MAX_WINDOWS)  # of every class: strokes come in the order they were drawn
        self._pixels = [read_normalised(data, w.window)[0] for w in self._windows]

    def measure(self, network: nn.Module, compute: Compute) -> PixelLogits:
        """The network's logits at every pixel of the held-out strokes; needs at least one."""
        logits, targets, strokes = [], [], []
        for window, pixels in zip(self._windows, self._pixels):
            values = compute.forward(network, pixels)[0].numpy()
            rows, cols = window.places.T
            logits.append(values[:, rows, cols].T)
            targets.append(np.full(len(rows), window.stroke.class_index))
            strokes.append(np.full(len(rows), window.stroke.stroke))
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
