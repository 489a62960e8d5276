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

    last_shared, shared_stride = "at_quarter", 4

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
        self.shared_channels, self.feature_channels = wide, self.upsampling.feature_channels

    def shared(self, encoded: list[torch.Tensor]) -> torch.Tensor:
        """The encoder's pixels and feature maps to (N, 2 width, H / 4, W / 4)."""
        pixels, _, quarter, eighth, sixteenth = encoded
        features = self.at_sixteenth(torch.cat([sixteenth, functional.avg_pool2d(pixels, 16)], 1))
        features = self.at_eighth(torch.cat([upsample(features), eighth, functional.avg_pool2d(pixels, 8)], 1))
        return self.at_quarter(torch.cat([upsample(features), quarter, functional.avg_pool2d(pixels, 4)], 1))

    def refine(self, shared: torch.Tensor, encoded: list[torch.Tensor]) -> torch.Tensor:
        """The features at a quarter of the resolution, the pixels and the finest map to (N, feature_channels, H, W)."""
        pixels, half, *_ = encoded
        blocks = self.blocks(functional.pixel_unshuffle(pixels, 2))
        return self.upsampling(self.at_half(torch.cat([upsample(shared), half, blocks], 1)), pixels)


def efficientnet_unet(bands: int, width: int) -> Backbone:
    """EfficientNet-Lite0 with a decoder of any width."""
    encoder = build_encoder("efficientnet-lite0", bands)
    return Backbone(encoder, lambda: ColourDecoder(bands, width), encoder.stride)
