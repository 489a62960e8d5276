"""The registry of out-of-distribution scores: one line each, those that others are made of first."""
from __future__ import annotations

import math
from collections.abc import Collection
from typing import Any, Optional

import numpy as np

from ...schema.ood_scores import ENERGY, FOREIGN, FUSION, LOG_DENSITY, MAX_PROBABILITY, NOVEL
from ..softmax import most_likely
from .energy import Energy
from .foreign import Foreign
from .fusion import Fusion
from .log_density import LogDensity
from .max_probability import MaxProbability
from .novel import NovelHere
from .score import OodScore, Pixels

OOD_SCORES: dict[str, OodScore] = {
    NOVEL: NovelHere(),
    FOREIGN: Foreign(),
    FUSION: Fusion(),
    ENERGY: Energy(),
    MAX_PROBABILITY: MaxProbability(),
    LOG_DENSITY: LogDensity(),
}
MAX_PIXELS = 2**16  # they describe the upper quantiles well


def fit_scores(logits: np.ndarray, distances: Optional[np.ndarray], losses: Collection[str]) -> dict[str, Any]:
    """The statistics of every score that a network has, by name, JSON-ready.

    Args:
        logits: float32 (n, K) of a sample of the training area's valid pixels, labelled or not; of more than MAX_PIXELS
            some are left out.
        distances: float32 (n, 2) of the same pixels by the OOD head; None without one.
        losses: auxiliary losses that the network is trained with.

    Raises:
        ValueError: there is no sample.
    """
    every = max(1, math.ceil(len(logits) / MAX_PIXELS))
    kept = np.asarray(logits[::every].T, np.float64)
    pixels = Pixels(kept, most_likely(kept), None if distances is None else distances[::every].T)
    statistics = {}
    for name, score in OOD_SCORES.items():
        if score.is_known(distances is not None, losses):
            statistics[name] = score.fit(pixels)
            pixels.scores[name] = score(pixels, statistics[name])
    return statistics
