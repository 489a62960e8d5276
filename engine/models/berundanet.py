"""BerundaNet: an encoder-decoder shared by a segmentation head and auxiliary heads (Castillo-Navarro et al. 2020, section 3)."""
from __future__ import annotations

import torch
from torch import nn

from .network import MakeBackbone, Network, NetworkOutput


class BerundaNetLate(Network):
    """Everything shared but one convolution a head."""

    def forward_all(self, pixels: torch.Tensor) -> NetworkOutput:
        features = self.backbone(pixels)
        return NetworkOutput(self.segmentation_head(features), self.auxiliary_output(features), features)


class BerundaNetEarly(Network):
    """A shared encoder and a decoder each for the segmentation and the auxiliary heads."""

    def __init__(self, make_backbone: MakeBackbone, bands: int, classes: int, auxiliary_channels: dict[str, int]) -> None:
        super().__init__(make_backbone, bands, classes, auxiliary_channels)
        self.auxiliary_decoder = make_backbone(bands).decoder if auxiliary_channels else None

    @property
    def shared_weights(self) -> list[nn.Parameter]:
        """The encoder's last kernel."""
        return [p for p in self.backbone.encoder.parameters() if p.ndim == 4 and p.requires_grad][-1:]

    def forward_all(self, pixels: torch.Tensor) -> NetworkOutput:
        encoded = self.backbone.encoder(pixels)
        features = self.backbone.decoder(encoded)
        auxiliary = self.auxiliary_output(self.auxiliary_decoder(encoded)) if self.auxiliary_decoder is not None else {}
        return NetworkOutput(self.segmentation_head(features), auxiliary, features)
