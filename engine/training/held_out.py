"""What the network says about strokes that training has not seen, and about the training area."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from ..compute import Compute
from ..data.label_raster import StrokePixels
from ..data.raster import Raster
from ..data.window import PixelWindow
from .preparation import TrainingData

MARGIN_PX = 32  # context around a window whose pixels are judged
MAX_WINDOWS = 64  # enough for a figure; the rest of very many strokes is left out


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
    """The patches around the held-out strokes, read once."""

    def __init__(self, data: TrainingData, patch_px: int) -> None:
        self._patch_px = patch_px
        self._windows = [w for stroke in data.held_out for w in self._cover(stroke)][:MAX_WINDOWS]
        self._pixels = [_normalised(data, data.image, window) for window, _, _ in self._windows]
        self.strokes = len({stroke.stroke for _, stroke, _ in self._windows})

    def measure(self, network: nn.Module, compute: Compute) -> PixelLogits:
        """The network's logits at every pixel of the held-out strokes; needs at least one."""
        logits, targets, strokes = [], [], []
        for (_, stroke, places), pixels in zip(self._windows, self._pixels):
            values = compute.forward(network, pixels)[0].numpy()
            logits.append(values[:, places[:, 0], places[:, 1]].T)
            targets.append(np.full(len(places), stroke.class_index))
            strokes.append(np.full(len(places), stroke.stroke))
        return PixelLogits(np.concatenate(logits), np.concatenate(targets), np.concatenate(strokes))

    def _cover(self, stroke: StrokePixels) -> list[tuple[PixelWindow, StrokePixels, np.ndarray]]:
        """Windows over a stroke and its pixels' places in each."""
        step = self._patch_px - 2 * MARGIN_PX if self._patch_px > 2 * MARGIN_PX else self._patch_px
        margin = (self._patch_px - step) // 2
        origin = stroke.pixels.min(axis=0)
        cells = (stroke.pixels - origin) // step
        covered = []
        for cell in np.unique(cells, axis=0):
            row, col = (origin + cell * step - margin).tolist()
            places = stroke.pixels[(cells == cell).all(axis=1)] - (row, col)
            covered.append((PixelWindow(row, col, self._patch_px, self._patch_px), stroke, places))
        return covered


class AreaSample:
    """Patches spread over the training area, read once: what the network says there is what it knows."""

    PATCHES = 16

    def __init__(self, data: TrainingData) -> None:
        batches = (data.sampler.unlabelled_patch(index) for index in range(self.PATCHES))
        self._patches = [(torch.from_numpy(pixels)[None], valid_mask) for pixels, valid_mask in batches]

    def logits(self, network: nn.Module, compute: Compute) -> np.ndarray:
        """Logits (n, K) of the valid pixels of all patches."""
        return np.concatenate([compute.forward(network, pixels)[0].numpy()[:, mask].T for pixels, mask in self._patches])


def _normalised(data: TrainingData, raster: Raster, window: PixelWindow) -> torch.Tensor:
    pixels, valid_mask = raster.read(window)
    return torch.from_numpy(data.normalisation.apply(pixels, valid_mask))[None]
