"""The base of the auxiliary (semi-supervised) losses, and what they see of a training step."""
from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Callable, ClassVar, Optional

import torch
from torch import nn

from ..data.sampler import Batch
from ..models.network import Network, NetworkOutput
from ..schema.loss_terms import LossSpec

BATCH_NORMS = (nn.BatchNorm1d, nn.BatchNorm2d)


@dataclass
class TrainingStep:
    """The inputs of the losses in one step.

    Attributes:
        batch: the patches.
        output: the network's outputs for them.
        network: in training mode, for losses that run it on altered patches.
        teacher: the network of averaged weights, the probe's vote included; in evaluation mode, without gradients.
        generator: on the CPU, seeded by seed, step and loss alone: the only random numbers that a loss may use.
        precision: context in which networks run.
    """

    batch: Batch
    output: NetworkOutput
    network: Network
    teacher: Network
    generator: torch.Generator = field(default_factory=lambda: torch.Generator().manual_seed(0))
    precision: Callable[[], contextlib.AbstractContextManager] = contextlib.nullcontext

    def forward_altered(self, pixels: torch.Tensor) -> NetworkOutput:
        """The network's outputs for altered patches (N, C, H, W); its running batch statistics are not updated."""
        with _fixed_statistics(self.network), self.precision():
            return self.network.forward_all(pixels)

    def teacher_logits(self, pixels: torch.Tensor) -> torch.Tensor:
        """The teacher's logits for patches (N, C, H, W): float32 (N, K, H, W), without gradients."""
        with torch.no_grad(), self.precision():
            return self.teacher(pixels).float()

    def random(self, *shape: int) -> torch.Tensor:
        """Numbers uniform in [0, 1) of that shape, on the batch's device."""
        return torch.rand(shape, generator=self.generator).to(self.batch.pixels.device)


class AuxiliaryLoss(nn.Module):
    """Base of the auxiliary losses. Its parameters and buffers are trained along and saved in the checkpoint.

    Args:
        bands: of the image.
        classes: number of classes K.

    A subclass takes the parameters of its spec as further arguments; their defaults are in the spec alone.

    Attributes:
        spec: what people and programs may know about the loss.
        learning_rate: of its own weights, where it differs from the network's.
    """

    spec: ClassVar[LossSpec]
    learning_rate: Optional[float] = None

    def __init__(self, bands: int, classes: int) -> None:
        super().__init__()
        self.bands, self.classes = bands, classes

    def head_channels(self) -> Optional[int]:
        """Channels of the auxiliary head that it needs, or None where it reads the segmentation logits."""
        return None

    def head_output(self, output: NetworkOutput) -> torch.Tensor:
        """The output of its auxiliary head, float32 (N, head_channels, H, W)."""
        return output.auxiliary[self.spec.name].float()

    def check_compatible(self, network: Network, patch_px: int) -> None:
        """Raises ConfigError where the loss cannot be used with a network, or with patches of a side."""

    def forward(self, step: TrainingStep) -> torch.Tensor:
        """The unweighted loss, a float32 scalar on the batch's device; 0 where nothing in the batch applies."""
        raise NotImplementedError


def masked_mean(values: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Mean over channels and over the pixels in a mask; 0, with a gradient, where the mask is empty.

    Args:
        values: (N, C, H, W).
        mask: bool (N, H, W).
    """
    weights = mask.unsqueeze(1).to(values.dtype)
    return (values * weights).sum() / (weights.sum() * values.shape[1]).clamp(min=1)


@contextlib.contextmanager
def _fixed_statistics(network: nn.Module) -> Iterator[None]:
    """Batch normalisation uses the batch's statistics and leaves the running ones as they are."""
    layers = [module for module in network.modules() if isinstance(module, BATCH_NORMS)]
    momenta = [layer.momentum for layer in layers]
    for layer in layers:
        layer.momentum = 0.0
    try:
        yield
    finally:
        for layer, momentum in zip(layers, momenta):
            layer.momentum = momentum
