"""A linear probe: what a linear classifier makes of the features of an encoder that keeps its weights."""
from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from .unet import raised

CELL_PX = 4  # the probe classifies cells of so many pixels a side


class LinearProbe(nn.Module):
    """A linear classifier of cells by the features of every level of an encoder, and by the colours in and around the cell.

    Linear probes tell what an encoder knows already (Alain and Bengio 2017); from few labels they are good classifiers themselves. The
    weights are buffers: they are fitted to the strokes at once (see training/probe_fit.py), and no optimiser knows them.

    Args:
        channels: of the maps that `cells` gives, from the finest level to the deepest.
        classes: number of classes K.
    """

    def __init__(self, channels: list[int], classes: int) -> None:
        super().__init__()
        self.channels = channels
        self.register_buffer("weight", torch.zeros(classes, sum(channels)))
        self.register_buffer("bias", torch.zeros(classes))

    @classmethod
    def over(cls, encoder: nn.Module, bands: int, side_px: int, classes: int) -> LinearProbe:
        """A probe for what an encoder, in evaluation mode, makes of patches of some side."""
        with torch.no_grad():
            return cls([level.shape[1] for level in cells(encoder(torch.zeros(1, bands, side_px, side_px)))], classes)

    def forward(self, encoded: list[torch.Tensor]) -> torch.Tensor:
        """The encoder's pixels and features to logits (N, K, H, W)."""
        logits = None
        for level, weight in zip(reversed(cells(encoded)), reversed(self.weight.split(self.channels, dim=1))):
            own = functional.conv2d(level, weight[:, :, None, None].to(level.dtype))
            logits = own if logits is None else raised(logits) + own
        logits = logits.float() + self.bias[:, None, None]
        return functional.interpolate(logits, scale_factor=CELL_PX, mode="bilinear", align_corners=False)


def cells(encoded: list[torch.Tensor]) -> list[torch.Tensor]:
    """What a probe sees at 1/4, 1/8, ... of the resolution, of an encoder's pixels and its features at 1/2, 1/4, 1/8, ..."""
    pixels, half, quarter, *deeper, deepest = encoded
    finest = torch.cat([_colours(pixels, CELL_PX), functional.avg_pool2d(half, 2), quarter], 1)
    around = _colours(pixels, pixels.shape[-1] // deepest.shape[-1])
    return [finest, *deeper, torch.cat([around, deepest], 1)]


def cell_features(encoded: list[torch.Tensor]) -> torch.Tensor:
    """All that a probe knows of each cell, (N, features, H / CELL_PX, W / CELL_PX), in the order of its weights."""
    levels = cells(encoded)
    for depth, level in enumerate(levels):
        for _ in range(depth):
            level = raised(level)
        levels[depth] = level
    return torch.cat(levels, 1)


def _colours(pixels: torch.Tensor, side_px: int) -> torch.Tensor:
    """Mean and standard deviation of each band in blocks: (N, bands, H, W) to (N, 2 bands, H / side_px, W / side_px)."""
    mean = functional.avg_pool2d(pixels, side_px)
    variance = functional.avg_pool2d(pixels.square(), side_px) - mean.square()
    return torch.cat([mean, variance.clamp(min=0).sqrt()], 1)
