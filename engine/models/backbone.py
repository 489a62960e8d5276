"""Backbones: an encoder and a decoder that networks share or duplicate, and the normalisation layers inside."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable, ClassVar, Optional

import torch
from torch import nn

Norm = Callable[[int], tuple[nn.Module, ...]]  # from a number of channels to layers that normalise and activate them

GROUP_CHANNELS = 8  # channels of a group, or the next number that divides them evenly


class Decoder(nn.Module):
    """Base of the decoders: from an encoder's list of tensors to (N, feature_channels, H, W), in two parts.

    Auxiliary heads read what the first part returns. The second one adds the pixels at full resolution, from which
    alone a head could reconstruct the image: such a loss would train nothing that makes the map.

    Attributes:
        last_shared: name of the submodule that runs last in the first part.
        shared_channels: channels of the first part's output.
        shared_stride: the input's height and width divided by those of the first part's output.
        feature_channels: channels of the second part's output, at the resolution of the encoder's input.
        square_px: side of the squares of pixels that have the same output; 1 where each pixel has its own.
    """

    last_shared: ClassVar[str]
    shared_channels: int
    shared_stride: ClassVar[int]
    feature_channels: int
    square_px: ClassVar[int] = 1

    @property
    def shared_kernels(self) -> list[nn.Parameter]:
        """The trained kernels of the submodule that runs last in the first part."""
        return [p for p in self.get_submodule(self.last_shared).parameters() if p.ndim == 4 and p.requires_grad]

    def shared(self, encoded: list[torch.Tensor]) -> torch.Tensor:
        """The encoder's output to (N, shared_channels, H / shared_stride, W / shared_stride)."""
        raise NotImplementedError

    def refine(self, shared: torch.Tensor, encoded: list[torch.Tensor]) -> torch.Tensor:
        """What `shared` returned and the encoder's output to (N, feature_channels, H, W)."""
        raise NotImplementedError

    def forward(self, encoded: list[torch.Tensor]) -> torch.Tensor:
        """The encoder's output to (N, feature_channels, H, W)."""
        return self.refine(self.shared(encoded), encoded)


class Backbone(nn.Module):
    """An encoder and a decoder.

    Args:
        encoder: (N, bands, H, W) to a list of tensors.
        make_decoder: makes a decoder for that list.
        stride: height and width of the input must be multiples of this.
        description: what a model file must say, besides the backbone's name, for it to be built again; JSON-ready.
    """

    def __init__(
        self,
        encoder: nn.Module,
        make_decoder: Callable[[], Decoder],
        stride: int,
        description: Optional[Mapping[str, Any]] = None,
    ) -> None:
        super().__init__()
        self.description: dict[str, Any] = dict(description or {})
        self.encoder, self.make_decoder, self.stride = encoder, make_decoder, stride
        self.decoder = make_decoder()

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """(N, bands, H, W) to (N, decoder.feature_channels, H, W)."""
        return self.decoder(self.encoder(pixels))


def batch_norm(channels: int) -> tuple[nn.Module, ...]:
    """Batch normalisation and ReLU."""
    return nn.BatchNorm2d(channels), nn.ReLU(inplace=True)


def group_norm(channels: int) -> tuple[nn.Module, ...]:
    """Group normalisation and SiLU: independent of the batch, and smooth, as energies of single images need."""
    groups = next(count for count in range(max(1, channels // GROUP_CHANNELS), 0, -1) if channels % count == 0)
    return nn.GroupNorm(groups, channels), nn.SiLU(inplace=True)
