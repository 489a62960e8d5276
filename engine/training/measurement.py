"""How good a network is on held-out strokes, and how its logits have to be scaled to become probabilities."""
from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

from ..data.interval import wilson_interval
from ..data.stroke_windows import read_normalised, stroke_windows, subsample
from ..features.encoded_patches import EncodedPatches
from ..inference.confidence import fit_temperature
from ..models.compute import Compute
from ..models.network import Network
from .preparation import TrainingData

MAX_WINDOWS = 64  # enough for a figure; of very many strokes some are left out
MAX_PIXELS = 1000  # of a window, likewise
CALIBRATED_FROM = 20  # held-out strokes; with fewer the confidence is called uncalibrated


@dataclass(frozen=True)
class PixelLogits:
    """Logits of pixels of known class.

    Attributes:
        logits: float32 (n, K).
        targets: int64 (n,), class indices.
        strokes: int64 (n,), the stroke of each pixel.
    """

    logits: np.ndarray
    targets: np.ndarray
    strokes: np.ndarray


@dataclass(frozen=True)
class Measurement:
    """What held-out strokes show of a network.

    Attributes:
        held_out: accuracy and what it rests on, as `summarise` gives it, with the step it was measured at; None without
            held-out strokes.
        temperature: what logits are divided by before they are called probabilities.
    """

    held_out: Optional[dict[str, Any]] = None
    temperature: float = 1.0

    @property
    def accuracy(self) -> float:
        """On held-out strokes; NaN without any."""
        return float(self.held_out["accuracy"]) if self.held_out is not None else math.nan

    @property
    def is_calibrated(self) -> bool:
        """Whether enough strokes support the temperature."""
        return self.held_out is not None and self.held_out["strokes"] >= CALIBRATED_FROM


class HeldOutWindows:
    """The windows around the held-out strokes, read once.

    Args:
        data: what training reads.
        rotations: quarter turns to average, as for the map.
        compute: device and precision.
    """

    def __init__(self, data: TrainingData, rotations: int, compute: Compute) -> None:
        of_stroke = max(1, MAX_WINDOWS // len(data.held_out))  # one large polygon is not to replace small strokes
        windows = [w for stroke in data.held_out for w in subsample(stroke_windows(stroke, data.image.grid), of_stroke)]
        self._windows = subsample(windows, MAX_WINDOWS)  # of every class: strokes come in the order they were drawn
        pixels = [read_normalised(data.image, data.normalisation, w.window) for w in self._windows]
        self._patches = EncodedPatches(pixels, rotations, compute)

    def logits(self, network: Network, shift: np.ndarray) -> PixelLogits:
        """The network's logits, plus a shift (K,), at every pixel of the held-out strokes."""
        logits, targets, strokes = [], [], []
        for window, values in zip(self._windows, self._patches.logits(network)):
            rows, cols = subsample(window.places, MAX_PIXELS).T
            logits.append(values[0][:, rows, cols].T + shift)
            targets.append(np.full(len(rows), window.stroke.class_index))
            strokes.append(np.full(len(rows), window.stroke.stroke))
        return PixelLogits(np.concatenate(logits), np.concatenate(targets), np.concatenate(strokes))


def measure(measured: PixelLogits, class_names: Sequence[str], step: int) -> Measurement:
    """Accuracy and temperature on held-out pixels at a training step."""
    summary = {**summarise(measured, class_names), "measured_at_step": step}
    return Measurement(summary, smoothed_temperature(measured))


def summarise(measured: PixelLogits, class_names: Sequence[str]) -> dict[str, Any]:
    """Held-out accuracy as the model file, the command line and the dock show it.

    A stroke's pixels resemble each other, so strokes are what is counted: accuracy is the mean share of a stroke's
    pixels that is right, and its 95 % interval is Wilson's (1927) with as many trials as strokes.
    """
    right = measured.logits.argmax(axis=1) == measured.targets
    strokes, place = np.unique(measured.strokes, return_inverse=True)
    accuracy, n = float((np.bincount(place, right) / np.bincount(place)).mean()), len(strokes)
    present = np.unique(measured.targets).tolist()
    return {
        "accuracy": accuracy,
        "interval": list(wilson_interval(accuracy, n)),
        "mean_iou": _mean_iou(measured),
        "strokes": n,
        "pixels": len(right),
        "per_class_accuracy": {class_names[i]: float(right[measured.targets == i].mean()) for i in present},
    }


def _mean_iou(measured: PixelLogits) -> float:
    predicted = measured.logits.argmax(axis=1)
    ious = []
    for index in np.unique(measured.targets):
        is_predicted, is_target = predicted == index, measured.targets == index
        ious.append((is_predicted & is_target).sum() / (is_predicted | is_target).sum())
    return float(np.mean(ious))


def smoothed_temperature(measured: PixelLogits) -> float:
    """The temperature that fits held-out strokes, each with the same weight.

    Laplace's rule of succession accounts for the errors that few strokes cannot show: with n strokes, a share of 2 / (n
    + 2) of the targets is taken as uniform over the classes. Without it, strokes that are all right would claim
    certainty.
    """
    _, stroke, pixels = np.unique(measured.strokes, return_inverse=True, return_counts=True)
    return fit_temperature(measured.logits, measured.targets, 1 / pixels[stroke], smoothing=2 / (len(pixels) + 2))
