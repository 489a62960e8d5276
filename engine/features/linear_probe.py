"""Fits a network's linear probe to strokes: a convex problem, solved in one go and always with the same result."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Callable

import numpy as np
import torch
from torch.nn import functional

from ..data.label_raster import StrokePixels
from ..data.normalisation import Normalisation
from ..data.raster import Raster
from ..data.stroke_windows import StrokeWindow, read_normalised, stroke_windows, subsample
from ..models.compute import Compute
from ..models.encoder import Encoder
from ..models.probe import CELL_PX, LinearProbe, cell_features

ROTATIONS = 4  # quarter turns in which each window is encoded
MAX_STROKES = 600  # of all classes together
MAX_WINDOWS, MAX_CELLS = 8, 64  # of a stroke: more take long and hardly change the fit
# times the median one: a feature that hardly varies on the strokes must not decide far from them
LEAST_DEVIATION = 0.01
WEIGHT_DECAY = 1 / 6  # times the squared weights of standardised features, beside the mean cross-entropy
ITERATIONS = 200


@dataclass(frozen=True)
class _Cells:
    """Labelled cells of one window.

    Attributes:
        stroke: position of the stroke among the labels.
        class_index: its class.
        features: float32 (rotations, n, F).
    """

    stroke: int
    class_index: int
    features: torch.Tensor


class ProbeFit:
    """Multinomial logistic regression with weight decay on the features of labelled cells.

    Every class has the same weight; within a class a stroke counts by the root of its number of cells, since
    neighbouring cells resemble each other. Features that were read for one fit are kept for the next.

    Args:
        image: the labelled raster.
        normalisation: of its bands.
        encoder: frozen, on the compute's device.
        compute: device and precision.
    """

    def __init__(self, image: Raster, normalisation: Normalisation, encoder: Encoder, compute: Compute) -> None:
        self._image, self._normalisation, self._encoder, self._compute = image, normalisation, encoder, compute
        self._cells: dict[int, list[_Cells]] = {}

    def __call__(
        self, probe: LinearProbe, strokes: Sequence[StrokePixels], before_stroke: Callable[[], None] = lambda: None
    ) -> None:
        """Set a probe's weights.

        Args:
            probe: gets the weights.
            strokes: to fit to.
            before_stroke: called before the features of a stroke are read; may raise to give up.
        """
        self._encoder.eval()  # batch statistics are not to change
        chosen: list[_Cells] = []
        for stroke in _subsample_by_class(strokes):
            if stroke.stroke not in self._cells:
                before_stroke()
                windows = subsample(stroke_windows(stroke, self._image.grid), MAX_WINDOWS)
                self._cells[stroke.stroke] = [self._read(window, MAX_CELLS // len(windows)) for window in windows]
            chosen += self._cells[stroke.stroke]
        rows = torch.tensor([cells.features.shape[:2].numel() for cells in chosen])
        features = torch.cat([cells.features.flatten(0, 1) for cells in chosen])
        targets = torch.tensor([cells.class_index for cells in chosen]).repeat_interleave(rows)
        of_stroke = torch.tensor([cells.stroke for cells in chosen]).repeat_interleave(rows)
        weight, bias = fit_linear(features, targets, row_weights(of_stroke, targets), len(probe.bias))
        probe.weight.copy_(weight)
        probe.bias.copy_(bias)

    def _read(self, window: StrokeWindow, count: int) -> _Cells:
        pixels = read_normalised(self._image, self._normalisation, window.window)
        rows, cols = subsample(np.unique(window.places // CELL_PX, axis=0), count).T
        features = []
        with torch.inference_mode(), self._compute.precision():
            for turn in range(ROTATIONS):
                rotated = torch.rot90(pixels, turn, (2, 3))
                rotated = rotated.to(self._compute.device, memory_format=self._compute.memory_format)
                encoded = torch.rot90(cell_features(self._encoder(rotated)).float().cpu(), -turn, (2, 3))
                features.append(encoded[0, :, rows, cols].T)
        return _Cells(window.stroke.stroke, window.stroke.class_index, torch.stack(features))


def _subsample_by_class(strokes: Sequence[StrokePixels]) -> list[StrokePixels]:
    indices = sorted({stroke.class_index for stroke in strokes})
    by_class = ([stroke for stroke in strokes if stroke.class_index == index] for index in indices)
    return [stroke for own in by_class for stroke in subsample(own, max(1, MAX_STROKES // len(indices)))]


def row_weights(strokes: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """The weight of each row in the fit.

    Args:
        strokes: int64 (n,), the stroke of each row.
        targets: int64 (n,), its class.

    Returns:
        float64 (n,), of sum 1.
    """
    _, place, cells = torch.unique(strokes, return_inverse=True, return_counts=True)
    weights = cells[place].double().rsqrt()
    classes, place = torch.unique(targets, return_inverse=True)
    totals = torch.zeros(len(classes), dtype=torch.float64).index_add_(0, place, weights)
    return weights / totals[place] / len(classes)


def fit_linear(
    features: torch.Tensor, targets: torch.Tensor, weights: torch.Tensor, classes: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """The linear classifier of least cross-entropy plus WEIGHT_DECAY times its squared weights on standardised
    features.

    Args:
        features: float32 (n, F).
        targets: int64 (n,) below classes.
        weights: float64 (n,), of sum 1.
        classes: number of classes K.

    Returns:
        Weight (K, F) and bias (K,), for features as they are.
    """
    features = features.double()
    mean = weights @ features
    deviation = (weights @ (features - mean).square()).sqrt()
    least = max(LEAST_DEVIATION * deviation.median().item(), torch.finfo(torch.float32).tiny)
    deviation = deviation.clamp(min=least)
    features = (features - mean) / deviation
    weight = torch.zeros(classes, features.shape[1], dtype=torch.float64, requires_grad=True)
    bias = torch.zeros(classes, dtype=torch.float64, requires_grad=True)
    solver = torch.optim.LBFGS([weight, bias], max_iter=ITERATIONS, line_search_fn="strong_wolfe")

    def objective() -> torch.Tensor:
        solver.zero_grad()
        loss = weights @ functional.cross_entropy(features @ weight.T + bias, targets, reduction="none")
        loss = loss + WEIGHT_DECAY * weight.square().sum()
        loss.backward()
        return loss

    solver.step(objective)
    weight = weight.detach() / deviation
    return weight.float(), (bias.detach() - weight @ mean).float()
