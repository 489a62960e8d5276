"""Ranks values among those of the training area, so that every out-of-distribution score reads alike.

With z_p the p-quantile of the training area, the score counts how rare such a pixel is, in decades: at z_p it is

    score = 0.5 · log(1 - p) / log(1 - 0.999)        0.5 <= p <= 0.999, linear in z between the LEVELS.

So one pixel in ten of the training area exceeds 0.17, one in a hundred 0.33, and 0.5 is its edge; its mean is about
0.07. Beyond the edge,

    score = 1 - 0.5 · exp(-2 (z - z_0.999) / (z_0.999 - z_0.5)),

which has reached 0.93 where a pixel lies as far beyond the range as the range is wide, and tends to 1. The usual half
is not all alike, where a class that nobody labelled covers much of the area: below the median, which scores 0.05,

    score = 0.05 · exp(2 (z - z_0.5) / (z_0.9 - z_0.5)),

about what the first formula says for quantiles below. The score never falls as the value rises.
"""
from __future__ import annotations

from typing import Any

import numpy as np

from ...schema.errors import ModelFileError
from ...schema.ood_scores import EDGE_SCORE

LEVELS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999)
RARE_LEVEL = 0.9
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
    at_levels = _scores_at_levels()
    scores: np.ndarray = np.interp(values, quantiles, at_levels).astype(np.float32)
    median, rare, edge = quantiles[[0, LEVELS.index(RARE_LEVEL), -1]]
    is_usual, is_beyond = values < median, values > edge
    scores[is_usual] = at_levels[0] * np.exp(2 * (values[is_usual] - median) / (rare - median))
    scores[is_beyond] = 1 - (1 - EDGE_SCORE) * np.exp(2 * (edge - values[is_beyond]) / (edge - median))
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
    decades = -np.log(1 - np.array(LEVELS))
    scores: np.ndarray = EDGE_SCORE * decades / decades[-1]
    return scores
