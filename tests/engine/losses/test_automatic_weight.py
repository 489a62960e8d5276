"""Automatic weights against gradients worked out by hand."""
from __future__ import annotations

import pytest
import torch
from torch import nn

from engine.losses.automatic_weight import DECAY, EVERY, RANGE, SHARE, AutomaticWeight

KERNEL = nn.Parameter(torch.tensor([3.0, 4.0]))


def observe(weight: AutomaticWeight, ratio: float, times: int = 1) -> None:
    """A supervised loss of gradient norm |d(Σ w²)/dw| = 2 · 5 = 10, and an auxiliary one of that norm times ratio."""
    for _ in range(times):
        supervised = KERNEL.square().sum()
        weight.observe(supervised, ratio * supervised, [KERNEL])


@pytest.mark.parametrize("ratio", [0.1, 1.0, 2.0])
def test_the_weighted_gradient_converges_to_a_fixed_share_of_the_supervised_one(ratio: float) -> None:
    weight = AutomaticWeight()
    assert weight.weight == 1
    observe(weight, ratio, times=60 * EVERY)
    assert weight.weight == pytest.approx(SHARE / ratio, rel=1e-4)


def test_a_single_outlier_has_little_effect() -> None:
    weight = AutomaticWeight()
    observe(weight, ratio=1e-9)
    assert weight.weight == pytest.approx(RANGE[1] ** (1 - DECAY), rel=1e-5)


def test_only_every_nth_call_measures() -> None:
    weight = AutomaticWeight()
    observe(weight, ratio=0.1)
    first = weight.weight
    observe(weight, ratio=10, times=EVERY - 1)
    assert weight.weight == first
    observe(weight, ratio=10)
    assert weight.weight < first


def test_a_loss_without_gradient_does_not_change_it() -> None:
    weight = AutomaticWeight()
    observe(weight, ratio=0.0)
    weight.observe(KERNEL.square().sum(), torch.zeros(()), [KERNEL])
    assert weight.weight == 1


def test_its_state_dict_restores_it() -> None:
    weight, other = AutomaticWeight(), AutomaticWeight()
    observe(weight, ratio=0.2, times=EVERY + 1)
    other.load_state_dict(weight.state_dict())
    observe(weight, ratio=3.0, times=EVERY)
    observe(other, ratio=3.0, times=EVERY)
    assert other.weight == weight.weight != 1
