"""Test-time augmentation: the mean over rotated copies of a tile errs less than one pass."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Callable

import torch
from torch import nn

from .encoder import Encoder
from .network import Network
from .probe import CellMaps


def over_rotations(
    function: Callable[[torch.Tensor], Sequence[torch.Tensor]], pixels: torch.Tensor, rotations: int
) -> Iterator[list[torch.Tensor]]:
    """A function's maps (N, ., ., .), float32, for quarter turns of pixels (N, bands, H, W), each turned back."""
    for turn in range(rotations):
        rotated = torch.rot90(pixels, turn, (2, 3)).contiguous(memory_format=torch.channels_last)
        yield [torch.rot90(values, -turn, (2, 3)).float() for values in function(rotated)]


class RotationAverage(nn.Module):
    """A network whose output is averaged over quarter turns of its input.

    Where the encoder gives feature maps, these are averaged, and decoder and probe run once; of other networks the
    logits are averaged. For maps the two are alike, and the first takes less time (docs/accuracy.md).

    Args:
        network: in evaluation mode.
        rotations: how many quarter turns, counted from the input as it is.
    """

    def __init__(self, network: Network, rotations: int) -> None:
        super().__init__()
        self.network, self.rotations = network, rotations

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """Pixels (N, bands, H, W) to logits (N, K, H, W), followed by the channels of an OOD head."""
        if isinstance(self.network.backbone.encoder, Encoder):
            encoded = self.encode(pixels)
            if self.network.ood_head is None:
                return self.network.vote(encoded)
            cells = CellMaps.of_encoded(encoded)
            return torch.cat([self.network.vote(encoded, cells), self.network.ood_head(cells)], 1)
        return self._mean(lambda rotated: [self.network(rotated)], pixels)[0]

    def encode(self, pixels: torch.Tensor) -> list[torch.Tensor]:
        """The encoder's output for pixels (N, bands, H, W), averaged; the encoder must be an Encoder."""
        return self._mean(self.network.backbone.encoder, pixels)

    def _mean(
        self, function: Callable[[torch.Tensor], Sequence[torch.Tensor]], pixels: torch.Tensor
    ) -> list[torch.Tensor]:
        """The mean of a function's maps over the rotations, each turned back: float32, but as they are for one."""
        if self.rotations == 1:
            return list(function(pixels))
        total: list[torch.Tensor] = []
        for maps in over_rotations(function, pixels, self.rotations):
            total = [torch.add(*pair) for pair in zip(total, maps)] if total else maps
        return [values / self.rotations for values in total]
