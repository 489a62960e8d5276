"""What every network has: a segmentation head, a head for each auxiliary loss that needs one, and what they say about a batch."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Optional

import torch
from torch import nn

from .backbone import Backbone, PretrainedEncoder
from .probe import LinearProbe

PROBE_SHARE = 0.75  # of the mean of logits; weight decay keeps a probe's logits half as large as a decoder's
PROBE_WEIGHT = "probe.weight"  # a tensor that networks with a probe have

MakeBackbone = Callable[[int], Backbone]  # from the channels of its input


@dataclass
class NetworkOutput:
    """What a network says about a batch.

    Attributes:
        segmentation: logits (N, K, H, W).
        auxiliary: by auxiliary loss, the output of its head (N, channels, H, W).
    """

    segmentation: torch.Tensor
    auxiliary: dict[str, torch.Tensor]


class Network(nn.Module):
    """Base of the networks: a backbone with a segmentation head and, where it was given one, a probe: all that inference runs.

    Args:
        make_backbone: makes a backbone for so many input channels.
        bands: of the image.
        classes: number of classes K.
        auxiliary_channels: by auxiliary loss, the channels that its head gives.

    Attributes:
        smallest_batch: patches that every part of the network needs to learn in a step.
        probe: a linear classifier of the encoder's features that has a vote where the network predicts, if it was given one.
    """

    smallest_batch = 1

    def __init__(self, make_backbone: MakeBackbone, bands: int, classes: int, auxiliary_channels: dict[str, int]) -> None:
        super().__init__()
        self.backbone = make_backbone(bands)
        self.segmentation_head = self.new_head(classes)
        self.probe: Optional[LinearProbe] = None
        self.auxiliary_heads = nn.ModuleDict({name: self.new_head(channels) for name, channels in auxiliary_channels.items()})

    @property
    def stride(self) -> int:
        """Height and width of the input must be multiples of this."""
        return self.backbone.stride

    @property
    def shared_weights(self) -> list[nn.Parameter]:
        """The last kernels that the segmentation and the auxiliary heads both build on."""
        return self.backbone.last_layer

    def has_statistics(self, patches: int, patch_px: int) -> bool:
        """Whether each part sees more than one value a channel at its deepest level, of which batch normalisation could take a variance.

        What the members of an ensemble share sees the patches of all; it is judged as they are.
        """
        pixels = patches // self.smallest_batch * (patch_px // self.stride) ** 2
        return pixels > 1 or not any(isinstance(module, nn.BatchNorm2d) for module in self.modules())

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """Segmentation logits alone (N, K, H, W), the mean of all that have a vote: what inference needs."""
        encoded = self.backbone.encoder(pixels)
        logits = self.segment(encoded)
        return logits if self.probe is None else PROBE_SHARE * self.probe(encoded) + (1 - PROBE_SHARE) * logits

    def segment(self, encoded: list[torch.Tensor]) -> torch.Tensor:
        """Segmentation logits of the decoder (N, K, H, W) from what the encoder gives."""
        return self.segmentation_head(self.backbone.decoder(encoded))

    def forward_all(self, pixels: torch.Tensor) -> NetworkOutput:
        """The outputs of every head."""
        raise NotImplementedError

    def pretrained_parameters(self) -> list[nn.Parameter]:
        """Weights that came from another training, and learn more slowly or not at all."""
        encoders = [module for module in self.modules() if isinstance(module, PretrainedEncoder) and module.is_pretrained]
        return [parameter for encoder in encoders for parameter in encoder.parameters()]

    def new_head(self, channels: int) -> nn.Conv2d:
        """A head with random weights, from (N, F, H, W) to (N, channels, H, W)."""
        return nn.Conv2d(self.backbone.feature_channels, channels, 1)

    @property
    def keeps_encoder(self) -> bool:
        """Whether the encoder came from another training and learns no further."""
        encoder = self.backbone.encoder
        return isinstance(encoder, PretrainedEncoder) and encoder.is_pretrained and not any(p.requires_grad for p in encoder.parameters())

    def add_probe(self, bands: int, classes: int) -> None:
        """Gives the network a probe, which has yet to be fitted."""
        self.probe = LinearProbe.over(self.backbone.encoder.eval(), bands, self.stride, classes)

    def shift_logits(self, shift: torch.Tensor) -> None:
        """Adds a vector (K,) to the logits of every pixel from now on."""
        with torch.no_grad():
            for name, parameter in self.segmentation_head.named_parameters():
                if name.endswith("bias"):
                    parameter += shift.to(parameter.device)
            if self.probe is not None:
                self.probe.bias += shift.to(self.probe.bias.device)

    def auxiliary_output(self, features: torch.Tensor) -> dict[str, torch.Tensor]:
        """What the auxiliary heads make of features (N, F, H, W)."""
        return {name: head(features) for name, head in self.auxiliary_heads.items()}
