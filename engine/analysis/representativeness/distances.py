"""Is a whole image foreign: distances of its patches to those of another site, as histograms.

Source: Castillo-Navarro 2022, section 4.3.3, which compares histograms of unnormalised log-likelihoods of whole data
sets; here the likelihood is that of one Gaussian on the features of a frozen encoder.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .appearance import folds

SHRINKAGE = 0.3  # of the covariance to its diagonal
FLOOR = 1e-3  # added to the variances, for features of unit variance
BINS = 30
LEAST = 1e-6  # distance, and share by which the bins reach beyond all distances
PSEUDO_COUNT = 0.5  # of a patch, added to each bin: an empty bin would make a divergence infinite


@dataclass(frozen=True)
class DistanceHistograms:
    """How far the patches of all sites are from those of one of them.

    Attributes:
        edges: float64 (BINS + 1,), of the bins; distances are about 1 for patches of the site itself.
        counts: int64 (S, BINS), patches of each site.
        divergences: float64 (S,), symmetric Kullback-Leibler divergence of each histogram from that of the site itself.
    """

    edges: np.ndarray
    counts: np.ndarray
    divergences: np.ndarray


def distance_histograms(vectors: list[np.ndarray], reference: int) -> DistanceHistograms:
    """Histograms of the Mahalanobis distances of all sites' patches to one site.

    Five Gaussians are fitted, each to the site's patches but a fifth. That fifth is judged by the one that has not seen
    it, since the distances of patches to a Gaussian that was fitted to them are too small; other sites by all five.

    Args:
        vectors: of each site, float64 (n_i, F), standardised over all of them.
        reference: index of the site to which distances are measured; it has five patches or more.
    """
    own, others = [], [np.zeros(len(rows)) for rows in vectors]
    parts = list(folds(vectors[reference]))
    for kept, left_out in parts:
        gaussian = _Gaussian(kept)
        own.append(gaussian.distances(left_out))
        others = [total + gaussian.distances(rows) / len(parts) for total, rows in zip(others, vectors)]
    others[reference] = np.concatenate(own)
    others = [np.maximum(distances, LEAST) for distances in others]
    low, high = (float(limit(np.concatenate(others))) for limit in (np.min, np.max))
    edges = np.geomspace(low / (1 + LEAST), high * (1 + LEAST), BINS + 1)
    counts = np.array([np.histogram(distances, edges)[0] for distances in others])
    return DistanceHistograms(edges, counts, np.array([symmetric_divergence(c, counts[reference]) for c in counts]))


def symmetric_divergence(counts: np.ndarray, others: np.ndarray) -> float:
    """The Kullback-Leibler divergences of two histograms (B,) from each other, added: Σ (p - q) ln(p / q), in nats.

    p and q are the counts, with PSEUDO_COUNT in each bin besides, divided by their sum.
    """
    p, q = (values + PSEUDO_COUNT for values in (counts, others))
    p, q = p / p.sum(), q / q.sum()
    return float(((p - q) * np.log(p / q)).sum())


class _Gaussian:
    """The mean and the covariance of vectors (n, F)."""

    def __init__(self, vectors: np.ndarray) -> None:
        self._mean = vectors.mean(axis=0)
        centred = vectors - self._mean
        covariance = centred.T @ centred / len(vectors)
        diagonal = np.diag(covariance.diagonal())
        shrunk = (1 - SHRINKAGE) * covariance + SHRINKAGE * diagonal + FLOOR * np.eye(len(diagonal))
        self._root = np.linalg.cholesky(shrunk)

    def distances(self, vectors: np.ndarray) -> np.ndarray:
        """Mahalanobis distances of vectors (n, F), divided by the root of F: float64 (n,)."""
        whitened = np.linalg.solve(self._root, (vectors - self._mean).T)
        return np.asarray(np.sqrt(np.square(whitened).mean(axis=0)))
