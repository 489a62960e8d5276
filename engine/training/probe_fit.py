"""Fits a network's linear probe to the strokes: a convex problem, solved at once and always the same way."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

import numpy as np
import torch
from torch.nn import functional

from ..compute import Compute
from ..data.label_raster import StrokePixels
from ..models.network import Network
from ..models.probe import CELL_PX, cell_features
from .preparation import TrainingData
from .stroke_windows import StrokeWindow, read_normalised, stroke_windows, thinned

TURNS = 4  # quarter turns in which each window is shown
MAX_STROKES = 600  # of all classes together, and of a stroke at most
MAX_WINDOWS, MAX_CELLS = 8, 64  # so much: more would take long and say the same
LEAST_DEVIATION = 0.01  # times the median one: a feature that hardly varies on the strokes must not decide far from them
WEIGHT_DECAY = 1 / 6  # times the squared weights of standardised features, beside the mean cross-entropy
ITERATIONS = 200


@dataclass(frozen=True)
class _Cells:
    """Labelled cells of one window: features float32 (turns, n, F)."""

    stroke: int
    class_index: int
    features: torch.Tensor


class ProbeFit:
    """Multinomial logistic regression with weight decay on the features of labelled cells.

    Every class has the same say; within a class a stroke counts by the root of its cells, since neighbours resemble each other.
    """

    def __init__(self, data: TrainingData, compute: Compute) -> None:
        self._data, self._compute = data, compute
        self._cells: dict[int, list[_Cells]] = {}

    def __call__(self, network: Network, strokes: list[StrokePixels], on_stroke: Callable[[], None] = lambda: None) -> None:
        """Gives the network's probe its weights. What was read for an earlier call is not read again.

        Args:
            on_stroke: called before each stroke that is read.
        """
        network.eval()
        strokes = _few_of_each_class(strokes)
        for stroke in strokes:
            if stroke.stroke not in self._cells:
                on_stroke()
                windows = thinned(stroke_windows(stroke, self._data.image.grid), MAX_WINDOWS)
                self._cells[stroke.stroke] = [self._read(network, window, MAX_CELLS // len(windows)) for window in windows]
        chosen = [cells for stroke in strokes for cells in self._cells[stroke.stroke]]
        features = torch.cat([cells.features.flatten(0, 1) for cells in chosen])
        rows = torch.tensor([cells.features.shape[:2].numel() for cells in chosen])
        targets, of_stroke = (
            torch.tensor(values).repeat_interleave(rows) for values in zip(*((cells.class_index, cells.stroke) for cells in chosen))
        )
        weight, bias = fit_linear(features, targets, row_weights(of_stroke, targets), len(network.probe.bias))
        network.probe.weight.copy_(weight)
        network.probe.bias.copy_(bias)

    def _read(self, network: Network, window: StrokeWindow, count: int) -> _Cells:
        pixels, valid_mask = read_normalised(self._data, window.window)
        places = window.places[valid_mask[tuple(window.places.T)]]
        rows, cols = thinned(np.unique(places // CELL_PX, axis=0), count).T
        features = []
        with torch.inference_mode(), self._compute.precision():
            for turns in range(TURNS):
                shown = torch.rot90(pixels, turns, (2, 3)).to(self._compute.device, memory_format=self._compute.memory_format)
                seen = torch.rot90(cell_features(network.backbone.encoder(shown)).float().cpu(), -turns, (2, 3))
                features.append(seen[0, :, rows, cols].T)
        return _Cells(window.stroke.stroke, window.stroke.class_index, torch.stack(features))


def _few_of_each_class(strokes: list[StrokePixels]) -> list[StrokePixels]:
    indices = sorted({stroke.class_index for stroke in strokes})
    by_class = ([stroke for stroke in strokes if stroke.class_index == index] for index in indices)
    return [stroke for own in by_class for stroke in thinned(own, max(1, MAX_STROKES // len(indices)))]


def row_weights(strokes: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """How much each row counts, float64 (n,) of sum 1, from the stroke and the class of each, int64 (n,)."""
    _, place, cells = torch.unique(strokes, return_inverse=True, return_counts=True)
    weights = cells[place].double().rsqrt()
    classes, place = torch.unique(targets, return_inverse=True)
    totals = torch.zeros(len(classes), dtype=torch.float64).index_add_(0, place, weights)
    return weights / totals[place] / len(classes)


def fit_linear(
    features: torch.Tensor, targets: torch.Tensor, weights: torch.Tensor, classes: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """The linear classifier of least cross-entropy plus WEIGHT_DECAY times its squared weights on standardised features.

    Args:
        features: float32 (n, F). targets: int64 (n,) below classes. weights: float64 (n,), of sum 1.

    Returns:
        Weight (classes, F) and bias (classes,), for features as they are.
    """
    features = features.double()
    mean = weights @ features
    deviation = (weights @ (features - mean).square()).sqrt()
    deviation = deviation.clamp(min=max(LEAST_DEVIATION * deviation.median().item(), torch.finfo(torch.float32).tiny))
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
