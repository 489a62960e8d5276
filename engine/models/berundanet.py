"""BerundaNet: an encoder-decoder shared by a segmentation head and auxiliary heads (Castillo-Navarro et al. 2020, section 3)."""
from __future__ import annotations

import torch
from torch import nn

from .backbone import last_kernels
from .network import MakeBackbone, Network, NetworkOutput


class BerundaNetLate(Network):
    """Everything shared but one convolution a head."""

    def forward_all(self, pixels: torch.Tensor) -> NetworkOutput:
        features = self.backbone(pixels)
        return NetworkOutput(self.segmentation_head(features), self.auxiliary_output(features))


class BerundaNetEarly(Network):
    """A shared encoder and a decoder each for the segmentation and the auxiliary heads."""

    def __init__(self, make_backbone: MakeBackbone, bands: int, classes: int, auxiliary_channels: dict[str, int]) -> None:
        super().__init__(make_backbone, bands, classes, auxiliary_channels)
        self.auxiliary_decoder = self.backbone.make_decoder() if auxiliary_channels else None

    @property
    def shared_weights(self) -> list[nn.Parameter]:
        """The encoder's last kernel."""
        return [p for p in self.backbone.encoder.parameters() if p.ndim == 4 and p.requires_grad][-1:]

    def forward_all(self, pixels: torch.Tensor) -> NetworkOutput:
        encoded = self.backbone.encoder(pixels)
        features = self.backbone.decoder(encoded)
        auxiliary = self.auxiliary_output(self.auxiliary_decoder(encoded)) if self.auxiliary_decoder is not None else {}
        return NetworkOutput(self.segmentation_head(features), auxiliary)


class BerundaNetEnsemble(Network):
    """Several decoders with their heads over one encoder; the mean of their logits is the segmentation.

    Few labels leave much of a decoder to chance, and chances differ: the mean is better than the members are (Lakshminarayanan et al.
    2017). In training each patch teaches one member alone: members that learn from the same patches err alike.
    """

    smallest_batch = MEMBERS = 3

    def __init__(self, make_backbone: MakeBackbone, bands: int, classes: int, auxiliary_channels: dict[str, int]) -> None:
        super().__init__(make_backbone, bands, classes, auxiliary_channels)
        others = range(self.MEMBERS - 1)
        self.other_decoders = nn.ModuleList(self.backbone.make_decoder() for _ in others)
        self.segmentation_head = nn.ModuleList([self.segmentation_head, *(self.new_head(classes) for _ in others)])

    @property
    def decoders(self) -> list[nn.Module]:
        """Of all members."""
        return [self.backbone.decoder, *self.other_decoders]

    @property
    def shared_weights(self) -> list[nn.Parameter]:
        """The last kernels of every member."""
        return [kernel for decoder in self.decoders for kernel in last_kernels(decoder)]

    def segment(self, encoded: list[torch.Tensor]) -> torch.Tensor:
        """The mean of the members' logits."""
        return sum(head(decoder(encoded)) for decoder, head in zip(self.decoders, self.segmentation_head)) / self.MEMBERS

    def forward_all(self, pixels: torch.Tensor) -> NetworkOutput:
        encoded = self.backbone.encoder(pixels)
        count = min(self.MEMBERS, len(pixels))
        features = [decoder([level[i::count] for level in encoded]) for i, decoder in enumerate(self.decoders[:count])]
        segmentation = [head(own) for head, own in zip(self.segmentation_head, features)]
        return NetworkOutput(_interleaved(segmentation), self.auxiliary_output(_interleaved(features)))


def _interleaved(parts: list[torch.Tensor]) -> torch.Tensor:
    """The patches of which every len(parts)-th one is in the same part, in order."""
    whole = parts[0].new_empty(sum(map(len, parts)), *parts[0].shape[1:])
    for first, part in enumerate(parts):
        whole[first :: len(parts)] = part
    return whole
