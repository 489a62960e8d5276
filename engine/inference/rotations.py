"""Test-time augmentation: the mean of a network's logits over rotated copies of a tile errs less than one pass."""
from __future__ import annotations

import torch

from .blending import Forward


def average_rotations(forward: Forward, rotations: int) -> Forward:
    """A forward function that averages another one's logits over quarter turns of its tiles.

    Args:
        forward: takes tiles (N, C, h, w), returns logits (N, K, h, w).
        rotations: how many quarter turns, counted from the tile as it is; 1 returns forward itself.
    """
    if rotations == 1:
        return forward

    def mean(tiles: torch.Tensor) -> torch.Tensor:
        logits = [torch.rot90(forward(torch.rot90(tiles, turn, (2, 3))), -turn, (2, 3)) for turn in range(rotations)]
        return sum(logits[1:], logits[0]) / rotations

    return mean
