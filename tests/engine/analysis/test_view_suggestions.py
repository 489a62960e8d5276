"""The cells that places in a view are chosen from are those of their patches, whichever are computed together."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from prediction_cases import raster_of

from engine.analysis import view_suggestions
from engine.analysis.view_suggestions import _patches, _values
from engine.data.normalisation import Normalisation
from engine.features import feature_blocks
from engine.features.candidate_windows import PATCH_PX
from engine.features.feature_blocks import FeatureBlocks
from engine.models.compute import Compute
from engine.models.probe import CELL_PX
from engine.models.registry import build_network, load_pretrained

CLASSES, SIDE = 3, 3 * PATCH_PX


def test_patches_with_and_without_context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the image's edges and between them, some with nodata: four sizes of surroundings or more."""
    monkeypatch.setattr(feature_blocks, "BLOCK_PX", 2 * PATCH_PX)
    rng = np.random.default_rng(0)
    pixels = rng.integers(1, 255, (3, SIDE, SIDE)).astype(np.uint8)
    pixels[:, 10:40, 20:60] = 0
    raster = raster_of(tmp_path / "image.tif", pixels, nodata=0)
    network = build_network("berundanet-late", "efficientnet-lite0", 3, 4, CLASSES, {})
    load_pretrained(network, "efficientnet-lite0")
    network.requires_grad_(False).eval().add_probe(1.0, CLASSES, 2, 8)
    torch.nn.init.normal_(network.present_probe.weight, std=0.05)
    compute = Compute(torch.device("cpu"), None, torch.channels_last)
    blocks = FeatureBlocks(raster, Normalisation.fit([raster]), network, 1, compute)
    patches = _patches(blocks, raster.grid.window)
    assert len(patches) == 9 < view_suggestions.MAX_PATCHES
    shift = np.array([0.5, 0, -0.5], np.float32)
    together = dict(_values(patches, network, shift, 0.7))
    assert len(together) == len(patches)
    for patch, block in patches:
        ((_, alone),) = _values([(patch, block)], network, shift, 0.7)
        assert alone.features.shape[1:] == (PATCH_PX // CELL_PX, PATCH_PX // CELL_PX)
        np.testing.assert_allclose(together[patch].features, alone.features, atol=1e-5)
        np.testing.assert_allclose(together[patch].probabilities, alone.probabilities, atol=1e-4)
        assert np.array_equal(together[patch].valid_mask, alone.valid_mask)
    valid = together[next(patch for patch, _ in patches if (patch.row, patch.col) == (0, 0))].valid_mask
    assert 0 < valid.sum() < valid.size
