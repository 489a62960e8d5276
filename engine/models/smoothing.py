"""Smoothing of a classifier's probabilities over unlabelled surroundings, along the edges of the image."""
from __future__ import annotations

import torch
from torch.nn import functional

EDGE_VARIANCE = 0.002  # of the guide, whose bands have a variance of about 1: windows that vary less are averaged
SHARPNESS = 4.0  # logits are multiplied by it on the way to probabilities: it matters little by how much a cell is sure
LEAST_PROBABILITY = 1e-5  # the filter is linear and may leave [0, 1], and below rounding would show


def smooth_logits(logits: torch.Tensor, guide: torch.Tensor, is_counted: torch.Tensor, radius: int) -> torch.Tensor:
    """Logits of probabilities that went through a guided filter (He et al. 2013, equations 4 to 6 and 19 to 21).

    In every window the probability of a class is fitted as a linear function of the guide's bands, and a place takes
    the mean of the fits of all windows that it lies in: within a surface probabilities are averaged, across an edge of
    the guide they are not. A place depends on others as far as twice the radius.

    Args:
        logits: float32 (N, K, h, w).
        guide: float32 (N, bands, h, w), the image, each band with a variance of about 1.
        is_counted: bool (N, 1, h, w); other places keep their logits, and no other place depends on them.
        radius: of the windows, in places; at least 1.

    Returns:
        float32 (N, K, h, w); where nothing changes, the logits less a constant for each place.
    """
    own = functional.log_softmax(SHARPNESS * logits, dim=1)
    values = own.exp()
    weight = is_counted.to(values.dtype)
    counted = _window_sum(weight, radius).clamp(min=1)

    def mean(maps: list[torch.Tensor]) -> tuple[torch.Tensor, ...]:
        """Of each map, the means over the counted places of all windows."""
        sums = _window_sum(weight * torch.cat(maps, 1), radius)
        return (sums / counted).split([each.shape[1] for each in maps], dim=1)

    bands = guide.split(1, dim=1)
    pairs = [(row, col) for row in range(len(bands)) for col in range(row + 1)]
    products = [bands[row] * bands[col] for row, col in pairs] + [band * values for band in bands]
    value_mean, *means = mean([values, *bands, *products])
    band_means, squares, with_values = means[: len(bands)], means[len(bands) : -len(bands)], means[-len(bands) :]
    matrix: list[list[torch.Tensor]] = [[] for _ in bands]
    for (row, col), square in zip(pairs, squares):
        matrix[row].append(square - band_means[row] * band_means[col] + (EDGE_VARIANCE if row == col else 0))
    slopes = _solved(matrix, [product - band * value_mean for product, band in zip(with_values, band_means)])
    intercept = value_mean - sum(slope * band for slope, band in zip(slopes, band_means))
    intercept, *slopes = mean([intercept, *slopes])
    smoothed = intercept + sum(slope * band for slope, band in zip(slopes, bands))
    return torch.where(is_counted, smoothed.clamp(min=LEAST_PROBABILITY).log(), own) / SHARPNESS


def _window_sum(maps: torch.Tensor, radius: int) -> torch.Tensor:
    """Sums over squares of 2 radius + 1, with zeros beyond the border."""
    channels, side = maps.shape[1], 2 * radius + 1
    ones = maps.new_ones(channels, 1, side, 1)
    # Depthwise convolutions of this memory format are 15 times faster than pooling, on a processor.
    maps = maps.contiguous(memory_format=torch.channels_last)
    rows = functional.conv2d(maps, ones, padding=(radius, 0), groups=channels)
    return functional.conv2d(rows, ones.transpose(2, 3), padding=(0, radius), groups=channels)


def _solved(matrix: list[list[torch.Tensor]], right: list[torch.Tensor]) -> list[torch.Tensor]:
    """The solution of a system of linear equations for every place, by an LDL decomposition.

    Written out for maps, since ONNX has no decompositions.

    Args:
        matrix: the lower triangle of a positive definite matrix, row by row; each entry (N, 1, h, w).
        right: right-hand sides (N, K, h, w), one for each row.
    """
    size = len(matrix)
    lower: list[list[torch.Tensor]] = []  # without the diagonal, which is 1
    pivots: list[torch.Tensor] = []
    forward: list[torch.Tensor] = []
    for row, value in zip(matrix, right):
        scaled: list[torch.Tensor] = []  # entries of this row of L, times their pivots
        for col in range(len(row) - 1):
            scaled.append(row[col] - sum(scaled[k] * lower[col][k] for k in range(col)))
        lower.append([entry / pivot for entry, pivot in zip(scaled, pivots)])
        pivots.append(row[-1] - sum(entry * own for entry, own in zip(scaled, lower[-1])))
        forward.append(value - sum(entry * above for entry, above in zip(lower[-1], forward)))
    solution = [value / pivot for value, pivot in zip(forward, pivots)]
    for index in reversed(range(size)):
        for below in range(index + 1, size):
            solution[index] = solution[index] - lower[below][index] * solution[below]
    return solution
