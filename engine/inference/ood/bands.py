"""The bands of ood.tif: the chosen score, and the parts of the fusion where the model has them."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...models.ood_head import OodHead
from ...schema.errors import ConfigError
from ...schema.ood_scores import ENERGY, FOREIGN, FUSION, NOVEL
from .registry import OOD_SCORES
from .score import Pixels


class OodBands:
    """Computes the bands.

    Args:
        statistics: of the scores that the model has, by name.
        chosen: name in OOD_SCORES of the first band; where the model has no fusion, that means the energy.

    Attributes:
        descriptions: of the bands.
        channels: of the network's output that are distances, after the logits.

    Raises:
        ConfigError: the model has no such score.
    """

    def __init__(self, statistics: Mapping[str, Any], chosen: str) -> None:
        parts = (NOVEL, FOREIGN) if FUSION in statistics else ()
        first = ENERGY if chosen == FUSION and not parts else chosen
        if first != ENERGY and first not in statistics:
            raise ConfigError(
                f"ood_score is {chosen!r}, which this model has no statistics of",
                f"choose one of {', '.join(name for name in OOD_SCORES if name in statistics)}",
            )
        self._statistics, self._first, self._parts = statistics, first, parts
        self.descriptions = tuple(OOD_SCORES[name].sentence for name in (first, *parts))
        self.channels = OodHead.CHANNELS if parts else 0

    def __call__(self, pixels: Pixels) -> list[np.ndarray]:
        """The bands, float32 (...) in [0, 1] each; raises ModelFileError where statistics are not complete."""
        for name in (*self._parts, self._first):
            if name not in pixels.scores:
                pixels.scores[name] = OOD_SCORES[name](pixels, self._statistics.get(name, {}))
        return [pixels.scores[name] for name in (self._first, *self._parts)]
