"""Trainings on an encoder of the package transformers: the model file has all of it, the folder is not needed again."""
from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import rasterio
import torch
from compute_device import DEVICE
from scenes import RecordingReporter, Scene
from transformers_folders import REASON, STRIDES, save_tiny

from engine.jobs.predict import run as run_predict
from engine.jobs.train import run as run_train
from engine.models.model_file import load_model
from engine.models.transformers_folder import read_weights
from engine.schema.config import PredictConfig
from engine.schema.errors import ConfigError, ModelFileError
from engine.schema.loss_terms import AuxiliaryTerm

INSTANT = {"backbone": "transformers", "steps": 0, "probe_share": 1, "auxiliary": ()}
REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return save_tiny(tmp_path / "dinov2", "dinov2")


def mapped(scene: Scene, model: str) -> dict[str, np.ndarray]:
    """The three layers that a model predicts of the scene."""
    output = str(scene.folder / "map")
    config = PredictConfig(image=scene.image, model=model, output=output, tile_px=128, device=DEVICE)
    run_predict(config, RecordingReporter())
    layers = {}
    for name in ("classes", "confidence", "ood"):
        with rasterio.open(f"{output}/{name}.tif") as source:
            layers[name] = source.read(1)
    return layers


@pytest.mark.parametrize("kind", ["dinov2", "convnext", "swin"])
def test_an_instant_map_needs_no_folder_once_the_model_is_written(
    scene: Scene, reporter: RecordingReporter, tmp_path: Path, kind: str
) -> None:
    folder = save_tiny(tmp_path / kind, kind)
    tensors = read_weights(folder)
    result = run_train(scene.config(**INSTANT, weights=folder), reporter)
    assert f"{kind}: {len(tensors)} tensors loaded; random weights: backbone.decoder" in reporter.notices["weights"]
    assert result["held_out"]["accuracy"] > 0.8
    shutil.rmtree(folder)
    network, card = load_model(result["model"])
    assert card.backbone_description["model_type"] == kind
    assert network.backbone.encoder.strides == STRIDES[kind]
    stored = network.backbone.encoder.net.state_dict()
    assert all(torch.equal(stored[name], tensor) for name, tensor in tensors.items())
    layers = mapped(scene, result["model"])
    assert (layers["classes"] == scene.truth).mean() > 0.9
    assert layers["confidence"].max() <= 100
    if kind != "swin":  # whose features depend on where its windows lie in a tile
        assert np.median(layers["ood"]) < 60


def test_a_process_without_the_folder_maps_alike(scene: Scene, reporter: RecordingReporter, folder: str) -> None:
    model = run_train(scene.config(**INSTANT, weights=folder), reporter)["model"]
    expected = mapped(scene, model)["classes"]
    shutil.rmtree(folder)
    output = scene.folder / "other"
    command = [sys.executable, "-m", "engine", "predict", "--image", scene.image, "--model", model]
    command += ["--output", str(output), "--tile", "128", "--device", DEVICE]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    with rasterio.open(output / "classes.tif") as source:
        assert (source.read(1) == expected).mean() > 0.999


@pytest.mark.parametrize("bands", [(1,), (1, 2)])
def test_other_numbers_of_bands_are_mapped(scene: Scene, folder: str, bands: tuple[int, ...]) -> None:
    model = run_train(scene.config(**INSTANT, weights=folder, bands=bands), RecordingReporter())["model"]
    assert (mapped(scene, model)["classes"] == scene.truth).mean() > 0.7


@pytest.mark.parametrize("network", ["berundanet-late", "berundanet-ensemble", "wnet"])
def test_a_decoder_is_trained_and_the_encoder_stays(
    scene: Scene, reporter: RecordingReporter, folder: str, network: str
) -> None:
    settings = {"backbone": "transformers", "network": network, "batch": 3, "auxiliary": (AuxiliaryTerm("l1"),)}
    model = run_train(scene.config(steps=3, **settings, weights=folder), reporter)["model"]
    tensors, trained = read_weights(folder), load_model(model)[0]
    stored = trained.backbone.encoder.net.state_dict()
    assert all(torch.equal(stored[name], tensor) for name, tensor in tensors.items())
    assert trained.probe is not None
    assert torch.isfinite(trained(torch.zeros(1, 3, 64, 64))).all()


def test_a_training_starts_from_such_a_model(scene: Scene, folder: str) -> None:
    first = run_train(scene.config(steps=2, backbone="transformers", auxiliary=(), weights=folder), RecordingReporter())
    shutil.rmtree(folder)
    reporter, path = RecordingReporter(), str(scene.folder / "second.safetensors")
    settings = {"backbone": "transformers", "auxiliary": (), "weights": first["model"], "model": path}
    run_train(scene.config(steps=2, **settings), reporter)
    assert "random weights" not in reporter.notices["weights"]
    before, after = (load_model(each)[0].backbone.encoder.state_dict() for each in (first["model"], path))
    assert all(torch.equal(before[name], after[name]) for name in before)


def test_a_stopped_training_resumes_with_its_folder(scene: Scene, folder: str) -> None:
    settings = {"backbone": "transformers", "auxiliary": (), "weights": folder}
    model = run_train(scene.config(steps=2, **settings), RecordingReporter())["model"]
    checkpoint = model.replace(".safetensors", ".checkpoint.safetensors")
    assert run_train(scene.config(steps=4, **settings, resume=checkpoint), RecordingReporter())["steps"] == 4


def test_a_folder_is_refused_by_other_backbones(scene: Scene, reporter: RecordingReporter, tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match=r"is a folder, which backbone resnet18 cannot start from: .*transformers"):
        run_train(scene.config(backbone="resnet18", weights=str(tmp_path)), reporter)


def test_without_a_folder_the_training_is_refused(scene: Scene, reporter: RecordingReporter) -> None:
    with pytest.raises(ConfigError, match="no encoder of its own"):
        run_train(scene.config(**INSTANT), reporter)
    assert not Path(scene.config().model).exists()


def test_a_model_of_another_backbone_is_refused(scene: Scene, reporter: RecordingReporter) -> None:
    other = run_train(scene.config(steps=1, backbone="unet-half", auxiliary=()), reporter)["model"]
    with pytest.raises(ModelFileError, match="trained with backbone unet-half, not transformers"):
        run_train(scene.config(**INSTANT, weights=other), reporter)


def test_a_model_says_which_package_it_needs(
    scene: Scene, reporter: RecordingReporter, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = run_train(scene.config(**INSTANT, weights=folder), reporter)["model"]
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(ModelFileError, match="pip install transformers"):
        load_model(model)


def test_nothing_is_asked_of_a_server(
    scene: Scene, reporter: RecordingReporter, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("transformers", reason=REASON)

    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError(f"a connection was made: {arguments}")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    model = run_train(scene.config(**INSTANT, weights=folder), reporter)["model"]
    assert load_model(model)[0].probe is not None
