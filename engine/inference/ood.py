"""Out-of-distribution score: the energy of a pixel's logits, ranked among those of the training area.

The energy E = -logsumexp(logits) (Liu et al. 2020) is high where no class has a large logit. Classes differ in their
usual energy, so it is standardised by the predicted class c on the training area:

    z = (E - median_c) / spread_c        spread_c = 90th percentile - median, of the side that matters

and z is ranked among all pixels of the training area. With z_p their p-quantile, the score is 0 up to z_0.5 and then
counts how rare such a pixel is, in decades: at z_p it is

    score = 0.5 · log((1 - 0.5) / (1 - p)) / log((1 - 0.5) / (1 - 0.999))        0.5 <= p <= 0.999, linear in z between
    the LEVELS.

So the training area itself has a mean of about 0.04, one pixel in ten exceeds 0.13, one in a hundred 0.31, and 0.5 is
its edge. Beyond,

    score = 1 - 0.5 · exp(-2 (z - z_0.999) / (z_0.999 - z_0.5)),

which has reached 0.93 where a pixel lies as far beyond the range as the range is wide, and tends to 1. Within a class
it never falls as the energy rises.
"""
from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np

from ..schema.errors import ModelFileError
from .softmax import sum_of_exponentials

LEVELS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999)
EDGE_SCORE = 0.5
TYPICAL_SPREAD_LEVEL = 0.9
# a class predicted more rarely takes the statistics of all pixels: its own quantiles would be chance
FEWEST_PIXELS = 50
SMALLEST_SPREAD = 1e-3  # of the energy, in nats: below, rounding of the logits would decide
SMALLEST_STEP = 1e-3  # between quantiles, in spreads: keeps the score a function where many pixels are equal


@dataclass(frozen=True)
class OodStatistics:
    """The energies of a training area.

    Attributes:
        median: median energy by predicted class, (K,).
        spread: 90th percentile less median by predicted class, (K,), positive.
        quantiles: of the standardised energies at LEVELS, strictly rising.
    """

    median: tuple[float, ...]
    spread: tuple[float, ...]
    quantiles: tuple[float, ...]

    def to_json(self) -> dict[str, Any]:
        """As a JSON-ready dictionary."""
        return {name: list(values) for name, values in asdict(self).items()}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> OodStatistics:
        """What to_json made; raises ModelFileError for anything else."""
        try:
            statistics = cls(*(tuple(float(value) for value in values[field.name]) for field in fields(cls)))
        except (KeyError, TypeError, ValueError) as error:
            raise ModelFileError(
                f"The model's out-of-distribution statistics are not complete ({error})", "train it again"
            ) from error
        if len(statistics.median) != len(statistics.spread) or len(statistics.quantiles) != len(LEVELS):
            raise ModelFileError("The model's out-of-distribution statistics do not fit together", "train it again")
        return statistics


def energy(logits: np.ndarray) -> np.ndarray:
    """-logsumexp over the classes: (K, ...) to (...), in nats."""
    log_sum: np.ndarray = logits.max(axis=0) + np.log(sum_of_exponentials(logits))
    return -log_sum


def fit_ood(logits: np.ndarray) -> OodStatistics:
    """The statistics of a training area.

    Args:
        logits: (n, K) of a sample of its valid pixels, labelled or not; some thousands describe the upper quantiles
            well.

    Raises:
        ValueError: there is no sample.
    """
    logits = np.asarray(logits, np.float64)
    if not len(logits):
        raise ValueError("A training area without pixels has no energies")
    energies, predicted = energy(logits.T), logits.argmax(axis=1)
    typical = [_median_and_spread(energies, predicted == index) for index in range(logits.shape[1])]
    median, spread = (np.array(values) for values in zip(*typical))
    standardised = (energies - median[predicted]) / spread[predicted]
    steps = SMALLEST_STEP * np.arange(len(LEVELS))
    quantiles = np.maximum.accumulate(np.quantile(standardised, LEVELS) - steps) + steps
    return OodStatistics(*(tuple(values.tolist()) for values in (median, spread, quantiles)))


def _median_and_spread(energies: np.ndarray, is_of_class: np.ndarray) -> tuple[float, float]:
    chosen = energies[is_of_class] if is_of_class.sum() >= FEWEST_PIXELS else energies
    median, upper = np.quantile(chosen, [0.5, TYPICAL_SPREAD_LEVEL])
    return median, max(upper - median, SMALLEST_SPREAD)


def ood_score(energies: np.ndarray, predicted: np.ndarray, statistics: OodStatistics) -> np.ndarray:
    """The score of each pixel: 0 like the training area, 0.5 at the edge of its range, towards 1 unlike anything in it.

    Args:
        energies: of `energy`, any shape.
        predicted: class indices, same shape.

    Returns:
        float32 in [0, 1], same shape.
    """
    standardised = energies - np.take(np.array(statistics.median, np.float32), predicted)
    standardised /= np.take(np.array(statistics.spread, np.float32), predicted)
    quantiles = np.array(statistics.quantiles, np.float32)
    scores: np.ndarray = np.interp(standardised, quantiles, _scores_at_levels()).astype(np.float32)
    is_beyond = standardised > quantiles[-1]
    reach = (quantiles[-1] - quantiles[0]) / 2
    scores[is_beyond] = 1 - (1 - EDGE_SCORE) * np.exp((quantiles[-1] - standardised[is_beyond]) / reach)
    return scores


def _scores_at_levels() -> np.ndarray:
    decades = np.log(0.5 / (1 - np.array(LEVELS)))
    scores: np.ndarray = EDGE_SCORE * decades / decades[-1]
    return scores
