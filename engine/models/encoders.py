"""The registry of encoders that can have pretrained weights: one line each."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

from torch import nn

from . import efficientnet, resnet
from .encoder import Encoder


@dataclass(frozen=True)
class EncoderEntry:
    """An encoder of the registry.

    Attributes:
        build: makes the feature extractor, with random weights, for a number of bands.
        strides: of its feature maps.
        channels: of its feature maps.
    """

    build: Callable[[int], nn.Module]
    strides: tuple[int, ...]
    channels: tuple[int, ...]


ENCODERS: dict[str, EncoderEntry] = {
    "efficientnet-lite0": EncoderEntry(efficientnet.EfficientNet, efficientnet.STRIDES, efficientnet.CHANNELS),
    "resnet18": EncoderEntry(resnet.ResNet18, resnet.STRIDES, resnet.CHANNELS),
}


def build_encoder(name: str, bands: int) -> Encoder:
    """The encoder of a name in ENCODERS, with random weights."""
    entry = ENCODERS[name]
    return Encoder(name, entry.build(bands), bands, entry.strides, entry.channels)
