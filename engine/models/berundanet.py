"""BerundaNet: a shared encoder-decoder with a segmentation head and auxiliary heads (Castillo-Navarro et al. 2020, section 3)."""
from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn


@dataclass
class NetworkOutput:
    """What a network says about a batch.

    Attributes:
        segmentation: logits (N, K, H, W).
        auxiliary: by auxiliary loss, the output of its head (N, channels, H, W).
        features: what the heads read (N, F, H, W).
    """

    segmentation: torch.Tensor
    auxiliary: dict[str, torch.Tensor]
    features: torch.Tensor


class BerundaNetLate(nn.Module):
    """Everything shared but one convolution a head.

    Args:
        backbone: maps (N, bands, H, W) to (N, backbone.feature_channels, H, W).
        classes: number of classes K.
        auxiliary_channels: by auxiliary loss, the channels that its head gives.
    """

    def __init__(self, backbone: nn.Module, classes: int, auxiliary_channels: dict[str, int]) -> None:
        super().__init__()
        self.backbone = backbone
        self.segmentation_head = nn.Conv2d(backbone.feature_channels, classes, 1)
        self.auxiliary_heads = nn.ModuleDict(
            {name: nn.Conv2d(backbone.feature_channels, channels, 1) for name, channels in auxiliary_channels.items()}
        )

    @property
    def stride(self) -> int:
        """Height and width of the input must be multiples of this."""
        return self.backbone.stride

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """Segmentation logits alone (N, K, H, W): what inference needs."""
        return self.segmentation_head(self.backbone(pixels))

    def forward_all(self, pixels: torch.Tensor) -> NetworkOutput:
        """The outputs of every head."""
        features = self.backbone(pixels)
        auxiliary = {name: head(features) for name, head in self.auxiliary_heads.items()}
        return NetworkOutput(self.segmentation_head(features), auxiliary, features)
