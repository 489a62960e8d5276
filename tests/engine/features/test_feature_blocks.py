"""Blocks of encoded imagery: the same features wherever they are asked for, at edges and beside nodata."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prediction_cases import raster_of
from scenes import striped_scene

from engine.data.normalisation import Normalisation
from engine.data.raster import Raster
from engine.data.window import PixelWindow
from engine.features import feature_blocks
from engine.features.feature_blocks import ALIGNMENT_PX, BLOCK_PX, MARGIN_PX, FeatureBlocks, from_the_middle
from engine.features.feature_cache import FeatureCache
from engine.features.probe_fit import fit_probe
from engine.models.compute import Compute
from engine.models.network import Network
from engine.models.probe import CELL_PX, CellMaps, project_cells
from engine.models.registry import build_network, load_pretrained
from engine.models.rotations import RotationAverage

CPU = Compute(torch.device("cpu"), None, torch.channels_last)
SAMPLE = Path(__file__).resolve().parents[3] / "resources" / "sample"
SMALL_PX = 64  # side of blocks in most tests
RECEPTIVE_PX = 176  # that the encoder's deepest features see to each side


@pytest.fixture(scope="module")
def network() -> Network:
    network = build_network("berundanet-late", "efficientnet-lite0", 3, 4, 3, {})
    load_pretrained(network, "efficientnet-lite0")
    return network.requires_grad_(False).eval()


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feature_blocks, "BLOCK_PX", SMALL_PX)


def textured(height: int, width: int, seed: int = 0) -> np.ndarray:
    """Noise of several scales, uint8 (3, height, width) from 1 on."""
    rng = np.random.default_rng(seed)
    coarse = [np.kron(rng.normal(0, 30, (3, height // s + 1, width // s + 1)), np.ones((1, s, s)))[:, :height, :width]
              for s in (1, 7, 40)]  # fmt: skip
    return np.clip(120 + sum(coarse), 1, 255).astype(np.uint8)


def blocks_of(raster: Raster, network: Network, rotations: int = 1, cache: FeatureCache | None = None) -> FeatureBlocks:
    return FeatureBlocks(raster, Normalisation.fit([raster]), network, rotations, CPU, cache)


def encoded_whole(raster: Raster, network: Network, rotations: int = 1) -> CellMaps:
    """The whole raster encoded at once; its sides are multiples of ALIGNMENT_PX."""
    pixels, valid_mask = raster.read(raster.grid.window)
    normalised = torch.from_numpy(Normalisation.fit([raster]).apply(pixels, valid_mask))[None]
    with torch.inference_mode():
        return CellMaps.of_encoded(RotationAverage(network, rotations).encode(normalised))


def own_levels(maps: CellMaps, outer: PixelWindow, part: PixelWindow) -> list[torch.Tensor]:
    """The features of a part, in the levels of maps of an outer window."""
    rows, cols = (slice(start // CELL_PX, (start + size) // CELL_PX) for start, size in (
        (part.row - outer.row, part.height), (part.col - outer.col, part.width)))  # fmt: skip
    return [level.float() for level in maps.cropped(rows, cols).levels]


@pytest.mark.parametrize("rotations", [1, 2])
def test_with_a_wide_margin_a_block_is_that_of_the_whole_image(
    tmp_path: Path, network: Network, monkeypatch: pytest.MonkeyPatch, small_blocks: None, rotations: int
) -> None:
    monkeypatch.setattr(feature_blocks, "MARGIN_PX", RECEPTIVE_PX)
    raster = raster_of(tmp_path / "image.tif", textured(480, 448))
    whole, blocks = encoded_whole(raster, network, rotations), blocks_of(raster, network, rotations)
    for place in ((3, 3), (0, 0), (7, 6)):  # in the middle, and at corners of the image
        block = blocks.read(place)
        found = own_levels(block.maps, block.outer, block.window)
        for level, expected in zip(found, own_levels(whole, raster.grid.window, block.window)):
            torch.testing.assert_close(level, expected, rtol=2e-3, atol=2e-3 * float(expected.std()))


def test_with_the_real_margin_classes_of_the_sample_hardly_change(
    tmp_path: Path, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A probe that is fitted to 400 cells of the truth maps a part of the sample as a whole, and in blocks."""
    monkeypatch.setattr(feature_blocks, "BLOCK_PX", 128)
    part = rasterio.windows.Window(512, 512, 384, 384)
    with rasterio.open(SAMPLE / "orthophoto.tif") as image, rasterio.open(SAMPLE / "truth.tif") as source:
        pixels, truth = image.read(window=part), source.read(1, window=part)[2::CELL_PX, 2::CELL_PX]
    raster = raster_of(tmp_path / "part.tif", pixels)
    whole = encoded_whole(raster, network)
    features = project_cells(whole.levels, torch.eye(sum(level.shape[1] for level in whole.levels)))[0].flatten(1).T
    targets = torch.unique(torch.from_numpy(truth.ravel().astype(np.int64)), return_inverse=True)[1]
    chosen = torch.from_numpy(np.random.default_rng(0).choice(len(targets), 400, replace=False))
    fitted = fit_probe(features[chosen].double(), targets[chosen], torch.full((400,), 1 / 400, dtype=torch.float64))
    expected = fitted(features.double()).argmax(dim=1).reshape(truth.shape)
    assert len(expected.unique()) > 1
    blocks, found = blocks_of(raster, network), torch.empty_like(expected)
    for place in blocks.covering(raster.grid.window):
        block = blocks.read(place)
        outer, maps = block.around(block.window, MARGIN_PX)
        of_cells = project_cells(maps.levels, torch.eye(features.shape[1]))[0]
        classes = fitted(of_cells.flatten(1).T.double()).argmax(dim=1).reshape(of_cells.shape[1:])
        own, cells = block.window.relative_to(outer), block.window
        inside = classes[own.row // CELL_PX :, own.col // CELL_PX :][: own.height // CELL_PX, : own.width // CELL_PX]
        found[cells.row // CELL_PX :, cells.col // CELL_PX :][: inside.shape[0], : inside.shape[1]] = inside
    assert (found == expected).float().mean() >= 0.99


def test_windows_of_blocks_tile_an_image_of_any_size(tmp_path: Path, network: Network, small_blocks: None) -> None:
    raster = raster_of(tmp_path / "image.tif", textured(150, 203))
    blocks = blocks_of(raster, network)
    places = blocks.covering(raster.grid.window)
    assert places == [(row, col) for row in range(3) for col in range(4)]
    times = np.zeros((150, 203), int)
    for place in places:
        times[blocks.window(place).slices] += 1
    assert (times == 1).all()
    assert blocks.window((2, 3)) == PixelWindow(128, 192, 22, 11)


@pytest.mark.parametrize(
    ("window", "places"),
    [
        (PixelWindow(0, 0, 64, 64), [(0, 0)]),
        (PixelWindow(63, 64, 1, 1), [(0, 1)]),
        (PixelWindow(63, 63, 2, 2), [(0, 0), (0, 1), (1, 0), (1, 1)]),
        (PixelWindow(-500, -500, 520, 510), [(0, 0)]),
        (PixelWindow(140, 190, 900, 900), [(2, 2), (2, 3)]),
        (PixelWindow(150, 0, 10, 10), []),
        (PixelWindow(0, -20, 10, 20), []),
    ],
)
def test_the_blocks_that_share_a_pixel_with_a_window(
    tmp_path: Path, network: Network, small_blocks: None, window: PixelWindow, places: list[tuple[int, int]]
) -> None:
    assert blocks_of(raster_of(tmp_path / "image.tif", textured(150, 203)), network).covering(window) == places


@pytest.mark.parametrize(("height", "width"), [(150, 203), (20, 30), (1, 1), (64, 65)])
def test_blocks_at_the_image_s_edges_and_images_smaller_than_a_block(
    tmp_path: Path, network: Network, small_blocks: None, height: int, width: int
) -> None:
    raster = raster_of(tmp_path / "image.tif", textured(height, width))
    blocks = blocks_of(raster, network)
    block = blocks.read(blocks.covering(raster.grid.window)[-1])
    last_row, last_col = (height - 1) // SMALL_PX * SMALL_PX, (width - 1) // SMALL_PX * SMALL_PX
    assert block.window == PixelWindow(last_row, last_col, height - last_row, width - last_col)
    assert block.valid_mask.shape == block.window.shape
    assert block.valid_mask.all()
    outer = block.outer
    assert (outer.row, outer.col) == (max(0, last_row - MARGIN_PX), max(0, last_col - MARGIN_PX))
    assert all(side % ALIGNMENT_PX == 0 and side >= 64 for side in outer.shape)
    assert outer.row + outer.height >= height
    assert outer.col + outer.width >= width
    levels = block.maps.levels
    assert [level.shape[2:] for level in levels[:1]] == [(outer.height // CELL_PX, outer.width // CELL_PX)]
    assert all(level.dtype == torch.float16 and bool(level.isfinite().all()) for level in levels)


def test_beyond_the_image_its_last_pixels_are_reflected(tmp_path: Path, network: Network, small_blocks: None) -> None:
    """An image that is not a multiple of the stride has the features of one that continues as its reflection."""
    pixels = textured(90, 64)
    reflected = np.pad(pixels, ((0, 0), (0, 6), (0, 0)), mode="reflect")
    raster = raster_of(tmp_path / "cut.tif", pixels)
    whole = raster_of(tmp_path / "whole.tif", reflected)
    normalisation = Normalisation.fit([raster])
    found, expected = (FeatureBlocks(each, normalisation, network, 1, CPU).read((1, 0)) for each in (raster, whole))
    assert found.window.height == 26
    assert found.outer.shape == expected.outer.shape == (80, 64)
    for level, other in zip(found.maps.levels, expected.maps.levels):
        torch.testing.assert_close(level, other)


def test_nodata_is_in_the_valid_mask_and_its_cells_are_known(
    tmp_path: Path, network: Network, small_blocks: None
) -> None:
    pixels = textured(100, 130)
    pixels[:, 70:75, 60:81] = 0
    pixels[:, 99, 129] = 0
    raster = raster_of(tmp_path / "image.tif", pixels, nodata=0)
    blocks = blocks_of(raster, network, cache=FeatureCache(tmp_path / "cache", 10**9))
    for _ in range(2):  # encoded, and from the cache
        masks = np.zeros((100, 130), bool)
        for place in blocks.covering(raster.grid.window):
            block = blocks.read(place)
            masks[block.window.slices] = block.valid_mask
        np.testing.assert_array_equal(masks, (pixels != 0).all(axis=0))
        block = blocks.read((1, 1))
        has_nodata = block.maps.has_nodata[0, 0].numpy()
        top, left = block.outer.row // CELL_PX, block.outer.col // CELL_PX
        expected = np.zeros((25, 33), bool)
        expected[17:19, 15:21] = True  # rows 68..76, columns 60..84
        expected[24, 32] = True
        inside = expected[top:, left:]
        np.testing.assert_array_equal(has_nodata[: inside.shape[0], : inside.shape[1]], inside)


def test_a_block_from_the_cache_is_the_same(tmp_path: Path, network: Network, small_blocks: None) -> None:
    raster = raster_of(tmp_path / "image.tif", textured(100, 130))
    plain = blocks_of(raster, network).read((1, 1))
    folder = tmp_path / "cache"
    first = blocks_of(raster, network, cache=FeatureCache(folder, 10**9))
    assert not first.is_cached((1, 1))
    first.read((1, 1))
    assert first.is_cached((1, 1))
    assert not first.is_cached((0, 0))
    again = blocks_of(raster, network, cache=FeatureCache(folder, 10**9))  # as after a restart
    again._encoded = None  # type: ignore[assignment,method-assign]  # nothing is encoded
    held = again.read((1, 1))
    assert (held.window, held.outer) == (plain.window, plain.outer)
    for level, other in zip([*held.maps.levels, held.maps.has_nodata], [*plain.maps.levels, plain.maps.has_nodata]):
        assert torch.equal(level, other)
    np.testing.assert_array_equal(held.valid_mask, plain.valid_mask)
    assert not blocks_of(raster, network).is_cached((1, 1))  # there is no cache


def test_the_size_of_a_block_is_known_before_it_is_encoded(tmp_path: Path, network: Network) -> None:
    raster = raster_of(tmp_path / "image.tif", striped_scene(BLOCK_PX + 2 * MARGIN_PX, 2 * BLOCK_PX)[0][:, :700])
    blocks = blocks_of(raster, network)
    outer = PixelWindow(0, 0, BLOCK_PX + 2 * MARGIN_PX, BLOCK_PX + 2 * MARGIN_PX)
    tensors = blocks._encoded(PixelWindow(MARGIN_PX, MARGIN_PX, BLOCK_PX, BLOCK_PX), outer)
    assert blocks.bytes_of_a_block == sum(tensor.numel() * tensor.element_size() for tensor in tensors)


@pytest.fixture(scope="module")
def a_block(tmp_path_factory: pytest.TempPathFactory, network: Network) -> feature_blocks.FeatureBlock:
    raster = raster_of(tmp_path_factory.mktemp("block") / "image.tif", textured(230, 190))
    return blocks_of(raster, network).read((0, 0))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.sampled_from([0, 5, 16, 40, 300]))
def test_cells_around_a_part_are_a_slice_of_the_block_s(
    a_block: feature_blocks.FeatureBlock, data: st.DataObject, margin_px: int
) -> None:
    row, col = data.draw(st.integers(0, 229)), data.draw(st.integers(0, 189))
    part = PixelWindow(row, col, data.draw(st.integers(1, 230 - row)), data.draw(st.integers(1, 190 - col)))
    window, maps = a_block.around(part, margin_px)
    outer = a_block.outer
    wanted = PixelWindow(row - margin_px, col - margin_px, part.height + 2 * margin_px, part.width + 2 * margin_px)
    assert window.intersection(outer) == window
    assert window.intersection(wanted.clip(outer)) == wanted.clip(outer)
    for start, side, from_px, size in ((window.row, window.height, wanted.row, wanted.height),
                                       (window.col, window.width, wanted.col, wanted.width)):  # fmt: skip
        assert (start % ALIGNMENT_PX, side % ALIGNMENT_PX) == (0, 0)
        assert start > from_px - ALIGNMENT_PX
        assert start + side < from_px + size + ALIGNMENT_PX
    for depth, (level, whole) in enumerate(zip(maps.levels, a_block.maps.levels)):
        stride = CELL_PX * 2**depth
        rows, cols = (slice(start // stride, (start + size) // stride)
                      for start, size in ((window.row, window.height), (window.col, window.width)))  # fmt: skip
        assert level.dtype == torch.float32
        assert torch.equal(level, whole[:, :, rows, cols].float())


def test_order_from_the_middle() -> None:
    whole = PixelWindow(0, 0, 300, 500)
    places = list(whole.blocks(100))
    view = PixelWindow(110, 310, 60, 60)  # in the block of row 100, column 300
    order = from_the_middle(places, view)
    assert sorted(map(str, order)) == sorted(map(str, places))
    assert order[0] == PixelWindow(100, 300, 100, 100)
    distances = [max(abs(w.row + 50 - 140), abs(w.col + 50 - 340)) for w in order]
    assert distances == sorted(distances)
    assert order[-1].col == 0
