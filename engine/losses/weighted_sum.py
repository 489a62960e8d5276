"""The training objective: cross-entropy on labels plus the weighted auxiliary losses."""
from __future__ import annotations

import torch
from torch import nn

from ..config import AuxiliaryTerm
from ..errors import ConfigError
from .auxiliary import TrainingStep
from .registry import AUXILIARY_LOSSES
from .supervised import partial_cross_entropy

SUPERVISED, TOTAL = "supervised", "total"


class WeightedSum(nn.Module):
    """Cross-entropy + Σ λ_i L_i.

    Args:
        terms: auxiliary losses and their λ; None takes the loss's default weight.

    Raises:
        ConfigError: an auxiliary loss of that name does not exist.
    """

    def __init__(self, terms: tuple[AuxiliaryTerm, ...]) -> None:
        super().__init__()
        unknown = [term.name for term in terms if term.name not in AUXILIARY_LOSSES]
        if unknown:
            raise ConfigError(f"Unknown auxiliary loss {unknown[0]!r}", f"choose from {', '.join(AUXILIARY_LOSSES)}, or none")
        self.auxiliary = nn.ModuleDict({term.name: AUXILIARY_LOSSES[term.name]() for term in terms})
        self.weights = {
            term.name: self.auxiliary[term.name].spec.default_weight if term.weight is None else term.weight for term in terms
        }

    def head_channels(self, bands: int) -> dict[str, int]:
        """By loss, the channels of the auxiliary head it needs."""
        channels = {name: loss.head_channels(bands) for name, loss in self.auxiliary.items()}
        return {name: n for name, n in channels.items() if n is not None}

    def forward(self, step: TrainingStep, progress: float) -> dict[str, torch.Tensor]:
        """Every term unweighted under its own name, and their weighted sum as `total`.

        Args:
            progress: share of the training that is done, in [0, 1].
        """
        terms = {SUPERVISED: partial_cross_entropy(step.output.segmentation, step.batch.labels)}
        total = terms[SUPERVISED]
        for name, loss in self.auxiliary.items():
            terms[name] = loss(step)
            total = total + self.weights[name] * loss.spec.ramp_factor(progress) * terms[name]
        return {**terms, TOTAL: total}
