"""ResNet-18 with a U-Net decoder."""
from __future__ import annotations

import torch
from torch import nn

from .backbone import Backbone, Decoder, batch_norm
from .encoders import build_encoder
from .resnet import CHANNELS
from .unet import ConvBlock, SubpixelUpsampling, upsample


class ResNetDecoder(Decoder):
    """A U-Net decoder over the five feature maps, with subpixel upsampling to the image's resolution.

    Args:
        bands: of the image.
        width: channels of the last level; each deeper one doubles them.
    """

    last_shared, shared_stride = "levels.1", 4

    def __init__(self, bands: int, width: int) -> None:
        super().__init__()
        widths = [width * 2**level for level in range(len(CHANNELS))]
        self.bottom = nn.Sequential(nn.Conv2d(CHANNELS[-1], widths[-1], 1, bias=False), *batch_norm(widths[-1]))
        self.levels = nn.ModuleList(
            ConvBlock(below + skip, above) for above, below, skip in zip(widths, widths[1:], CHANNELS)
        )
        self.upsampling = SubpixelUpsampling(width, bands)
        self.shared_channels, self.feature_channels = widths[1], self.upsampling.feature_channels

    def shared(self, encoded: list[torch.Tensor]) -> torch.Tensor:
        """The encoder's pixels and feature maps to (N, 2 width, H / 4, W / 4)."""
        _, _, *skips, deepest = encoded
        features = self.bottom(deepest)
        for level, skip in zip(reversed(self.levels[1:]), reversed(skips)):
            features = level(torch.cat([upsample(features), skip], 1))
        return features

    def refine(self, shared: torch.Tensor, encoded: list[torch.Tensor]) -> torch.Tensor:
        """The features at a quarter of the resolution, the pixels and the finest map to (N, feature_channels, H, W)."""
        pixels, half, *_ = encoded
        return self.upsampling(self.levels[0](torch.cat([upsample(shared), half], 1)), pixels)


def resnet18_unet(bands: int, width: int) -> Backbone:
    """ResNet-18 with a decoder of any width."""
    encoder = build_encoder("resnet18", bands)
    return Backbone(encoder, lambda: ResNetDecoder(bands, width), encoder.stride)
