"""The networks and backbones by the names that the command line and the dock use."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Callable, Optional, TypeVar

from ..schema.errors import ConfigError
from .backbone import Backbone
from .berundanet import BerundaNetEarly, BerundaNetEnsemble, BerundaNetLate
from .efficientnet_unet import efficientnet_unet
from .encoder_weights import load_imagenet_weights
from .network import Network
from .resnet_unet import resnet18_unet
from .scenes import scenes
from .segnet import segnet
from .transformers_folder import read_config
from .transformers_unet import transformers_unet
from .unet import unet, unet_half, unet_smooth
from .wnet import WNet


@dataclass(frozen=True)
class NetworkEntry:
    """A network of the registry.

    Attributes:
        build: its class.
        sentence: what it is and when to use it, for the analyst.
    """

    build: type[Network]
    sentence: str


@dataclass(frozen=True)
class BackboneEntry:
    """A backbone of the registry.

    Attributes:
        build: makes it for a number of input channels and a width, and from a description where it reads one.
        sentence: what it is and when to use it, for the analyst.
        load_pretrained: loads its encoder's pretrained weights; None where there are none.
        keeps_weights: whether the encoder is an Encoder, whose pretrained weights are frozen by default.
        read_description: from the path of the weights that a training starts from, what else the backbone is built
            from (Backbone.description); None where its name says all.
    """

    build: Callable[..., Backbone]
    sentence: str
    load_pretrained: Optional[Callable[[Backbone], None]] = None
    keeps_weights: bool = False
    read_description: Optional[Callable[[str], dict[str, Any]]] = None


MODELS: dict[str, NetworkEntry] = {
    "berundanet-late": NetworkEntry(
        BerundaNetLate, "Shares all but the last layer with the auxiliary losses: small and fast, the usual choice."
    ),
    "berundanet-early": NetworkEntry(
        BerundaNetEarly, "Shares only the encoder: for auxiliary losses whose task differs much from classification."
    ),
    "berundanet-ensemble": NetworkEntry(
        BerundaNetEnsemble,
        "Averages three decoders on one encoder: steadier maps from few strokes; used by recipe thorough.",
    ),
    "wnet": NetworkEntry(
        WNet, "Reconstructs the image from the class map, so that auxiliary losses act on the map directly; slow."
    ),
}
BACKBONES: dict[str, BackboneEntry] = {
    "efficientnet-lite0": BackboneEntry(
        efficientnet_unet,
        "EfficientNet-Lite0, pretrained on ImageNet and frozen, with a small decoder: the best from few strokes.",
        load_imagenet_weights,
        keeps_weights=True,
    ),
    "unet-half": BackboneEntry(
        unet_half, "A U-Net on 2x2 blocks of pixels: four times faster than unet, with twice its receptive field."
    ),
    "unet": BackboneEntry(
        unet, "The original U-Net at full resolution: slower, for classes with details of one or two pixels."
    ),
    "resnet18": BackboneEntry(
        resnet18_unet,
        "A ResNet-18 encoder with a U-Net decoder, for pretrained weights in a file; slow to train without.",
        keeps_weights=True,
    ),
    "transformers": BackboneEntry(
        transformers_unet,
        "An encoder of the Python package transformers, such as DINOv2, from a folder of yours, with a small decoder.",
        keeps_weights=True,
        read_description=read_config,
    ),
    "segnet": BackboneEntry(
        segnet, "SegNet, which upsamples by the positions of its pooling maxima: sharp borders with little memory."
    ),
    "unet-smooth": BackboneEntry(
        unet_smooth, "A U-Net with group normalisation and smooth activations, as auxiliary loss jem requires."
    ),
    "scenes": BackboneEntry(
        scenes,
        "Classifies squares of 32 pixels as wholes: coarse maps of textured classes, and with auxiliary loss jem the "
        "likelihood of each square.",
    ),
}
Item = TypeVar("Item")


def look_up(registry: dict[str, Item], kind: str, name: str) -> Item:
    """The entry of a name in a registry; raises ConfigError with the valid names."""
    if name not in registry:
        raise ConfigError(f"Unknown {kind} {name!r}", f"choose one of {', '.join(registry)}")
    return registry[name]


def check_network(network: str, backbone: str, batch: int) -> None:
    """Raises ConfigError for unknown names, or for a batch that is too small for the network."""
    look_up(BACKBONES, "backbone", backbone)
    smallest = look_up(MODELS, "network", network).build.smallest_batch
    if batch < smallest:
        raise ConfigError(
            f"A batch of {batch} is too small for network {network!r}",
            f"take at least {smallest}, or choose another network",
        )


def build_network(
    network: str,
    backbone: str,
    bands: int,
    width: int,
    classes: int,
    auxiliary_channels: dict[str, int],
    description: Optional[Mapping[str, Any]] = None,
) -> Network:
    """A network with random weights.

    Args:
        network: name in MODELS.
        backbone: name in BACKBONES.
        bands: of the image.
        width: channels of the decoder's last level.
        classes: number of classes K.
        auxiliary_channels: by auxiliary loss, the channels of its head.
        description: of the backbone, where it is built from one.

    Raises:
        ConfigError: unknown names, or no description where there must be one.
        ModelFileError: a backbone cannot be built from the description here.
    """
    entry = look_up(BACKBONES, "backbone", backbone)
    described = () if entry.read_description is None else (description or {},)

    def make_backbone(channels: int, is_image: bool = True) -> Backbone:
        # Weights trained on photographs do not fit another input, and frozen random ones would not learn to.
        if is_image or not entry.keeps_weights:
            return entry.build(channels, width, *described)
        return unet_half(channels, width)

    return look_up(MODELS, "network", network).build(make_backbone, bands, classes, auxiliary_channels)


def load_pretrained(network: Network, backbone: str) -> None:
    """Load the pretrained weights of a backbone into a network, if there are any.

    Args:
        network: of this backbone.
        backbone: its name.

    Raises:
        ConfigError: unknown name, or the weights are not installed.
        ModelFileError: their file is damaged.
    """
    load = look_up(BACKBONES, "backbone", backbone).load_pretrained
    if load is not None:
        load(network.backbone)
