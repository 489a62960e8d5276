"""How good a network is on strokes it has not seen, and how its logits have to be scaled to become probabilities."""
from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

from ..data.interval import wilson_interval
from ..data.label_raster import StrokePixels
from ..data.normalisation import Normalisation
from ..data.raster import Raster
from ..data.stroke_windows import read_normalised, stroke_windows, subsample
from ..features.cross_fit import StrokeLogits
from ..features.encoded_patches import EncodedPatches
from ..inference.confidence import fit_temperature, max_probability, temperature_of_confidence
from ..models.compute import Compute
from ..models.network import Network
from ..schema.model_card import CROSS_FITTED, HELD_OUT, strokes_to_calibrate

MAX_WINDOWS = 64  # enough for a figure; of very many strokes some are left out
MAX_PIXELS = 1000  # of a window, likewise
# Of the feature probe: geometric mean of the temperatures that cross-fitting gave on t1 and t3, three sets of 40
# strokes each. They were 0.41 to 0.66, no further apart than by resampling one set's strokes (standard deviation of the
# logarithm 0.18 in both), so a set says little more about its own temperature than this mean does.
TYPICAL_TEMPERATURE = 0.53
TYPICAL_STROKES = 40  # as many count as much as that mean: 40 to 100 were alike on t1 and t3


@dataclass(frozen=True)
class Measurement:
    """What strokes that were not trained on show of a network.

    Attributes:
        held_out: accuracy and what it rests on, as `summarise` gives it; None where no stroke could be judged.
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
        return self.strokes_to_calibrate == 0

    @property
    def strokes_to_calibrate(self) -> int:
        """How many strokes are missing for that."""
        return strokes_to_calibrate(self.held_out)


class HeldOutWindows:
    """The windows around the held-out strokes, read once.

    Args:
        strokes: that are held out, at least one.
        image: that they lie on.
        normalisation: of its bands.
        rotations: quarter turns to average, as for the map.
        compute: device and precision.
    """

    def __init__(
        self,
        strokes: Sequence[StrokePixels],
        image: Raster,
        normalisation: Normalisation,
        rotations: int,
        compute: Compute,
    ) -> None:
        of_stroke = max(1, MAX_WINDOWS // len(strokes))  # one large polygon is not to replace small strokes
        windows = [w for stroke in strokes for w in subsample(stroke_windows(stroke, image.grid), of_stroke)]
        self._windows = subsample(windows, MAX_WINDOWS)  # of every class: strokes come in the order they were drawn
        pixels = [read_normalised(image, normalisation, w.window) for w in self._windows]
        self._patches = EncodedPatches(pixels, rotations, compute)

    def logits(self, network: Network) -> StrokeLogits:
        """The network's logits at every pixel of the held-out strokes."""
        logits, targets, strokes = [], [], []
        for window, values in zip(self._windows, self._patches.logits(network)):
            rows, cols = subsample(window.places, MAX_PIXELS).T
            logits.append(values[0][:, rows, cols].T)
            targets.append(np.full(len(rows), window.stroke.class_index))
            strokes.append(np.full(len(rows), window.stroke.stroke))
        return StrokeLogits(np.concatenate(logits), np.concatenate(targets), np.concatenate(strokes))


def measure(
    judged: StrokeLogits, shift: np.ndarray, class_names: Sequence[str], step: int, typical: Optional[float] = None
) -> Measurement:
    """Accuracy and temperature on held-out strokes at a training step.

    Args:
        judged: logits of a classifier that gives all classes the same weight. The temperature is fitted to these:
            strokes are drawn class by class, and the class prior is that of the map.
        shift: float32 (K,), what the class prior adds to the logits before the most likely class is shown.
        class_names: in the order of the logits.
        step: at which they were measured.
        typical: temperature to expect of such logits, or None where that is not known.
    """
    summary = {**summarise(judged, shift, class_names), "method": HELD_OUT, "measured_at_step": step}
    fitted = smoothed_temperature(judged) if typical is None else temperature_near(judged, typical)
    return Measurement(summary, fitted)


