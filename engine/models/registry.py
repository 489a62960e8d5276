"""The networks and backbones there are, by the names that the command line and the dock use."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Optional, TypeVar

from torch import nn

from ..errors import ConfigError
from .backbone import Backbone
from .berundanet import BerundaNetEarly, BerundaNetEnsemble, BerundaNetLate
from .efficientnet_unet import efficientnet_unet
from .encoder_weights import load_imagenet_weights
from .network import Network
from .resnet_unet import resnet18_unet
from .segnet import segnet
from .unet import unet, unet_half, unet_smooth
from .wnet import WNet


@dataclass(frozen=True)
class NetworkEntry:
    """A network and the sentence that tells an analyst about it."""

    build: type[Network]
    sentence: str


@dataclass(frozen=True)
class BackboneEntry:
    """A backbone for (channels of the input, width) and a sentence about it.

    Attributes:
        load_pretrained: gives its encoder the weights to start from.
        keeps_weights: whether its encoder keeps weights that came from another training, unless told otherwise.
    """

    build: Callable[[int, int], Backbone]
    sentence: str
    load_pretrained: Optional[Callable[[nn.Module], None]] = None
    keeps_weights: bool = False


MODELS: dict[str, NetworkEntry] = {
    "berundanet-late": NetworkEntry(
        BerundaNetLate, "Shares all but the last layer with the auxiliary task: small, quick, the usual choice."
    ),
    "berundanet-early": NetworkEntry(
        BerundaNetEarly, "Shares the encoder only and decodes twice: for auxiliary tasks that are far from mapping classes."
    ),
    "berundanet-ensemble": NetworkEntry(
        BerundaNetEnsemble, "Three decoders over one encoder vote: steadier maps from few strokes; part of recipe thorough."
    ),
    "wnet": NetworkEntry(WNet, "Redraws the image from the class map itself, so that the auxiliary task shapes the map directly; slow."),
}
BACKBONES: dict[str, BackboneEntry] = {
    "efficientnet-lite0": BackboneEntry(
        efficientnet_unet,
        "Knows a million photographs and learns only what your strokes mean: the best from few.",
        load_imagenet_weights,
        keeps_weights=True,
    ),
    "unet-half": BackboneEntry(unet_half, "A U-Net on 2x2 blocks of pixels: four times faster than unet and sees twice as far."),
    "unet": BackboneEntry(unet, "The classic U-Net at full resolution: slower, for classes with details of one or two pixels."),
    "resnet18": BackboneEntry(
        resnet18_unet, "A ResNet-18 under a decoder, for weights that you have in a file; slow to train without.", keeps_weights=True
    ),
    "segnet": BackboneEntry(segnet, "SegNet remembers where the brightest features were: sharp borders with little memory."),
    "unet-smooth": BackboneEntry(unet_smooth, "A U-Net without batch statistics and kinks: what the energy-based loss jem needs."),
}
Item = TypeVar("Item")


def look_up(registry: dict[str, Item], kind: str, name: str) -> Item:
    """The entry of that name; raises ConfigError listing the valid ones."""
    if name not in registry:
        raise ConfigError(f"Unknown {kind} {name!r}", f"choose one of {', '.join(registry)}")
    return registry[name]


def check_network(network: str, backbone: str, batch: int) -> None:
    """Raises ConfigError for unknown names, or a batch that this network cannot learn from."""
    look_up(BACKBONES, "backbone", backbone)
    smallest = look_up(MODELS, "network", network).build.smallest_batch
    if batch < smallest:
        raise ConfigError(
            f"A batch of {batch} is too small for network {network!r}", f"take at least {smallest}, or choose another network"
        )


def build_network(network: str, backbone: str, bands: int, width: int, classes: int, auxiliary_channels: dict[str, int]) -> Network:
    """A network with random weights from torch's global random state; raises ConfigError for unknown names."""
    build = look_up(BACKBONES, "backbone", backbone).build
    return look_up(MODELS, "network", network).build(lambda channels: build(channels, width), bands, classes, auxiliary_channels)


def load_pretrained(network: Network, backbone: str) -> None:
    """Puts the weights that the backbone starts from, if there are any, into a network; raises ConfigError or ModelFileError."""
    load = look_up(BACKBONES, "backbone", backbone).load_pretrained
    if load is not None:
        load(network)
