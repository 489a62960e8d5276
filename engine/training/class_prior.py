"""How frequent the classes are: strokes are drawn class by class, the map is not."""
from __future__ import annotations

import copy

import numpy as np
import torch

from ..inference.confidence import probabilities
from ..models.network import Network

LEAST_SHARE = 1e-3  # of a class among all pixels; a class that somebody labelled is not given up


def estimated_shift(logits: np.ndarray) -> np.ndarray:
    """What to add to logits that were learned from equally frequent classes, so that they fit the frequencies of unlabelled pixels.

    One step of expectation maximisation from equal priors (Saerens et al. 2002, eq. 9): the mean probability of a class, over that of
    equal classes. Further steps drift towards the frequent classes when probabilities are not calibrated, which from few strokes they
    never are.

    Args:
        logits: (n, K) of unlabelled pixels, at least one.

    Returns:
        float32 (K,).
    """
    shares = probabilities(logits.T, temperature=1.0).mean(axis=1, dtype=np.float64)
    return np.log(np.maximum(shares, LEAST_SHARE) * len(shares)).astype(np.float32)


def shifted(network: Network, shift: np.ndarray) -> Network:
    """A copy of a network that adds a shift (K,) to its logits."""
    network = copy.deepcopy(network)
    network.shift_logits(torch.from_numpy(shift))
    return network
