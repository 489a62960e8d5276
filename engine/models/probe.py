"""A linear probe: a linear classifier of a frozen encoder's features."""
from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from .unet import upsample

CELL_PX = 4  # side of the cells that the probe classifies


class LinearProbe(nn.Module):
    """A linear classifier of 4 px cells by an encoder's features at every stride and the colours in and around them.

    Linear probes show what an encoder's features separate (Alain and Bengio 2017); with few labels they are good
    classifiers themselves. The weights are buffers, since they are fitted in one go (features/linear_probe.py) and no
    optimiser may change them.

    Args:
        bands: of the image.
        channels: of the encoder's feature maps, at strides 2, 4, 8 and so on.
        classes: number of classes K.
    """

    weight: torch.Tensor
    bias: torch.Tensor

    def __init__(self, bands: int, channels: tuple[int, ...], classes: int) -> None:
        super().__init__()
        half, quarter, *deeper, deepest = channels
        colours = 2 * bands
        self.channels = [colours + half + quarter, *deeper, colours + deepest]
        self.register_buffer("weight", torch.zeros(classes, sum(self.channels)))
        self.register_buffer("bias", torch.zeros(classes))

    def forward(self, encoded: list[torch.Tensor]) -> torch.Tensor:
        """The encoder's pixels and feature maps to float32 logits (N, K, H, W)."""
        weights = self.weight[:, :, None, None].split(self.channels, dim=1)
        *finer, logits = [functional.conv2d(x, w.to(x.dtype)) for x, w in zip(_levels(encoded), weights)]
        for own in reversed(finer):
            logits = upsample(logits) + own
        logits = logits.float() + self.bias[:, None, None]
        return functional.interpolate(logits, scale_factor=CELL_PX, mode="bilinear", align_corners=False)


def cell_features(encoded: list[torch.Tensor]) -> torch.Tensor:
    """The features of every cell, (N, F, H / CELL_PX, W / CELL_PX), in the order of the probe's weights.

    Args:
        encoded: the encoder's pixels (N, bands, H, W) and feature maps at strides 2, 4, 8 and so on.
    """
    levels = _levels(encoded)
    for depth, level in enumerate(levels):
        for _ in range(depth):
            level = upsample(level)
        levels[depth] = level
    return torch.cat(levels, 1)


def _levels(encoded: list[torch.Tensor]) -> list[torch.Tensor]:
    """The probe's inputs at strides 4, 8 and so on."""
    pixels, half, quarter, *deeper, deepest = encoded
    finest = torch.cat([_colours(pixels, CELL_PX), functional.avg_pool2d(half, 2), quarter], 1)
    around = _colours(pixels, pixels.shape[-1] // deepest.shape[-1])
    return [finest, *deeper, torch.cat([around, deepest], 1)]


def _colours(pixels: torch.Tensor, side_px: int) -> torch.Tensor:
    """Mean and standard deviation of each band in blocks, (N, 2 bands, H / side_px, W / side_px)."""
    mean = functional.avg_pool2d(pixels, side_px)
    variance = functional.avg_pool2d(pixels.square(), side_px) - mean.square()
    return torch.cat([mean, variance.clamp(min=0).sqrt()], 1)