def measure_probe(
    judged: Optional[StrokeLogits],
    shift: np.ndarray,
    class_names: Sequence[str],
    step: int,
    cell_logits: np.ndarray,
    probe_logits: np.ndarray,
    vote_logits: np.ndarray,
) -> Measurement:
    """Accuracy of a cross-fitted probe, and the temperature of the vote in which it takes part.

    The decoder's logits spread farther than the probe's, the decoder has seen the strokes, and smoothed logits are
    closer together. So the vote is taken to be as sure on average, on unlabelled pixels, as the probe is on each
    cell at its own temperature.

    Args:
        judged: logits of cross-fitted probes; None where no stroke could be judged.
        shift, class_names, step: see `measure`; the shift is that of the vote.
        cell_logits, probe_logits, vote_logits: of the probe without and with smoothing, and of the vote, (n, K) of the
            same unlabelled pixels, n > 0.
    """
    of_cells = temperature_near(judged, TYPICAL_TEMPERATURE)
    of_probe = as_sure(probe_logits, cell_logits, of_cells)
    of_vote = as_sure(vote_logits, probe_logits, of_probe)
    if judged is None:
        return Measurement(None, of_vote)
    summary = summarise(judged, shift * np.float32(of_probe / of_vote), class_names)
    return Measurement({**summary, "method": CROSS_FITTED, "measured_at_step": step}, of_vote)


def as_sure(logits: np.ndarray, reference: np.ndarray, temperature: float) -> float:
    """The temperature at which logits (n, K) are as sure on average as a reference (n, K) at another temperature."""
    if logits is reference:
        return temperature
    confidences = max_probability(reference.T, temperature)
    return temperature_of_confidence(logits, float(confidences.mean()))


def summarise(judged: StrokeLogits, shift: np.ndarray, class_names: Sequence[str]) -> dict[str, Any]:
    """Held-out accuracy as the model file, the command line and the dock show it; arguments as for `measure`.

    A stroke's pixels resemble each other, so strokes are what is counted: accuracy is the mean share of a stroke's
    pixels that is right, and its 95 % interval is Wilson's (1927) with as many trials as strokes.
    """
    predicted = (judged.logits + shift).argmax(axis=1)
    _, first, place = np.unique(judged.strokes, return_index=True, return_inverse=True)
    shares = np.bincount(place, predicted == judged.targets) / np.bincount(place)
    of_class = judged.targets[first]
    per_class = {class_names[i]: _accuracy(shares[of_class == i]) for i in np.unique(of_class).tolist()}
    return {
        **_accuracy(shares),
        "mean_iou": _mean_iou(predicted, judged.targets),
        "pixels": len(predicted),
        "per_class": per_class,
    }


def _accuracy(shares: np.ndarray) -> dict[str, Any]:
    """Of strokes of which these shares are right, (n,)."""
    accuracy, n = float(shares.mean()), len(shares)
    return {"accuracy": accuracy, "interval": list(wilson_interval(accuracy, n)), "strokes": n}


def _mean_iou(predicted: np.ndarray, targets: np.ndarray) -> float:
    ious = []
    for index in np.unique(targets):
        is_predicted, is_target = predicted == index, targets == index
        ious.append((is_predicted & is_target).sum() / (is_predicted | is_target).sum())
    return float(np.mean(ious))


def smoothed_temperature(judged: StrokeLogits) -> float:
    """The temperature that fits held-out strokes, each with the same weight, where none is known to be typical.

    Laplace's rule of succession accounts for the errors that few strokes cannot show: with n strokes, a share of 2 / (n
    + 2) of the targets is taken as uniform over the classes. Without it, strokes that are all right would claim
    certainty.
    """
    strokes = len(np.unique(judged.strokes))
    return _temperature(judged, smoothing=2 / (strokes + 2))


def temperature_near(judged: Optional[StrokeLogits], typical: float) -> float:
    """The temperature that fits n strokes, each with the same weight, drawn towards the typical one.

    On a log scale the result is their mean with the weights n and TYPICAL_STROKES. Temperatures of few strokes vary:
    one stroke that is wrong and sure decides.

    Args:
        judged: strokes; None where there are none.
        typical: the result without strokes.
    """
    if judged is None:
        return typical
    share = (n := len(np.unique(judged.strokes))) / (n + TYPICAL_STROKES)
    return math.exp(share * math.log(_temperature(judged)) + (1 - share) * math.log(typical))


def _temperature(judged: StrokeLogits, smoothing: float = 0.0) -> float:
    _, place, counts = np.unique(judged.strokes, return_inverse=True, return_counts=True)
    return fit_temperature(judged.logits, judged.targets, 1 / counts[place], smoothing)
