"""Exponential moving average of a network's weights: it predicts, and it is the teacher in FixMatch."""
from __future__ import annotations

import copy

import torch

from ..models.network import Network

MAX_DECAY = 0.99  # the last hundred steps: trainings have a few hundred, and 0.996 would still contain early weights


class WeightAverage:
    """Keeps an averaged copy of a network, batch-norm buffers included.

    The decay is min(1 - 1/(t + 1), MAX_DECAY): at first a plain mean, in which the random initial weights soon vanish.

    Attributes:
        network: the averaged copy, in evaluation mode.
        updates: how many steps went in.
    """

    def __init__(self, network: Network) -> None:
        self.network = copy.deepcopy(network).eval().requires_grad_(False)
        self.updates = 0

    @torch.no_grad()
    def update(self, network: Network) -> None:
        """Move the average towards the network's present weights."""
        self.updates += 1
        share = max(1 / (self.updates + 1), 1 - MAX_DECAY)
        for averaged, current in zip(self.network.state_dict().values(), network.state_dict().values()):
            if averaged.dtype.is_floating_point:
                averaged.lerp_(current, share)
            else:
                averaged.copy_(current)
