"""Blended logits: those of the whole image, wherever window, bands and batches begin."""
from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prediction_cases import identity_normalisation, pointwise, random_pixels, raster_of, with_context

from engine.data.raster import Raster
from engine.data.tiles import read_tile
from engine.data.window import PixelWindow
from engine.inference.blending import blend_logits
from engine.inference.tiling import TileLattice

HEIGHT, WIDTH = 203, 691


@pytest.fixture(scope="module")
def pixels() -> np.ndarray:
    return random_pixels(HEIGHT, WIDTH)


@pytest.fixture(scope="module")
def raster(pixels: np.ndarray, tmp_path_factory: pytest.TempPathFactory) -> Raster:
    return raster_of(tmp_path_factory.mktemp("blending") / "image.tif", pixels)


def blended(
    raster: Raster, forward, window: PixelWindow | None = None, tile_px: int = 64, overlap: float = 0.25, **options
) -> np.ndarray:
    """The blocks of a window put together; every pixel must come exactly once."""
    window = window or raster.grid.window
    lattice = TileLattice.of(raster.grid, tile_px, overlap)
    logits, times = (
        np.full((3, window.height, window.width), np.nan, np.float32),
        np.zeros((window.height, window.width), int),
    )
    for block in blend_logits(raster, forward, identity_normalisation(), window, lattice, 3, **options):
        place = block.window.relative_to(window).slices
        logits[(slice(None), *place)] = block.logits
        times[place] += 1
        assert block.valid_mask.all()
    assert (times == 1).all()
    return logits


def whole(forward, pixels: np.ndarray) -> np.ndarray:
    return forward(torch.from_numpy(pixels)[None])[0].numpy()


@pytest.mark.parametrize(("tile_px", "overlap"), [(64, 0), (64, 0.25), (64, 0.5), (144, 0.1), (144, 0.8), (1024, 0.25)])
def test_without_context_tiles_change_nothing(raster: Raster, pixels: np.ndarray, tile_px: int, overlap: float) -> None:
    np.testing.assert_allclose(
        blended(raster, pointwise, tile_px=tile_px, overlap=overlap), whole(pointwise, pixels), atol=1e-5
    )


def test_overlap_reduces_the_seams_of_a_network_with_context(raster: Raster, pixels: np.ndarray) -> None:
    interior = (slice(None), slice(4, -4), slice(4, -4))
    right = whole(with_context, pixels)[interior]
    error = {
        overlap: np.abs(blended(raster, with_context, overlap=overlap)[interior] - right).max() for overlap in (0, 0.5)
    }
    assert error[0] > 0.2
    assert error[0.5] < 0.05


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, HEIGHT - 1), st.integers(0, WIDTH - 1), st.data())
def test_a_window_equals_the_crop_of_the_whole(
    raster: Raster, everything: np.ndarray, row: int, col: int, data: st.DataObject
) -> None:
    window = PixelWindow(row, col, data.draw(st.integers(1, HEIGHT - row)), data.draw(st.integers(1, WIDTH - col)))
    np.testing.assert_allclose(
        blended(raster, with_context, window), everything[(slice(None), *window.slices)], atol=1e-6
    )


@pytest.fixture(scope="module")
def everything(raster: Raster) -> np.ndarray:
    return blended(raster, with_context)


@pytest.mark.parametrize("options", [{"band_px": 1}, {"band_px": 512}, {"batch": 3}, {"batch": 50, "band_px": 600}])
def test_bands_and_batches_change_nothing(raster: Raster, everything: np.ndarray, options: dict) -> None:
    np.testing.assert_allclose(blended(raster, with_context, **options), everything, atol=1e-6)


def test_batches_hold_equal_tiles(raster: Raster) -> None:
    shapes = []

    def forward(tiles: torch.Tensor) -> torch.Tensor:
        shapes.append(tuple(tiles.shape))
        return pointwise(tiles)

    blended(raster, forward, batch=4)
    assert max(n for n, *_ in shapes) == 4
    assert all(h % 16 == 0 and w % 16 == 0 for *_, h, w in shapes)
    lattice = TileLattice.of(raster.grid, 64, 0.25)
    assert sum(n for n, *_ in shapes) == lattice.rows.count * lattice.cols.count


def test_tiles_are_reflected_beyond_the_image(raster: Raster, pixels: np.ndarray) -> None:
    tile = read_tile(raster, identity_normalisation(), PixelWindow(HEIGHT - 40, WIDTH - 30, 64, 48))
    np.testing.assert_array_equal(tile.pixels[:, :40, :30], pixels[:, -40:, -30:])
    np.testing.assert_array_equal(tile.pixels[:, 40, :30], pixels[:, -2, -30:])
    np.testing.assert_array_equal(tile.pixels[:, :40, 30:], pixels[:, -40:, -2:-20:-1])
    assert tile.valid_mask[:40, :30].all()
    assert tile.valid_mask.sum() == 40 * 30


def test_tiles_that_are_not_wanted_are_not_computed(raster: Raster, everything: np.ndarray) -> None:
    computed, counts = [], []

    def forward(tiles: torch.Tensor) -> torch.Tensor:
        computed.append(len(tiles))
        return with_context(tiles)

    wanted = PixelWindow(100, 300, 10, 10)
    blocks = blend_logits(
        raster, forward, identity_normalisation(), raster.grid.window, TileLattice.of(raster.grid, 64, 0.25), 3,
        is_wanted=lambda tile: tile.intersection(wanted) is not None,
        on_tile=lambda done, total: counts.append((done, total)),
    )  # fmt: skip
    found = 0
    for block in blocks:
        shared = block.window.intersection(wanted)
        if shared:
            place = (slice(None), *shared.relative_to(block.window).slices)
            assert block.valid_mask[place[1:]].all()
            np.testing.assert_allclose(block.logits[place], everything[(slice(None), *shared.slices)], atol=1e-6)
            found += shared.height * shared.width
    assert found == 100
    assert sum(computed) <= 4
    assert counts[0] == (0, counts[-1][0])
    assert counts[-1][0] == counts[-1][1]


def test_a_window_beside_the_image_yields_nothing(raster: Raster) -> None:
    lattice = TileLattice.of(raster.grid, 64, 0.25)
    assert list(blend_logits(raster, pointwise, identity_normalisation(), PixelWindow(-5, 0, 5, 5), lattice, 3)) == []


def test_errors_of_the_reading_thread_arrive(raster: Raster, tmp_path) -> None:
    broken = raster_of(tmp_path / "broken.tif", random_pixels(100, 100))
    (tmp_path / "broken.tif").write_bytes((tmp_path / "broken.tif").read_bytes()[:2000])
    with pytest.raises(ValueError, match=r"broken\.tif"):
        list(
            blend_logits(
                broken, pointwise, identity_normalisation(), broken.grid.window, TileLattice.of(broken.grid, 64, 0), 3
            )
        )
