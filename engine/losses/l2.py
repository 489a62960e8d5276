"""L2 reconstruction: the auxiliary head reconstructs the image, and large errors weigh most."""
from __future__ import annotations

import torch

from ..schema.loss_terms import AUXILIARY_HEAD, RECONSTRUCTION, LossSpec
from .auxiliary import AuxiliaryLoss, TrainingStep, masked_mean


class L2(AuxiliaryLoss):
    """Mean squared difference between the patch and its reconstruction, over valid pixels and bands."""

    spec = LossSpec(
        name="l2",
        sentence="Reconstructs the image; large errors weigh most: choose l1 unless small, striking objects matter.",
        source="Castillo-Navarro et al. 2020, eq. 2",
        default_weight=0.5,
        head=AUXILIARY_HEAD,
        shows=RECONSTRUCTION,
    )

    def head_channels(self) -> int:
        return self.bands

    def forward(self, step: TrainingStep) -> torch.Tensor:
        return masked_mean((self.head_output(step.output) - step.batch.pixels).square(), step.batch.valid_mask)
