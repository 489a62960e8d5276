"""Trainings that start from a file of weights: what is loaded and reported, and what is refused."""
from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from scenes import RecordingReporter, Scene

from engine.jobs.train import run as run_train
from engine.models.model_file import load_model, load_tensors
from engine.models.resnet import ResNet18
from engine.schema.errors import ModelFileError
from engine.schema.loss_terms import AuxiliaryTerm

SMALL = {"backbone": "unet-half", "width": 4, "auxiliary": ()}


def trained(scene: Scene, name: str, steps: int = 3, **settings: object) -> str:
    """The path of a model trained for a few steps."""
    config = scene.config(steps=steps, **{**SMALL, **settings}, model=str(scene.folder / f"{name}.safetensors"))
    return run_train(config, RecordingReporter())["model"]


def test_a_training_continues_from_a_model(scene: Scene, reporter: RecordingReporter) -> None:
    first = trained(scene, "first", steps=40)
    config = scene.config(
        steps=1, **SMALL, weights=first, learning_rate=1e-7, model=str(scene.folder / "second.safetensors")
    )
    second = run_train(config, reporter)["model"]
    before, after = (load_model(path)[0].state_dict() for path in (first, second))
    kernels = [name for name in before if name.endswith("weight") and before[name].ndim == 4]
    assert all(torch.allclose(before[name], after[name], atol=1e-5) for name in kernels)
    assert "tensors loaded" in reporter.notices["weights"]
    assert "random weights" not in reporter.notices["weights"]


def test_a_new_auxiliary_head_has_random_weights_and_is_reported(scene: Scene, reporter: RecordingReporter) -> None:
    first = trained(scene, "first")
    run_train(scene.config(steps=1, **{**SMALL, "auxiliary": (AuxiliaryTerm("l1"),)}, weights=first), reporter)
    assert "random weights: auxiliary_heads.l1" in reporter.notices["weights"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"width": 8}, "width 4, not 8"),
        ({"backbone": "unet"}, "backbone unet-half, not unet"),
        ({"network": "wnet"}, "network berundanet-late, not wnet"),
        ({"bands": (1, 2)}, "bands 3, not 2"),
    ],
)
def test_another_architecture_is_refused(scene: Scene, reporter: RecordingReporter, changes: dict, words: str) -> None:
    first = trained(scene, "first")
    with pytest.raises(ModelFileError, match=words):
        run_train(scene.config(steps=1, **{**SMALL, **changes}, weights=first), reporter)


@pytest.mark.parametrize("kind", ["pth", "safetensors"])
def test_published_weights_of_an_encoder_are_loaded_and_frozen(
    scene: Scene, reporter: RecordingReporter, tmp_path: Path, kind: str
) -> None:
    torch.manual_seed(3)
    donor = {**ResNet18(3).state_dict(), "fc.weight": torch.zeros(10, 512)}
    path = str(tmp_path / f"resnet18.{kind}")
    torch.save(donor, path) if kind == "pth" else save_file(donor, path)
    result = run_train(scene.config(steps=2, backbone="resnet18", width=4, auxiliary=(), weights=path), reporter)
    loaded = load_model(result["model"])[0].backbone.encoder.net.state_dict()
    assert all(torch.equal(loaded[name], donor[name]) for name in loaded)
    assert "not used: fc.weight" in reporter.notices["weights"]
    assert "random weights: backbone.decoder, segmentation_head" in reporter.notices["weights"]


def test_only_the_first_encoder_of_a_wnet_is_loaded(
    scene: Scene, reporter: RecordingReporter, tmp_path: Path
) -> None:
    torch.manual_seed(3)
    donor = ResNet18(3).state_dict()
    path = str(tmp_path / "resnet18.safetensors")
    save_file(donor, path)
    settings = {"network": "wnet", "backbone": "resnet18", "width": 4, "auxiliary": (AuxiliaryTerm("l1"),)}
    model = run_train(scene.config(steps=2, **settings, weights=path), reporter)["model"]
    encoder = load_model(model)[0].backbone.encoder.net
    assert torch.equal(encoder.layer4[1].conv2.weight, donor["layer4.1.conv2.weight"])
    assert "auxiliary_heads.l1, second.encoder" in reporter.notices["weights"]
    assert not any("layer4" in name for name in load_tensors(model)[0] if name.startswith("second."))


def test_the_encoder_of_a_berunda_model_is_frozen(scene: Scene, reporter: RecordingReporter) -> None:
    settings = {"backbone": "resnet18", "width": 4}
    first = trained(scene, "first", **settings)
    second = trained(scene, "second", **settings, weights=first)
    before, after = (load_model(path)[0].backbone.encoder.state_dict() for path in (first, second))
    assert all(torch.equal(before[name], after[name]) for name in before)


def test_a_model_with_a_damaged_card_is_refused(scene: Scene, reporter: RecordingReporter, tmp_path: Path) -> None:
    first = trained(scene, "first")
    tensors, metadata = load_tensors(first)
    damaged = str(tmp_path / "damaged.safetensors")
    save_file(tensors, damaged, {name: text for name, text in metadata.items() if name != "classes"})
    with pytest.raises(ModelFileError, match=r"damaged\.safetensors is damaged \(the model card has no 'classes'\)"):
        run_train(scene.config(steps=1, **SMALL, weights=damaged), reporter)


def test_without_weights_a_resnet_is_trained(scene: Scene, reporter: RecordingReporter) -> None:
    torch.manual_seed(scene.config().seed)
    result = run_train(scene.config(steps=2, backbone="resnet18", width=4, auxiliary=()), reporter)
    encoder = load_model(result["model"])[0].backbone.encoder.net
    assert encoder.bn1.num_batches_tracked > 0  # its batch statistics are updated


def test_a_missing_file_is_refused_before_anything_is_written(
    scene: Scene, reporter: RecordingReporter, tmp_path: Path
) -> None:
    model = tmp_path / "model.safetensors"
    with pytest.raises(ModelFileError, match=r"nowhere\.pth"):
        run_train(scene.config(steps=1, **SMALL, weights=str(tmp_path / "nowhere.pth"), model=str(model)), reporter)
    assert not model.exists()
