"""The log density of an energy-based model."""
from __future__ import annotations

import numpy as np

from .energy import energy
from .score import OodScore, Pixels


class LogDensity(OodScore):
    """-log p(x) up to a constant, which in a joint energy model is the energy (Grathwohl et al. 2020, eq. 6)."""

    sentence = "Out-of-distribution score by the density of the joint energy model"
    needs_loss = "jem"

    def value(self, pixels: Pixels) -> np.ndarray:
        """In nats."""
        return energy(pixels.logits)
