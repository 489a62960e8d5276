"""What an auxiliary (semi-supervised) loss is to the trainer, the command line and the dock."""
from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Callable, ClassVar, Optional

import torch
from torch import nn

from ..data.sampler import Batch
from ..models.network import Network, NetworkOutput

AUXILIARY_HEAD, SEGMENTATION_HEAD = "auxiliary", "segmentation"
BATCH_NORMS = (nn.BatchNorm1d, nn.BatchNorm2d)


@dataclass(frozen=True)
class Parameter:
    """A number that shapes a loss: its constructor's argument of the same name.

    Attributes:
        sentence: what turning it up does.
        low, high: the range that makes sense; is_integer: whether only whole numbers do.
        step: only its multiples do; 0 for any number.
    """

    name: str
    default: float
    low: float
    high: float
    sentence: str
    is_integer: bool = False
    step: float = 0


@dataclass(frozen=True)
class LossSpec:
    """What people and programs may know about an auxiliary loss.

    Attributes:
        name: as on the command line.
        sentence: what it does for the analyst, in one plain sentence.
        source: where it is defined.
        default_weight: λ where the user gives none.
        head: AUXILIARY_HEAD where it needs one of its own, SEGMENTATION_HEAD where it reads the class logits.
        ramp: between these shares of the training, counted from when it begins, its weight rises from 0 to λ.
        unlabelled_share: patches drawn anywhere for each patch around a label.
        parameters: what can be set besides λ.
        is_experimental: whether the interface should warn.
    """

    name: str
    sentence: str
    source: str
    default_weight: float
    head: str
    ramp: tuple[float, float] = (0.0, 0.0)
    unlabelled_share: float = 0.125
    parameters: tuple[Parameter, ...] = ()
    is_experimental: bool = False

    @property
    def teaches_alone(self) -> bool:
        """Whether it teaches anything before the labels do: not where it builds on the classes that they name."""
        return self.head == AUXILIARY_HEAD and self.ramp == (0.0, 0.0)

    def ramp_factor(self, taken_part: float) -> float:
        """What multiplies λ when it has taken part for a share of the training, in [0, 1]."""
        start, end = self.ramp
        if taken_part >= end:
            return 1.0
        return max(0.0, (taken_part - start) / (end - start))


@dataclass
class TrainingStep:
    """All that a loss may look at in one step.

    Attributes:
        batch: the patches; output: what the network said about them.
        network: in training mode, for losses that show it altered patches.
        teacher: the network of averaged weights as it predicts, a probe's vote included; in evaluation mode, without gradients.
        generator: on the CPU, in a state that only seed and step decide: the only source of chance a loss may use.
        precision: context in which networks run.
    """

    batch: Batch
    output: NetworkOutput
    network: Optional[Network] = None
    teacher: Optional[Network] = None
    generator: torch.Generator = field(default_factory=lambda: torch.Generator().manual_seed(0))
    precision: Callable[[], contextlib.AbstractContextManager] = contextlib.nullcontext

    def look_again(self, pixels: torch.Tensor) -> NetworkOutput:
        """What the network says about altered patches (N, C, H, W); its batch statistics do not remember them."""
        with _unremembered(self.network), self.precision():
            return self.network.forward_all(pixels)

    def ask_teacher(self, pixels: torch.Tensor) -> torch.Tensor:
        """The teacher's logits, float32 (N, K, H, W), without gradients."""
        with torch.no_grad(), self.precision():
            return self.teacher(pixels).float()

    def random(self, *shape: int) -> torch.Tensor:
        """Numbers uniform in [0, 1), on the batch's device."""
        return torch.rand(shape, generator=self.generator).to(self.batch.pixels.device)


class AuxiliaryLoss(nn.Module):
    """Base of the auxiliary losses; each gives one scalar, 0 where it has nothing to say.

    Its own weights, if it has any, are trained along and belong to the checkpoint, like its buffers.

    Args:
        bands: of the image. classes: K of the segmentation. Then the parameters of its spec, as keyword arguments.

    Attributes:
        learning_rate: of its own weights, where they need another one than the network.
    """

    spec: ClassVar[LossSpec]
    learning_rate: Optional[float] = None

    def __init__(self, bands: int, classes: int) -> None:
        super().__init__()
        self.bands, self.classes = bands, classes

    def head_channels(self) -> Optional[int]:
        """Channels of the head it needs, or None where it reads the segmentation."""
        return None

    def check_host(self, network: Network, patch_px: int) -> None:
        """Raises ConfigError where this network, or patches of this side, cannot host the loss."""

    def forward(self, step: TrainingStep) -> torch.Tensor:
        """The unweighted loss, a float32 scalar on the batch's device."""
        raise NotImplementedError


def masked_mean(values: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Mean over channels and over the pixels in the mask; 0, with a gradient, where the mask is empty.

    Args:
        values: (N, C, H, W); mask: bool (N, H, W).
    """
    weights = mask.unsqueeze(1).to(values.dtype)
    return (values * weights).sum() / (weights.sum() * values.shape[1]).clamp(min=1)


@contextlib.contextmanager
def _unremembered(network: nn.Module) -> Iterator[None]:
    """Batch normalisation still uses the batch's statistics, but its running ones stay as they are."""
    layers = [module for module in network.modules() if isinstance(module, BATCH_NORMS)]
    momenta = [layer.momentum for layer in layers]
    for layer in layers:
        layer.momentum = 0.0
    try:
        yield
    finally:
        for layer, momentum in zip(layers, momenta):
            layer.momentum = momentum
