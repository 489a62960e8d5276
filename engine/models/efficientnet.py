"""EfficientNet-Lite0 as an encoder (Tan and Le 2019; the Lite variants by Google, 2020)."""
from __future__ import annotations

from copy import deepcopy
from typing import NamedTuple

import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_eval

NORM_EPSILON, NORM_MOMENTUM = 1e-3, 0.01  # of the original training


class Stage(NamedTuple):
    """Blocks of one resolution.

    Attributes:
        expansion: factor by which a block widens its input.
        kernel: side of the depthwise kernels.
        stride: of the first block.
        channels: of the output.
        blocks: their number.
    """

    expansion: int
    kernel: int
    stride: int
    channels: int
    blocks: int


# Lite0 without its last two stages, whose features at 1/32 of the resolution describe scenes instead of objects.
STAGES = (
    Stage(1, 3, 1, 16, 1), Stage(6, 3, 2, 24, 2), Stage(6, 5, 2, 40, 2), Stage(6, 3, 2, 80, 3), Stage(6, 5, 1, 112, 3),
)  # fmt: skip
STEM_CHANNELS = 32
STRIDES = (2, 4, 8, 16)
CHANNELS = (16, 24, 40, 112)  # of the features at these strides


class EfficientNet(nn.Module):
    """The stem and the first five stages of EfficientNet-Lite0.

    Args:
        bands: channels of the input, whose height and width must be multiples of 16.
    """

    def __init__(self, bands: int) -> None:
        super().__init__()
        self.stem = ConvNorm(bands, STEM_CHANNELS, 3, stride=2)
        self.stages = nn.ModuleList()
        channels = STEM_CHANNELS
        for expansion, kernel, stride, channels_out, count in STAGES:
            inputs, strides = [channels] + [channels_out] * (count - 1), [stride] + [1] * (count - 1)
            blocks = (InvertedResidual(n, channels_out, expansion, kernel, s) for n, s in zip(inputs, strides))
            self.stages.append(nn.Sequential(*blocks))
            channels = channels_out

    def forward(self, pixels: torch.Tensor) -> list[torch.Tensor]:
        """(N, bands, H, W) to four maps (N, CHANNELS[i], H / STRIDES[i], W / STRIDES[i])."""
        half = self.stages[0](self.stem(pixels))
        quarter = self.stages[1](half)
        eighth = self.stages[2](quarter)
        return [half, quarter, eighth, self.stages[4](self.stages[3](eighth))]

    def folded(self) -> EfficientNet:
        """A copy that computes the same in evaluation mode, a fifth faster, with batch normalisation in the kernels."""
        copy = deepcopy(self)
        for module in copy.modules():
            if isinstance(module, ConvNorm):
                module.fold()
        return copy


class ConvNorm(nn.Module):
    """Convolution, batch normalisation and, unless is_active is False, ReLU6."""

    def __init__(
        self, channels_in: int, channels_out: int, kernel: int, stride: int = 1, groups: int = 1, is_active: bool = True
    ) -> None:
        super().__init__()
        padding = (kernel - 1) // 2 if stride == 1 else 0
        self.conv = nn.Conv2d(channels_in, channels_out, kernel, stride, padding, groups=groups, bias=False)
        self.norm: nn.Module = nn.BatchNorm2d(channels_out, NORM_EPSILON, NORM_MOMENTUM)
        self.stride, self.is_active = stride, is_active
        # With stride 2 the weights were trained with TensorFlow's padding: the odd pixel lies right and below.
        self.before, self.after = (kernel - 2) // 2, kernel - 2 - (kernel - 2) // 2

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        """(N, channels_in, H, W) to (N, channels_out, H / stride, W / stride)."""
        if self.stride == 2:
            features = functional.pad(features, (self.before, self.after, self.before, self.after))
        features = self.norm(self.conv(features))
        return functional.relu6(features, inplace=True) if self.is_active else features

    def fold(self) -> None:
        """Scale the kernels as the normalisation scales its input, and leave it out."""
        if isinstance(self.norm, nn.BatchNorm2d):
            self.conv, self.norm = fuse_conv_bn_eval(self.conv, self.norm), nn.Identity()


class InvertedResidual(nn.Module):
    """Widen, convolve depthwise, narrow; added to the input where the shapes agree (Sandler et al. 2018)."""

    def __init__(self, channels_in: int, channels_out: int, expansion: int, kernel: int, stride: int) -> None:
        super().__init__()
        wide = channels_in * expansion
        self.expand = ConvNorm(channels_in, wide, 1) if expansion > 1 else None
        self.depthwise = ConvNorm(wide, wide, kernel, stride, groups=wide)
        self.project = ConvNorm(wide, channels_out, 1, is_active=False)
        self.is_residual = stride == 1 and channels_in == channels_out

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        """(N, channels_in, H, W) to (N, channels_out, H / stride, W / stride)."""
        wide = features if self.expand is None else self.expand(features)
        narrow = self.project(self.depthwise(wide))
        return features + narrow if self.is_residual else narrow
