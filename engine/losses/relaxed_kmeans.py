"""Relaxed k-means: the auxiliary head sorts pixels into clusters whose mean colours redraw the image."""
from __future__ import annotations

import torch

from .auxiliary import AUXILIARY_HEAD, AuxiliaryLoss, LossSpec, Parameter, TrainingStep, masked_mean
from .clusters import centroids, painted


class RelaxedKMeans(AuxiliaryLoss):
    """L1 between the patch and its quantisation, plus a penalty on undecided memberships.

    Args:
        clusters: K of the paper.
        alpha: weight of the penalty Σ_k y_k (1 - y_k), here a mean over pixels.
    """

    spec = LossSpec(
        name="relaxed-kmeans",
        sentence="Groups the pixels of each patch by colour, so that borders between materials become visible to the network.",
        source="Castillo-Navarro et al. 2020, eq. 3 and 4",
        default_weight=1.0,
        head=AUXILIARY_HEAD,
        parameters=(
            Parameter("clusters", 10, 2, 64, "More clusters tell finer differences of colour apart.", is_integer=True),
            Parameter("alpha", 1.0, 0, 10, "Higher values make every pixel choose one cluster; lower ones leave more clusters in use."),
        ),
    )

    def __init__(self, bands: int, classes: int, clusters: int = 10, alpha: float = 1.0) -> None:
        super().__init__(bands, classes)
        self.clusters, self.alpha = clusters, alpha

    def head_channels(self) -> int:
        return self.clusters

    def forward(self, step: TrainingStep) -> torch.Tensor:
        memberships = step.output.auxiliary[self.spec.name].float().softmax(dim=1)
        pixels, mask = step.batch.pixels, step.batch.valid_mask
        quantised = painted(centroids(pixels, memberships, mask), memberships)
        undecided = (memberships * (1 - memberships)).sum(dim=1, keepdim=True)
        return masked_mean((pixels - quantised).abs(), mask) + self.alpha * masked_mean(undecided, mask)
