"""Test-time augmentation: the mean over rotated copies of a tile errs less than one pass."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Callable

import torch
from torch import nn

from .compute import layout_on
from .encoder import Encoder
from .network import Network
from .probe import CellMaps

MAX_BATCHED_PX = 2**19  # in all turns; of larger inputs a batch is not faster
MapsOf = Callable[[torch.Tensor], Sequence[torch.Tensor]]


def over_rotations(function: MapsOf, pixels: torch.Tensor, rotations: int) -> Iterator[list[torch.Tensor]]:
    """A function's maps (N, ., ., .), float32, for quarter turns of pixels (N, bands, H, W), each turned back.

    Turns of few pixels run as a batch: on them an encoder's many small operations cost more than their arithmetic.
    """
    is_batched = rotations * pixels[:, 0].numel() <= MAX_BATCHED_PX
    turned = _in_batches(function, pixels, rotations) if is_batched else (
        function(_rotated(pixels, turn)) for turn in range(rotations)
    )  # fmt: skip
    for turn, maps in enumerate(turned):
        yield [torch.rot90(values, -turn, (2, 3)).float() for values in maps]


def _in_batches(function: MapsOf, pixels: torch.Tensor, rotations: int) -> Iterator[Sequence[torch.Tensor]]:
    """The maps of each turn, computed with those of other turns of the same shape."""
    turns, is_square = range(rotations), pixels.shape[2] == pixels.shape[3]
    found: dict[int, Sequence[torch.Tensor]] = {}
    for batch in [turns] if is_square else [turns[::2], turns[1::2]]:
        if batch:
            maps = function(torch.cat([_rotated(pixels, turn) for turn in batch]))
            found.update(zip(batch, zip(*(values.split(len(pixels)) for values in maps))))
    return (found[turn] for turn in turns)


def _rotated(pixels: torch.Tensor, turn: int) -> torch.Tensor:
    return torch.rot90(pixels, turn, (2, 3)).contiguous(memory_format=layout_on(pixels.device))


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

    def _mean(self, function: MapsOf, pixels: torch.Tensor) -> list[torch.Tensor]:
        """The mean of a function's maps over the rotations, each turned back: float32, but as they are for one."""
        if self.rotations == 1:
            return list(function(pixels))
        total: list[torch.Tensor] = []
        for maps in over_rotations(function, pixels, self.rotations):
            total = [torch.add(*pair) for pair in zip(total, maps)] if total else maps
        return [values / self.rotations for values in total]
