"""Patch-wise ("scene") classification: squares of pixels are classified as wholes (Castillo-Navarro 2022, 4.3.4)."""
from __future__ import annotations

import torch
from torch import nn

from ..schema.config import SIDE_MULTIPLE_PX
from .backbone import Backbone, Decoder
from .unet import UNetEncoder, smooth_encoder

SQUARE_PX = SIDE_MULTIPLE_PX  # side of a square: every input has a whole number of them


class SceneEncoder(nn.Module):
    """Encodes each square of an input by itself and averages its features over the square.

    No square sees its neighbours, and the normalisation inside is by group: the logits of a square depend on its own
    pixels alone, whatever tile or patch it lies in, as the density of a square must.

    Args:
        inner: encoder of a square; the last of its feature maps is averaged.
    """

    def __init__(self, inner: UNetEncoder) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, pixels: torch.Tensor) -> list[torch.Tensor]:
        """(N, bands, H, W) to one feature map with a value for each square, (N, F, H / 32, W / 32)."""
        patches, bands, height, width = pixels.shape
        rows, cols = height // SQUARE_PX, width // SQUARE_PX
        squares = pixels.reshape(patches, bands, rows, SQUARE_PX, cols, SQUARE_PX).permute(0, 2, 4, 1, 3, 5)
        features = self.inner(squares.reshape(-1, bands, SQUARE_PX, SQUARE_PX))[-1].mean(dim=(2, 3))
        return [features.reshape(patches, rows, cols, -1).permute(0, 3, 1, 2)]


class SceneDecoder(Decoder):
    """Two fully connected layers for each square, whose output all of its pixels get; all of it is shared.

    Args:
        features: of the encoder.
        width: half the number of channels of the output.
    """

    last_shared, shared_stride, square_px = "layers", SQUARE_PX, SQUARE_PX

    def __init__(self, features: int, width: int) -> None:
        super().__init__()
        self.shared_channels = self.feature_channels = 2 * width
        self.layers = nn.Sequential(
            nn.Conv2d(features, 2 * width, 1), nn.SiLU(), nn.Conv2d(2 * width, 2 * width, 1), nn.SiLU()
        )
        for kernel in self.shared_kernels:  # torch's own would make the squares almost alike at first
            nn.init.kaiming_normal_(kernel, nonlinearity="relu")

    def shared(self, encoded: list[torch.Tensor]) -> torch.Tensor:
        """The squares' features (N, F, H / 32, W / 32) to (N, 2 width, H / 32, W / 32)."""
        features: torch.Tensor = self.layers(encoded[0])
        return features

    def refine(self, shared: torch.Tensor, encoded: list[torch.Tensor]) -> torch.Tensor:
        """What is shared, for every pixel of a square: (N, 2 width, H, W)."""
        return shared.repeat_interleave(SQUARE_PX, dim=2).repeat_interleave(SQUARE_PX, dim=3)


def scenes(bands: int, width: int) -> Backbone:
    """A classifier of squares of SQUARE_PX, with the encoder of the smooth U-Net.

    A label counts for the square that it lies in: each labelled pixel adds the cross-entropy of its square's logits, so
    that a square with pixels of two classes is trained towards their shares.
    """
    encoder = smooth_encoder(bands, width)
    return Backbone(SceneEncoder(encoder), lambda: SceneDecoder(encoder.channels, width), SQUARE_PX)
