"""Ranks values among those of the training area, so that every out-of-distribution score reads alike.

With z_p the p-quantile of the training area, the score is 0 up to z_0.5 and then counts how rare such a pixel is, in
decades: at z_p it is

    score = 0.5 · log((1 - 0.5) / (1 - p)) / log((1 - 0.5) / (1 - 0.999))        0.5 <= p <= 0.999, linear in z between
    the LEVELS.

So the training area itself has a mean of about 0.04, one pixel in ten exceeds 0.13, one in a hundred 0.31, and 0.5 is
its edge. Beyond,

    score = 1 - 0.5 · exp(-2 (z - z_0.999) / (z_0.999 - z_0.5)),

which has reached 0.93 where a pixel lies as far beyond the range as the range is wide, and tends to 1. The score never
falls as the value rises.
"""
from __future__ import annotations

from typing import Any

import numpy as np

from ...schema.errors import ModelFileError
from ...schema.ood_scores import EDGE_SCORE

LEVELS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999)
SMALLEST_STEP = 1e-3  # between quantiles: keeps the score a function where many pixels are equal


def quantiles_of(values: np.ndarray) -> list[float]:
    """The quantiles of a training area's values at LEVELS, strictly rising; raises ValueError for no values."""
    if not len(values):
        raise ValueError("A training area without pixels has no quantiles")
    steps = SMALLEST_STEP * np.arange(len(LEVELS))
    quantiles: np.ndarray = np.maximum.accumulate(np.quantile(values, LEVELS) - steps) + steps
    return [float(value) for value in quantiles]


def ranked(values: np.ndarray, quantiles: np.ndarray) -> np.ndarray:
    """The score of values of any shape among a training area: float32 in [0, 1], same shape.

    Args:
        values: higher is less usual.
        quantiles: of the training area, at LEVELS.
    """
    scores: np.ndarray = np.interp(values, quantiles, _scores_at_levels()).astype(np.float32)
    is_beyond = values > quantiles[-1]
    reach = (quantiles[-1] - quantiles[0]) / 2
    scores[is_beyond] = 1 - (1 - EDGE_SCORE) * np.exp((quantiles[-1] - values[is_beyond]) / reach)
    return scores


def read_numbers(statistics: Any, name: str, count: int) -> np.ndarray:
    """Stored statistics, float32 (count,); raises ModelFileError where they are not as many numbers."""
    try:
        numbers = np.array([float(value) for value in statistics[name]], np.float32)
    except (KeyError, TypeError, ValueError) as error:
        raise ModelFileError(
            f"The model's out-of-distribution statistics are not complete ({error})", "train it again"
        ) from error
    if len(numbers) != count:
        raise ModelFileError("The model's out-of-distribution statistics do not fit together", "train it again")
    return numbers


def _scores_at_levels() -> np.ndarray:
    decades = np.log(0.5 / (1 - np.array(LEVELS)))
    scores: np.ndarray = EDGE_SCORE * decades / decades[-1]
    return scores
