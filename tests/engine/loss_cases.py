"""Losses and training steps for their tests, with random head outputs or those of a small network."""
from __future__ import annotations

from typing import Callable, Optional

import pytest
import torch
from torch import nn

from engine.data.label_raster import UNLABELLED
from engine.data.sampler import Batch
from engine.losses import registry
from engine.losses.auxiliary import AuxiliaryLoss, TrainingStep
from engine.models.network import Network, NetworkOutput
from engine.models.registry import build_network
from engine.schema.loss_terms import AuxiliaryTerm

CLASSES, BANDS = 3, 2
HEADS = {"l1": BANDS, "relaxed-kmeans": 4}


def make_loss(name: str, *, bands: int = BANDS, classes: int = CLASSES, **parameters: float) -> AuxiliaryLoss:
    """A loss with these parameters, and its defaults for the others."""
    (term,) = registry.complete_terms([AuxiliaryTerm(name, parameters=parameters)])
    return registry.make_loss(term, bands, classes)


def make_batch(seed: int = 0, size: int = 6, patches: int = 2, *, valid: bool = True, labelled: bool = True) -> Batch:
    """Random patches; every pixel labelled, or none; every pixel valid, or none."""
    generator = torch.Generator().manual_seed(seed)
    labels = torch.randint(0, CLASSES, (patches, size, size), generator=generator)
    if not labelled:
        labels = torch.full_like(labels, UNLABELLED)
    pixels = torch.randn(patches, BANDS, size, size, generator=generator) * float(valid)
    return Batch(pixels, labels, torch.full((patches, size, size), valid))


def make_step(
    seed: int = 0, size: int = 6, *, valid: bool = True, labelled: bool = True, heads: Optional[dict[str, int]] = None
) -> TrainingStep:
    """Random patches and outputs that require gradients, without a network; heads has the channels of each head."""
    batch = make_batch(seed, size, valid=valid, labelled=labelled)
    generator = torch.Generator().manual_seed(seed + 1)

    def output(channels: int) -> torch.Tensor:
        return torch.randn(len(batch.pixels), channels, size, size, generator=generator).requires_grad_()

    auxiliary = {name: output(channels) for name, channels in (HEADS if heads is None else heads).items()}
    return TrainingStep(batch, NetworkOutput(output(CLASSES), auxiliary), nn.Identity(), nn.Identity())


def make_network(
    heads: dict[str, int],
    *,
    network: str = "berundanet-late",
    backbone: str = "unet-smooth",
    width: int = 4,
    seed: int = 0,
) -> Network:
    """A small network with random weights, in training mode."""
    torch.manual_seed(seed)
    return build_network(network, backbone, BANDS, width, CLASSES, heads).train()


def step_of(network: Network, teacher: Network, batch: Batch, seed: int = 0) -> TrainingStep:
    """The step that a trainer gives to a loss."""
    generator = torch.Generator().manual_seed(seed)
    return TrainingStep(batch, network.forward_all(batch.pixels), network, teacher.eval(), generator)


def assert_gradients(value: Callable[[], torch.Tensor], tensors: list[torch.Tensor], length: float = 0.01) -> None:
    """The slope of a loss along its gradient must be the gradient's norm, by central differences of a length."""
    for tensor, gradient in zip(tensors, torch.autograd.grad(value(), tensors)):
        norm, start = gradient.norm().item(), tensor.detach().clone()
        assert norm > 2e-3
        ends = []
        for side in (length, -length):
            with torch.no_grad():
                tensor.copy_(start + side * gradient / norm)
                ends.append(value().item())
        with torch.no_grad():
            tensor.copy_(start)
        assert (ends[0] - ends[1]) / (2 * length) == pytest.approx(norm, rel=0.02, abs=5e-5)
