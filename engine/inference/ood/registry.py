"""The registry of out-of-distribution scores: one line each, those that others are made of first."""
from __future__ import annotations

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


def fit_scores(logits: np.ndarray, distances: Optional[np.ndarray], losses: Collection[str]) -> dict[str, Any]:
    """The statistics of every score that a network has, by name, JSON-ready.

    Args:
        logits: float32 (n, K) of a sample of the training area's valid pixels, labelled or not; some thousands describe
            the upper quantiles well.
        distances: float32 (n, 2) of the same pixels by the OOD head; None without one.
        losses: auxiliary losses that the network is trained with.

    Raises:
        ValueError: there is no sample.
    """
    logits = np.asarray(logits.T, np.float64)
    pixels = Pixels(logits, most_likely(logits), None if distances is None else distances.T)
    statistics = {}
    for name, score in OOD_SCORES.items():
        if score.is_known(distances is not None, losses):
            statistics[name] = score.fit(pixels)
            pixels.scores[name] = score(pixels, statistics[name])
    return statistics
