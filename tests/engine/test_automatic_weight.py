"""The weight that follows the gradients: against gradients worked out by hand."""
from __future__ import annotations

import pytest
import torch
from torch import nn

from engine.losses.automatic_weight import DECAY, EVERY, RANGE, SHARE, AutomaticWeight

KERNEL = nn.Parameter(torch.tensor([3.0, 4.0]))


def observe(weight: AutomaticWeight, pull: float, times: int = 1) -> None:
    """Labels that pull with |d(Σ w²)/dw| = 2 · 5 = 10, and a loss that pulls that many times as hard."""
    for _ in range(times):
        labels = KERNEL.square().sum()
        weight.observe(labels, pull * labels, [KERNEL])


@pytest.mark.parametrize("pull", [0.1, 1.0, 2.0])
def test_it_settles_where_the_loss_pulls_a_fixed_share_of_the_labels_pull(pull: float) -> None:
    weight = AutomaticWeight()
    assert weight.weight == 1
    observe(weight, pull, times=60 * EVERY)
    assert weight.weight == pytest.approx(SHARE / pull, rel=1e-4)


def test_a_single_odd_gradient_moves_it_a_little() -> None:
    weight = AutomaticWeight()
    observe(weight, pull=1e-9)
    assert weight.weight == pytest.approx(RANGE[1] ** (1 - DECAY), rel=1e-5)


def test_it_measures_now_and_then() -> None:
    weight = AutomaticWeight()
    observe(weight, pull=0.1)
    first = weight.weight
    observe(weight, pull=10, times=EVERY - 1)
    assert weight.weight == first
    observe(weight, pull=10)
    assert weight.weight < first


def test_a_loss_that_says_nothing_leaves_it_as_it_was() -> None:
    weight = AutomaticWeight()
    observe(weight, pull=0.0)
    weight.observe(KERNEL.square().sum(), torch.zeros(()), [KERNEL])
    assert weight.weight == 1


def test_its_state_is_a_checkpoint_s() -> None:
    weight, other = AutomaticWeight(), AutomaticWeight()
    observe(weight, pull=0.2, times=EVERY + 1)
    other.load_state_dict(weight.state_dict())
    observe(weight, pull=3.0, times=EVERY)
    observe(other, pull=3.0, times=EVERY)
    assert other.weight == weight.weight != 1
