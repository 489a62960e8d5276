"""A U-Net whose encoder has seen ImageNet: a slim decoder learns what the strokes mean."""
from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from .backbone import Backbone, PretrainedEncoder, batch_norm
from .efficientnet import CHANNELS, STRIDE, EfficientNet
from .unet import BlockOpening, ConvBlock, raised


class ColourDecoder(nn.Module):
    """A decoder that also sees the colours at every level.

    ImageNet's features tell textures and shapes apart that a few strokes cannot teach; they hardly tell the colours of this image
    apart, so each level gets the mean colours of its cells as well, and the last one the pixels themselves.

    Args:
        bands: of the image.
        width: channels of the last level; the others have twice as many.
    """

    def __init__(self, bands: int, width: int) -> None:
        super().__init__()
        half, quarter, eighth, sixteenth = CHANNELS
        wide = 2 * width
        self.at_sixteenth = nn.Sequential(nn.Conv2d(sixteenth + bands, wide, 1, bias=False), *batch_norm(wide))
        self.at_eighth = ConvBlock(wide + eighth + bands, wide)
        self.at_quarter = ConvBlock(wide + quarter + bands, wide)
        self.blocks = ConvBlock(4 * bands, width)
        self.at_half = ConvBlock(wide + half + width, width)
        self.opening = BlockOpening(width, bands)
        self.feature_channels = self.opening.feature_channels

    @property
    def last(self) -> nn.Module:
        """The part that runs last."""
        return self.opening

    def forward(self, encoded: list[torch.Tensor]) -> torch.Tensor:
        """The encoder's pixels and features to (N, feature_channels, H, W)."""
        pixels, half, quarter, eighth, sixteenth = encoded
        features = self.at_sixteenth(torch.cat([sixteenth, functional.avg_pool2d(pixels, 16)], 1))
        features = self.at_eighth(torch.cat([raised(features), eighth, functional.avg_pool2d(pixels, 8)], 1))
        features = self.at_quarter(torch.cat([raised(features), quarter, functional.avg_pool2d(pixels, 4)], 1))
        features = self.at_half(torch.cat([raised(features), half, self.blocks(functional.pixel_unshuffle(pixels, 2))], 1))
        return self.opening(features, pixels)


def efficientnet_unet(bands: int, width: int) -> Backbone:
    """EfficientNet-Lite0 under a slim decoder."""
    return Backbone(PretrainedEncoder(EfficientNet(bands)), lambda: ColourDecoder(bands, width), STRIDE)
