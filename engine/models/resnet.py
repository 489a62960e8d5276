"""ResNet-18 as an encoder; its layers have torchvision's names, so that its checkpoints fit."""
from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

CHANNELS = (64, 64, 128, 256, 512)  # of the features at 1/2, 1/4, 1/8, 1/16 and 1/32 of the resolution
STRIDES = (2, 4, 8, 16, 32)


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
            self.downsample = nn.Sequential(
                nn.Conv2d(channels_in, channels_out, 1, stride, bias=False), nn.BatchNorm2d(channels_out)
            )

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        """(N, channels_in, H, W) to (N, channels_out, H / stride, W / stride)."""
        shortcut = features if self.downsample is None else self.downsample(features)
        inner = functional.relu(self.bn1(self.conv1(features)))
        return functional.relu(self.bn2(self.conv2(inner)) + shortcut)


class ResNet18(nn.Module):
    """ResNet-18 without its classifier.

    Args:
        bands: channels of the input, whose height and width must be multiples of 32.
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
