"""How frequent the classes are: training draws them class by class, on the map some are rare."""
from __future__ import annotations

import numpy as np
import torch
from torch import nn

from ..inference.confidence import probabilities
from ..models.compute import Compute
from .preparation import TrainingData

LEAST_SHARE = 1e-3  # of a class among all pixels, so that a class with labels never vanishes
TRUST = 0.5  # share of the estimate, on a log scale: half was better than none or all of it (docs/accuracy.md)


class AreaSample:
    """Patches spread over the training area, read once: the network's logits there are what it gives for its own
    imagery.

    Their side does not depend on that of training patches, with large ones of which stopping a training would take
    long.
    """

    PATCHES, SIDE_PX, BATCH = 32, 96, 8

    def __init__(self, data: TrainingData) -> None:
        patches = (data.sampler.unlabelled_patch(index, self.SIDE_PX) for index in range(self.PATCHES))
        pixels, valid_masks = zip(*patches)
        self._batches = torch.from_numpy(np.stack(pixels)).split(self.BATCH)
        self._valid_mask = np.stack(valid_masks)

    def logits(self, network: nn.Module, compute: Compute) -> np.ndarray:
        """Logits float32 (n, K) of the valid pixels of all patches."""
        logits: np.ndarray = torch.cat([compute.forward(network, batch) for batch in self._batches]).numpy()
        return logits.transpose(0, 2, 3, 1)[self._valid_mask]


def estimated_shift(logits: np.ndarray) -> np.ndarray:
    """What to add to logits so that they fit the classes' frequencies among unlabelled pixels, half-way.

    One step of expectation maximisation (Saerens et al. 2002, eq. 9): the mean probability of a class over its share in
    training, where all classes have the same weight. Further steps drift towards the frequent classes when
    probabilities are not calibrated, which from few strokes they never are.

    Args:
        logits: (n, K) of unlabelled pixels, at least one.

    Returns:
        float32 (K,).
    """
    frequencies = probabilities(logits.T, temperature=1.0).mean(axis=1, dtype=np.float64)
    return TRUST * np.log(np.maximum(frequencies, LEAST_SHARE) * len(frequencies)).astype(np.float32)
