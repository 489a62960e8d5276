"""L1 reconstruction: the auxiliary head redraws the image."""
from __future__ import annotations

import torch

from .auxiliary import AUXILIARY_HEAD, AuxiliaryLoss, LossSpec, TrainingStep, masked_mean


class L1(AuxiliaryLoss):
    """Mean absolute difference between the patch and its reconstruction, over valid pixels and bands."""

    spec = LossSpec(
        name="l1",
        sentence="Learns to redraw the image, so that its features keep what is really there; gentle and safe.",
        source="Castillo-Navarro et al. 2020, eq. 2",
        default_weight=0.5,
        head=AUXILIARY_HEAD,
    )

    def head_channels(self) -> int:
        return self.bands

    def forward(self, step: TrainingStep) -> torch.Tensor:
        reconstruction = step.output.auxiliary[self.spec.name].float()
        return masked_mean((reconstruction - step.batch.pixels).abs(), step.batch.valid_mask)
