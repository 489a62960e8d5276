"""U-Net: an encoder-decoder with skip connections, of any width and any number of bands."""
from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional


class ConvBlock(nn.Sequential):
    """Twice a 3x3 convolution, batch normalisation and ReLU; keeps height and width."""

    def __init__(self, channels_in: int, channels_out: int) -> None:
        layers: list[nn.Module] = []
        for source in (channels_in, channels_out):
            layers += [nn.Conv2d(source, channels_out, 3, padding=1, bias=False), nn.BatchNorm2d(channels_out), nn.ReLU(inplace=True)]
        super().__init__(*layers)


class UNet(nn.Module):
    """U-Net backbone (Ronneberger et al. 2015) with batch normalisation and bilinear upsampling.

    Args:
        bands: channels of the input.
        width: channels of the first level; each of the four deeper levels doubles them, up to 16 times.

    Attributes:
        feature_channels: channels of the output, at the input's resolution.
        stride: height and width of the input must be multiples of this.
    """

    DEPTH = 4

    def __init__(self, bands: int, width: int) -> None:
        super().__init__()
        channels = [width * 2**level for level in range(self.DEPTH + 1)]
        self.stem = ConvBlock(bands, width)
        self.encoder = nn.ModuleList(ConvBlock(above, below) for above, below in zip(channels, channels[1:]))
        self.lateral = nn.ModuleList(nn.Conv2d(below, above, 1, bias=False) for above, below in zip(channels, channels[1:]))
        self.decoder = nn.ModuleList(ConvBlock(2 * above, above) for above in channels[:-1])
        self.feature_channels = width
        self.stride = 2**self.DEPTH

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """(N, bands, H, W) to (N, feature_channels, H, W)."""
        skips = [self.stem(pixels)]
        for block in self.encoder:
            skips.append(block(functional.max_pool2d(skips[-1], 2)))
        features = skips.pop()
        for lateral, block in zip(reversed(self.lateral), reversed(self.decoder)):
            raised = functional.interpolate(lateral(features), scale_factor=2, mode="bilinear", align_corners=False)
            features = block(torch.cat([skips.pop(), raised], 1))
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
        self.detail = nn.Sequential(
            nn.Conv2d(bands, self.FEATURES, 3, padding=1, bias=False), nn.BatchNorm2d(self.FEATURES), nn.ReLU(inplace=True)
        )
        self.feature_channels = 2 * self.FEATURES

    def forward(self, blocks: torch.Tensor, pixels: torch.Tensor) -> torch.Tensor:
        """(N, channels, H / 2, W / 2) and (N, bands, H, W) to (N, feature_channels, H, W)."""
        return torch.cat([functional.pixel_shuffle(self.spread(blocks), 2), self.detail(pixels)], 1)


class HalfResolutionUNet(nn.Module):
    """U-Net that works on 2x2 blocks of pixels and opens them again at the end.

    Space-to-depth loses nothing, costs a quarter of the operations and doubles the context that a level sees.

    Args, attributes: as UNet.
    """

    def __init__(self, bands: int, width: int) -> None:
        super().__init__()
        self.inner = UNet(4 * bands, width)
        self.opening = BlockOpening(width, bands)
        self.feature_channels = self.opening.feature_channels
        self.stride = 2 * self.inner.stride

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """(N, bands, H, W) to (N, feature_channels, H, W)."""
        return self.opening(self.inner(functional.pixel_unshuffle(pixels, 2)), pixels)
