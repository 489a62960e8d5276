"""The interface of encoders that can have pretrained weights: feature maps at several strides."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Callable, Optional

import torch
from torch import nn


class Encoder(nn.Module):
    """A feature extractor; where its weights are pretrained, its batch statistics are not updated.

    Args:
        name: in the registry of encoders.
        net: maps (N, bands, H, W) to a list of feature maps.
        bands: channels of the input.
        strides: of the feature maps, rising; height and width of the input must be multiples of the last one.
        channels: of the feature maps.

    Attributes:
        is_pretrained: whether the weights come from another training.
    """

    def __init__(
        self, name: str, net: nn.Module, bands: int, strides: tuple[int, ...], channels: tuple[int, ...]
    ) -> None:
        super().__init__()
        self.name, self.net, self.bands, self.strides, self.channels = name, net, bands, strides, channels
        self.is_pretrained = False
        self._tensors: Optional[list[torch.Tensor]] = None  # of the network: walking it takes 0.4 ms
        self._folded: Optional[tuple[tuple[int, ...], nn.Module]] = None  # as _evaluated made it last, of which weights

    @property
    def is_local(self) -> bool:
        """Whether a feature depends on its surroundings alone, and not on the size of the input."""
        return bool(getattr(self.net, "is_local", True))

    @property
    def stride(self) -> int:
        """Height and width of the input must be multiples of this."""
        return self.strides[-1]

    @property
    def is_frozen(self) -> bool:
        """Whether the weights are pretrained and not trained further."""
        return self.is_pretrained and not any(parameter.requires_grad for parameter in self.parameters())

    def train(self, mode: bool = True) -> Encoder:
        """Set the mode; batch normalisation of pretrained weights stays in evaluation mode."""
        super().train(mode)
        self.net.train(mode and not self.is_pretrained)
        return self

    def _apply(self, fn: Callable[[torch.Tensor], torch.Tensor], recurse: bool = True) -> Encoder:
        """As every module's, which moves weights between devices and types: it replaces buffers."""
        self._tensors = None
        return super()._apply(fn, recurse)

    def encode(self, pixels: torch.Tensor) -> list[torch.Tensor]:
        """(N, bands, H, W) to the feature maps (N, channels[i], H / strides[i], W / strides[i])."""
        is_fixed = self.is_frozen or torch.is_inference_mode_enabled()
        net = self._evaluated() if is_fixed and not self.net.training else self.net
        return net(pixels)

    def _evaluated(self) -> nn.Module:
        """A faster network with the same output in evaluation mode, if there is one; made anew as weights change."""
        fold = getattr(self.net, "folded", None)
        if fold is None:
            return self.net
        if self._tensors is None:
            self._tensors = [*self.net.parameters(), *self.net.buffers()]
        state = tuple(value for tensor in self._tensors for value in (tensor.data_ptr(), tensor._version))
        if self._folded is None or self._folded[0] != state:
            with torch.inference_mode(False), torch.no_grad():
                self._folded = (state, fold().requires_grad_(False).eval())
        return self._folded[1]

    def forward(self, pixels: torch.Tensor) -> list[torch.Tensor]:
        """The pixels followed by the feature maps: the input of decoders and of the feature probe."""
        return [pixels, *self.encode(pixels)]


def mark_pretrained(network: nn.Module, fresh: Sequence[str] = ()) -> None:
    """Mark the weights of all encoders in a network as pretrained.

    Args:
        network: any module.
        fresh: names of tensors with random weights; an encoder that has one of them is not pretrained.
    """
    for name, module in network.named_modules():
        if isinstance(module, Encoder):
            module.is_pretrained = not any(tensor.startswith(f"{name}.") for tensor in fresh)
