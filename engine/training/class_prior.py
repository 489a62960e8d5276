"""How frequent the classes are: training draws them class by class, on the map some are rare."""
from __future__ import annotations

import copy

import numpy as np
import torch

from ..data.label_raster import UNLABELLED
from ..data.sampler import PatchSampler
from ..inference.confidence import probabilities
from ..models.network import Network

SAMPLED_BATCHES = 8
LEAST_SHARE = 1e-3  # of a class among all pixels; a class that somebody labelled is not given up
TRUST = 0.5  # in the estimate against the labels as they are drawn: half-way, on a log scale, was better than either (docs/recipe.md)


def training_shares(sampler: PatchSampler, classes: int) -> np.ndarray:
    """The classes' shares (K,) of the labelled pixels that training sees: its patches are drawn by class, but some strokes are larger."""
    labels = torch.cat([sampler.batch(step).labels.flatten() for step in range(SAMPLED_BATCHES)])
    counts = np.bincount(labels[labels != UNLABELLED].numpy(), minlength=classes).astype(float)
    return np.maximum(counts / counts.sum(), LEAST_SHARE)


def shares_of_vote(decoder_shares: np.ndarray, probe_share: float) -> np.ndarray:
    """What a vote of logits has learned as the classes' shares (K,), where a probe that learned all classes alike has a share in it."""
    shares = decoder_shares ** (1 - probe_share)
    return shares / shares.sum()


def estimated_shift(logits: np.ndarray, learned_shares: np.ndarray) -> np.ndarray:
    """What to add to logits that were learned with some frequencies of classes, so that they fit those of unlabelled pixels.

    One step of expectation maximisation (Saerens et al. 2002, eq. 9): the mean probability of a class over its share in training. Further
    steps drift towards the frequent classes when probabilities are not calibrated, which from few strokes they never are.

    Args:
        logits: (n, K) of unlabelled pixels, at least one.
        learned_shares: (K,), of the labelled pixels in training.

    Returns:
        float32 (K,).
    """
    shares = probabilities(logits.T, temperature=1.0).mean(axis=1, dtype=np.float64)
    return np.log(np.maximum(shares, LEAST_SHARE) / learned_shares).astype(np.float32)


def shifted(network: Network, shift: np.ndarray) -> Network:
    """A copy of a network that adds a shift (K,) to its logits."""
    network = copy.deepcopy(network)
    network.shift_logits(torch.from_numpy(shift))
    return network
