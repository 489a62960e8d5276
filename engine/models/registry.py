"""The networks and backbones there are, by the names that the command line and the dock use."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Optional, TypeVar

from torch import nn

from ..errors import ConfigError
from .berundanet import BerundaNetLate
from .efficientnet_unet import EfficientNetUNet
from .pretrained import load_imagenet_weights
from .unet import HalfResolutionUNet, UNet


@dataclass(frozen=True)
class Entry:
    """A constructor, the sentence that tells an analyst about it, and for a backbone what gives it the weights to start from."""

    build: Callable[..., nn.Module]
    sentence: str
    load_pretrained: Optional[Callable[[nn.Module], None]] = None


MODELS: dict[str, Entry] = {
    "berundanet-late": Entry(BerundaNetLate, "Shares all but the last layer with the auxiliary task: small, quick, the usual choice."),
}
BACKBONES: dict[str, Entry] = {
    "efficientnet-lite0": Entry(
        EfficientNetUNet, "Knows a million photographs and learns only what your strokes mean: the best from few.", load_imagenet_weights
    ),
    "unet-half": Entry(HalfResolutionUNet, "A U-Net on 2x2 blocks of pixels: four times faster than unet and sees twice as far."),
    "unet": Entry(UNet, "The classic U-Net at full resolution: slower, for classes with details of one or two pixels."),
}
Item = TypeVar("Item")


def look_up(registry: dict[str, Item], kind: str, name: str) -> Item:
    """The entry of that name; raises ConfigError listing the valid ones."""
    if name not in registry:
        raise ConfigError(f"Unknown {kind} {name!r}", f"choose one of {', '.join(registry)}")
    return registry[name]


def build_network(network: str, backbone: str, bands: int, width: int, classes: int, auxiliary_channels: dict[str, int]) -> nn.Module:
    """A network with random weights from torch's global random state; raises ConfigError for unknown names."""
    body = look_up(BACKBONES, "backbone", backbone).build(bands, width)
    return look_up(MODELS, "network", network).build(body, classes, auxiliary_channels)


def load_pretrained(network: nn.Module, backbone: str) -> None:
    """Puts the weights that the backbone starts from, if there are any, into a network; raises ConfigError or ModelFileError."""
    load = look_up(BACKBONES, "backbone", backbone).load_pretrained
    if load is not None:
        load(network.backbone)
