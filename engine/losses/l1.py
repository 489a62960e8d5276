"""L1 reconstruction: the auxiliary head reconstructs the image."""
from __future__ import annotations

import torch

from ..schema.loss_terms import AUXILIARY_HEAD, RECONSTRUCTION, LossSpec
from .auxiliary import AuxiliaryLoss, TrainingStep, masked_mean


class L1(AuxiliaryLoss):
    """Mean absolute difference between the patch and its reconstruction, over valid pixels and bands."""

    spec = LossSpec(
        name="l1",
        sentence="Reconstructs the image, so that the features retain its content; mild, and rarely harmful.",
        source="Castillo-Navarro et al. 2020, eq. 2",
        default_weight=0.5,
        head=AUXILIARY_HEAD,
        shows=RECONSTRUCTION,
    )

    def head_channels(self) -> int:
        return self.bands

    def forward(self, step: TrainingStep) -> torch.Tensor:
        return masked_mean((self.head_output(step.output) - step.batch.pixels).abs(), step.batch.valid_mask)
