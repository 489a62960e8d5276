"""Log-likelihoods of the patches of whole images, and how their histograms differ (Castillo-Navarro 2022, 4.3.3)."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from ...data.normalisation import Normalisation
from ..representativeness.distances import symmetric_divergence
from ..representativeness.patches import PatchPlaces
from .energy_model import EnergyModel

BATCH = 16
BINS = 30
LOW_LEVEL = 0.05  # quantile of the first image's likelihoods below which a patch counts as unlikely


@dataclass(frozen=True)
class LikelihoodHistograms:
    """Histograms of log-likelihoods in the same bins.

    Attributes:
        edges: float64 (BINS + 1,), of the bins, in nats.
        counts: int64 (S, BINS), patches of each image.
        divergences: float64 (S, S), symmetric Kullback-Leibler divergence of each two histograms, in nats.
        unlikely: float64 (S,), the share of an image's patches below the LOW_LEVEL quantile of the first one's.
    """

    edges: np.ndarray
    counts: np.ndarray
    divergences: np.ndarray
    unlikely: np.ndarray


def log_likelihoods(
    model: EnergyModel, places: PatchPlaces, normalisation: Normalisation, before_batch: Callable[[int], None]
) -> np.ndarray:
    """Log-likelihoods of the n patches of an image: float64 (n,), in nats, up to a constant.

    Args:
        model: that judges them.
        places: of the patches.
        normalisation: the model's.
        before_batch: called with the number of patches that are done; may raise to give up.

    Raises:
        ImageError: the image is damaged.
        ModelFileError: see EnergyModel.
    """
    values = []
    for start in range(0, len(places.windows), BATCH):
        before_batch(start)
        read = [places.site.read(window, model.patch_px) for window in places.windows[start : start + BATCH]]
        pixels = torch.from_numpy(np.stack([normalisation.apply(*each) for each in read]))
        values.append(model.log_likelihoods(pixels, torch.from_numpy(np.stack([mask for _, mask in read]))))
    return np.concatenate(values)


def likelihood_histograms(values: Sequence[np.ndarray]) -> LikelihoodHistograms:
    """Histograms of the log-likelihoods (n_i,) of several images; all have values."""
    together = np.concatenate(values)
    low, high = float(together.min()), float(together.max())
    edges = np.linspace(low, max(high, low + 1e-6), BINS + 1)
    counts = np.array([np.histogram(each, edges)[0] for each in values])
    divergences = np.array([[symmetric_divergence(row, column) for column in counts] for row in counts])
    threshold = np.quantile(values[0], LOW_LEVEL)
    return LikelihoodHistograms(edges, counts, divergences, np.array([(each < threshold).mean() for each in values]))
