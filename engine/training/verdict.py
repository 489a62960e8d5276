"""How good a network is on held-out strokes, and how far its probabilities can be believed."""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

from ..inference.confidence import fit_temperature
from .held_out import PixelLogits

CALIBRATED_FROM = 20  # held-out strokes; with fewer the confidence is called uncalibrated
Z_95 = 1.96


@dataclass(frozen=True)
class Verdict:
    """What held-out strokes say about a network.

    Attributes:
        held_out: accuracy and what it rests on, as `summarise` gives it with the step it was measured at; None without any.
        temperature: what logits are divided by before they are called probabilities.
    """

    held_out: Optional[dict[str, Any]]
    temperature: float

    @classmethod
    def of(cls, measured: PixelLogits, class_names: list[str], step: int) -> Verdict:
        """The verdict of measured pixels at a training step."""
        return cls({**summarise(measured, class_names), "measured_at_step": step}, doubtful_temperature(measured))

    @property
    def is_calibrated(self) -> bool:
        """Whether enough strokes stand behind the temperature."""
        return self.held_out is not None and self.held_out["strokes"] >= CALIBRATED_FROM


NO_VERDICT = Verdict(None, 1.0)


def summarise(measured: PixelLogits, class_names: list[str]) -> dict[str, Any]:
    """Held-out accuracy as the model file, the command line and the dock show it.

    A stroke's pixels resemble each other, so strokes are what is counted: accuracy is the mean share of a stroke's pixels
    that is right, and its 95 % interval is Wilson's (1927) with as many trials as strokes.
    """
    right = measured.logits.argmax(axis=1) == measured.targets
    strokes, place = np.unique(measured.strokes, return_inverse=True)
    shares = np.bincount(place, right) / np.bincount(place)
    accuracy, n = float(shares.mean()), len(strokes)
    per_class = {
        class_names[index]: float(right[measured.targets == index].mean()) for index in np.unique(measured.targets).tolist()
    }
    return {
        "accuracy": accuracy,
        "interval": list(wilson_interval(accuracy, n)),
        "mean_iou": _mean_iou(measured),
        "strokes": n,
        "pixels": len(right),
        "per_class_accuracy": per_class,
    }


def wilson_interval(share: float, n: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of a share in n trials."""
    centre = (share + Z_95**2 / (2 * n)) / (1 + Z_95**2 / n)
    half = Z_95 / (1 + Z_95**2 / n) * math.sqrt(share * (1 - share) / n + Z_95**2 / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)


def _mean_iou(measured: PixelLogits) -> float:
    predicted = measured.logits.argmax(axis=1)
    ious = []
    for index in np.unique(measured.targets):
        both = ((predicted == index) & (measured.targets == index)).sum()
        either = ((predicted == index) | (measured.targets == index)).sum()
        ious.append(both / either)
    return float(np.mean(ious))


def doubtful_temperature(measured: PixelLogits) -> float:
    """Temperature from held-out strokes, each counting the same.

    Laplace's rule of succession stands in for the errors that few strokes cannot show: with n strokes, a share of 2 / (n + 2)
    of the targets is taken as uniform over the classes. Without it, strokes that are all right would claim certainty.
    """
    _, stroke, pixels = np.unique(measured.strokes, return_inverse=True, return_counts=True)
    weights = 1 / pixels[stroke]
    n, classes = len(pixels), measured.logits.shape[1]
    doubt = 2 / (n + 2)
    targets = np.concatenate([measured.targets, *(np.full(len(weights), index) for index in range(classes))])
    shares = np.concatenate([weights * (1 - doubt), np.tile(weights * doubt / classes, classes)])
    return fit_temperature(np.tile(measured.logits, (classes + 1, 1)), targets, shares)
