"""Steps for tests of losses: made-up head outputs that may be differentiated, or what a small network really says."""
from __future__ import annotations

from typing import Callable, Optional

import pytest
import torch

from engine.data.label_raster import UNLABELLED
from engine.data.sampler import Batch
from engine.losses.auxiliary import TrainingStep
from engine.models.network import Network, NetworkOutput
from engine.models.registry import build_network

CLASSES, BANDS = 3, 2
HEADS = {"l1": BANDS, "relaxed-kmeans": 4}


def make_batch(seed: int = 0, size: int = 6, patches: int = 2, *, valid: bool = True, labelled: bool = True) -> Batch:
    """Random patches; every pixel labelled, or none; every pixel valid, or none. The first half counts as drawn around labels."""
    generator = torch.Generator().manual_seed(seed)
    labels = torch.randint(0, CLASSES, (patches, size, size), generator=generator)
    if not labelled:
        labels = torch.full_like(labels, UNLABELLED)
    pixels = torch.randn(patches, BANDS, size, size, generator=generator) * float(valid)
    return Batch(pixels, labels, torch.full((patches, size, size), valid))


def make_step(
    seed: int = 0, size: int = 6, *, valid: bool = True, labelled: bool = True, heads: Optional[dict[str, int]] = None
) -> TrainingStep:
    """Random patches and head outputs, by name with so many channels; every output may be differentiated. There is no network."""
    batch = make_batch(seed, size, valid=valid, labelled=labelled)
    generator = torch.Generator().manual_seed(seed + 1)

    def output(channels: int) -> torch.Tensor:
        return torch.randn(len(batch.pixels), channels, size, size, generator=generator).requires_grad_()

    auxiliary = {name: output(channels) for name, channels in (HEADS if heads is None else heads).items()}
    return TrainingStep(batch, NetworkOutput(output(CLASSES), auxiliary))


def make_network(
    heads: dict[str, int], *, network: str = "berundanet-late", backbone: str = "unet-smooth", width: int = 4, seed: int = 0
) -> Network:
    """A small network with fresh weights, in training mode."""
    torch.manual_seed(seed)
    return build_network(network, backbone, BANDS, width, CLASSES, heads).train()


def step_of(network: Network, teacher: Network, batch: Batch, seed: int = 0) -> TrainingStep:
    """What a trainer would hand to a loss."""
    generator = torch.Generator().manual_seed(seed)
    return TrainingStep(batch, network.forward_all(batch.pixels), network, teacher.eval(), generator)


def assert_gradients(value: Callable[[], torch.Tensor], tensors: list[torch.Tensor], length: float = 0.01) -> None:
    """Along its gradient a loss must rise at the gradient's norm, by central differences of that length."""
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
