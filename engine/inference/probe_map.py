"""The map of a model that is a feature probe alone, from encoded blocks: block by block, without blending."""
from __future__ import annotations

from collections.abc import Generator
from typing import Callable, Optional

import numpy as np
import torch

from ..data.area import Area
from ..data.background import in_background
from ..data.window import PixelWindow
from ..features.feature_blocks import CellLogits, FeatureBlock, FeatureBlocks
from ..models.compute import Compute
from ..models.encoder import Encoder
from ..models.network import Network
from ..models.ood_head import BLOCK_PX, OodHead
from ..models.probe import CELL_PX, REACH_PX, upsample_part
from ..models.threads import half_of_the_threads
from .answer_grid import AnswerPart
from .blending import LogitBlock
from .foreign_blocks import ForeignBlocks
from .predictor import OutputBlocks


class ProbeMap:
    """Logits and distances of parts of encoded blocks.

    Args:
        network: with a probe and, where there are distances, an OOD head, on the compute's device.
        compute: the device.
        foreign_blocks: keeps distances that no stroke changes.
    """

    def __init__(self, network: Network, compute: Compute, foreign_blocks: Optional[ForeignBlocks] = None) -> None:
        self._probe, self._ood_head, self._device = network.present_probe, network.ood_head, compute.device
        self._foreign_blocks = foreign_blocks or ForeignBlocks()

    def cell_logits(self, block: FeatureBlock, part: PixelWindow) -> CellLogits:
        """The logits of cells from which those of the pixels of a part of a block are interpolated."""
        outer, maps = block.around(part, self._probe.reach_px)
        with torch.inference_mode():
            return CellLogits(outer, self._probe.of_cells(maps.to(self._device, torch.float32)))

    def logits_at(self, cells: CellLogits, part: AnswerPart, of_cells: bool) -> np.ndarray:
        """Logits of answered pixels, float32 (K, height, width).

        Args:
            cells: of the part's pixels.
            part: which pixels.
            of_cells: whether those of the cells that they lie in will do.
        """
        if of_cells:
            return _picked(_on_cpu(cells.values), part, cells.outer, CELL_PX)
        return _picked(_of_pixels(cells.values, CELL_PX, cells.outer, part.pixels), part, part.pixels)

    def outputs_at(self, block: FeatureBlock, cells: CellLogits, part: AnswerPart, of_cells: bool) -> np.ndarray:
        """Logits and distances of answered pixels, float32 (channels, height, width); arguments as for logits_at.

        Args:
            block: that they lie in.
        """
        logits = self.logits_at(cells, part, of_cells)
        if self._ood_head is None:
            return logits
        return np.concatenate([logits, _picked(self._distances(self._ood_head, block, part.pixels), part, part.pixels)])

    def outputs(self, block: FeatureBlock, part: PixelWindow) -> np.ndarray:
        """Logits followed by the distances of the OOD head, if there is one: float32 (channels, height, width)."""
        cells = self.cell_logits(block, part)
        logits = _of_pixels(cells.values, CELL_PX, cells.outer, part)
        if self._ood_head is None:
            return logits
        return np.concatenate([logits, self._distances(self._ood_head, block, part)])

    def _distances(self, ood_head: OodHead, block: FeatureBlock, part: PixelWindow) -> np.ndarray:
        """Of the pixels of a part, float32 (2, height, width)."""
        outer, maps = block.around(part, REACH_PX)
        with torch.inference_mode():
            novel = ood_head.novel(maps.to(self._device, torch.float32))
        foreign = self._foreign_blocks.distances(ood_head.foreign, block)
        parts = (_of_pixels(novel, CELL_PX, outer, part), _of_pixels(foreign, BLOCK_PX, block.outer, part))
        return np.concatenate(parts)


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
        with half_of_the_threads():  # one half encodes the next block, the other classifies
            for done, (_, block) in enumerate(in_background(blocks.read, places, depth=1)):
                on_tile(done, len(places))
                part = block.window.clip(area.window)
                rows, cols = part.relative_to(block.window).slices
                yield LogitBlock(part, probe_map.outputs(block, part), block.valid_mask[rows, cols])
        on_tile(len(places), len(places))

    return outputs


def _of_pixels(values: torch.Tensor, side_px: int, outer: PixelWindow, part: PixelWindow) -> np.ndarray:
    """Values (1, channels, h, w) of squares of side_px in an outer window, interpolated to the pixels of a part."""
    with torch.inference_mode():
        return _on_cpu(upsample_part(values, side_px, *part.relative_to(outer).slices))


def _on_cpu(maps: torch.Tensor) -> np.ndarray:
    values: np.ndarray = maps[0].cpu().numpy()
    return values


def _picked(values: np.ndarray, part: AnswerPart, outer: PixelWindow, side_px: int = 1) -> np.ndarray:
    """Of values (channels, h, w) that cover an outer window in squares of side_px, those of answered pixels."""
    if side_px == 1 and values.shape[1:] == part.place.shape:
        return values  # every pixel is answered
    rows, cols = (part.rows - outer.row) // side_px, (part.cols - outer.col) // side_px
    return np.ascontiguousarray(values[:, rows[:, None], cols])
