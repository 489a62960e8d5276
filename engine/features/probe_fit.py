"""Fits a network's feature probe to strokes and unlabelled imagery, in one go and always with the same result."""
from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Callable, Optional

import numpy as np
import torch
from scipy.optimize import minimize  # torch's optimisers take more than a second to be imported
from threadpoolctl import threadpool_limits
from torch.nn import functional

from ..data.label_raster import StrokePixels
from ..data.normalisation import Normalisation
from ..data.raster import Raster
from ..data.stroke_windows import StrokeWindow, read_normalised, stroke_windows, subsample
from ..models.compute import Compute
from ..models.network import Network
from ..models.probe import CELL_PX, FeatureProbe, cell_features
from ..models.rotations import over_rotations
from .area_sample import AreaSample
from .class_prior import shifted_posteriors
from .discriminant import ClassMoments, QuadraticLogits, discriminant

ROTATIONS = 4  # quarter turns in which each window is encoded
MAX_STROKES = 600  # of all classes together
KEPT_STROKES = 2 * MAX_STROKES  # whose features are kept: undone strokes come back
MAX_WINDOWS, MAX_CELLS = 8, 64  # of a stroke: more take long and hardly change the fit
# times the median one: a feature that hardly varies on the strokes must not decide far from them
LEAST_DEVIATION = 0.01
WEIGHT_DECAY = 1 / 6  # times the squared weights of standardised features, beside the mean cross-entropy
MAX_UNLABELLED = 4096  # cells: more change nothing measurable
# Times the logits of logistic regression, where they decide alone: with this weight decay they are not sure enough. 1
# lost 0.001, and a first fit of both classifiers in their place gained nothing in twice the time.
LINEAR_SHARPNESS = 2.0
ITERATIONS = 200
GRADIENT_TOLERANCE = 3e-5  # of the largest element: logits are right to 0.001


