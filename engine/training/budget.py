"""How much training there is to do, in steps or in minutes, and the learning rate that goes with it."""
from __future__ import annotations

import math
import time
from typing import Optional

from ..schema.config import TrainConfig

WARM_UP = 0.05  # share of the budget


class Budget:
    """Counts steps and seconds against the configuration's budget.

    Args:
        config: has steps or minutes.
        step: steps done, where a training is resumed.
        elapsed_s: seconds of training before this run.

    Attributes:
        step: steps done.
    """

    def __init__(self, config: TrainConfig, step: int = 0, elapsed_s: float = 0.0) -> None:
        self.steps, self.seconds = config.steps, (config.minutes or 0.0) * 60
        self.step, self._elapsed_s = step, elapsed_s
        self._first_step, self._started = step, time.monotonic()

    def restart(self) -> None:
        """Count seconds from now on."""
        self._started = time.monotonic()

    @property
    def spent_s(self) -> float:
        """Seconds of training in all."""
        return self._elapsed_s + time.monotonic() - self._started

    @property
    def progress(self) -> float:
        """Share of the budget that is spent, in [0, 1]."""
        if self.steps is None:
            return min(self.spent_s / self.seconds, 1.0)
        return min(self.step / self.steps, 1.0) if self.steps else 1.0

    @property
    def is_spent(self) -> bool:
        """Whether to stop."""
        return self.progress >= 1

    @property
    def total_steps(self) -> int:
        """Steps in all; estimated where the budget is a time."""
        if self.steps is not None:
            return self.steps
        return max(self.step, round(self.step / self.progress)) if self.step and self.progress else 1

    @property
    def eta_s(self) -> Optional[float]:
        """Seconds left, or None before the first step."""
        if self.steps is None:
            return max(0.0, self.seconds - self.spent_s)
        taken = self.step - self._first_step
        return (self.steps - self.step) * (time.monotonic() - self._started) / taken if taken else None

    def learning_rate_factor(self) -> float:
        """Linear warm-up, then a cosine to zero."""
        progress = self.progress
        if progress < WARM_UP:
            return (progress + 1e-3) / (WARM_UP + 1e-3)
        return 0.5 * (1 + math.cos(math.pi * (progress - WARM_UP) / (1 - WARM_UP)))
