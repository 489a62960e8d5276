"""Places to label next in a part of an image whose features are encoded already."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from ..data.label_raster import LabelRaster
from ..data.stroke_windows import subsample
from ..data.window import PixelWindow
from ..features.candidate_windows import PATCH_PX, CandidateWindows, windows_of_patch
from ..features.cell_reader import CellValues
from ..features.feature_blocks import FeatureBlock, FeatureBlocks
from ..models.network import Network
from ..models.probe import CELL_PX, REACH_PX, at_finest
from .suggestions import LEAST_DISTANCE_PX, Suggestion, suggest

MAX_PATCHES = 48  # that are looked at
MAX_STROKE_CELLS = 300


def suggest_in_view(
    blocks: FeatureBlocks,
    view: PixelWindow,
    network: Network,
    class_shift: np.ndarray,
    temperature: float,
    stroke_cells: torch.Tensor,
    label_raster: LabelRaster,
    count: int,
) -> list[Suggestion]:
    """Choose places in a view, the most useful first.

    Args:
        blocks: of the image.
        view: in the image.
        network: with a probe.
        class_shift: float32 (K,), of the class prior.
        temperature: of the logits.
        stroke_cells: float32 (n, F), features of labelled cells, n > 0.
        label_raster: all strokes.
        count: how many places at most.
    """
    patches = _patches(blocks, view)
    described: list[tuple[np.ndarray, ...]] = []
    for patch, block in patches:
        values = _values(block, patch, network, class_shift, temperature)
        described += windows_of_patch(values, (patch.row, patch.col))
    windows = CandidateWindows.of(described)
    if not len(windows):
        return []
    is_near = label_raster.is_within(windows.places, LEAST_DISTANCE_PX)
    return suggest(windows, subsample(stroke_cells, MAX_STROKE_CELLS).numpy(), is_near, count)


def _patches(blocks: FeatureBlocks, view: PixelWindow) -> Sequence[tuple[PixelWindow, FeatureBlock]]:
    """Patches spread over the view, each inside a block, with these blocks."""
    found = []
    for place in blocks.covering(view):
        inside = blocks.window(place).clip(view)
        found += [(patch, place) for patch in inside.blocks(PATCH_PX) if patch.shape == (PATCH_PX, PATCH_PX)]
    chosen = [found[index] for index in np.random.default_rng(len(found)).permutation(len(found))[:MAX_PATCHES]]
    read = {place: blocks.read(place) for place in {place for _, place in chosen}}
    return [(patch, read[place]) for patch, place in chosen]


def _values(
    block: FeatureBlock, patch: PixelWindow, network: Network, class_shift: np.ndarray, temperature: float
) -> CellValues:
    outer, maps = block.around(patch, REACH_PX)
    probe, features = network.present_probe, at_finest(maps.levels)[0].numpy()
    with torch.inference_mode():
        logits = probe.of_cells(maps.to(probe.weight.device, torch.float32))[0].cpu().numpy()
    shifted = (logits + class_shift[:, None, None]) / temperature
    probabilities = torch.from_numpy(shifted).softmax(dim=0).numpy()
    rows, cols = (
        slice(first // CELL_PX, first // CELL_PX + PATCH_PX // CELL_PX)
        for first in (patch.row - outer.row, patch.col - outer.col)
    )
    middles = block.valid_mask[patch.relative_to(block.window).slices][CELL_PX // 2 :: CELL_PX, CELL_PX // 2 :: CELL_PX]
    return CellValues(features[:, rows, cols], probabilities[:, rows, cols], middles)
