"""W-Net: a second backbone reconstructs the image from the segmentation (Castillo-Navarro et al. 2020, section 3)."""
from __future__ import annotations

import torch

from .network import MakeBackbone, Network, NetworkOutput


class WNet(Network):
    """Backbone, softmax (the segmentation), backbone, auxiliary heads: auxiliary losses act through the classes."""

    def __init__(
        self, make_backbone: MakeBackbone, bands: int, classes: int, auxiliary_channels: dict[str, int]
    ) -> None:
        super().__init__(make_backbone, bands, classes, auxiliary_channels)
        self.second = make_backbone(classes) if auxiliary_channels else None

    def forward_all(self, pixels: torch.Tensor) -> NetworkOutput:
        segmentation = self.segment(self.backbone.encoder(pixels))
        auxiliary = self.auxiliary_output(self.second(segmentation.softmax(dim=1))) if self.second is not None else {}
        return NetworkOutput(segmentation, auxiliary)
