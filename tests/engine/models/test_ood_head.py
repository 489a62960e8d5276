"""The head of the out-of-distribution layer against its definition, at edges and beside nodata."""
from __future__ import annotations

import math

import pytest
import torch
from torch.nn import functional

from engine.models.ood_head import (
    BLOCK_CELLS,
    LEAST_DEVIATION,
    SAMPLED,
    WINDOW_BLOCKS,
    ForeignDistance,
    NovelDistance,
    OodHead,
    window_statistics,
)
from engine.models.probe import CELL_PX, CellMaps, cell_features, project_cells
from engine.models.unet import upsample

BANDS, CHANNELS, CLASSES, AXES = 3, (4, 5, 6, 7), 3, 4
FEATURES = 2 * BANDS + 4 + 5 + 6 + 2 * BANDS + 7


def encoded(height: int, width: int, seed: int = 0, nodata_cols: int = 0) -> list[torch.Tensor]:
    """Pixels and maps as an encoder's, nodata at the left."""
    random = torch.Generator().manual_seed(seed)
    sizes = [(BANDS, 1), *zip(CHANNELS, (2, 4, 8, 16))]
    maps = [torch.randn(2, c, height // s, width // s, generator=random) for c, s in sizes]
    maps[0][..., :nodata_cols] = 0
    return maps


def cells(height: int, width: int, nodata_cols: int = 0) -> CellMaps:
    return CellMaps.of_encoded(encoded(height, width, nodata_cols=nodata_cols))


def random_head(seed: int = 1) -> OodHead:
    r = torch.Generator().manual_seed(seed)
    novel = NovelDistance(
        torch.randn(6, FEATURES, generator=r), torch.randn(6, generator=r), torch.tensor([1.0, 1, 1, -1, -1, -1]),
        torch.randn(CLASSES, FEATURES, generator=r), torch.randn(CLASSES, generator=r),
    )  # fmt: skip
    axes, offsets = torch.randn(AXES, FEATURES, generator=r), torch.randn(AXES, generator=r)
    root = torch.randn(2 * AXES, 2 * AXES, generator=r).tril()
    return OodHead(novel, ForeignDistance(axes, offsets, torch.randn(2 * AXES, generator=r), root))


def test_projections_are_linear_functions_of_the_features_of_cells() -> None:
    maps, weights = encoded(64, 96), torch.randn(8, FEATURES)
    expected = torch.einsum("rf,nfhw->nrhw", weights, cell_features(maps))
    assert torch.allclose(project_cells(CellMaps.of_encoded(maps).levels, weights), expected, atol=1e-3)


def test_novel_is_the_signed_squares_plus_the_nearest_class() -> None:
    maps, novel = encoded(64, 96), random_head().novel
    x = cell_features(maps).double()
    squares = torch.einsum("rf,nfhw->nrhw", novel.directions.double(), x) + novel.offsets[:, None, None]
    linear = torch.einsum("kf,nfhw->nkhw", novel.weight.double(), x) + novel.bias[:, None, None]
    expected = (squares.square() * novel.signs[:, None, None]).sum(1) + linear.amin(1)
    assert torch.allclose(novel(CellMaps.of_encoded(maps))[:, 0].double(), expected, rtol=1e-4, atol=1e-2)


def test_foreign_is_the_distance_of_the_window_around_each_block() -> None:
    """Directly, from every second cell of one window."""
    maps, foreign = encoded(128, 160), random_head().foreign
    finest, eighth, sixteenth = CellMaps.of_encoded(maps).levels
    features = torch.cat([finest[..., ::SAMPLED, ::SAMPLED], eighth, upsample(sixteenth)], 1)
    along = torch.einsum("af,nfhw->nahw", foreign.axes, features) + foreign.offsets[:, None, None]
    row, col, reach, cells = 3, 4, WINDOW_BLOCKS // 2, BLOCK_CELLS // SAMPLED  # a block from which a window fits
    rows, cols = (slice((i - reach) * cells, (i + reach + 1) * cells) for i in (row, col))
    window = along[0, :, rows, cols].double()
    assert window.shape[1:] == (10, 10)
    deviation = window.std((1, 2), correction=0)
    statistics = torch.cat([window.mean((1, 2)), (deviation + LEAST_DEVIATION).log()])
    expected = (foreign.root.double() @ (statistics - foreign.mean)).norm()
    assert foreign(CellMaps.of_encoded(maps))[0, 0, row, col].item() == pytest.approx(expected.item(), rel=1e-3)


def test_blocks_at_an_edge_have_the_distance_of_the_nearest_whole_window() -> None:
    maps, foreign = cells(160, 160), random_head().foreign
    found, reach = foreign(maps)[:, 0], WINDOW_BLOCKS // 2
    inner = found[:, reach:-reach, reach:-reach]
    assert found.shape == (2, 10, 10)
    assert torch.equal(found, functional.pad(inner[:, None], [reach] * 4, mode="replicate")[:, 0])


@pytest.mark.parametrize(("height", "width"), [(32, 32), (64, 64), (32, 192)])
def test_images_smaller_than_a_window_have_a_distance(height: int, width: int) -> None:
    found = random_head()(cells(height, width))
    assert found.shape == (2, OodHead.CHANNELS, height, width)
    assert found.isfinite().all()
    assert (found[:, 1] > 0).all()


def test_nodata_has_no_part_in_windows() -> None:
    """Whatever features stand there."""
    foreign = random_head().foreign
    maps = encoded(128, 256, nodata_cols=64)
    others = [level.clone() for level in maps]
    for level in others[1:]:
        level[..., : 48 * level.shape[-1] // 256] += 100  # well inside the nodata
    found, changed = (foreign(CellMaps.of_encoded(each)) for each in (maps, others))
    assert torch.allclose(found, changed, rtol=1e-4)
    assert found[..., 6:].std() > 0


def test_without_any_data_nothing_is_foreign() -> None:
    found = random_head().foreign(cells(128, 128, nodata_cols=128))
    assert not found.any()


def test_the_share_of_data_counts_cells_away_from_nodata() -> None:
    foreign = random_head().foreign
    _, share = window_statistics(cells(80, 80, nodata_cols=20), foreign.axes, foreign.offsets)
    used = 1 - math.ceil((20 / CELL_PX + 4) / SAMPLED) / 10  # nodata itself, and the four cells beside it
    assert share.flatten().tolist() == pytest.approx([used] * 2)


def test_it_is_restored_from_its_tensors() -> None:
    head, maps = random_head(), cells(96, 96)
    again = OodHead.from_tensors(head.state_dict())
    assert torch.equal(again(maps), head(maps))
    with pytest.raises(KeyError):
        OodHead.from_tensors({name: t for name, t in head.state_dict().items() if name != "foreign.root"})


def test_mixed_precision_does_not_reach_the_squares() -> None:
    head, maps = random_head(), cells(96, 96)
    expected = head(maps)
    with torch.autocast("cpu", torch.bfloat16):
        assert torch.equal(head(maps), expected)
