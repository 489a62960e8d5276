"""Confidence: the largest probability after temperature scaling (Guo et al. 2017)."""
from __future__ import annotations

import math
from typing import Callable, Optional

import numpy as np

from .softmax import sum_of_exponentials

# Held-out pixels that are all right would drive T to 0, and a network no better than chance to infinity. At these
# bounds a margin of one logit is a probability of 51 % (T = 20) or 99.9999998 % (T = 0.05).
LOWEST_TEMPERATURE, HIGHEST_TEMPERATURE = 0.05, 20.0
BISECTIONS = 30  # the bounds are 6 apart on the log scale: 30 halvings leave a relative error below 1e-8


def fit_temperature(
    logits: np.ndarray, targets: np.ndarray, weights: Optional[np.ndarray] = None, smoothing: float = 0.0
) -> float:
    """The temperature T that makes softmax(logits / T) most likely for the targets.

    The negative log-likelihood is convex in 1 / T (Guo et al. 2017, eq. 9), so its derivative changes sign once:
    bisection on log T finds it whatever the sample.

    Args:
        logits: (n, K), any real type; computed in float64.
        targets: (n,) indices into K.
        weights: (n,) of the samples, not negative; all alike by default.
        smoothing: share of each target that is uniform over the classes, in 0..1 (label smoothing).

    Returns:
        T in [LOWEST_TEMPERATURE, HIGHEST_TEMPERATURE].

    Raises:
        ValueError: there is no sample.
    """
    logits = np.asarray(logits, np.float64)
    if not len(logits):
        raise ValueError("A temperature cannot be fitted to no samples")
    weights = np.ones(len(logits)) if weights is None else np.asarray(weights, np.float64)
    of_target = np.take_along_axis(logits, np.asarray(targets)[:, None], axis=1)
    # Softmax depends on differences alone.
    margins = logits - ((1 - smoothing) * of_target + smoothing * logits.mean(axis=1, keepdims=True))

    def slope(temperature: float) -> float:
        """Derivative of the negative log-likelihood by 1 / T: mean margin under the model; under the targets 0."""
        scaled = margins / temperature
        likelihoods = np.exp(scaled - scaled.max(axis=1, keepdims=True))
        return float(weights @ ((likelihoods * margins).sum(axis=1) / likelihoods.sum(axis=1)))

    return _bisect(lambda temperature: slope(temperature) > 0)  # too sure: 1 / T has to fall


def temperature_of_confidence(logits: np.ndarray, mean_confidence: float) -> float:
    """The temperature at which the largest probability has a given mean; it falls as the temperature rises.

    Args:
        logits: (n, K), any real type, n > 0; computed in float64.
        mean_confidence: in [1 / K, 1].

    Returns:
        T in [LOWEST_TEMPERATURE, HIGHEST_TEMPERATURE].
    """
    classes_first = np.ascontiguousarray(np.asarray(logits, np.float64).T)  # planes in one piece: four times as fast
    return _bisect(lambda temperature: max_probability(classes_first, temperature).mean() > mean_confidence)


def _bisect(is_too_low: Callable[[float], bool]) -> float:
    """The temperature, within the bounds, above which a condition no longer holds."""
    low, high = math.log(LOWEST_TEMPERATURE), math.log(HIGHEST_TEMPERATURE)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        if is_too_low(math.exp(middle)):
            low = middle
        else:
            high = middle
    return math.exp((low + high) / 2)


def max_probability(logits: np.ndarray, temperature: float) -> np.ndarray:
    """The probability of the most likely class, max softmax(logits / T).

    Args:
        logits: real (K, ...), classes first.
        temperature: T > 0.

    Returns:
        (...), in [1 / K, 1].
    """
    total = sum_of_exponentials(logits, temperature)
    np.reciprocal(total, out=total)
    return total


def probabilities(logits: np.ndarray, temperature: float) -> np.ndarray:
    """softmax(logits / T) over the first axis, float32 (K, ...)."""
    scaled: np.ndarray = (logits - logits.max(axis=0)) / np.float32(temperature)
    np.exp(scaled, out=scaled)
    scaled /= scaled.sum(axis=0)
    return scaled
