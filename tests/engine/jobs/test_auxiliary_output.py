"""`predict --auxiliary`: the heads that a model file holds are loaded and their output is written, or one sentence."""
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rasterio
import torch
from compute_device import DEVICE
from scenes import RecordingReporter, Scene

from engine.data.normalisation import Normalisation
from engine.data.raster import Raster
from engine.jobs.registry import run_job
from engine.models.model_file import load_model, save_model
from engine.schema.errors import ConfigError, ModelFileError
from engine.schema.setting import to_params

LOSSES = ["l1", "relaxed-kmeans:clusters=5", "latent-classes"]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """A scene with a model of several heads."""
    scene = Scene(tmp_path_factory.mktemp("auxiliary"), 128, 160)
    config = scene.config(backbone="unet-half", auxiliary=LOSSES, probe_share=0.0, batch=4)
    run_job("train", to_params(config), RecordingReporter())
    return scene


def predict(scene: Scene, folder: Path, name: str, **changes) -> dict:
    model = str(scene.folder / "model.safetensors")
    params = {"image": scene.image, "model": model, "output": str(folder), "head": name, "device": DEVICE}
    return run_job("predict", {**params, **changes}, RecordingReporter())


@pytest.mark.parametrize(("name", "bands", "shows", "largest"), [
    ("l1", 3, "reconstruction", 254), ("relaxed-kmeans", 1, "cluster", 5), ("latent-classes", 1, "latent class", 3),
])  # fmt: skip
def test_the_output_of_a_head_is_a_raster_on_the_image_s_grid(trained, tmp_path, name, bands, shows, largest) -> None:
    result = predict(trained, tmp_path, name)
    assert result["shows"] == shows
    assert [path.name for path in tmp_path.iterdir()] == ["auxiliary.tif"]
    with rasterio.open(result["auxiliary"]) as written, rasterio.open(trained.image) as image:
        assert (written.count, written.shape, written.transform) == (bands, image.shape, image.transform)
        values = written.read()
        assert values.max() <= largest
        assert (values != written.nodata).all()


def test_it_is_the_head_s_own_output(trained, tmp_path) -> None:
    """As forward_all gives it for the whole image, which is one tile; bands in the values of the image."""
    network, card = load_model(str(trained.folder / "model.safetensors"), with_auxiliary=True)
    raster, statistics = Raster(trained.image), card.normalisation
    pixels, mask = raster.read(raster.grid.window)
    normalised = torch.from_numpy(Normalisation.of(statistics).apply(pixels, mask))[None]
    with torch.inference_mode():
        expected = {name: output[0].numpy() for name, output in network.forward_all(normalised).auxiliary.items()}
    whole = {"tile_px": 160, "overlap": 0.0, "precision": "fp32"}
    with rasterio.open(predict(trained, tmp_path, "relaxed-kmeans", **whole)["auxiliary"]) as written:
        assert (written.read(1) == expected["relaxed-kmeans"].argmax(axis=0) + 1).mean() > 0.999
    low, high, mean, std = (np.reshape(getattr(statistics, n), (3, 1, 1)) for n in ("low", "high", "mean", "std"))
    with rasterio.open(predict(trained, tmp_path, "l1", **whole)["auxiliary"]) as written:
        bands = written.read() * np.reshape(written.scales, (3, 1, 1)) + np.reshape(written.offsets, (3, 1, 1))
    assert np.abs(bands - (expected["l1"] * std + mean).clip(low, high)).max() <= (high - low).max() / 254


def test_a_part_of_the_image(trained, tmp_path) -> None:
    with rasterio.open(trained.image) as image:
        left, top = image.transform * (32, 32)
    path = predict(trained, tmp_path, "l1", extent=[left, top - 16, left + 16, top])["auxiliary"]
    with rasterio.open(path) as written:
        assert written.shape == (32, 32)


@pytest.mark.parametrize(("name", "error", "sentence"), [
    ("l2", ModelFileError, r"has no head of auxiliary loss 'l2' \(it has .*l1.*\): train with that loss"),
    ("total-variation", ConfigError, "'total-variation' has no output to show: choose one of .*l1"),
    ("jigsaw", ConfigError, "'jigsaw' has no output to show"),
    ("nonsense", ConfigError, "nonsense"),
])  # fmt: skip
def test_what_has_no_output_is_one_sentence(trained, tmp_path, name, error, sentence) -> None:
    with pytest.raises(error, match=sentence):
        predict(trained, tmp_path, name)


def test_a_model_without_steps_has_untrained_heads(trained, tmp_path) -> None:
    network, card = load_model(str(trained.folder / "model.safetensors"), with_auxiliary=True)
    path = str(tmp_path / "model.safetensors")
    save_model(path, network, replace(card, recipe={**card.recipe, "steps_taken": 0}))
    with pytest.raises(ModelFileError, match="made without training steps"):
        predict(trained, tmp_path, "l1", model=path)


@pytest.mark.parametrize("network", ["berundanet-early", "berundanet-ensemble", "wnet"])
def test_every_network(tmp_path, network) -> None:
    scene = Scene(tmp_path, 128, 160)
    config = scene.config(
        network=network, backbone="unet-half", auxiliary=["l2"], probe_share=0.0, batch=3, steps=2
    )
    run_job("train", to_params(config), RecordingReporter())
    with rasterio.open(predict(scene, tmp_path / "out", "l2")["auxiliary"]) as written:
        assert written.count == 3


def test_an_earlier_version_s_model_says_what_it_lacks(tmp_path) -> None:
    model = Path(__file__).resolve().parents[2] / "data" / "version-0.1.0" / "model.safetensors"
    scene = Scene(tmp_path)
    with pytest.raises(ModelFileError, match=r"has no head of auxiliary loss|heads of an earlier version"):
        predict(scene, tmp_path / "out", "l1", model=str(model))