@dataclass(frozen=True)
class LabelledCells:
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
    """The mean of logistic regression and regularised discriminant analysis on the features of cells.

    Every class has the same weight; within a class a stroke counts by the root of its number of cells, since
    neighbouring cells resemble each other. Features that were read for one fit are kept for the next.

    Args:
        image: that the strokes lie on.
        normalisation: of its bands.
        network: on the compute's device, with a frozen encoder.
        compute: device and precision.
        area: of unlabelled imagery.
        unlabelled_share: share of the classes' covariances that comes from unlabelled imagery; 0 reads none.
    """

    def __init__(
        self,
        image: Raster,
        normalisation: Normalisation,
        network: Network,
        compute: Compute,
        area: AreaSample,
        unlabelled_share: float,
    ) -> None:
        self._image, self._normalisation = image, normalisation
        self._network, self._compute = network, compute
        self._area, self.unlabelled_share = area, unlabelled_share
        self._features: OrderedDict[bytes, list[torch.Tensor]] = OrderedDict()  # by the strokes' digests

    def __call__(
        self, probe: FeatureProbe, strokes: Sequence[StrokePixels], before_reading: Callable[[], None] = lambda: None
    ) -> None:
        """Set a probe's weights.

        Args:
            probe: gets the weights.
            strokes: to fit to.
            before_reading: called before the features of a stroke or patch are read; may raise to give up.
        """
        chosen = self.read(strokes, before_reading)
        unlabelled = self.unlabelled(before_reading)
        if unlabelled is not None:
            unlabelled = subsample(unlabelled, MAX_UNLABELLED)
        features, targets, weights = _rows(chosen, [cells.features.flatten(0, 1) for cells in chosen])
        fitted = fit_probe(features, targets, weights, unlabelled, self.unlabelled_share)
        for name in ("weight", "bias", "directions", "offsets"):
            getattr(probe, name).copy_(getattr(fitted, name))

    def labelled(
        self, strokes: Sequence[StrokePixels], rotations: int
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """The labelled cells of strokes as maps see them, each once.

        Args:
            strokes: whose cells to return.
            rotations: quarter turns that maps average.

        Returns:
            features: float32 (n, F), averaged over the rotations.
            targets: int64 (n,), class indices.
            weights: float64 (n,), of sum 1; see row_weights.
        """
        chosen = self.read(strokes)
        return _rows(chosen, [cells.features[:rotations].mean(dim=0) for cells in chosen])

    def read(
        self, strokes: Sequence[StrokePixels], before_reading: Callable[[], None] = lambda: None
    ) -> list[LabelledCells]:
        """The cells of all strokes that a fit reads; arguments as for a fit."""
        return [cells for stroke in subsample_by_class(strokes) for cells in self.cells(stroke, before_reading)]

    def cells(self, stroke: StrokePixels, before_reading: Callable[[], None] = lambda: None) -> list[LabelledCells]:
        """A stroke's cells, window by window, read where they were not yet; arguments as for a fit."""
        digest = stroke.digest
        if digest not in self._features:
            before_reading()
            windows = subsample(stroke_windows(stroke, self._image.grid), MAX_WINDOWS)
            self._features[digest] = [self._read(window, MAX_CELLS // len(windows)) for window in windows]
            while len(self._features) > KEPT_STROKES:
                self._features.popitem(last=False)
        self._features.move_to_end(digest)
        return [LabelledCells(stroke.stroke, stroke.class_index, each) for each in self._features[digest]]

    def unlabelled(self, before_reading: Callable[[], None] = lambda: None) -> Optional[torch.Tensor]:
        """Features of unlabelled cells, float32 (m, F); None where they have no share in the fit."""
        self._network.backbone.encoder.eval()
        return self._area.cell_features(self._network, before_reading) if self.unlabelled_share else None

    def _read(self, window: StrokeWindow, count: int) -> torch.Tensor:
        """Features of some of the stroke's cells in a window, float32 (ROTATIONS, n, F)."""
        pixels = read_normalised(self._image, self._normalisation, window.window)
        rows, cols = subsample(np.unique(window.places // CELL_PX, axis=0), count).T
        return torch.stack([encoded[:, rows, cols].T for encoded in self._encode_rotations(pixels)])

    def _encode_rotations(self, pixels: torch.Tensor) -> list[torch.Tensor]:
        """The features of the cells of pixels (1, C, H, W) in each rotation, turned back: float32 (F, h, w)."""
        encoder = self._network.backbone.encoder.eval()  # batch statistics are not to change
        with torch.inference_mode(), self._compute.precision():
            placed = self._compute.place_pixels(pixels)
            turned = over_rotations(lambda rotated: [cell_features(encoder(rotated))], placed, ROTATIONS)
            return [features[0].cpu() for (features,) in turned]


def _rows(
    chosen: list[LabelledCells], parts: list[torch.Tensor]
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Features (n, F), in one part for each element of chosen, with the class and the weight of each row."""
    rows = torch.tensor([len(part) for part in parts])
    targets = torch.tensor([cells.class_index for cells in chosen]).repeat_interleave(rows)
    of_stroke = torch.tensor([cells.stroke for cells in chosen]).repeat_interleave(rows)
    return torch.cat(parts), targets, row_weights(of_stroke, targets)


def subsample_by_class(strokes: Sequence[StrokePixels]) -> list[StrokePixels]:
    """The strokes that a fit reads: at most MAX_STROKES, in equal parts of every class."""
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


def fit_probe(
    features: torch.Tensor,
    targets: torch.Tensor,
    weights: torch.Tensor,
    unlabelled: Optional[torch.Tensor] = None,
    unlabelled_share: float = 0.0,
    iterations: int = ITERATIONS,
) -> QuadraticLogits:
    """Fit logistic regression and discriminant analysis, and average them.

    Discriminant analysis needs covariances, which few strokes show badly. Where there are unlabelled features, a share
    of them comes from these, by the classes that logistic regression gives them.

    Args:
        features: float32 or float64 (n, F): the fit has the same precision, and float32 takes half the time.
        targets: int64 (n,), class indices; every class has some.
        weights: float64 (n,), of sum 1.
        unlabelled: float32 (m, F), or None.
        unlabelled_share: share of the classes' covariances that comes from unlabelled features.
        iterations: of logistic regression, at most.

    Returns:
        Logits of features as they are.
    """
    weights = weights.to(features.dtype)
    mean = weights @ features
    deviation = (weights @ (features - mean).square()).sqrt()
    deviation = deviation.clamp(min=max(LEAST_DEVIATION * deviation.median().item(), torch.finfo(torch.float32).tiny))
    features = (features - mean) / deviation
    linear = fit_logistic(features, targets, weights, iterations)
    moments = ClassMoments.of_labelled(features, targets, weights)
    if unlabelled is not None and len(unlabelled) and unlabelled_share:
        standardised = (unlabelled.to(features.dtype) - mean) / deviation
        logits = LINEAR_SHARPNESS * (standardised @ linear[0].T + linear[1])
        moments = moments.with_unlabelled(standardised, shifted_posteriors(logits), unlabelled_share)
    fitted = _averaged(linear, discriminant(moments), features)
    return fitted.before_standardisation(mean, deviation)


def _averaged(
    linear: tuple[torch.Tensor, torch.Tensor], quadratic: QuadraticLogits, features: torch.Tensor
) -> QuadraticLogits:
    """The mean of both classifiers' logits, of the quadratic one scaled to spread as far on labelled features."""
    weight, bias = linear
    scale = _spread(features @ weight.T + bias) / _spread(quadratic(features))
    return quadratic.averaged_with_linear(weight, bias, scale)


def _spread(logits: torch.Tensor) -> float:
    """Standard deviation of logits (n, K) around each row's mean."""
    return float((logits - logits.mean(dim=1, keepdim=True)).std())


def fit_logistic(
    features: torch.Tensor, targets: torch.Tensor, weights: torch.Tensor, iterations: int = ITERATIONS
) -> tuple[torch.Tensor, torch.Tensor]:
    """Multinomial logistic regression: the least cross-entropy plus WEIGHT_DECAY times the squared weights.

    Args:
        features: (n, F), standardised.
        targets: int64 (n,), class indices; every class has some.
        weights: (n,), of sum 1 and the same type.
        iterations: at most.

    Returns:
        Weight (K, F) and bias (K,), of the same type.
    """
    classes, size = int(targets.max()) + 1, features.shape[1]
    weighted = functional.one_hot(targets, classes) * weights[:, None]

    def objective(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weight, bias = _weight_and_bias(flat, classes, features.dtype)
        log_likelihoods = torch.addmm(bias, features, weight.T).log_softmax(dim=1)
        residuals = weights[:, None] * log_likelihoods.exp() - weighted
        loss = WEIGHT_DECAY * weight.square().double().sum() - (weighted * log_likelihoods).double().sum()
        gradient = residuals.T @ features + 2 * WEIGHT_DECAY * weight
        return loss.item(), torch.cat([gradient.flatten(), residuals.sum(dim=0)]).double().numpy()

    options = {"maxiter": iterations, "gtol": GRADIENT_TOLERANCE, "ftol": 0}
    start = np.zeros(classes * (size + 1))
    with threadpool_limits(1, user_api="blas"):  # its threads and torch's would wait for each other
        found = minimize(objective, start, jac=True, method="L-BFGS-B", options=options)
    return _weight_and_bias(found.x, classes, features.dtype)


def _weight_and_bias(flat: np.ndarray, classes: int, dtype: torch.dtype) -> tuple[torch.Tensor, torch.Tensor]:
    values = torch.from_numpy(flat).to(dtype)
    return values[:-classes].unflatten(0, (classes, -1)), values[-classes:]
