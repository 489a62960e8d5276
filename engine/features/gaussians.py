"""Gaussians of features with regularised covariances, and the distances that they define."""
from __future__ import annotations

import torch

from ..data.stroke_windows import subsample
from ..models.ood_head import NovelDistance
from ..models.threads import one_thread
from .discriminant import DIAGONAL, FLOOR, ClassMoments
from .probe_fit import LEAST_DEVIATION

# Share of the unlabelled cells, those that the classes explain least, whose Gaussian the relative distance takes. Known
# land cover fills most of an image: with all cells (Ren et al. 2021) the Gaussian describes that instead of the rest.
UNEXPLAINED = 0.25
# Share of those cells' own covariance in theirs; the rest is the classes'. They are of many kinds, and a Gaussian that
# is wide enough for all of them tells none of them from a class.
OWN_SHARE = 0.25
MOST_CELLS = 4096  # of the unlabelled ones: neighbours are alike
# Of choosing those cells by the Gaussian of those before: the first choice is by that of all cells. 10 rounds and twice
# the cells gained 0.002 of AUROC in three times the time.
ROUNDS = 5
# Of the directions in which both kinds of Gaussians differ. All 204 cost four times as much, and were 0.003 of AUROC
# worse on 18 cases of a withheld class.
MOST_DIRECTIONS = 48


def standardisation(features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean and deviation (F,) of features (n, F), deviations not below a share of their median."""
    deviation, mean = torch.std_mean(features, dim=0, correction=0)
    least = max(LEAST_DEVIATION * deviation.median().item(), torch.finfo(torch.float32).eps)
    return mean, deviation.clamp(min=least)


def covariance(features: torch.Tensor) -> torch.Tensor:
    """Covariance (F, F) of features (n, F), n ≥ 1."""
    centred = features - features.mean(dim=0)
    return centred.T @ centred / len(features)


def shrunk(matrix: torch.Tensor, share: float) -> torch.Tensor:
    """A covariance of standardised features, a share of it replaced by its own diagonal."""
    return torch.lerp(matrix, torch.diag(matrix.diagonal()), share) + FLOOR * torch.eye(len(matrix), dtype=matrix.dtype)


def distances(features: torch.Tensor, mean: torch.Tensor, matrix: torch.Tensor) -> torch.Tensor:
    """Squared Mahalanobis distances (n,) of features (n, F) to a Gaussian."""
    root = torch.linalg.inv(torch.linalg.cholesky(matrix))
    return ((features - mean) @ root.T).square().sum(dim=1)


def fit_novel(
    labelled: torch.Tensor, targets: torch.Tensor, weights: torch.Tensor, area: torch.Tensor
) -> NovelDistance:
    """Fit the relative Mahalanobis distance (Ren et al. 2021) to the cells that the classes explain least.

    Those cells are chosen by the distance itself, so that it is fitted and they are chosen in turn.

    Args:
        labelled: (n, F), features of labelled cells.
        targets: int64 (n,), class indices; every class has some.
        weights: float64 (n,), of the rows; only their ratio within a class counts.
        area: (m, F), features of unlabelled cells of the training area, m ≥ 1.
    """
    area = subsample(area, MOST_CELLS)
    mean, deviation = standardisation(area)
    labelled, area = (labelled - mean) / deviation, (area - mean) / deviation
    moments = ClassMoments.of_labelled(labelled, targets, weights.to(labelled.dtype))
    pooled = moments.covariances.mean(dim=0)
    of_classes = shrunk(pooled, DIAGONAL)
    root = torch.linalg.inv(torch.linalg.cholesky(of_classes))
    nearest = torch.cdist(area @ root.T, moments.means @ root.T).amin(dim=1).square()
    centre, of_rest = area.mean(dim=0), shrunk(covariance(area), DIAGONAL)
    for _ in range(ROUNDS):
        novelty = nearest - distances(area, centre, of_rest)
        rest = area[novelty.argsort(descending=True)[: max(1, round(UNEXPLAINED * len(area)))]]
        centre, of_rest = rest.mean(dim=0), shrunk(torch.lerp(pooled, covariance(rest), OWN_SHARE), DIAGONAL)
    return _relative(moments.means, of_classes, centre, of_rest, area, mean, deviation)


@one_thread()
def _relative(
    means: torch.Tensor,
    of_classes: torch.Tensor,
    centre: torch.Tensor,
    of_rest: torch.Tensor,
    area: torch.Tensor,
    mean: torch.Tensor,
    deviation: torch.Tensor,
) -> NovelDistance:
    """The distance to the nearest of means (K, F) less that to a centre (F,), for features before standardisation.

    Of the squares, those that vary most over the area (m, F) are kept.
    """
    precision, of_rest = torch.linalg.inv(of_classes), torch.linalg.inv(of_rest)
    values, vectors = torch.linalg.eigh(precision - of_rest)
    directions = vectors * values.abs().sqrt()
    kept = (area @ directions).var(dim=0).argsort(descending=True)[:MOST_DIRECTIONS]
    directions, signs = directions[:, kept].T / deviation, values.sign()[kept]
    weight = 2 * (of_rest @ centre - means @ precision)
    bias = torch.einsum("kf,fg,kg->k", means, precision, means) - centre @ of_rest @ centre
    weight = weight / deviation
    return NovelDistance(directions, -directions @ mean, signs, weight, bias - weight @ mean)
