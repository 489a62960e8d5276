"""The baseline: a random forest that learns from polygons and maps a raster block by block."""
from __future__ import annotations

import numpy as np
import pytest
import rasterio
from affine import Affine

pytest.importorskip("scipy", reason="needs requirements/benchmarks.txt")
pytest.importorskip("skimage", reason="needs requirements/benchmarks.txt")
pytest.importorskip("sklearn", reason="needs requirements/benchmarks.txt")

from forest import map_with_forest
from scribbles import StrokeSetting, simulate

COLORS = np.array([(0, 0, 0), (200, 60, 50), (60, 160, 70), (50, 80, 190)], np.float64)


@pytest.fixture
def scene(tmp_path, write):
    """An image of three noisy stripes, its truth (90, 150), and labels."""
    truth = np.repeat((np.arange(150) // 50 + 1).astype(np.uint8)[None], 90, axis=0)
    noisy = COLORS[truth].transpose(2, 0, 1) + np.random.default_rng(0).normal(0, 15, (3, 90, 150))
    image = write(tmp_path / "image.tif", np.clip(noisy, 0, 255).astype(np.uint8))
    simulate(write(tmp_path / "truth.tif", truth[None]), tmp_path / "labels.gpkg", StrokeSetting(3, 20), seed=0)
    return image, truth, tmp_path / "labels.gpkg"


def read(path):
    with rasterio.open(path) as source:
        return source.read(1)


def test_it_finds_the_classes_again(tmp_path, scene):
    image, truth, labels = scene
    seconds = map_with_forest(image, labels, tmp_path / "classes.tif")
    assert set(seconds) == {"train_s", "predict_s"}
    assert (read(tmp_path / "classes.tif") == truth).mean() > 0.95


def test_small_blocks_give_the_same_map(tmp_path, scene, monkeypatch):
    image, _, labels = scene
    map_with_forest(image, labels, tmp_path / "whole.tif")
    monkeypatch.setattr("forest.BLOCK_PX", (40, 70))
    map_with_forest(image, labels, tmp_path / "blocks.tif")
    assert (read(tmp_path / "blocks.tif") == read(tmp_path / "whole.tif")).mean() > 0.999


def test_labels_beside_the_image_are_refused(tmp_path, scene, write):
    image, _, labels = scene
    with rasterio.open(image, "r+") as moved:
        moved.transform = Affine(0.5, 0, 500_000, 0, -0.5, 2_780_000)
    with pytest.raises(ValueError, match="no label lies on"):
        map_with_forest(image, labels, tmp_path / "classes.tif")
