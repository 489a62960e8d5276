"""A tile shown in several orientations: the mean of what the network says errs less than one look."""
from __future__ import annotations

import torch

from .blending import Forward


def turned(forward: Forward, turns: int) -> Forward:
    """The mean of forward's logits over tiles turned by 0, 90, ... degrees, `turns` of them; the logits are turned back."""
    if turns == 1:
        return forward

    def mean(tiles: torch.Tensor) -> torch.Tensor:
        return sum(torch.rot90(forward(torch.rot90(tiles, turn, (2, 3))), -turn, (2, 3)) for turn in range(turns)) / turns

    return mean
