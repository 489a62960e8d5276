"""A U-Net whose encoder has seen ImageNet: a slim decoder learns what the strokes mean."""
from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from .efficientnet import EfficientNetEncoder
from .unet import BlockOpening, ConvBlock


class EfficientNetUNet(nn.Module):
    """EfficientNet-Lite0 encoder, kept as it is, and a decoder that also sees the colours at every level.

    ImageNet's features tell textures and shapes apart that a few strokes cannot teach; they hardly tell the colours of this image
    apart, so each level of the decoder gets the mean colours of its cells as well, and the last one the pixels themselves.

    Args:
        bands: channels of the input.
        width: channels of the decoder's last level; the others have twice as many.

    Attributes:
        feature_channels: channels of the output, at the input's resolution.
        stride: height and width of the input must be multiples of this.
    """

    def __init__(self, bands: int, width: int) -> None:
        super().__init__()
        self.encoder = EfficientNetEncoder(bands).requires_grad_(False)
        half, quarter, eighth, sixteenth = self.encoder.channels
        wide = 2 * width
        self.at_sixteenth = nn.Sequential(nn.Conv2d(sixteenth + bands, wide, 1, bias=False), nn.BatchNorm2d(wide), nn.ReLU(inplace=True))
        self.at_eighth = ConvBlock(wide + eighth + bands, wide)
        self.at_quarter = ConvBlock(wide + quarter + bands, wide)
        self.blocks = ConvBlock(4 * bands, width)
        self.at_half = ConvBlock(wide + half + width, width)
        self.opening = BlockOpening(width, bands)
        self.feature_channels = self.opening.feature_channels
        self.stride = self.encoder.stride

    def train(self, mode: bool = True) -> EfficientNetUNet:
        """As of every module, but the encoder's batch statistics stay ImageNet's."""
        super().train(mode)
        self.encoder.eval()
        return self

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """(N, bands, H, W) to (N, feature_channels, H, W)."""
        half, quarter, eighth, sixteenth = self.encoder(pixels)
        features = self.at_sixteenth(torch.cat([sixteenth, functional.avg_pool2d(pixels, 16)], 1))
        features = self.at_eighth(torch.cat([_raised(features), eighth, functional.avg_pool2d(pixels, 8)], 1))
        features = self.at_quarter(torch.cat([_raised(features), quarter, functional.avg_pool2d(pixels, 4)], 1))
        features = self.at_half(torch.cat([_raised(features), half, self.blocks(functional.pixel_unshuffle(pixels, 2))], 1))
        return self.opening(features, pixels)


def _raised(features: torch.Tensor) -> torch.Tensor:
    return functional.interpolate(features, scale_factor=2, mode="bilinear", align_corners=False)
