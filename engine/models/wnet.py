"""W-Net: a second backbone reconstructs the image from the segmentation (Castillo-Navarro et al. 2020, section 3)."""
from __future__ import annotations

import torch
from torch import nn

from .network import MakeBackbone, Network, NetworkOutput


class WNet(Network):
    """Backbone, softmax (the segmentation), backbone, auxiliary heads: auxiliary losses act through the classes.

    The second backbone reads nothing but the class probabilities, so that all of it may serve the auxiliary heads.
    """

    def __init__(
        self, make_backbone: MakeBackbone, bands: int, classes: int, auxiliary_channels: dict[str, int]
    ) -> None:
        super().__init__(make_backbone, bands, classes, {})
        self.second = make_backbone(classes, is_image=False) if auxiliary_channels else None
        if self.second is not None:
            features = self.second.decoder.feature_channels
            self.auxiliary_heads.update({name: nn.Conv2d(features, n, 1) for name, n in auxiliary_channels.items()})

    @property
    def stride(self) -> int:
        strides = [backbone.stride for backbone in (self.backbone, self.second) if backbone is not None]
        return max(strides)

    @property
    def shared_weights(self) -> list[nn.Parameter]:
        """The kernel of the segmentation head."""
        return [p for p in self.segmentation_head.parameters() if p.ndim == 4]

    def forward_all(self, pixels: torch.Tensor) -> NetworkOutput:
        segmentation = self.segment(self.backbone.encoder(pixels))
        auxiliary = self.auxiliary_output(self.second(segmentation.softmax(dim=1))) if self.second is not None else {}
        return NetworkOutput(segmentation, auxiliary)
