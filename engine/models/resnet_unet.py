"""ResNet-18 under a U-Net decoder; its layers bear torchvision's names, so that any checkpoint of that family fits."""
from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from .backbone import Backbone, PretrainedEncoder, batch_norm
from .unet import BlockOpening, ConvBlock, raised

CHANNELS = (64, 64, 128, 256, 512)  # of the features at 1/2, 1/4, 1/8, 1/16 and 1/32 of the resolution
STRIDE = 32


class BasicBlock(nn.Module):
    """Two 3x3 convolutions around a shortcut (He et al. 2016)."""

    def __init__(self, channels_in: int, channels_out: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels_in, channels_out, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels_out)
        self.conv2 = nn.Conv2d(channels_out, channels_out, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels_out)
        self.downsample = None
        if stride > 1:
            self.downsample = nn.Sequential(nn.Conv2d(channels_in, channels_out, 1, stride, bias=False), nn.BatchNorm2d(channels_out))

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        """(N, channels_in, H, W) to (N, channels_out, H / stride, W / stride)."""
        shortcut = features if self.downsample is None else self.downsample(features)
        inner = functional.relu(self.bn1(self.conv1(features)))
        return functional.relu(self.bn2(self.conv2(inner)) + shortcut)


class ResNet18(nn.Module):
    """ResNet-18 without its classifier.

    Args:
        bands: channels of the input, whose height and width must be multiples of STRIDE.
    """

    def __init__(self, bands: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(bands, CHANNELS[0], 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(CHANNELS[0])
        self.layer1, self.layer2, self.layer3, self.layer4 = (
            nn.Sequential(BasicBlock(above, below, 1 if level == 0 else 2), BasicBlock(below, below, 1))
            for level, (above, below) in enumerate(zip(CHANNELS, CHANNELS[1:]))
        )

    def forward(self, pixels: torch.Tensor) -> list[torch.Tensor]:
        """(N, bands, H, W) to five maps (N, CHANNELS[i], H / 2^(i+1), W / 2^(i+1))."""
        features = [functional.relu(self.bn1(self.conv1(pixels)))]
        below = functional.max_pool2d(features[0], 3, 2, 1)
        for layer in (self.layer1, self.layer2, self.layer3, self.layer4):
            below = layer(below)
            features.append(below)
        return features


class ResNetDecoder(nn.Module):
    """A U-Net decoder over the five maps, opened to single pixels at the end.

    Args:
        bands: of the image. width: channels of the last level; each deeper one doubles them.
    """

    def __init__(self, bands: int, width: int) -> None:
        super().__init__()
        widths = [width * 2**level for level in range(len(CHANNELS))]
        self.bottom = nn.Sequential(nn.Conv2d(CHANNELS[-1], widths[-1], 1, bias=False), *batch_norm(widths[-1]))
        self.levels = nn.ModuleList(
            ConvBlock(below + skip, above) for above, below, skip in zip(widths, widths[1:], CHANNELS)
        )
        self.opening = BlockOpening(width, bands)
        self.feature_channels = self.opening.feature_channels

    @property
    def last(self) -> nn.Module:
        """The part that runs last."""
        return self.opening

    def forward(self, encoded: list[torch.Tensor]) -> torch.Tensor:
        """The encoder's pixels and features to (N, feature_channels, H, W)."""
        pixels, *skips, deepest = encoded
        features = self.bottom(deepest)
        for level, skip in zip(reversed(self.levels), reversed(skips)):
            features = level(torch.cat([raised(features), skip], 1))
        return self.opening(features, pixels)


def resnet18_unet(bands: int, width: int) -> Backbone:
    """ResNet-18 under a decoder of any width."""
    return Backbone(PretrainedEncoder(ResNet18(bands)), lambda: ResNetDecoder(bands, width), STRIDE)
