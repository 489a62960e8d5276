"""The training objective: cross-entropy on labels plus the weighted auxiliary losses."""
from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import replace

import torch
from torch import nn

from ..models.network import Network
from ..schema.errors import ConfigError
from ..schema.loss_terms import AUTO_WEIGHT, AuxiliaryTerm
from .automatic_weight import AutomaticWeight
from .auxiliary import AuxiliaryLoss, TrainingStep
from .registry import complete_terms, make_loss
from .supervised import partial_cross_entropy

SUPERVISED, TOTAL = "supervised", "total"


class WeightedSum(nn.Module):
    """Cross-entropy + Σ λ_i L_i.

    Args:
        terms: auxiliary losses with their λ and parameters.
        bands: of the image.
        classes: number of classes K.
        warm_up: share of the training in which the total has only the auxiliary losses that need no labels.

    Attributes:
        auxiliary: the losses by name.
        automatic: by loss, λ where it is automatic.

    Raises:
        ConfigError: an auxiliary loss or parameter of that name does not exist, its value is out of range, or nothing
            would be trained in the warm-up.
    """

    auxiliary: dict[str, AuxiliaryLoss]
    automatic: dict[str, AutomaticWeight]

    def __init__(self, terms: Iterable[AuxiliaryTerm], bands: int, classes: int, warm_up: float = 0.0) -> None:
        super().__init__()
        self.terms, self.warm_up = {term.name: term for term in complete_terms(terms)}, warm_up
        losses = {name: make_loss(term, bands, classes) for name, term in self.terms.items()}
        automatic = {name: AutomaticWeight() for name, term in self.terms.items() if term.weight == AUTO_WEIGHT}
        self.auxiliary = nn.ModuleDict(losses)  # type: ignore[assignment]  # which has no type for its modules
        self.automatic = nn.ModuleDict(automatic)  # type: ignore[assignment]
        self._check_times()

    def _check_times(self) -> None:
        """Raises ConfigError where nothing is trained in the warm-up, or a loss ends before its weight rises."""
        if self.warm_up and not any(self._start(name) == 0 and self.weight(name) > 0 for name in self.terms):
            raise ConfigError(
                f"warm_up is {self.warm_up:g}, but no auxiliary loss trains without labels from the start",
                "add one that does, such as l1, or leave out the warm-up",
            )
        for name, term in self.terms.items():
            first = self._start(name) + self.auxiliary[name].spec.ramp[0]
            if first >= term.end:
                times = f"ends at {term.end:g} of the training, but its weight is 0 before {first:g}"
                raise ConfigError(f"Auxiliary loss {name!r} {times}", "let it end later")

    @property
    def weights(self) -> dict[str, float]:
        """λ of each auxiliary loss; for automatic ones the present one."""
        return {name: self.weight(name) for name in self.terms}

    def weight(self, name: str) -> float:
        """λ of an auxiliary loss."""
        if name in self.automatic:
            return self.automatic[name].weight
        return float(self.terms[name].weight)  # type: ignore[arg-type]  # a number, since the term is complete

    def head_channels(self) -> dict[str, int]:
        """By loss, the channels of the auxiliary head that it needs."""
        channels = {name: loss.head_channels() for name, loss in self.auxiliary.items()}
        return {name: n for name, n in channels.items() if n is not None}

    def check_compatible(self, network: Network, patch_px: int) -> None:
        """Raises ConfigError where a loss cannot be trained on a network, or on patches of a side."""
        sharing = [*self.head_channels(), *self.automatic]
        if sharing and not network.shared_weights:
            raise ConfigError(
                f"This network shares only a frozen encoder with auxiliary loss {sharing[0]!r}",
                "choose network berundanet-late, or backbone unet-half, or an encoder rate of 0.1",
            )
        for loss in self.auxiliary.values():
            loss.check_compatible(network, patch_px)

    def forward(self, step: TrainingStep, progress: float) -> dict[str, torch.Tensor]:
        """Every term unweighted under its own name, and their weighted sum as `total`.

        Auxiliary losses whose weight is 0 at present are not computed and have no term.

        Args:
            step: the batch and the network's outputs.
            progress: share of the training that is done, in [0, 1].
        """
        terms = {SUPERVISED: partial_cross_entropy(step.output.segmentation, step.batch.labels)}
        total = terms[SUPERVISED] * float(progress >= self.warm_up)
        for name, loss in self.auxiliary.items():
            factor = self._factor(name, progress)
            if self.weight(name) * factor == 0:
                continue
            terms[name] = loss(replace(step, generator=_generator(step, name)))
            if name in self.automatic:
                self.automatic[name].observe(terms[SUPERVISED], terms[name], step.network.shared_weights)
            total = total + self.weight(name) * factor * terms[name]
        return {**terms, TOTAL: total}

    def _factor(self, name: str, progress: float) -> float:
        """What multiplies λ of an auxiliary loss: 0 before its start and after its end."""
        start = self._start(name)
        is_on = start <= progress <= self.terms[name].end
        return self.auxiliary[name].spec.ramp_factor(progress - start) if is_on else 0.0

    def _start(self, name: str) -> float:
        """The share of the training from which an auxiliary loss is in the total."""
        start = self.terms[name].start
        return start if self.auxiliary[name].spec.needs_no_labels else max(start, self.warm_up)


def _generator(step: TrainingStep, name: str) -> torch.Generator:
    """A loss's own random numbers of a step: they do not depend on which other losses are computed."""
    return torch.Generator().manual_seed(step.generator.initial_seed() + zlib.crc32(name.encode()))
