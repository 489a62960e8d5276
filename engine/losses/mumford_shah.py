"""Mumford-Shah: the auxiliary head assigns pixels to clusters of one colour each, with short borders between them."""
from __future__ import annotations

import torch

from ..schema.loss_terms import AUXILIARY_HEAD, CLUSTER, LossParameter, LossSpec
from .auxiliary import AuxiliaryLoss, TrainingStep, masked_mean
from .clusters import centroids, reconstruct


class MumfordShah(AuxiliaryLoss):
    """Σ_k |x - c_k|² y_k, a mean over bands and valid pixels, plus α Σ_k |∇y_k|, a mean over pairs of valid neighbours.

    |∇y| is |∂y/∂row| + |∂y/∂col| by forward differences: unlike their Euclidean norm it has a bounded gradient where y
    is constant.

    Args:
        bands: of the image.
        classes: number of classes K; not used.
        clusters: K of the paper.
        alpha: weight of the borders. Both terms of the paper are sums over pixels, so that means leave their ratio as
            it is. What changes it is that the first is divided by the bands here, and the scale of the pixels, which
            the paper does not name. With z-scores 1 removed all borders, and 0.01 left areas of one colour.
    """

    spec = LossSpec(
        name="mumford-shah",
        sentence="Divides each patch into areas of one colour with short borders; for land cover in clear, even areas.",
        source="Castillo-Navarro et al. 2020, eq. 5",
        head=AUXILIARY_HEAD,
        shows=CLUSTER,
        parameters=(
            LossParameter("clusters", 10, 2, 64, "More clusters separate more colours.", is_integer=True),
            LossParameter("alpha", 0.01, 0, 1, "Higher values give larger, smoother areas, and finally a single one."),
        ),
    )

    def __init__(self, bands: int, classes: int, clusters: int, alpha: float) -> None:
        super().__init__(bands, classes)
        self.clusters, self.alpha = clusters, alpha

    def head_channels(self) -> int:
        return self.clusters

    def forward(self, step: TrainingStep) -> torch.Tensor:
        memberships = self.head_output(step.output).softmax(dim=1)
        pixels, mask = step.batch.pixels, step.batch.valid_mask
        return masked_mean(_scatter(pixels, memberships, mask), mask) + self.alpha * _border_length(memberships, mask)


def _scatter(pixels: torch.Tensor, memberships: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Σ_k |x - c_k|² y_k by band, (N, C, H, W).

    Expanded to x² - 2x Σ_k c_k y_k + Σ_k c_k² y_k, which needs no tensor of K times C channels.
    """
    means = centroids(pixels, memberships, mask)
    quantised, quantised_squares = reconstruct(means, memberships), reconstruct(means.square(), memberships)
    return pixels.square() - 2 * pixels * quantised + quantised_squares


def _border_length(memberships: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Σ_k |∇y_k| between neighbours that are both valid."""
    down = masked_mean(memberships.diff(dim=2).abs(), mask[:, 1:] & mask[:, :-1])
    right = masked_mean(memberships.diff(dim=3).abs(), mask[:, :, 1:] & mask[:, :, :-1])
    return memberships.shape[1] * (down + right)  # masked_mean is a mean over clusters, too
