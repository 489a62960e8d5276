"""Places to label next in a part of an image whose features are encoded already."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import torch

from ..data.label_raster import LabelRaster
from ..data.stroke_windows import subsample
from ..data.window import PixelWindow
from ..features.candidate_windows import PATCH_PX, CandidateWindows, windows_of_patch
from ..features.cell_reader import CellValues
from ..features.feature_blocks import FeatureBlock, FeatureBlocks
from ..models.network import Network
from ..models.probe import CELL_PX, REACH_PX, CellMaps, at_finest
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
    described: list[tuple[np.ndarray, ...]] = []
    for patch, values in _values(_patches(blocks, view), network, class_shift, temperature):
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
    patches: Sequence[tuple[PixelWindow, FeatureBlock]],
    network: Network,
    class_shift: np.ndarray,
    temperature: float,
) -> Iterator[tuple[PixelWindow, CellValues]]:
    """The cells of patches, computed together as far as they have as much context on each side."""
    together: defaultdict[tuple[int, ...], list[tuple[PixelWindow, FeatureBlock, CellMaps]]] = defaultdict(list)
    for patch, block in patches:
        outer, maps = block.around(patch, REACH_PX)
        key = (patch.row - outer.row, patch.col - outer.col, *outer.shape)
        together[key].append((patch, block, maps))
    probe = network.present_probe
    for (top, left, *_), alike in together.items():
        maps = CellMaps.stacked([each for _, _, each in alike])
        rows, cols = (slice(first // CELL_PX, (first + PATCH_PX) // CELL_PX) for first in (top, left))
        with torch.inference_mode():
            logits = probe.of_cells(maps.to(probe.weight.device, torch.float32))[:, :, rows, cols].cpu()
        probabilities = ((logits + torch.from_numpy(class_shift)[:, None, None]) / temperature).softmax(dim=1)
        features = at_finest(maps.levels)[:, :, rows, cols]
        for (patch, block, _), own, chances in zip(alike, features.numpy(), probabilities.numpy()):
            valid_mask = block.valid_mask[patch.relative_to(block.window).slices]
            yield patch, CellValues(own, chances, valid_mask[CELL_PX // 2 :: CELL_PX, CELL_PX // 2 :: CELL_PX])
