"""The map of a model that is a feature probe alone, from encoded blocks: block by block, without blending."""
from __future__ import annotations

from collections.abc import Generator
from typing import Callable, Optional

import numpy as np
import torch

from ..data.area import Area
from ..data.window import PixelWindow
from ..features.feature_blocks import FeatureBlock, FeatureBlocks
from ..models.compute import Compute
from ..models.encoder import Encoder
from ..models.network import Network
from ..models.ood_head import BLOCK_PX, NODATA_REACH, WINDOW_BLOCKS, OodHead
from ..models.probe import CELL_PX, upsample_part
from .answer_grid import AnswerPart
from .blending import LogitBlock
from .predictor import OutputBlocks

# Around a pixel, of the cells that its distances depend on: where its own window lacks data it has the distances of
# windows two blocks away, a window reaches two blocks from its middle, cells next to nodata are not counted, and blocks
# are interpolated.
OOD_REACH_PX = (2 * (WINDOW_BLOCKS // 2) + 1) * BLOCK_PX + (NODATA_REACH // 2 + 1) * CELL_PX


class ProbeMap:
    """Logits and distances of parts of encoded blocks.

    Args:
        network: with a probe and, where there are distances, an OOD head, on the compute's device.
        compute: the device.
    """

    def __init__(self, network: Network, compute: Compute) -> None:
        self._probe, self._ood_head, self._device = network.present_probe, network.ood_head, compute.device

    def logits(self, block: FeatureBlock, part: PixelWindow) -> np.ndarray:
        """Logits of the pixels of a part of a block, float32 (K, height, width)."""
        outer, maps = block.around(part, self._probe.reach_px)
        with torch.inference_mode():
            cells = self._probe.of_cells(maps.to(self._device, torch.float32))
            return _on_cpu(upsample_part(cells, CELL_PX, *part.relative_to(outer).slices))

    def logits_at(self, block: FeatureBlock, part: AnswerPart, of_cells: bool) -> np.ndarray:
        """Logits of answered pixels, float32 (K, height, width).

        Args:
            block: that they lie in.
            part: which pixels.
            of_cells: whether those of the cells that they lie in will do.
        """
        if not of_cells:
            return _picked(self.logits(block, part.pixels), part, part.pixels)
        outer, maps = block.around(part.pixels, self._probe.reach_px)
        with torch.inference_mode():
            logits = self._probe.of_cells(maps.to(self._device, torch.float32))
        return _picked(_on_cpu(logits), part, outer, CELL_PX)

    def outputs_at(
        self, block: FeatureBlock, part: AnswerPart, of_cells: bool, logits: Optional[np.ndarray] = None
    ) -> np.ndarray:
        """Logits and distances of answered pixels, float32 (channels, height, width).

        Args:
            block, part, of_cells: as for logits_at.
            logits: what that returned, where it was called before.
        """
        if logits is None:
            logits = self.logits_at(block, part, of_cells)
        if self._ood_head is None:
            return logits
        return np.concatenate([logits, _picked(self._distances(self._ood_head, block, part.pixels), part, part.pixels)])

    def outputs(self, block: FeatureBlock, part: PixelWindow) -> np.ndarray:
        """Logits followed by the distances of the OOD head, if there is one: float32 (channels, height, width)."""
        logits = self.logits(block, part)
        if self._ood_head is None:
            return logits
        return np.concatenate([logits, self._distances(self._ood_head, block, part)])

    def _distances(self, ood_head: OodHead, block: FeatureBlock, part: PixelWindow) -> np.ndarray:
        """Of the pixels of a part, float32 (2, height, width)."""
        outer, maps = block.around(part, OOD_REACH_PX)
        with torch.inference_mode():
            return _on_cpu(ood_head.of_part(maps.to(self._device, torch.float32), *part.relative_to(outer).slices))


def is_probe_alone(network: Network) -> bool:
    """Whether a network's map is that of its probe: then encoded blocks are all it needs.

    Not of an encoder that sees all of a tile at once, whose features depend on the tile's size.
    """
    encoder = network.backbone.encoder
    is_local = isinstance(encoder, Encoder) and encoder.is_local
    return is_local and network.probe is not None and network.probe_share == 1


def probe_outputs(blocks: FeatureBlocks, probe_map: ProbeMap) -> OutputBlocks:
    """The output of a feature probe, in blocks of the lattice."""

    def outputs(area: Area, on_tile: Callable[[int, int], None]) -> Generator[LogitBlock, None, None]:
        places = [place for place in blocks.covering(area.window) if area.touches(blocks.window(place))]
        # Nothing is read ahead: threads that encode and threads that classify would wait for each other.
        for done, place in enumerate(places):
            on_tile(done, len(places))
            block = blocks.read(place)
            part = block.window.clip(area.window)
            rows, cols = part.relative_to(block.window).slices
            yield LogitBlock(part, probe_map.outputs(block, part), block.valid_mask[rows, cols])
        on_tile(len(places), len(places))

    return outputs


def _on_cpu(maps: torch.Tensor) -> np.ndarray:
    values: np.ndarray = maps[0].cpu().numpy()
    return values


def _picked(values: np.ndarray, part: AnswerPart, outer: PixelWindow, side_px: int = 1) -> np.ndarray:
    """Of values (channels, h, w) that cover an outer window in squares of side_px, those of answered pixels."""
    rows, cols = (part.rows - outer.row) // side_px, (part.cols - outer.col) // side_px
    return np.ascontiguousarray(values[:, rows[:, None], cols])
