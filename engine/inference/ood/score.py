"""The interface of out-of-distribution scores."""
from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Optional

import numpy as np

from .ranking import LEVELS, quantiles_of, ranked, read_numbers


@dataclass(frozen=True)
class Pixels:
    """What a network says about pixels.

    Attributes:
        logits: float32 (K, ...), with the class prior.
        predicted: index of the largest logit, (...).
        distances: float32 (2, ...), novel and foreign, of networks with an OOD head.
        scores: (...) by name, as far as they are known.
    """

    logits: np.ndarray
    predicted: np.ndarray
    distances: Optional[np.ndarray] = None
    scores: dict[str, np.ndarray] = field(default_factory=dict)


class OodScore(ABC):
    """How unusual a pixel is, by one value that is ranked among those of the training area.

    Attributes:
        sentence: what it tells, as the description of its band.
        needs_distances: whether the network must have an OOD head.
        needs_loss: the auxiliary loss that the network must be trained with; "" for none.
    """

    sentence: str
    needs_distances = False
    needs_loss = ""

    def is_known(self, has_distances: bool, losses: Collection[str]) -> bool:
        """Whether a network has it: one with distances or not, trained with these auxiliary losses."""
        return (has_distances or not self.needs_distances) and (not self.needs_loss or self.needs_loss in losses)

    @abstractmethod
    def value(self, pixels: Pixels) -> np.ndarray:
        """The value (...) that is ranked; higher is less usual."""

    def fit(self, pixels: Pixels) -> dict[str, Any]:
        """JSON-ready statistics of a sample of the training area, labelled or not.

        Raises:
            ValueError: there is no pixel.
        """
        return {"quantiles": quantiles_of(self.value(pixels))}

    def __call__(self, pixels: Pixels, statistics: Any) -> np.ndarray:
        """The score of each pixel: 0 like the training area, 0.5 at the edge of its range, towards 1 unlike any of it.

        Args:
            pixels: of any shape (...).
            statistics: what fit returned.

        Returns:
            float32 (...) in [0, 1].

        Raises:
            ModelFileError: the statistics are not complete.
        """
        return ranked(self.value(pixels), read_numbers(statistics, "quantiles", len(LEVELS)))


class DistanceScore(OodScore):
    """A score whose value is a distance that the OOD head computes; see models/ood_head.py.

    Attributes:
        channel: of Pixels.distances.
    """

    needs_distances = True
    channel: int

    def value(self, pixels: Pixels) -> np.ndarray:
        """The distance; raises ValueError where there is none."""
        if pixels.distances is None:
            raise ValueError("The network has no OOD head")
        distance: np.ndarray = pixels.distances[self.channel]
        return distance
