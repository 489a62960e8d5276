"""The training loop. It knows no loss, network or backbone by name."""
from __future__ import annotations

import itertools
import time
from typing import Callable, Optional

import torch
from torch import nn

from ..compute import Compute
from ..config import CONSTANT, TrainConfig
from ..data.read_ahead import read_ahead
from ..data.sampler import Batch
from ..errors import EngineError
from ..losses.auxiliary import TrainingStep
from ..losses.weighted_sum import TOTAL, WeightedSum
from ..models.network import Network
from ..reporter import Reporter
from .budget import Budget
from .ema import WeightAverage
from .optimizer import make_optimizer

MAX_LOSS = 1e8  # beyond it an energy has run away, even where gradients are still numbers
SEED_STRIDE = 1_000_003  # keeps the random numbers of one seed's steps away from another's
GRADIENT_NORM = 5.0
REPORTS_A_SECOND = 4
MEASUREMENTS = 8  # checkpoints with held-out accuracy in a training


class DivergedError(EngineError, ArithmeticError):
    """The loss is no longer a number."""

    code = "diverged"


class Trainer:
    """Trains a network on batches, keeping an average of its weights.

    Args:
        network, objective: on the compute's device already; the objective's own parameters are trained along.
        make_batch: the batch of a step, called in another thread.
        measure: called with (trainer, is_last) at every checkpoint; returns values to report.
    """

    def __init__(
        self,
        network: Network,
        objective: WeightedSum,
        make_batch: Callable[[int], Batch],
        config: TrainConfig,
        compute: Compute,
        reporter: Reporter,
        measure: Callable[[Trainer], dict[str, float]],
    ) -> None:
        self.network, self.objective, self.make_batch = network, objective, make_batch
        self.config, self.compute, self.reporter, self.measure = config, compute, reporter, measure
        self.average = WeightAverage(network)
        self.optimizer, self._rates = make_optimizer(config, network, objective)
        self.budget = Budget(config)
        self._reported_at = 0.0
        self._measured = 0

    def run(self) -> None:
        """Trains until the budget is spent.

        Raises:
            Cancelled: the reporter was asked to stop; weights and average stay as they are.
            DivergedError: the loss became infinite or NaN.
        """
        batches = read_ahead(self.make_batch, itertools.count(self.budget.step))
        self._measured = int(self.budget.progress * MEASUREMENTS)
        try:
            while not self.budget.is_spent:
                self.reporter.raise_if_stopped()
                _, batch = next(batches)
                terms = self._step(batch)
                self.budget.step += 1
                self._report(terms)
        finally:
            batches.close()

    def _step(self, batch: Batch) -> dict[str, torch.Tensor]:
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
            raise DivergedError(
                f"Training diverged at step {self.budget.step + 1}", "lower the weights of the auxiliary losses or the learning rate"
            )
        self.optimizer.step()
        self.average.update(self.network)
        return terms

    def _report(self, terms: dict[str, torch.Tensor]) -> None:
        due = int(self.budget.progress * MEASUREMENTS)
        measured: Optional[dict[str, float]] = None
        if due > self._measured:
            self._measured = due
            measured = self.measure(self)
        now = time.monotonic()
        if measured is None and now - self._reported_at < 1 / REPORTS_A_SECOND:
            return
        self._reported_at = now
        values = {name: float(value.detach()) for name, value in terms.items()}
        self.reporter.metric(self.budget.step, {**values, **(measured or {})})
        self.reporter.progress(self.budget.step, self.budget.total_steps, self.budget.eta_s)
