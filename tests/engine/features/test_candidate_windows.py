"""Candidate windows: where they lie and what describes them, with any kind of network."""
from __future__ import annotations

import numpy as np
import pytest
import torch
from scenes import Scene, box_at, write_raster
from torch.nn import functional

from engine.data.area import Area
from engine.data.label_raster import StrokePixels
from engine.data.normalisation import Normalisation
from engine.data.raster import Raster
from engine.data.window import PixelWindow
from engine.features.candidate_windows import MARGIN_PX, candidate_windows, stroke_features
from engine.features.cell_reader import ROTATIONS, CellReader, CellValues
from engine.models.compute import Compute
from engine.models.probe import CELL_PX, cell_features
from engine.models.registry import build_network, load_pretrained
from engine.models.rotations import RotationAverage
from engine.schema.model_card import PostProcessing

CPU = Compute(torch.device("cpu"), None, torch.channels_last)
RECORD = PostProcessing(class_shift=(0.5, 0.0, -0.5), temperature=2.0)


def reader_of(image: str, backbone: str = "efficientnet-lite0") -> CellReader:
    torch.manual_seed(0)
    network = build_network("berundanet-late", backbone, 3, 4, 3, {})
    load_pretrained(network, backbone)
    raster = Raster(image)
    return CellReader(raster, network.eval(), Normalisation.fit([raster]), RECORD, CPU)


def windows_of(reader: CellReader, area: str = "", seed: int = 0):
    return candidate_windows(reader, Area(reader.image.grid, area), seed, lambda done, total: None)


def test_cells_have_the_features_of_the_probe_and_the_probabilities_of_the_map(scene: Scene) -> None:
    reader, window = reader_of(scene.image), PixelWindow(32, 0, 96, 64)
    values = reader.read(window, 16)
    pixels = torch.from_numpy(reader._normalisation.apply(*reader.image.read(window)))[None]
    average = RotationAverage(reader._averaged.network, ROTATIONS)
    with torch.inference_mode():
        features, logits = cell_features(average.encode(pixels))[0], CPU.forward(average, pixels)
    shifted = functional.avg_pool2d(logits, CELL_PX)[0] + torch.tensor(RECORD.class_shift)[:, None, None]
    assert values.features.shape == (204, 16, 8)
    assert np.allclose(values.features, features[:, 4:-4, 4:-4], atol=1e-4)
    assert np.allclose(values.probabilities, (shifted / 2).softmax(0)[:, 4:-4, 4:-4], atol=1e-5)
    assert values.valid_mask.all()


def test_a_network_without_an_encoder_is_described_by_its_map_and_the_colours(scene: Scene) -> None:
    reader, window = reader_of(scene.image, "unet-half"), PixelWindow(32, 0, 96, 64)
    values = reader.read(window)
    pixels = reader._normalisation.apply(*reader.image.read(window))
    blocks = pixels.reshape(3, 24, CELL_PX, 16, CELL_PX)
    assert np.allclose(values.features[:3], blocks.mean(axis=(2, 4)), atol=1e-5)
    assert np.allclose(values.features[6:], values.probabilities)


def test_windows_are_the_means_of_their_cells_and_the_same_for_a_seed(scene: Scene) -> None:
    reader = reader_of(scene.image, "unet-half")
    windows = windows_of(reader)
    assert len(windows) > 0
    assert np.allclose(windows.shares.sum(axis=1), 1)
    assert np.allclose(windows.probabilities.sum(axis=1), 1, atol=1e-5)
    assert np.allclose(windows.features[:, 6:], windows.probabilities, atol=1e-5)
    again, other = windows_of(reader), windows_of(reader, seed=1)
    assert np.array_equal(windows.places, again.places)
    assert np.array_equal(windows.features, again.features)
    assert not np.array_equal(windows.places, other.places)


def test_the_place_is_of_the_most_frequent_class_and_near_the_middle(scene: Scene) -> None:
    """A made-up vote: the first class left of column 100, the second one from there on."""

    class Halves:
        image = Raster(scene.image)

        def read(self, window: PixelWindow, margin_px: int) -> CellValues:
            rows, cols = ((side - 2 * margin_px) // CELL_PX for side in window.shape)
            is_left = window.col + margin_px + CELL_PX * np.arange(cols) + CELL_PX // 2 < 100
            vote = np.stack([is_left, ~is_left, np.zeros(cols, bool)]).astype(np.float32)[:, None].repeat(rows, 1)
            return CellValues(vote, vote, np.ones((rows, cols), bool))

    windows = candidate_windows(Halves(), Area(Halves.image.grid), 0, lambda done, total: None)
    is_first = windows.shares.argmax(axis=1) == 0
    assert 0 < is_first.mean() < 1
    assert np.array_equal(windows.places[:, 1] < 100, is_first)
    is_mixed = windows.shares.max(axis=1) < 1
    assert is_mixed.any()
    assert np.allclose(windows.features, windows.shares, atol=1e-6)
    assert (windows.doubts == 0).all()


def test_windows_lie_on_data_inside_the_area(scene: Scene) -> None:
    pixels = scene.pixels.copy()
    pixels[:, :, 100:] = 0
    image = write_raster(scene.folder / "half.tif", pixels, nodata=0)
    windows = windows_of(reader_of(image, "unet-half"))
    assert windows.places[:, 1].max() < 100
    assert windows.places.min() >= MARGIN_PX  # an edge in its context changes what an encoder computes
    windows = windows_of(reader_of(scene.image, "unet-half"), box_at(60, 0, 30, 192).wkt)
    assert len(windows)
    assert windows.places[:, 0].min() >= 60
    assert windows.places[:, 0].max() < 90


def test_an_image_smaller_than_a_window_has_none(scene: Scene) -> None:
    image = write_raster(scene.folder / "tiny.tif", scene.pixels[:, :20, :20])
    assert len(windows_of(reader_of(image, "unet-half"))) == 0


@pytest.mark.parametrize("length", [30, 200])
def test_a_stroke_is_the_mean_of_its_cells(scene: Scene, length: int) -> None:
    """A long stroke is read in parts."""
    pixels = np.stack([np.full(length, 80), np.arange(length)], axis=1)[:190]
    reader = reader_of(scene.image, "unet-half")
    (features,) = stroke_features(reader, [StrokePixels(0, 0, pixels)], lambda: None)
    block = reader._normalisation.apply(*reader.image.read(PixelWindow(80, 0, 4, len(pixels) // 4 * 4)))
    assert features[:3] == pytest.approx(block.mean(axis=(1, 2)), abs=0.05)
