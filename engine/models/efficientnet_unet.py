"""EfficientNet-Lite0 with a small U-Net decoder that also has the colours of the image at every level."""
from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from .backbone import Backbone, Decoder, batch_norm
from .efficientnet import CHANNELS
from .encoders import build_encoder
from .unet import ConvBlock, SubpixelUpsampling, upsample


class ColourDecoder(Decoder):
    """A U-Net decoder with the colours of the image at every level.

    ImageNet's features separate textures and shapes that a few labels cannot teach, but hardly the colours of this
    image. Hence each level gets the mean colours of its cells as well, and the last one the pixels themselves.

    Args:
        bands: of the image.
        width: channels of the last level; the others have twice as many.
    """

    last = "upsampling"

    def __init__(self, bands: int, width: int) -> None:
        super().__init__()
        half, quarter, eighth, sixteenth = CHANNELS
        wide = 2 * width
        self.at_sixteenth = nn.Sequential(nn.Conv2d(sixteenth + bands, wide, 1, bias=False), *batch_norm(wide))
        self.at_eighth = ConvBlock(wide + eighth + bands, wide)
        self.at_quarter = ConvBlock(wide + quarter + bands, wide)
        self.blocks = ConvBlock(4 * bands, width)
        self.at_half = ConvBlock(wide + half + width, width)
        self.upsampling = SubpixelUpsampling(width, bands)
        self.feature_channels = self.upsampling.feature_channels

    def forward(self, encoded: list[torch.Tensor]) -> torch.Tensor:
        """The encoder's pixels and feature maps to (N, feature_channels, H, W)."""
        pixels, half, quarter, eighth, sixteenth = encoded
        features = self.at_sixteenth(torch.cat([sixteenth, functional.avg_pool2d(pixels, 16)], 1))
        features = self.at_eighth(torch.cat([upsample(features), eighth, functional.avg_pool2d(pixels, 8)], 1))
        features = self.at_quarter(torch.cat([upsample(features), quarter, functional.avg_pool2d(pixels, 4)], 1))
        half = torch.cat([upsample(features), half, self.blocks(functional.pixel_unshuffle(pixels, 2))], 1)
        return self.upsampling(self.at_half(half), pixels)


def efficientnet_unet(bands: int, width: int) -> Backbone:
    """EfficientNet-Lite0 with a decoder of any width."""
    encoder = build_encoder("efficientnet-lite0", bands)
    return Backbone(encoder, lambda: ColourDecoder(bands, width), encoder.stride)
