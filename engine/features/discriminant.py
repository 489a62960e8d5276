"""Regularised discriminant analysis (Friedman 1989): a Gaussian for each class of the features."""
from __future__ import annotations

from dataclasses import dataclass

import torch

from ..models.threads import one_thread

DIAGONAL = 0.7  # share of the pooled covariance's diagonal in it: few strokes show few correlations
FLOOR = 1e-3  # added to the diagonal, for features of unit variance
# Share of a class's own covariance beside the pooled one. It tells varied classes from narrow ones, such as bare land
# from water: 0.1 to 0.3 were alike on four scenes.
OWN = 0.15
LEAST_CELLS = 1.0  # sum of a class's posteriors that says anything about its covariance
SQUARES = 16  # principal directions of a class's covariance that are kept: 8 lost nothing measurable


@dataclass(frozen=True)
class QuadraticLogits:
    """Logits of classes that are linear in the features, plus squares of linear terms.

    Attributes:
        weight: (K, F).
        bias: (K,).
        directions: (K, R, F).
        offsets: (K, R).
    """

    weight: torch.Tensor
    bias: torch.Tensor
    directions: torch.Tensor
    offsets: torch.Tensor

    def __call__(self, features: torch.Tensor) -> torch.Tensor:
        """Features (n, F) to logits (n, K)."""
        terms = torch.einsum("nf,krf->nkr", features, self.directions) + self.offsets
        return features @ self.weight.T + self.bias + terms.square().sum(dim=2)

    def averaged_with_linear(self, weight: torch.Tensor, bias: torch.Tensor, scale: float) -> QuadraticLogits:
        """The mean of linear logits and these ones, multiplied by a scale first."""
        return QuadraticLogits(
            (weight + scale * self.weight) / 2,
            (bias + scale * self.bias) / 2,
            self.directions * (scale / 2) ** 0.5,
            self.offsets * (scale / 2) ** 0.5,
        )

    def before_standardisation(self, mean: torch.Tensor, deviation: torch.Tensor) -> QuadraticLogits:
        """The same logits for features from which the mean was not subtracted, nor were they divided by the deviation.

        Args:
            mean: (F,), of the features.
            deviation: (F,), likewise.
        """
        weight, directions = self.weight / deviation, self.directions / deviation
        return QuadraticLogits(weight, self.bias - weight @ mean, directions, self.offsets - directions @ mean)


@dataclass(frozen=True)
class ClassMoments:
    """Means (K, F) and covariances (K, F, F) of the classes."""

    means: torch.Tensor
    covariances: torch.Tensor

    @classmethod
    def of_labelled(cls, features: torch.Tensor, targets: torch.Tensor, weights: torch.Tensor) -> ClassMoments:
        """The moments of labelled features.

        Args:
            features: (n, F).
            targets: int64 (n,), class indices; every class has some.
            weights: (n,), of the rows and the same type; only their ratio within a class counts.
        """
        shares = torch.nn.functional.one_hot(targets) * weights[:, None]
        shares = shares / shares.sum(dim=0)
        means = shares.T @ features
        return cls(means, _covariances(features, shares, means))

    def with_unlabelled(self, features: torch.Tensor, posteriors: torch.Tensor, share: float) -> ClassMoments:
        """The same means; a share of the covariances comes from unlabelled features, around these means.

        A class that is hardly found among them, in less than LEAST_CELLS, keeps its own.

        Args:
            features: (m, F), of the same type.
            posteriors: (m, K), the probabilities of the classes.
            share: in 0..1.
        """
        posteriors = posteriors.to(features.dtype)
        counts = posteriors.sum(dim=0)
        is_found = counts >= LEAST_CELLS
        unlabelled = _covariances(features, posteriors / counts.clamp(min=LEAST_CELLS), self.means)
        shares = share * is_found.to(features.dtype)[:, None, None]
        return ClassMoments(self.means, torch.lerp(self.covariances, unlabelled, shares))


@one_thread()
def discriminant(moments: ClassMoments) -> QuadraticLogits:
    """The log densities of Gaussians with these moments, up to a term that all classes share.

    The covariance of a class is OWN of its own and the rest pooled, which is shrunk to its diagonal. In features
    whitened by the pooled one, all directions but the SQUARES of the largest own variance count as pooled.
    """
    pooled = moments.covariances.mean(dim=0)
    diagonal = torch.diag(pooled.diagonal() + FLOOR)
    root = torch.linalg.cholesky(torch.lerp(pooled, diagonal, DIAGONAL))
    whiten = torch.linalg.inv(root)
    means = moments.means @ whiten.T
    own = whiten @ moments.covariances @ whiten.T
    variances, axes = torch.linalg.eigh(own)  # in rising order
    variances = 1 - OWN + OWN * variances[:, -SQUARES:].clamp(min=0)
    # The distance with the pooled variance, 1 - OWN, minus what it is too large by along the axes.
    excess = (1 / (1 - OWN) - 1 / variances) / 2
    directions = (axes[:, :, -SQUARES:] * excess.sqrt()[:, None]).transpose(1, 2)
    return QuadraticLogits(
        weight=means @ whiten / (1 - OWN),
        bias=-means.square().sum(dim=1) / (2 * (1 - OWN)) - (variances / (1 - OWN)).log().sum(dim=1) / 2,
        directions=directions @ whiten,
        offsets=-(directions @ means[:, :, None])[..., 0],
    )


def _covariances(features: torch.Tensor, shares: torch.Tensor, means: torch.Tensor) -> torch.Tensor:
    """Covariances (K, F, F) around means (K, F), where column k of shares (n, K), of sum 1, weighs the rows."""
    counted = ((features[own > 0] - mean, own[own > 0]) for mean, own in zip(means, shares.T))
    return torch.stack([(rows * own[:, None]).T @ rows for rows, own in counted])
