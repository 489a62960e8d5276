"""A feature probe: a classifier of a frozen encoder's features that is fitted in closed form."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Union

import torch
from torch import nn
from torch.nn import functional

from .smoothing import smooth_logits
from .unet import upsample

CELL_PX = 4  # side of the cells that the probe classifies
REACH_PX = 32  # around a pixel, of the cells that its features come from: interpolation reaches one of each level


@dataclass(frozen=True)
class CellMaps:
    """What a frozen encoder sees of tiles, as feature probe and OOD head read it.

    Attributes:
        levels: the features of cells in parts (N, F_i, H / s_i, W / s_i), at strides s_i of CELL_PX, twice that and so
            on; see cell_features.
        has_nodata: bool (N, 1, H / CELL_PX, W / CELL_PX), cells with a pixel that normalisation set to 0 in all bands.
    """

    levels: list[torch.Tensor]
    has_nodata: torch.Tensor

    @classmethod
    def of_encoded(cls, encoded: list[torch.Tensor]) -> CellMaps:
        """From an encoder's pixels (N, bands, H, W) and feature maps at strides 2, 4, 8 and so on."""
        is_nodata = (encoded[0] == 0).all(dim=1, keepdim=True)
        return cls(_levels(encoded), functional.max_pool2d(is_nodata.float(), CELL_PX) > 0)

    def to(self, device: Union[str, torch.device], dtype: torch.dtype) -> CellMaps:
        """The same on a device, with levels of a type."""
        return CellMaps([level.to(device, dtype) for level in self.levels], self.has_nodata.to(device))

    def cropped(self, rows: slice, cols: slice) -> CellMaps:
        """A part, given in cells; its edges must lie on cells of the last level."""
        scales = [self.levels[0].shape[2] // level.shape[2] for level in self.levels]
        parts = [level[:, :, divided(rows, n), divided(cols, n)] for level, n in zip(self.levels, scales)]
        return CellMaps(parts, self.has_nodata[:, :, rows, cols])


def divided(places: slice, factor: int) -> slice:
    """Places at a resolution that is lower by a factor, such as the cells of pixels."""
    return slice(places.start // factor, places.stop // factor)


class FeatureProbe(nn.Module):
    """A classifier of 4 px cells by an encoder's features at every stride and the colours in and around them.

    The logit of a class is a linear function of the features plus the squares of a few more: the form of discriminant
    analysis with a covariance of each class (features/discriminant.py), and without squares a linear probe (Alain and
    Bengio 2017). The weights are buffers, since they are fitted in one go and no optimiser may change them.

    Args:
        bands: of the image.
        channels: of the encoder's feature maps.
        classes: number of classes K.
        squares: squared terms R of each class.
        smoothing_px: radius of the windows over which probabilities are smoothed, a multiple of CELL_PX; 0 for none.

    Attributes:
        reach_px: around a pixel, of the cells that its logits depend on.
        class_shift: what the map adds to the logits for the class prior, float32 (K,): it takes part in the smoothing,
            but is not in the logits. Zero until it is set; the model card has it, the weights do not.
    """

    weight: torch.Tensor
    bias: torch.Tensor
    directions: torch.Tensor
    offsets: torch.Tensor
    class_shift: torch.Tensor

    def __init__(
        self, bands: int, channels: tuple[int, ...], classes: int, squares: int, smoothing_px: int = 0
    ) -> None:
        super().__init__()
        self._bands, self._radius = bands, smoothing_px // CELL_PX
        self.reach_px = REACH_PX + 2 * smoothing_px
        features = sum(channels) + 4 * bands  # two colour statistics at the finest and the coarsest level each
        self.register_buffer("weight", torch.zeros(classes, features))
        self.register_buffer("bias", torch.zeros(classes))
        self.register_buffer("directions", torch.zeros(classes, squares, features))
        self.register_buffer("offsets", torch.zeros(classes, squares))
        self.register_buffer("class_shift", torch.zeros(classes), persistent=False)

    def forward(self, maps: CellMaps) -> torch.Tensor:
        """To float32 logits of pixels (N, K, H, W)."""
        return upsample(self.of_cells(maps), CELL_PX)

    def of_cells(self, maps: CellMaps) -> torch.Tensor:
        """To float32 logits of cells (N, K, H / CELL_PX, W / CELL_PX)."""
        return self.smoothed(self.of_single_cells(maps), maps)

    def of_single_cells(self, maps: CellMaps) -> torch.Tensor:
        """Likewise before smoothing: a cell's logits depend on its own features alone."""
        classes, squares = self.offsets.shape
        with torch.autocast(self.weight.device.type, enabled=False):  # bfloat16 is too coarse for squares
            weights = torch.cat([self.weight, self.directions.flatten(0, 1)])
            logits, terms = project_cells(maps.levels, weights).split([classes, classes * squares], dim=1)
            terms = terms.unflatten(1, (classes, squares)) + self.offsets[..., None, None]
            return logits + self.bias[:, None, None] + terms.square().sum(dim=2)

    def smoothed(self, logits: torch.Tensor, maps: CellMaps) -> torch.Tensor:
        """Logits of single cells as the probe smooths them, if it does."""
        if not self._radius:
            return logits
        with torch.autocast(self.weight.device.type, enabled=False):
            shift, means = self.class_shift[:, None, None], maps.levels[0][:, : self._bands].float()
            return smooth_logits(logits + shift, means, ~maps.has_nodata, self._radius) - shift


def upsample_part(values: torch.Tensor, factor: int, rows: slice, cols: slice) -> torch.Tensor:
    """upsample(values, factor)[:, :, rows, cols], of which only this part and its neighbours are computed."""
    near = []
    for part, side in zip((rows, cols), values.shape[2:]):
        near.append(slice(max(0, part.start // factor - 1), min(side, -(-part.stop // factor) + 1)))
    rows, cols = (slice(part.start - own.start * factor, part.stop - own.start * factor)
                  for part, own in zip((rows, cols), near))  # fmt: skip
    return upsample(values[:, :, near[0], near[1]], factor)[:, :, rows, cols]


def cell_features(encoded: list[torch.Tensor]) -> torch.Tensor:
    """The features of every cell, (N, F, H / CELL_PX, W / CELL_PX), in the order of the probe's weights.

    Args:
        encoded: the encoder's pixels (N, bands, H, W) and feature maps at strides that are powers of two, rising; the
            last one over CELL_PX.
    """
    return at_finest(_levels(encoded))


def at_finest(levels: list[torch.Tensor]) -> torch.Tensor:
    """The levels of CellMaps side by side, (N, F, H / CELL_PX, W / CELL_PX): the features of every cell."""
    finest, *deeper = levels
    return torch.cat([finest, *(_upsampled(level, finest) for level in deeper)], 1)


def project_cells(levels: list[torch.Tensor], weights: torch.Tensor) -> torch.Tensor:
    """Linear functions of cell_features, each level's share at its own resolution: far less work than at the finest.

    Args:
        levels: of CellMaps.
        weights: (R, F).

    Returns:
        float32 (N, R, H / CELL_PX, W / CELL_PX).
    """
    kernels = weights[:, :, None, None].split([level.shape[1] for level in levels], dim=1)
    *finer, projected = [functional.conv2d(level.float(), w) for level, w in zip(levels, kernels)]
    for own in reversed(finer):
        projected = _upsampled(projected, own) + own
    return projected


def _levels(encoded: list[torch.Tensor]) -> list[torch.Tensor]:
    """The probe's inputs at CELL_PX and at every larger stride that the encoder has."""
    pixels, *maps = encoded
    cells = pixels.shape[-1] // CELL_PX
    fine = [_pooled(each, each.shape[-1] // cells) for each in maps if each.shape[-1] >= cells]
    *deeper, deepest = maps[len(fine) :]
    around = colours(pixels, pixels.shape[-1] // deepest.shape[-1])
    return [torch.cat([colours(pixels, CELL_PX), *fine], 1), *deeper, torch.cat([around, deepest], 1)]


def _pooled(features: torch.Tensor, side: int) -> torch.Tensor:
    return functional.avg_pool2d(features, side) if side > 1 else features


def _upsampled(features: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    """Features at the resolution of others, which is higher by a power of two."""
    while features.shape[-1] < like.shape[-1]:
        features = upsample(features)
    return features


def colours(pixels: torch.Tensor, side_px: int) -> torch.Tensor:
    """Mean and standard deviation of each band in blocks, (N, 2 bands, H / side_px, W / side_px)."""
    mean = functional.avg_pool2d(pixels, side_px)
    variance = functional.avg_pool2d(pixels.square(), side_px) - mean.square()
    return torch.cat([mean, variance.clamp(min=0).sqrt()], 1)
