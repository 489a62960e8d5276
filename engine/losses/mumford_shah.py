"""Mumford-Shah: the auxiliary head sorts pixels into clusters of one colour each, with short borders between them."""
from __future__ import annotations

import torch

from .auxiliary import AUXILIARY_HEAD, AuxiliaryLoss, LossSpec, Parameter, TrainingStep, masked_mean
from .clusters import centroids, painted


class MumfordShah(AuxiliaryLoss):
    """Σ_k |x - c_k|² y_k, a mean over bands and valid pixels, plus α Σ_k |∇y_k|, a mean over pairs of valid neighbours.

    |∇y| is |∂y/∂row| + |∂y/∂col| by forward differences: unlike their Euclidean norm it has a bounded gradient where y is flat.

    Args:
        clusters: K of the paper.
        alpha: price of borders. The paper's 1 belongs to sums over pixels; with means it erases all borders.
    """

    spec = LossSpec(
        name="mumford-shah",
        sentence="Divides each patch into areas of one colour with short borders; choose it where land cover forms clear, even areas.",
        source="Castillo-Navarro et al. 2020, eq. 5",
        default_weight=1.0,
        head=AUXILIARY_HEAD,
        parameters=(
            Parameter("clusters", 10, 2, 64, "More clusters tell finer differences of colour apart.", is_integer=True),
            Parameter("alpha", 0.01, 0, 1, "Higher values give larger, smoother areas; much higher ones a single area."),
        ),
    )

    def __init__(self, bands: int, classes: int, clusters: int = 10, alpha: float = 0.01) -> None:
        super().__init__(bands, classes)
        self.clusters, self.alpha = clusters, alpha

    def head_channels(self) -> int:
        return self.clusters

    def forward(self, step: TrainingStep) -> torch.Tensor:
        memberships = step.output.auxiliary[self.spec.name].float().softmax(dim=1)
        pixels, mask = step.batch.pixels, step.batch.valid_mask
        return masked_mean(_scatter(pixels, memberships, mask), mask) + self.alpha * _border_length(memberships, mask)


def _scatter(pixels: torch.Tensor, memberships: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Σ_k |x - c_k|² y_k by band, (N, C, H, W), as x² - 2x Σ_k c_k y_k + Σ_k c_k² y_k: no tensor of K times C channels is kept."""
    means = centroids(pixels, memberships, mask)
    quantised, quantised_squares = painted(means, memberships), painted(means.square(), memberships)
    return pixels.square() - 2 * pixels * quantised + quantised_squares


def _border_length(memberships: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Σ_k |∇y_k| between neighbours that are both valid."""
    down = masked_mean(memberships.diff(dim=2).abs(), mask[:, 1:] & mask[:, :-1])
    right = masked_mean(memberships.diff(dim=3).abs(), mask[:, :, 1:] & mask[:, :, :-1])
    return memberships.shape[1] * (down + right)  # masked_mean is a mean over clusters, too
