"""Distances that no stroke changes are computed once for each block, and anew for another distance."""
from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.data.window import PixelWindow
from engine.features.feature_blocks import FeatureBlock
from engine.inference import foreign_blocks
from engine.inference.foreign_blocks import ForeignBlocks
from engine.models.ood_head import BLOCK_PX, ForeignDistance
from engine.models.probe import CELL_PX, CellMaps

FEATURES, AXES, SIDE_PX = 6, 3, 128


class Counted(ForeignDistance):
    """A random distance that counts its calls."""

    def __init__(self, seed: int) -> None:
        rng = torch.Generator().manual_seed(seed)
        sizes = [(AXES, FEATURES), (AXES,), (2 * AXES,), (2 * AXES, 2 * AXES)]
        super().__init__(*(torch.randn(*size, generator=rng) for size in sizes))
        self.calls = 0

    def forward(self, maps: CellMaps) -> torch.Tensor:
        self.calls += 1
        return super().forward(maps)


def block_at(row: int) -> FeatureBlock:
    side = SIDE_PX // CELL_PX
    level = torch.randn(1, FEATURES // 2, side, side, generator=torch.Generator().manual_seed(row)).half()
    deeper = torch.nn.functional.avg_pool2d(level.float(), 2).half()
    window = PixelWindow(row, 0, SIDE_PX, SIDE_PX)
    maps = CellMaps([level, deeper], torch.zeros(1, 1, side, side, dtype=torch.bool))
    return FeatureBlock(window, window, maps, np.ones((SIDE_PX, SIDE_PX), bool))


def test_a_block_is_computed_once() -> None:
    blocks, foreign = ForeignBlocks(), Counted(0)
    first, other = block_at(0), block_at(SIDE_PX)
    found = blocks.distances(foreign, first)
    assert found.shape == (1, 1, SIDE_PX // BLOCK_PX, SIDE_PX // BLOCK_PX)
    torch.testing.assert_close(found, foreign(CellMaps([x.float() for x in first.maps.levels], first.maps.has_nodata)))
    calls = foreign.calls
    assert torch.equal(blocks.distances(foreign, block_at(0)), found)
    assert foreign.calls == calls
    assert not torch.equal(blocks.distances(foreign, other), found)
    assert foreign.calls == calls + 1


def test_another_distance_is_computed_anew() -> None:
    blocks, block = ForeignBlocks(), block_at(0)
    before = blocks.distances(Counted(0), block)
    assert not torch.equal(blocks.distances(Counted(1), block), before)


def test_the_blocks_asked_for_last_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign_blocks, "MOST_BLOCKS", 2)
    blocks, foreign = ForeignBlocks(), Counted(0)
    for row, calls in ((0, 1), (200, 2), (0, 2), (400, 3), (0, 3), (200, 4)):
        blocks.distances(foreign, block_at(row))
        assert foreign.calls == calls
