"""U-Net: an encoder-decoder with skip connections, of any width and any number of bands."""
from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from .backbone import Backbone, Decoder, Norm, batch_norm, group_norm

DEPTH = 4  # halvings
STRIDE = 2**DEPTH


class ConvBlock(nn.Sequential):
    """Twice a 3x3 convolution, a normalisation and an activation; height and width stay."""

    def __init__(self, channels_in: int, channels_out: int, norm: Norm = batch_norm) -> None:
        layers: list[nn.Module] = []
        for source in (channels_in, channels_out):
            layers += [nn.Conv2d(source, channels_out, 3, padding=1, bias=False), *norm(channels_out)]
        super().__init__(*layers)


class UNetEncoder(nn.Module):
    """The contracting path; each of the four levels below the first doubles the channels.

    Attributes:
        channels: of the last level.
    """

    def __init__(self, bands: int, width: int, norm: Norm = batch_norm) -> None:
        super().__init__()
        channels = [width * 2**level for level in range(DEPTH + 1)]
        self.channels = channels[-1]
        self.stem = ConvBlock(bands, width, norm)
        self.levels = nn.ModuleList(ConvBlock(above, below, norm) for above, below in zip(channels, channels[1:]))

    def forward(self, pixels: torch.Tensor) -> list[torch.Tensor]:
        """(N, bands, H, W) to the five levels' features (N, width 2^i, H / 2^i, W / 2^i)."""
        features = [self.stem(pixels)]
        for level in self.levels:
            features.append(level(functional.max_pool2d(features[-1], 2)))
        return features


class UNetDecoder(Decoder):
    """The expanding path, with bilinear upsampling."""

    last_shared, shared_stride = "levels.1", 2

    def __init__(self, width: int, norm: Norm = batch_norm) -> None:
        super().__init__()
        channels = [width * 2**level for level in range(DEPTH + 1)]
        self.lateral = nn.ModuleList(
            nn.Conv2d(below, above, 1, bias=False) for above, below in zip(channels, channels[1:])
        )
        self.levels = nn.ModuleList(ConvBlock(2 * above, above, norm) for above in channels[:-1])
        self.shared_channels, self.feature_channels = 2 * width, width

    def shared(self, encoded: list[torch.Tensor]) -> torch.Tensor:
        """The encoder's features to those of the second level, (N, 2 width, H / 2, W / 2)."""
        _, *skips, features = encoded
        for level, skip in zip(range(len(skips), 0, -1), reversed(skips)):
            features = self._expanded(level, features, skip)
        return features

    def refine(self, shared: torch.Tensor, encoded: list[torch.Tensor]) -> torch.Tensor:
        """The features of the second level and the encoder's of the first to (N, width, H, W)."""
        return self._expanded(0, shared, encoded[0])

    def _expanded(self, level: int, features: torch.Tensor, skip: torch.Tensor) -> torch.Tensor:
        return self.levels[level](torch.cat([skip, upsample(self.lateral[level](features))], 1))


class SubpixelUpsampling(nn.Module):
    """Subpixel convolution of features at half resolution, concatenated with features of the image's own pixels.

    Borders stay as sharp as the image, at a fraction of the cost of convolving upsampled features.

    Args:
        channels: of the features at half resolution.
        bands: of the image.

    Attributes:
        feature_channels: channels of the output.
    """

    FEATURES = 8  # from the features, and as many from the pixels

    def __init__(self, channels: int, bands: int) -> None:
        super().__init__()
        self.spread = nn.Conv2d(channels, 4 * self.FEATURES, 1)
        self.detail = nn.Sequential(
            nn.Conv2d(bands, self.FEATURES, 3, padding=1, bias=False), *batch_norm(self.FEATURES)
        )
        self.feature_channels = 2 * self.FEATURES

    def forward(self, blocks: torch.Tensor, pixels: torch.Tensor) -> torch.Tensor:
        """(N, channels, H / 2, W / 2) and (N, bands, H, W) to (N, feature_channels, H, W)."""
        return torch.cat([functional.pixel_shuffle(self.spread(blocks), 2), self.detail(pixels)], 1)


class HalfResolutionEncoder(nn.Module):
    """A U-Net's contracting path on 2x2 blocks of pixels; its output includes the pixels."""

    def __init__(self, bands: int, width: int) -> None:
        super().__init__()
        self.inner = UNetEncoder(4 * bands, width)

    def forward(self, pixels: torch.Tensor) -> list[torch.Tensor]:
        """(N, bands, H, W) to the pixels and five levels' features (N, width 2^i, H / 2^(i+1), W / 2^(i+1))."""
        return [pixels, *self.inner(functional.pixel_unshuffle(pixels, 2))]


class HalfResolutionDecoder(Decoder):
    """A U-Net's expanding path on 2x2 blocks, with subpixel upsampling at the end."""

    last_shared, shared_stride = "inner.levels.1", 4

    def __init__(self, bands: int, width: int) -> None:
        super().__init__()
        self.inner = UNetDecoder(width)
        self.upsampling = SubpixelUpsampling(width, bands)
        self.shared_channels, self.feature_channels = self.inner.shared_channels, self.upsampling.feature_channels

    def shared(self, encoded: list[torch.Tensor]) -> torch.Tensor:
        """The encoder's features to those of the U-Net's second level, (N, 2 width, H / 4, W / 4)."""
        _, *features = encoded
        return self.inner.shared(features)

    def refine(self, shared: torch.Tensor, encoded: list[torch.Tensor]) -> torch.Tensor:
        """The features of the second level, the pixels and the finest map to (N, feature_channels, H, W)."""
        pixels, *features = encoded
        return self.upsampling(self.inner.refine(shared, features), pixels)


def unet(bands: int, width: int) -> Backbone:
    """U-Net (Ronneberger et al. 2015) with batch normalisation; width counts the channels of the first level."""
    return Backbone(UNetEncoder(bands, width), lambda: UNetDecoder(width), STRIDE)


def unet_half(bands: int, width: int) -> Backbone:
    """U-Net on 2x2 blocks (space-to-depth): a quarter of the operations, and twice the receptive field."""
    return Backbone(HalfResolutionEncoder(bands, width), lambda: HalfResolutionDecoder(bands, width), 2 * STRIDE)


def unet_smooth(bands: int, width: int) -> Backbone:
    """U-Net with group normalisation and SiLU."""
    return Backbone(smooth_encoder(bands, width), lambda: UNetDecoder(width, group_norm), STRIDE)


def smooth_encoder(bands: int, width: int) -> UNetEncoder:
    """Its contracting path; the first convolution has a bias, without which contrast is lost."""
    encoder = UNetEncoder(bands, width, group_norm)
    encoder.stem[0] = nn.Conv2d(bands, width, 3, padding=1)
    return encoder


def upsample(features: torch.Tensor, factor: int = 2) -> torch.Tensor:
    """Features at a factor times the height and width, bilinear."""
    return functional.interpolate(features, scale_factor=factor, mode="bilinear", align_corners=False)
