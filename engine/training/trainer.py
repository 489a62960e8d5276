"""The training loop. It refers to no loss, network or backbone by name."""
from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from typing import Callable

import torch
from torch import nn

from ..data.background import in_background
from ..data.sampler import Batch
from ..losses.auxiliary import TrainingStep
from ..losses.weighted_sum import TOTAL, WeightedSum
from ..models.compute import Compute
from ..models.network import Network
from ..schema.config import CONSTANT, TrainConfig
from ..schema.errors import EngineError
from ..schema.reporter import Reporter
from .budget import Budget
from .ema import WeightAverage
from .optimizer import make_optimizer

MAX_LOSS = 1e8  # beyond it an energy has run away, even where gradients are still numbers
SEED_STRIDE = 1_000_003  # keeps the random numbers of one seed's steps away from another's
GRADIENT_NORM = 5.0
REPORTS_A_SECOND = 4
CHECKPOINTS = 8  # in a training
Terms = dict[str, torch.Tensor]


class DivergedError(EngineError, ArithmeticError):
    """The loss is no longer a number."""

    code = "diverged"


class Trainer:
    """Trains a network on batches, keeping an average of its weights.

    Args:
        network: on the compute's device already.
        objective: likewise; its own parameters are trained along.
        make_batch: the batch of a step, called in another thread.
        config: the training.
        compute: device and precision.

    Attributes:
        average: the averaged weights.
        budget: how much of the training is done.
    """

    def __init__(
        self,
        network: Network,
        objective: WeightedSum,
        make_batch: Callable[[int], Batch],
        config: TrainConfig,
        compute: Compute,
    ) -> None:
        self.network, self.objective, self.make_batch = network, objective, make_batch
        self.config, self.compute = config, compute
        self.average = WeightAverage(network)
        self.optimizer, self._rates = make_optimizer(config, network, objective)
        self.budget = Budget(config)
        self._reported_at = 0.0

    def train(self, reporter: Reporter) -> Iterator[Terms]:
        """Train until the budget is spent or the reporter is asked to stop, pausing at every checkpoint.

        Args:
            reporter: gets loss terms and progress a few times a second.

        Yields:
            The loss terms of the last step, after each of CHECKPOINTS equal parts of the budget, before a stop, and at
            the end.

        Raises:
            Cancelled: the reporter was asked to stop.
            DivergedError: the loss became infinite or NaN.
        """
        terms: Terms = {}
        part, has_ended = self._part, False
        batches = in_background(self.make_batch, itertools.count(self.budget.step))
        try:
            while not self.budget.is_spent:
                if reporter.stop.is_set() and self.budget.step:
                    yield terms
                reporter.raise_if_stopped()
                _, batch = next(batches)
                terms = self._step(batch)
                self.budget.step += 1
                if self._part > part:
                    part, has_ended = self._part, self.budget.is_spent
                    yield terms
                elif time.monotonic() - self._reported_at >= 1 / REPORTS_A_SECOND:
                    self.report(reporter, terms)
        finally:
            batches.close()
        if not has_ended:  # no step was taken, or a budget in minutes ran out since the last checkpoint
            yield terms

    def report(self, reporter: Reporter, terms: Terms, **measured: float) -> None:
        """Report loss terms, values measured at a checkpoint, and progress."""
        self._reported_at = time.monotonic()
        values = {name: float(value.detach()) for name, value in terms.items()}
        reporter.metric(self.budget.step, {**values, **measured})
        reporter.progress(self.budget.step, self.budget.total_steps, self.budget.eta_s)

    @property
    def _part(self) -> int:
        """Checkpoints that lie behind."""
        return int(self.budget.progress * CHECKPOINTS)

    def _step(self, batch: Batch) -> Terms:
        self.network.train()
        factor = 1.0 if self.config.schedule == CONSTANT else self.budget.learning_rate_factor()
        for group, rate in zip(self.optimizer.param_groups, self._rates):
            group["lr"] = rate * factor
        batch = batch.to(self.compute.device, self.compute.memory_format)
        with self.compute.precision():
            output = self.network.forward_all(batch.pixels)
        generator = torch.Generator().manual_seed(self.config.seed * SEED_STRIDE + self.budget.step)
        step = TrainingStep(batch, output, self.network, self.average.network, generator, self.compute.precision)
        terms = self.objective(step, self.budget.progress)
        self.optimizer.zero_grad(set_to_none=True)
        terms[TOTAL].backward()
        norm = nn.utils.clip_grad_norm_(self.network.parameters(), GRADIENT_NORM)
        if not torch.isfinite(norm) or terms[TOTAL].detach().abs() > MAX_LOSS:
            remedy = "lower the weights of the auxiliary losses or the learning rate"
            raise DivergedError(f"Training diverged at step {self.budget.step + 1}", remedy)
        self.optimizer.step()
        self.average.update(self.network)
        return terms
