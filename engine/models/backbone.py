"""What a backbone is: an encoder and a decoder that networks share or double, and the normalisation inside."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Callable

import torch
from torch import nn

Norm = Callable[[int], tuple[nn.Module, ...]]  # layers that normalise and activate so many channels

GROUP_CHANNELS = 8  # channels a group, or as few more as divide them evenly


class Backbone(nn.Module):
    """An encoder and a decoder.

    Args:
        encoder: (N, bands, H, W) to a list of tensors.
        make_decoder: makes a decoder, which maps that list to (N, decoder.feature_channels, H, W) and names its part that runs last in
            decoder.last.
        stride: height and width of the input must be multiples of this.
    """

    def __init__(self, encoder: nn.Module, make_decoder: Callable[[], nn.Module], stride: int) -> None:
        super().__init__()
        self.encoder, self.make_decoder, self.stride = encoder, make_decoder, stride
        self.decoder = make_decoder()

    @property
    def feature_channels(self) -> int:
        """Channels of the output, at the input's resolution."""
        return self.decoder.feature_channels

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """(N, bands, H, W) to (N, feature_channels, H, W)."""
        return self.decoder(self.encoder(pixels))

    @property
    def last_layer(self) -> list[nn.Parameter]:
        """Kernels that everything behind the decoder builds on."""
        return last_kernels(self.decoder)


def last_kernels(decoder: nn.Module) -> list[nn.Parameter]:
    """The kernels of the part of a decoder that runs last."""
    return [p for p in decoder.last.parameters() if p.ndim == 4 and p.requires_grad]


class PretrainedEncoder(nn.Module):
    """An encoder whose weights may come from another training; its batch statistics then stay what they were there.

    Args:
        net: maps (N, bands, H, W) to a list of features.

    Attributes:
        is_pretrained: whether they did.
    """

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net, self.is_pretrained = net, False

    def train(self, mode: bool = True) -> PretrainedEncoder:
        """As of every module, but batch statistics that came along stay."""
        super().train(mode)
        self.net.train(mode and not self.is_pretrained)
        return self

    def forward(self, pixels: torch.Tensor) -> list[torch.Tensor]:
        """The pixels, and the net's features."""
        return [pixels, *self.net(pixels)]


def mark_pretrained(network: nn.Module, fresh: Sequence[str] = ()) -> None:
    """The weights that the encoders of a network have now count as another training's, but for encoders with fresh tensors."""
    for name, module in network.named_modules():
        if isinstance(module, PretrainedEncoder):
            module.is_pretrained = not any(tensor.startswith(f"{name}.") for tensor in fresh)


def batch_norm(channels: int) -> tuple[nn.Module, ...]:
    """Batch normalisation and ReLU: the usual choice."""
    return nn.BatchNorm2d(channels), nn.ReLU(inplace=True)


def group_norm(channels: int) -> tuple[nn.Module, ...]:
    """Group normalisation and SiLU: no statistics of the batch and smooth activations, which energies of single images need."""
    groups = next(count for count in range(max(1, channels // GROUP_CHANNELS), 0, -1) if channels % count == 0)
    return nn.GroupNorm(groups, channels), nn.SiLU(inplace=True)
