"""Exponential moving average of a network's weights: what predicts, and what teaches in FixMatch."""
from __future__ import annotations

import copy

import torch
from torch import nn

MAX_DECAY = 0.99  # a memory of a hundred steps; trainings here have a few hundred, and 0.996 would still hold half-learned weights


class WeightAverage:
    """Keeps an averaged copy of a network, batch-norm buffers included.

    The decay is min(1 - 1/(t + 1), MAX_DECAY): at first a plain mean, in which the random start soon counts for nothing.

    Attributes:
        network: the averaged copy, in evaluation mode.
        updates: how many steps went in.
    """

    def __init__(self, network: nn.Module) -> None:
        self.network = copy.deepcopy(network).eval().requires_grad_(False)
        self.updates = 0

    @torch.no_grad()
    def update(self, network: nn.Module) -> None:
        """Moves the average towards the network's present weights."""
        self.updates += 1
        share = max(1 / (self.updates + 1), 1 - MAX_DECAY)
        for averaged, current in zip(self.network.state_dict().values(), network.state_dict().values()):
            if averaged.dtype.is_floating_point:
                averaged.lerp_(current, share)
            else:
                averaged.copy_(current)
