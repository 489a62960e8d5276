"""L2 reconstruction: the auxiliary head redraws the image, and large errors weigh most."""
from __future__ import annotations

import torch

from .auxiliary import AUXILIARY_HEAD, AuxiliaryLoss, LossSpec, TrainingStep, masked_mean


class L2(AuxiliaryLoss):
    """Mean squared difference between the patch and its reconstruction, over valid pixels and bands."""

    spec = LossSpec(
        name="l2",
        sentence="Learns to redraw the image and minds large errors most; l1 is safer unless small, striking objects matter.",
        source="Castillo-Navarro et al. 2020, eq. 2",
        default_weight=0.5,
        head=AUXILIARY_HEAD,
    )

    def head_channels(self) -> int:
        return self.bands

    def forward(self, step: TrainingStep) -> torch.Tensor:
        reconstruction = step.output.auxiliary[self.spec.name].float()
        return masked_mean((reconstruction - step.batch.pixels).square(), step.batch.valid_mask)
