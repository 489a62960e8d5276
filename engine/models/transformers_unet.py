"""An encoder of the package transformers with a small U-Net decoder over whatever feature maps it has."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from ..schema.errors import ConfigError
from .backbone import Backbone, Decoder, batch_norm
from .encoder import Encoder
from .transformers_encoder import TransformersEncoder
from .unet import ConvBlock, SubpixelUpsampling, upsample

STRIDE = 32  # the deepest level of the models, though its map is not used


class PyramidDecoder(Decoder):
    """A U-Net decoder with the colours of the image at every level, and feature maps at those that have one.

    Args:
        bands: of the image.
        width: channels of the last level; the others have twice as many.
        strides: of the encoder's feature maps, out of 2, 4, 8 and 16; the last is 8 or 16.
        channels: of these maps.
    """

    last_shared, shared_stride = "levels.0", 4

    def __init__(self, bands: int, width: int, strides: tuple[int, ...], channels: tuple[int, ...]) -> None:
        super().__init__()
        wide, skips = 2 * width, dict(zip(strides, channels))
        self.strides = strides
        self.bottom = nn.Sequential(nn.Conv2d(channels[-1] + bands, wide, 1, bias=False), *batch_norm(wide))
        self.levels = nn.ModuleList(
            ConvBlock(wide + skips.get(stride, 0) + bands, wide) for stride in (4, 8) if stride < strides[-1]
        )
        self.blocks = ConvBlock(4 * bands, width)
        self.at_half = ConvBlock(wide + skips.get(2, 0) + width, width)
        self.upsampling = SubpixelUpsampling(width, bands)
        self.shared_channels, self.feature_channels = wide, self.upsampling.feature_channels

    def shared(self, encoded: list[torch.Tensor]) -> torch.Tensor:
        """The encoder's pixels and feature maps to (N, 2 width, H / 4, W / 4)."""
        stride = self.strides[-1]
        features = self.bottom(torch.cat(self._seen(encoded, stride), 1))
        for level in reversed(self.levels):
            stride //= 2
            features = level(torch.cat([upsample(features), *self._seen(encoded, stride)], 1))
        return features

    def refine(self, shared: torch.Tensor, encoded: list[torch.Tensor]) -> torch.Tensor:
        """The features at a quarter of the resolution, the pixels and maps to (N, feature_channels, H, W)."""
        pixels, *maps = encoded
        finest = maps[:1] if self.strides[0] == 2 else []
        blocks = self.blocks(functional.pixel_unshuffle(pixels, 2))
        return self.upsampling(self.at_half(torch.cat([upsample(shared), *finest, blocks], 1)), pixels)

    def _seen(self, encoded: list[torch.Tensor], stride: int) -> list[torch.Tensor]:
        """The feature map at a stride, if there is one, and the mean colours of its cells."""
        pixels, *maps = encoded
        own = [features for features, each in zip(maps, self.strides) if each == stride]
        return [*own, functional.avg_pool2d(pixels, stride)]


def transformers_unet(bands: int, width: int, config: Mapping[str, Any]) -> Backbone:
    """An encoder of the package transformers with a decoder of any width.

    Args:
        bands: of the image.
        width: channels of the decoder's last level.
        config: of the model, as `transformers_folder.read_config` returns it.

    Raises:
        ConfigError: the configuration is empty.
        ModelFileError: the package is missing, or cannot build such a model.
    """
    if not config:
        raise ConfigError(
            "Backbone 'transformers' has no encoder of its own", "name the folder of a model with weights (Start from)"
        )
    net = TransformersEncoder(config, bands)
    encoder = Encoder("transformers", net, bands, net.strides, net.channels)
    return Backbone(encoder, lambda: PyramidDecoder(bands, width, net.strides, net.channels), STRIDE, config)
