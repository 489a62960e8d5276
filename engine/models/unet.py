"""U-Net: an encoder-decoder with skip connections, of any width and any number of bands."""
from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from .backbone import Backbone, Norm, batch_norm, group_norm

DEPTH = 4  # halvings
STRIDE = 2**DEPTH


class ConvBlock(nn.Sequential):
    """Twice a 3x3 convolution, a normalisation and its activation; keeps height and width."""

    def __init__(self, channels_in: int, channels_out: int, norm: Norm = batch_norm) -> None:
        layers: list[nn.Module] = []
        for source in (channels_in, channels_out):
            layers += [nn.Conv2d(source, channels_out, 3, padding=1, bias=False), *norm(channels_out)]
        super().__init__(*layers)


class UNetEncoder(nn.Module):
    """The contracting path; each of the four levels below the first doubles the channels, up to 16 times the width."""

    def __init__(self, bands: int, width: int, norm: Norm = batch_norm) -> None:
        super().__init__()
        channels = [width * 2**level for level in range(DEPTH + 1)]
        self.stem = ConvBlock(bands, width, norm)
        self.levels = nn.ModuleList(ConvBlock(above, below, norm) for above, below in zip(channels, channels[1:]))

    def forward(self, pixels: torch.Tensor) -> list[torch.Tensor]:
        """(N, bands, H, W) to the five levels' features (N, width 2^i, H / 2^i, W / 2^i)."""
        features = [self.stem(pixels)]
        for level in self.levels:
            features.append(level(functional.max_pool2d(features[-1], 2)))
        return features


class UNetDecoder(nn.Module):
    """The expanding path, with bilinear upsampling."""

    def __init__(self, width: int, norm: Norm = batch_norm) -> None:
        super().__init__()
        channels = [width * 2**level for level in range(DEPTH + 1)]
        self.lateral = nn.ModuleList(nn.Conv2d(below, above, 1, bias=False) for above, below in zip(channels, channels[1:]))
        self.levels = nn.ModuleList(ConvBlock(2 * above, above, norm) for above in channels[:-1])
        self.feature_channels = width

    @property
    def last(self) -> nn.Module:
        """The part that runs last."""
        return self.levels[0]

    def forward(self, encoded: list[torch.Tensor]) -> torch.Tensor:
        """The encoder's features to (N, width, H, W)."""
        *skips, features = encoded
        for lateral, level, skip in zip(reversed(self.lateral), reversed(self.levels), reversed(skips)):
            features = level(torch.cat([skip, raised(lateral(features))], 1))
        return features


class BlockOpening(nn.Module):
    """Spreads features of 2x2 blocks over their four pixels and joins features of the pixels' own neighbourhood.

    So borders stay as sharp as the image, at a fraction of what upsampling features and convolving them would cost.

    Args:
        channels: of the blocks' features; bands: of the image.

    Attributes:
        feature_channels: channels of the output.
    """

    FEATURES = 8  # from the blocks, and as many from the pixels

    def __init__(self, channels: int, bands: int) -> None:
        super().__init__()
        self.spread = nn.Conv2d(channels, 4 * self.FEATURES, 1)
        self.detail = nn.Sequential(nn.Conv2d(bands, self.FEATURES, 3, padding=1, bias=False), *batch_norm(self.FEATURES))
        self.feature_channels = 2 * self.FEATURES

    def forward(self, blocks: torch.Tensor, pixels: torch.Tensor) -> torch.Tensor:
        """(N, channels, H / 2, W / 2) and (N, bands, H, W) to (N, feature_channels, H, W)."""
        return torch.cat([functional.pixel_shuffle(self.spread(blocks), 2), self.detail(pixels)], 1)


class HalfResolutionEncoder(nn.Module):
    """A U-Net's contracting path on 2x2 blocks of pixels; hands the pixels on to the decoder as well."""

    def __init__(self, bands: int, width: int) -> None:
        super().__init__()
        self.inner = UNetEncoder(4 * bands, width)

    def forward(self, pixels: torch.Tensor) -> list[torch.Tensor]:
        """(N, bands, H, W) to the pixels and five levels' features (N, width 2^i, H / 2^(i+1), W / 2^(i+1))."""
        return [pixels, *self.inner(functional.pixel_unshuffle(pixels, 2))]


class HalfResolutionDecoder(nn.Module):
    """A U-Net's expanding path on 2x2 blocks, opened at the end."""

    def __init__(self, bands: int, width: int) -> None:
        super().__init__()
        self.inner = UNetDecoder(width)
        self.opening = BlockOpening(width, bands)
        self.feature_channels = self.opening.feature_channels

    @property
    def last(self) -> nn.Module:
        """The part that runs last."""
        return self.opening

    def forward(self, encoded: list[torch.Tensor]) -> torch.Tensor:
        """The encoder's features to (N, feature_channels, H, W)."""
        pixels, *features = encoded
        return self.opening(self.inner(features), pixels)


def unet(bands: int, width: int) -> Backbone:
    """U-Net (Ronneberger et al. 2015) with batch normalisation; width counts the channels of the first level."""
    return Backbone(UNetEncoder(bands, width), lambda: UNetDecoder(width), STRIDE)


def unet_half(bands: int, width: int) -> Backbone:
    """U-Net on 2x2 blocks: space-to-depth loses nothing, costs a quarter of the operations and doubles the context of a level."""
    return Backbone(HalfResolutionEncoder(bands, width), lambda: HalfResolutionDecoder(bands, width), 2 * STRIDE)


def unet_smooth(bands: int, width: int) -> Backbone:
    """U-Net with group normalisation and SiLU; its first convolution has a bias, or no later layer could see contrast."""
    encoder = UNetEncoder(bands, width, group_norm)
    encoder.stem[0] = nn.Conv2d(bands, width, 3, padding=1)
    return Backbone(encoder, lambda: UNetDecoder(width, group_norm), STRIDE)


def raised(features: torch.Tensor) -> torch.Tensor:
    """Features at twice the height and width."""
    return functional.interpolate(features, scale_factor=2, mode="bilinear", align_corners=False)
