"""A sample of the unlabelled imagery, for what is estimated on it: class prior, covariances, OOD statistics."""
from __future__ import annotations

import math
from typing import Callable, Optional

import numpy as np
import torch

from ..data.unlabelled import UnlabelledImagery
from ..models.compute import Compute
from ..models.network import Network
from ..models.probe import CELL_PX, cell_features
from .encoded_patches import EncodedPatches, Voter

BATCH = 8


class AreaSample:
    """Small patches spread over the training area, no more than would cover it, read once, with context around them.

    Without context, borders distort what a deep encoder computes: with 16 px of it, the estimated share of a class was
    twice that of the whole image. Their side does not depend on that of training patches.

    Args:
        imagery: that they are drawn from.
        rotations: quarter turns to average, as for the map.
        compute: device and precision.
    """

    PATCHES, SIDE_PX, MARGIN_PX = 64, 64, 48

    def __init__(self, imagery: UnlabelledImagery, rotations: int, compute: Compute) -> None:
        side = self.SIDE_PX + 2 * self.MARGIN_PX
        count = min(self.PATCHES, math.ceil(imagery.valid_count / self.SIDE_PX**2))
        pixels, valid_masks = zip(*(imagery.patch(index, side) for index in range(count)))
        self._places = [imagery.window(index, side) for index in range(count)]
        self._patches = EncodedPatches(torch.from_numpy(np.stack(pixels)).split(BATCH), rotations, compute)
        self._valid_mask = _middle(np.stack(valid_masks), self.MARGIN_PX)
        self._cell_features: Optional[torch.Tensor] = None

    def logits(self, network: Network, voter: Optional[Voter] = None) -> np.ndarray:
        """Logits float32 (n, K) of the valid pixels of all patches, context apart; of the vote or of one voter."""
        return self.valid_pixels(np.concatenate(list(self._patches.logits(network, voter))))

    def valid_pixels(self, values: np.ndarray) -> np.ndarray:
        """Of maps (N, C, H, W) of all patches, the values (n, C) of valid pixels, context apart."""
        return _middle(values, self.MARGIN_PX).transpose(0, 2, 3, 1)[self._valid_mask]

    def encoded(self, network: Network, before_batch: Callable[[], None] = lambda: None) -> list[list[torch.Tensor]]:
        """The output of the network's frozen encoder for each batch of patches, context included."""
        return self._patches.encoded(network, before_batch)

    def overlapping(self) -> torch.Tensor:
        """Whether two patches show the same pixels, bool (N, N)."""
        pairs = ((source == other and window.intersection(another) is not None for other, another in self._places)
                 for source, window in self._places)
        return torch.tensor([list(row) for row in pairs])

    def cell_features(self, network: Network, before_batch: Callable[[], None] = lambda: None) -> torch.Tensor:
        """The features of the cells whose centres are valid, context apart; kept for the next call.

        Args:
            network: with a frozen encoder, the same for all networks that are given here.
            before_batch: called before patches are encoded; may raise to give up.

        Returns:
            float32 (n, F), on the CPU.
        """
        if self._cell_features is None:
            features = torch.cat([cell_features(maps).cpu() for maps in self.encoded(network, before_batch)])
            inner = _middle(features.numpy(), self.MARGIN_PX // CELL_PX).transpose(0, 2, 3, 1)
            is_valid = self._valid_mask[:, CELL_PX // 2 :: CELL_PX, CELL_PX // 2 :: CELL_PX]
            self._cell_features = torch.from_numpy(inner[is_valid])
        return self._cell_features


def _middle(values: np.ndarray, margin: int) -> np.ndarray:
    """Arrays (..., H, W) without a margin."""
    return values[..., margin:-margin, margin:-margin]
