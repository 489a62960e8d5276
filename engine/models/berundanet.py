"""BerundaNet: a segmentation head and auxiliary heads on one backbone (Castillo-Navarro et al. 2020, section 3)."""
from __future__ import annotations

import torch
from torch import nn

from .backbone import Decoder
from .network import MakeBackbone, Network, NetworkOutput


class BerundaNetLate(Network):
    """Heads of one convolution each on a shared encoder and decoder; auxiliary ones branch off before its last part."""

    def forward_all(self, pixels: torch.Tensor) -> NetworkOutput:
        encoded = self.backbone.encoder(pixels)
        shared = self.backbone.decoder.shared(encoded)
        features = self.backbone.decoder.refine(shared, encoded)
        return NetworkOutput(self.segmentation_head(features), self.auxiliary_output(shared))


class BerundaNetEarly(Network):
    """A shared encoder, with one decoder for the segmentation and one for the auxiliary heads.

    The latter sees the image through the encoder's features alone, and has no last part.
    """

    def __init__(
        self, make_backbone: MakeBackbone, bands: int, classes: int, auxiliary_channels: dict[str, int]
    ) -> None:
        super().__init__(make_backbone, bands, classes, auxiliary_channels)
        self.auxiliary_decoder = self.backbone.make_decoder() if auxiliary_channels else None

    @property
    def shared_weights(self) -> list[nn.Parameter]:
        """The encoder's last kernel."""
        return [p for p in self.backbone.encoder.parameters() if p.ndim == 4 and p.requires_grad][-1:]

    def forward_all(self, pixels: torch.Tensor) -> NetworkOutput:
        encoded = self.backbone.encoder(pixels)
        segmentation = self.segment(encoded)
        if self.auxiliary_decoder is None:
            return NetworkOutput(segmentation, {})
        # Some encoders hand on the pixels.
        unseen = [torch.zeros_like(pixels) if features is pixels else features for features in encoded]
        return NetworkOutput(segmentation, self.auxiliary_output(self.auxiliary_decoder.shared(unseen)))


class BerundaNetEnsemble(Network):
    """Several decoders with heads on one encoder; the segmentation is the mean of their logits.

    With few labels a decoder depends much on its random initial weights; the mean over several is better than each of
    them (Lakshminarayanan et al. 2017). In training each patch trains one member alone: members trained on the same
    patches make the same errors.
    """

    smallest_batch = MEMBERS = 3
    segmentation_head: nn.ModuleList

    def __init__(
        self, make_backbone: MakeBackbone, bands: int, classes: int, auxiliary_channels: dict[str, int]
    ) -> None:
        super().__init__(make_backbone, bands, classes, auxiliary_channels)
        others = range(self.MEMBERS - 1)
        self.other_decoders = nn.ModuleList(self.backbone.make_decoder() for _ in others)
        self.segmentation_head = nn.ModuleList([self.segmentation_head, *(self.new_head(classes) for _ in others)])

    @property
    def decoders(self) -> list[Decoder]:
        """The decoder of each member."""
        return [self.backbone.decoder, *self.other_decoders]

    @property
    def shared_weights(self) -> list[nn.Parameter]:
        """The last shared kernels of every member."""
        return [kernel for decoder in self.decoders for kernel in decoder.shared_kernels]

    def segment(self, encoded: list[torch.Tensor]) -> torch.Tensor:
        """The mean of the members' logits, (N, K, H, W)."""
        logits = [head(decoder(encoded)) for decoder, head in zip(self.decoders, self.segmentation_head)]
        return sum(logits) / self.MEMBERS

    def forward_all(self, pixels: torch.Tensor) -> NetworkOutput:
        encoded = self.backbone.encoder(pixels)
        count = min(self.MEMBERS, len(pixels))
        segmentation, shared = [], []
        for i, (decoder, head) in enumerate(zip(self.decoders[:count], self.segmentation_head)):
            own = [level[i::count] for level in encoded]
            shared.append(decoder.shared(own))
            segmentation.append(head(decoder.refine(shared[-1], own)))
        return NetworkOutput(_interleaved(segmentation), self.auxiliary_output(_interleaved(shared)))


def _interleaved(parts: list[torch.Tensor]) -> torch.Tensor:
    """The patches in order, where part i has every len(parts)-th one from the i-th on."""
    whole = parts[0].new_empty(sum(map(len, parts)), *parts[0].shape[1:])
    for first, part in enumerate(parts):
        whole[first :: len(parts)] = part
    return whole
