"""The energy of a pixel's logits, E = -logsumexp(logits) (Liu et al. 2020): high where no class has a large logit."""
from __future__ import annotations

from typing import Any

import numpy as np

from ..softmax import sum_of_exponentials
from .ranking import LEVELS, quantiles_of, ranked, read_numbers
from .score import OodScore, Pixels

TYPICAL_SPREAD_LEVEL = 0.9
# a class predicted more rarely takes the statistics of all pixels: its own quantiles would be chance
FEWEST_PIXELS = 50
SMALLEST_SPREAD = 1e-3  # of the energy, in nats: below, rounding of the logits would decide


class Energy(OodScore):
    """The energy, standardised by the predicted class c on the training area, since classes differ in theirs:

    z = (E - median_c) / spread_c        spread_c = 90th percentile - median, of the side that matters.
    """

    sentence = "Out-of-distribution score by the energy of the logits"

    def value(self, pixels: Pixels) -> np.ndarray:
        """In nats, not standardised."""
        return energy(pixels.logits)

    def fit(self, pixels: Pixels) -> dict[str, Any]:
        """Median and spread by predicted class, (K,) each, and the quantiles of z; see OodScore.fit."""
        energies = self.value(pixels)
        if not len(energies):
            raise ValueError("A training area without pixels has no energies")
        typical = (_median_and_spread(energies, pixels.predicted == index) for index in range(len(pixels.logits)))
        median, spread = (np.array(values) for values in zip(*typical))
        standardised = (energies - median[pixels.predicted]) / spread[pixels.predicted]
        return {"median": median.tolist(), "spread": spread.tolist(), "quantiles": quantiles_of(standardised)}

    def __call__(self, pixels: Pixels, statistics: Any) -> np.ndarray:
        """See OodScore."""
        median, spread = (read_numbers(statistics, name, len(pixels.logits)) for name in ("median", "spread"))
        standardised = self.value(pixels) - np.take(median, pixels.predicted)
        standardised /= np.take(spread, pixels.predicted)
        return ranked(standardised, read_numbers(statistics, "quantiles", len(LEVELS)))


def energy(logits: np.ndarray) -> np.ndarray:
    """-logsumexp over the classes: (K, ...) to (...), in nats."""
    log_sum: np.ndarray = logits.max(axis=0) + np.log(sum_of_exponentials(logits))
    return -log_sum


def _median_and_spread(energies: np.ndarray, is_of_class: np.ndarray) -> tuple[float, float]:
    chosen = energies[is_of_class] if is_of_class.sum() >= FEWEST_PIXELS else energies
    median, upper = np.quantile(chosen, [0.5, TYPICAL_SPREAD_LEVEL])
    return median, max(upper - median, SMALLEST_SPREAD)
