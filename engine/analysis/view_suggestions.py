"""Places to label next in a part of an image whose features are encoded already."""
from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch

from ..data.label_raster import LabelRaster
from ..data.stroke_windows import subsample
from ..data.window import PixelWindow
from ..features.candidate_windows import PATCH_PX, CandidateWindows, windows_of_patch
from ..features.cell_reader import CellValues
from ..features.feature_blocks import CellLogits, FeatureBlock, FeatureBlocks
from ..models.probe import CELL_PX, REACH_PX, at_finest, divided
from .suggestions import LEAST_DISTANCE_PX, Suggestion, suggest

MAX_PATCHES = 48  # that are looked at
MAX_STROKE_CELLS = 300


def suggest_in_view(
    blocks: FeatureBlocks,
    logits: Mapping[PixelWindow, CellLogits],
    class_shift: np.ndarray,
    temperature: float,
    stroke_cells: torch.Tensor,
    label_raster: LabelRaster,
    count: int,
) -> list[Suggestion]:
    """Choose places in a view, the most useful first.

    Args:
        blocks: of the image.
        logits: of the view, by parts, each of which lies in a block.
        class_shift: float32 (K,), of the class prior.
        temperature: of the logits.
        stroke_cells: float32 (n, F), features of labelled cells, n > 0.
        label_raster: all strokes.
        count: how many places at most.
    """
    patches = [(patch, part) for part in logits for patch in part.blocks(PATCH_PX) if patch.shape == (PATCH_PX,) * 2]
    order = np.random.default_rng(len(patches)).permutation(len(patches))
    chosen = [patches[index] for index in order[:MAX_PATCHES]]
    read = {part: blocks.read(blocks.covering(part)[0]) for part in {part for _, part in chosen}}
    shift = torch.from_numpy(class_shift)[:, None, None]
    described: list[tuple[np.ndarray, ...]] = []
    for patch, part in chosen:
        block = read[part]
        probabilities = ((_logits(logits[part], patch) + shift) / temperature).softmax(dim=0)
        valid_mask = block.valid_mask[patch.relative_to(block.window).slices]
        middles = valid_mask[CELL_PX // 2 :: CELL_PX, CELL_PX // 2 :: CELL_PX]
        values = CellValues(_features(block, patch), probabilities.numpy(), middles)
        described += windows_of_patch(values, (patch.row, patch.col))
    windows = CandidateWindows.of(described)
    if not len(windows):
        return []
    is_near = label_raster.is_within(windows.places, LEAST_DISTANCE_PX)
    return suggest(windows, subsample(stroke_cells, MAX_STROKE_CELLS).numpy(), is_near, count)


def _logits(of_part: CellLogits, patch: PixelWindow) -> torch.Tensor:
    """Of the cells of a patch, (K, h, w), on the CPU."""
    rows, cols = _cells(patch, of_part.outer)
    return of_part.values[0, :, rows, cols].cpu()


def _features(block: FeatureBlock, patch: PixelWindow) -> np.ndarray:
    """Of the cells of a patch, float32 (F, h, w)."""
    outer, maps = block.around(patch, REACH_PX)
    rows, cols = _cells(patch, outer)
    features: np.ndarray = at_finest(maps.levels)[0, :, rows, cols].numpy()
    return features


def _cells(patch: PixelWindow, outer: PixelWindow) -> tuple[slice, slice]:
    """Rows and columns of a patch's cells among those of an outer window."""
    rows, cols = patch.relative_to(outer).slices
    return divided(rows, CELL_PX), divided(cols, CELL_PX)
