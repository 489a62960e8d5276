"""Relaxed k-means: the auxiliary head assigns pixels to clusters whose mean colours reconstruct the image."""
from __future__ import annotations

import torch

from ..schema.loss_terms import AUXILIARY_HEAD, CLUSTER, LossParameter, LossSpec
from .auxiliary import AuxiliaryLoss, TrainingStep, masked_mean
from .clusters import centroids, reconstruct


class RelaxedKMeans(AuxiliaryLoss):
    """L1 between the patch and its quantisation, plus a penalty on memberships between 0 and 1.

    Args:
        bands: of the image.
        classes: number of classes K; not used.
        clusters: K of the paper.
        alpha: weight of the penalty Σ_k y_k (1 - y_k), here a mean over pixels.
    """

    spec = LossSpec(
        name="relaxed-kmeans",
        sentence="Clusters the pixels of each patch by colour, so that the features separate materials; for classes "
        "that differ in colour.",
        source="Castillo-Navarro et al. 2020, eq. 3 and 4",
        head=AUXILIARY_HEAD,
        shows=CLUSTER,
        parameters=(
            LossParameter("clusters", 10, 2, 64, "More clusters separate more colours.", is_integer=True),
            LossParameter("alpha", 1.0, 0, 10, "Higher values assign every pixel to a single cluster."),
        ),
    )  # fmt: skip

    def __init__(self, bands: int, classes: int, clusters: int, alpha: float) -> None:
        super().__init__(bands, classes)
        self.clusters, self.alpha = clusters, alpha

    def head_channels(self) -> int:
        return self.clusters

    def forward(self, step: TrainingStep) -> torch.Tensor:
        memberships = self.head_output(step.output).softmax(dim=1)
        pixels, mask = step.batch.pixels, step.batch.valid_mask
        quantised = reconstruct(centroids(pixels, memberships, mask), memberships)
        undecided = (memberships * (1 - memberships)).sum(dim=1, keepdim=True)
        return masked_mean((pixels - quantised).abs(), mask) + self.alpha * masked_mean(undecided, mask)
