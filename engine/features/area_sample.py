"""A sample of the unlabelled imagery, for what is estimated on it: class prior, covariances, OOD statistics."""
from __future__ import annotations

import math
from functools import cached_property
from typing import Callable, Optional

import numpy as np
import torch

from ..data.unlabelled import UnlabelledImagery
from ..models.compute import Compute
from ..models.network import Network
from ..models.probe import CELL_PX, CellMaps, FeatureProbe, at_finest, upsample_part
from .encoded_patches import EncodedPatches

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
        self._cell_maps: list[CellMaps] = []
        self._cell_features: Optional[torch.Tensor] = None

    def logits(self, network: Network) -> np.ndarray:
        """Logits float32 (n, K) of the valid pixels of all patches, context apart."""
        return self.valid_pixels(torch.from_numpy(np.concatenate(list(self._patches.logits(network)))), 1)

    def probe_logits(self, network: Network) -> ProbeLogits:
        """Likewise of the network's probe alone, which there must be; the network must have a frozen encoder."""
        return ProbeLogits(self, network.present_probe, self.cell_maps(network))

    def valid_pixels(self, values: torch.Tensor, side_px: int, margin_px: int = MARGIN_PX) -> np.ndarray:
        """Of maps of all patches, interpolated to pixels, those of valid pixels, context apart: (n, C).

        Args:
            values: (N, C, h, w), of squares.
            side_px: of the squares.
            margin_px: context in the maps.
        """
        inner = slice(margin_px, margin_px + self.SIDE_PX)
        pixels: np.ndarray = upsample_part(values, side_px, inner, inner).permute(0, 2, 3, 1).numpy()
        return pixels[self._valid_mask]

    def cell_maps(self, network: Network, before_batch: Callable[[], None] = lambda: None) -> list[CellMaps]:
        """What probe and OOD head read of each batch of patches, context included, float32; kept for the next call.

        Args:
            network: with a frozen encoder, the same for all networks that are given here.
            before_batch: called before patches are encoded; may raise to give up.
        """
        if not self._cell_maps:
            encoded = self._patches.encoded(network, before_batch)
            self._cell_maps = [CellMaps.of_encoded(maps).to("cpu", torch.float32) for maps in encoded]
        return self._cell_maps

    def nearer(self, batches: list[CellMaps], margin_px: int) -> list[CellMaps]:
        """What cell_maps returns with less context: margin_px of it, which must end on cells of the last level."""
        edge = (self.MARGIN_PX - margin_px) // CELL_PX
        near = slice(edge, edge + (self.SIDE_PX + 2 * margin_px) // CELL_PX)
        return [maps.cropped(near, near) for maps in batches]

    def overlapping(self) -> torch.Tensor:
        """Whether two patches show the same pixels, bool (N, N)."""
        pairs = ((source == other and window.intersection(another) is not None for other, another in self._places)
                 for source, window in self._places)
        return torch.tensor([list(row) for row in pairs])

    def cell_features(self, network: Network, before_batch: Callable[[], None] = lambda: None) -> torch.Tensor:
        """The features of the cells whose centres are valid, context apart; arguments as for cell_maps.

        Returns:
            float32 (n, F), on the CPU; kept for the next call.
        """
        if self._cell_features is None:
            features = torch.cat([at_finest(maps.levels) for maps in self.cell_maps(network, before_batch)])
            inner = _middle(features.numpy(), self.MARGIN_PX // CELL_PX).transpose(0, 2, 3, 1)
            is_valid = self._valid_mask[:, CELL_PX // 2 :: CELL_PX, CELL_PX // 2 :: CELL_PX]
            self._cell_features = torch.from_numpy(inner[is_valid])
        return self._cell_features


class ProbeLogits:
    """Logits of the valid pixels of an area's sample, by a probe.

    Args:
        area: the sample.
        probe: of a network with the sample's encoder.
        batches: what it reads of the patches, context included.

    Attributes:
        of_cells: float32 (n, K), of single cells.
        smoothed: the same as the probe smooths them, computed when first asked for, with the class shift that it has
            then.
    """

    @torch.inference_mode()
    def __init__(self, area: AreaSample, probe: FeatureProbe, batches: list[CellMaps]) -> None:
        self._area, self._probe = area, probe
        self._margin_px = min(probe.reach_px, area.MARGIN_PX)
        near = area.nearer(batches, self._margin_px)
        self._batches = [maps.to(probe.weight.device, torch.float32) for maps in near]
        self._single = [probe.of_single_cells(maps) for maps in self._batches]
        self.of_cells = self._of_pixels(self._single)

    @cached_property
    @torch.inference_mode()
    def smoothed(self) -> np.ndarray:
        return self._of_pixels([self._probe.smoothed(*each) for each in zip(self._single, self._batches)])

    def _of_pixels(self, logits: list[torch.Tensor]) -> np.ndarray:
        return self._area.valid_pixels(torch.cat(logits).cpu(), CELL_PX, self._margin_px)


def _middle(values: np.ndarray, margin: int) -> np.ndarray:
    """Arrays (..., H, W) without a margin."""
    return values[..., margin:-margin, margin:-margin]
