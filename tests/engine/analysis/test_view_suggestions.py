"""Places in a view are chosen from what the live map has computed of it."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from prediction_cases import raster_of

from engine.analysis import view_suggestions
from engine.analysis.view_suggestions import suggest_in_view
from engine.data.normalisation import Normalisation
from engine.data.window import PixelWindow
from engine.features import feature_blocks
from engine.features.candidate_windows import PATCH_PX
from engine.features.cell_reader import CellValues
from engine.features.feature_blocks import FeatureBlocks
from engine.inference.probe_map import ProbeMap
from engine.models.compute import Compute
from engine.models.probe import CELL_PX, at_finest
from engine.models.registry import build_network, load_pretrained

CLASSES, SIDE = 3, 3 * PATCH_PX
SHIFT, TEMPERATURE = np.array([0.5, 0, -0.5], np.float32), 0.7


class NoStrokes:
    """Of a label raster, what is asked for."""

    def is_within(self, places: np.ndarray, distance_px: float) -> np.ndarray:
        return np.zeros(len(places), bool)


def test_the_cells_of_a_place_are_those_of_its_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Patches of four blocks, at the image's edges and between them, some with nodata."""
    monkeypatch.setattr(feature_blocks, "BLOCK_PX", 2 * PATCH_PX)
    rng = np.random.default_rng(0)
    pixels = rng.integers(1, 255, (3, SIDE, SIDE)).astype(np.uint8)
    pixels[:, 10:40, 20:60] = 0
    raster = raster_of(tmp_path / "image.tif", pixels, nodata=0)
    network = build_network("berundanet-late", "efficientnet-lite0", 3, 4, CLASSES, {})
    load_pretrained(network, "efficientnet-lite0")
    network.requires_grad_(False).eval().add_probe(1.0, CLASSES, 2, 8)
    probe = network.present_probe
    torch.nn.init.normal_(probe.weight, std=0.05)
    compute = Compute(torch.device("cpu"), None, torch.channels_last)
    blocks = FeatureBlocks(raster, Normalisation.fit([raster]), network, 1, compute)
    seen: dict[tuple[int, int], CellValues] = {}

    def remember(values: CellValues, origin: tuple[int, int]) -> list[tuple[np.ndarray, ...]]:
        seen[origin] = values
        return []

    monkeypatch.setattr(view_suggestions, "windows_of_patch", remember)
    probe_map = ProbeMap(network, compute)
    whole = [blocks.read(place) for place in blocks.covering(raster.grid.window)]
    logits = {block.window: probe_map.cell_logits(block, block.window) for block in whole}
    strokes = torch.zeros(1, probe.weight.shape[1])
    assert suggest_in_view(blocks, logits, SHIFT, TEMPERATURE, strokes, NoStrokes(), 3) == []  # type: ignore[arg-type]
    assert len(seen) == 9 < view_suggestions.MAX_PATCHES
    for (row, col), values in seen.items():
        patch = PixelWindow(row, col, PATCH_PX, PATCH_PX)
        block = next(block for block in whole if patch.intersection(block.window) == patch)
        levels = [level.float() for level in block.maps.levels]
        rows, cols = (slice(first // CELL_PX, (first + PATCH_PX) // CELL_PX)
                      for first in (row - block.outer.row, col - block.outer.col))  # fmt: skip
        np.testing.assert_allclose(values.features, at_finest(levels)[0, :, rows, cols], atol=1e-5)
        of_block = probe.of_cells(type(block.maps)(levels, block.maps.has_nodata))[0, :, rows, cols]
        expected = ((of_block + torch.from_numpy(SHIFT)[:, None, None]) / TEMPERATURE).softmax(dim=0)
        np.testing.assert_allclose(values.probabilities, expected, atol=1e-4)
        valid_mask = block.valid_mask[patch.relative_to(block.window).slices]
        assert np.array_equal(values.valid_mask, valid_mask[CELL_PX // 2 :: CELL_PX, CELL_PX // 2 :: CELL_PX])
    assert 0 < seen[0, 0].valid_mask.sum() < seen[0, 0].valid_mask.size
