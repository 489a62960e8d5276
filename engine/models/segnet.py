"""SegNet: the decoder upsamples by the positions of the encoder's maxima (Badrinarayanan et al. 2017)."""
from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from .backbone import Backbone, Decoder, batch_norm

CONVOLUTIONS = (2, 2, 3, 3, 3)  # per level, as in VGG-16
FACTORS = (1, 2, 4, 8, 8)  # times the width: channels of each level
STRIDE = 2 ** len(FACTORS)


class SegNetEncoder(nn.Module):
    """VGG-16's convolutions, each with a normalisation; max pooling returns the positions of the maxima."""

    def __init__(self, bands: int, width: int) -> None:
        super().__init__()
        channels = [bands, *(factor * width for factor in FACTORS)]
        self.levels = nn.ModuleList(
            _convolutions([above, *[below] * count])
            for above, below, count in zip(channels, channels[1:], CONVOLUTIONS)
        )

    def forward(self, pixels: torch.Tensor) -> list[torch.Tensor]:
        """(N, bands, H, W) to the features (N, 8 width, H / 32, W / 32) and each level's positions of the maxima."""
        features, places = pixels, []
        for level in self.levels:
            features, place = functional.max_pool2d(level(features), 2, return_indices=True)
            places.append(place)
        return [features, *places]


class SegNetDecoder(Decoder):
    """The encoder mirrored, with unpooling to the positions of the maxima; no level has a skip connection.

    All of it is shared: positions of maxima alone do not tell what the pixels are.
    """

    last_shared, shared_stride = "levels.0", 1

    def __init__(self, width: int) -> None:
        super().__init__()
        channels = [width, *(factor * width for factor in FACTORS)]
        self.levels = nn.ModuleList(
            _convolutions([*[below] * count, above])
            for above, below, count in zip(channels, channels[1:], CONVOLUTIONS)
        )
        self.shared_channels = self.feature_channels = width

    def shared(self, encoded: list[torch.Tensor]) -> torch.Tensor:
        """The encoder's features and positions to (N, width, H, W)."""
        features, *places = encoded
        for level, place in zip(reversed(self.levels), reversed(places)):
            features = level(functional.max_unpool2d(features, place, [2, 2]))
        return features

    def refine(self, shared: torch.Tensor, encoded: list[torch.Tensor]) -> torch.Tensor:
        """The features as they are."""
        return shared


def segnet(bands: int, width: int) -> Backbone:
    """SegNet of any width; 64 is the original."""
    return Backbone(SegNetEncoder(bands, width), lambda: SegNetDecoder(width), STRIDE)


def _convolutions(channels: list[int]) -> nn.Sequential:
    """3x3 convolutions from each number of channels to the next, each normalised and activated."""
    layers: list[nn.Module] = []
    for source, target in zip(channels, channels[1:]):
        layers += [nn.Conv2d(source, target, 3, padding=1, bias=False), *batch_norm(target)]
    return nn.Sequential(*layers)
