"""The training objective: cross-entropy on labels plus the weighted auxiliary losses."""
from __future__ import annotations

import torch
from torch import nn

from ..config import AUTO_WEIGHT, AuxiliaryTerm
from ..errors import ConfigError
from ..models.network import Network
from .automatic_weight import AutomaticWeight
from .auxiliary import TrainingStep
from .registry import make_loss
from .supervised import partial_cross_entropy

SUPERVISED, TOTAL = "supervised", "total"


class WeightedSum(nn.Module):
    """Cross-entropy + Σ λ_i L_i.

    Args:
        terms: auxiliary losses and their λ; None takes the loss's default weight, AUTO_WEIGHT one that follows the gradients.
        warm_up: share of the training in which only those auxiliary losses teach that need no labels.

    Raises:
        ConfigError: an auxiliary loss or parameter of that name does not exist, its value makes no sense, or the warm-up teaches nothing.
    """

    def __init__(self, terms: tuple[AuxiliaryTerm, ...], bands: int, classes: int, warm_up: float = 0.0) -> None:
        super().__init__()
        self.terms, self.warm_up = {term.name: term for term in terms}, warm_up
        self.auxiliary = nn.ModuleDict({term.name: make_loss(term, bands, classes) for term in terms})
        self.automatic = nn.ModuleDict({term.name: AutomaticWeight() for term in terms if term.weight == AUTO_WEIGHT})
        self._check_times()

    def _check_times(self) -> None:
        """Raises ConfigError where the warm-up would teach nothing, or a loss ends before it has begun."""
        if self.warm_up and not any(self._begins(name) == 0 and self._weight(name) > 0 for name in self.terms):
            raise ConfigError(
                f"Nothing would learn in a warm-up of {self.warm_up:g}: no auxiliary loss teaches without labels from the start",
                "add one that does, such as l1, or leave out the warm-up",
            )
        for name, term in self.terms.items():
            first = self._begins(name) + self.auxiliary[name].spec.ramp[0]
            if first >= term.end:
                raise ConfigError(
                    f"Auxiliary loss {name!r} ends at {term.end:g} of the training, but weighs nothing before {first:g}", "let it end later"
                )

    @property
    def weights(self) -> dict[str, float]:
        """λ of each auxiliary loss; for automatic ones the present one."""
        return {name: self._weight(name) for name in self.terms}

    def head_channels(self) -> dict[str, int]:
        """By loss, the channels of the auxiliary head it needs."""
        channels = {name: loss.head_channels() for name, loss in self.auxiliary.items()}
        return {name: n for name, n in channels.items() if n is not None}

    def check_host(self, network: Network, patch_px: int) -> None:
        """Raises ConfigError where a loss cannot live on this network or on patches of this side."""
        sharing = [*self.head_channels(), *self.automatic]
        if sharing and not network.shared_weights:
            raise ConfigError(
                f"All that this network would share with auxiliary loss {sharing[0]!r} is an encoder that keeps its pretrained weights",
                "choose network berundanet-late, or backbone unet-half, or an encoder rate of 0.1",
            )
        for loss in self.auxiliary.values():
            loss.check_host(network, patch_px)

    def forward(self, step: TrainingStep, progress: float) -> dict[str, torch.Tensor]:
        """Every term unweighted under its own name, and their weighted sum as `total`.

        Args:
            progress: share of the training that is done, in [0, 1].
        """
        terms = {SUPERVISED: partial_cross_entropy(step.output.segmentation, step.batch.labels)}
        total = terms[SUPERVISED] * float(progress >= self.warm_up)
        for name, loss in self.auxiliary.items():
            begins, end = self._begins(name), self.terms[name].end
            if not begins <= progress <= end:
                continue
            terms[name] = loss(step)
            factor = loss.spec.ramp_factor(progress - begins)
            if name in self.automatic and factor > 0:
                self.automatic[name].observe(terms[SUPERVISED], terms[name], step.network.shared_weights)
            total = total + self._weight(name) * factor * terms[name]
        return {**terms, TOTAL: total}

    def _begins(self, name: str) -> float:
        """The share of the training from which an auxiliary loss takes part."""
        start = self.terms[name].start
        return start if self.auxiliary[name].spec.teaches_alone else max(start, self.warm_up)

    def _weight(self, name: str) -> float:
        if name in self.automatic:
            return self.automatic[name].weight
        weight = self.terms[name].weight
        return self.auxiliary[name].spec.default_weight if weight is None else weight
