"""The base of the networks: a backbone, a segmentation head, and a head for each auxiliary loss that needs one."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Protocol

import torch
from torch import nn
from torch.nn import functional

from ..schema.errors import ConfigError
from .backbone import Backbone
from .encoder import Encoder
from .ood_head import OodHead
from .probe import CellMaps, FeatureProbe

# Prefixes of the weights that only auxiliary losses use: a map needs none of them.
AUXILIARY_PARTS = ("auxiliary_heads.", "auxiliary_decoder.", "second.")


class MakeBackbone(Protocol):
    """Makes a backbone; one whose input is not an image starts from random weights and learns all of them."""

    def __call__(self, channels: int, is_image: bool = True) -> Backbone: ...


@dataclass
class NetworkOutput:
    """The outputs of a network's heads for a batch.

    Attributes:
        segmentation: logits (N, K, H, W).
        auxiliary: by auxiliary loss, the output of its head (N, channels, H, W).
    """

    segmentation: torch.Tensor
    auxiliary: dict[str, torch.Tensor]


class Network(nn.Module):
    """Base of the networks: a backbone with heads and, optionally, a feature probe.

    Args:
        make_backbone: makes a backbone for a number of input channels.
        bands: of the image.
        classes: number of classes K.
        auxiliary_channels: by auxiliary loss, the channels of its head's output.

    Attributes:
        smallest_batch: patches that every part of the network needs in a training step.
        probe: a classifier of the encoder's features, or None.
        probe_share: share of the probe's logits in the vote; the decoder's have the rest.
        ood_head: how unlike the training area a place is, once a finished model has it, or None.
    """

    smallest_batch = 1

    def __init__(
        self, make_backbone: MakeBackbone, bands: int, classes: int, auxiliary_channels: dict[str, int]
    ) -> None:
        super().__init__()
        self.backbone = make_backbone(bands)
        self.segmentation_head: nn.Module = self.new_head(classes)
        self.probe: Optional[FeatureProbe] = None
        self.probe_share = 0.0
        self.ood_head: Optional[OodHead] = None
        self.auxiliary_heads = nn.ModuleDict(
            {name: self.new_auxiliary_head(channels) for name, channels in auxiliary_channels.items()}
        )

    @property
    def stride(self) -> int:
        """Height and width of the input must be multiples of this."""
        return self.backbone.stride

    @property
    def square_px(self) -> int:
        """Side of the squares of pixels that have the same logits; 1 where each pixel has its own."""
        return self.backbone.decoder.square_px

    @property
    def frozen_encoder(self) -> Optional[Encoder]:
        """The encoder where it keeps weights of another training, else None."""
        encoder = self.backbone.encoder
        return encoder if isinstance(encoder, Encoder) and encoder.is_frozen else None

    @property
    def shared_weights(self) -> list[nn.Parameter]:
        """The last kernels that the segmentation and the auxiliary heads share."""
        return self.backbone.decoder.shared_kernels

    def has_statistics(self, patches: int, patch_px: int) -> bool:
        """Whether batch normalisation has more than one value per channel at the deepest level of every decoder.

        Args:
            patches: in a batch; an ensemble divides them among its decoders.
            patch_px: side of a patch.
        """
        pixels = patches // self.smallest_batch * (patch_px // self.stride) ** 2
        return pixels > 1 or not any(isinstance(module, nn.BatchNorm2d) for module in self.modules())

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """Logits (N, K, H, W) for pixels (N, bands, H, W): the vote of decoder and probe, all that inference needs."""
        return self.vote(self.backbone.encoder(pixels))

    def vote(self, encoded: list[torch.Tensor], cells: Optional[CellMaps] = None) -> torch.Tensor:
        """Logits (N, K, H, W) of decoder and probe together, from the encoder's output.

        Args:
            encoded: the encoder's pixels and feature maps.
            cells: the same as the probe reads it, where that is there already.
        """
        if self.probe is None:
            return self.segment(encoded)
        probe_logits = self.probe(cells or CellMaps.of_encoded(encoded))
        if self.probe_share == 1:
            return probe_logits
        return self.probe_share * probe_logits + (1 - self.probe_share) * self.segment(encoded)

    @property
    def present_probe(self) -> FeatureProbe:
        """The feature probe of a network that has one; raises ValueError of any other."""
        if self.probe is None:
            raise ValueError(f"{type(self).__name__} has no feature probe")
        return self.probe

    def segment(self, encoded: list[torch.Tensor]) -> torch.Tensor:
        """Logits of the decoder (N, K, H, W) from the encoder's output."""
        return self.segmentation_head(self.backbone.decoder(encoded))

    def forward_all(self, pixels: torch.Tensor) -> NetworkOutput:
        """The outputs of every head for pixels (N, bands, H, W)."""
        raise NotImplementedError

    def pretrained_parameters(self) -> list[nn.Parameter]:
        """The encoders' weights that come from another training, which have a learning rate of their own or none."""
        encoders = [module for module in self.modules() if isinstance(module, Encoder) and module.is_pretrained]
        return [parameter for encoder in encoders for parameter in encoder.parameters()]

    def new_head(self, channels: int) -> nn.Conv2d:
        """A head with random weights, from (N, F, H, W) to (N, channels, H, W)."""
        return nn.Conv2d(self.backbone.decoder.feature_channels, channels, 1)

    def new_auxiliary_head(self, channels: int) -> nn.Module:
        """A head with random weights, from what a decoder shares to (N, channels, H, W)."""
        return SubpixelHead(self.backbone.decoder.shared_channels, channels, self.backbone.decoder.shared_stride)

    def add_probe(self, share: float, classes: int, squares: int, smoothing_px: int = 0) -> None:
        """Add a feature probe with zero weights, to be fitted later.

        Args:
            share: of its logits in the vote.
            classes: number of classes K.
            squares: squared terms of each class's logit.
            smoothing_px: see FeatureProbe.

        Raises:
            ConfigError: the backbone's encoder is not an Encoder.
        """
        encoder = self.backbone.encoder
        if not isinstance(encoder, Encoder):
            raise ConfigError("The backbone has no encoder for a feature probe", "choose backbone efficientnet-lite0")
        self.probe = FeatureProbe(encoder.bands, encoder.channels, classes, squares, smoothing_px)
        self.probe_share = share

    def auxiliary_output(self, features: torch.Tensor) -> dict[str, torch.Tensor]:
        """The outputs of the auxiliary heads for the features that they read."""
        return {name: head(features) for name, head in self.auxiliary_heads.items()}


class AuxiliaryHead(nn.Module):
    """A network of which the output of one auxiliary head is wanted.

    Args:
        network: in evaluation mode.
        name: of the auxiliary loss whose head it is.
    """

    def __init__(self, network: Network, name: str) -> None:
        super().__init__()
        self.network, self.name = network, name

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """Pixels (N, bands, H, W) to the head's output (N, channels, H, W)."""
        # One patch at a time: in a batch, the members of an ensemble take turns.
        outputs = [self.network.forward_all(patch.unsqueeze(0)).auxiliary[self.name] for patch in pixels]
        return torch.cat(outputs)


class SubpixelHead(nn.Conv2d):
    """One convolution from features at a stride to an output at full resolution (Shi et al. 2016).

    Args:
        channels_in: of the features.
        channels: of the output.
        stride: height and width of the output divided by those of the features.
    """

    def __init__(self, channels_in: int, channels: int, stride: int) -> None:
        super().__init__(channels_in, channels * stride**2, 1)
        self.upscaling = stride

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        """(N, channels_in, H / stride, W / stride) to (N, channels, H, W)."""
        return functional.pixel_shuffle(super().forward(features), self.upscaling)
