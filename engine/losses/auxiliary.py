"""What an auxiliary (unsupervised) loss is to the trainer, the command line and the dock."""
from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Optional

import torch
from torch import nn

from ..data.sampler import Batch
from ..models.berundanet import NetworkOutput

AUXILIARY_HEAD, SEGMENTATION_HEAD = "auxiliary", "segmentation"


@dataclass(frozen=True)
class LossSpec:
    """What people and programs may know about an auxiliary loss.

    Attributes:
        name: as on the command line.
        sentence: what it does for the analyst, in one plain sentence.
        source: where it is defined.
        default_weight: λ where the user gives none.
        head: AUXILIARY_HEAD where it needs one of its own, SEGMENTATION_HEAD where it reads the class logits.
        ramp: shares of the training between which its weight rises from 0 to λ.
    """

    name: str
    sentence: str
    source: str
    default_weight: float
    head: str
    ramp: tuple[float, float] = (0.0, 0.0)

    def ramp_factor(self, progress: float) -> float:
        """What multiplies λ when `progress` in [0, 1] of the training is done."""
        start, end = self.ramp
        if progress >= end:
            return 1.0
        return max(0.0, (progress - start) / (end - start))


@dataclass
class TrainingStep:
    """All that a loss may look at in one step: the patches and what the network said about them."""

    batch: Batch
    output: NetworkOutput


class AuxiliaryLoss(nn.Module):
    """Base of the auxiliary losses; each gives one scalar, 0 where it has nothing to say."""

    spec: ClassVar[LossSpec]

    def head_channels(self, bands: int) -> Optional[int]:
        """Channels of the head it needs, or None where it reads the segmentation."""
        return None

    def forward(self, step: TrainingStep) -> torch.Tensor:
        """The unweighted loss, a float32 scalar on the batch's device."""
        raise NotImplementedError


def masked_mean(values: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Mean over channels and over the pixels in the mask; 0, with a gradient, where the mask is empty.

    Args:
        values: (N, C, H, W); mask: bool (N, H, W).
    """
    weights = mask.unsqueeze(1).to(values.dtype)
    return (values * weights).sum() / (weights.sum() * values.shape[1]).clamp(min=1)
