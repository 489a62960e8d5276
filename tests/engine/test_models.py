"""Networks: shapes, the separation of heads, and the model file that carries them."""
from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save_file
from scenes import RecordingReporter, Scene
from torch import nn

from engine.config import SIDE_MULTIPLE_PX
from engine.data.labels import LandCoverClass
from engine.data.normalisation import Normalisation
from engine.errors import ConfigError, ModelFileError, OutputError
from engine.jobs import run_train
from engine.models.model_file import ModelCard, load_model, save_model
from engine.models.registry import BACKBONES, MODELS, build_network


def make_card(**changes: object) -> ModelCard:
    values = {
        "network": "berundanet-late", "backbone": "unet-half", "width": 4, "auxiliary_channels": {"l1": 3},
        "classes": (LandCoverClass(2, "Straße", "#112233"), LandCoverClass(9, "water", "#445566")), "bands": (1, 2, 3),
        "normalisation": Normalisation((0.0,) * 3, (255.0,) * 3, (100.0, 90.0, 80.0), (50.0,) * 3), "pixel_size": 0.5, "crs": "EPSG:32640",
        "auxiliary": {"l1": 0.5}, "recipe": {"steps": 3}, "held_out": None, "temperature": 1.3, "is_calibrated": False,
        "ood": {"quantiles": [1.0, 2.0]}, "labels_digest": "ab",
    }  # fmt: skip
    return ModelCard(**{**values, **changes})


@pytest.mark.parametrize("backbone", BACKBONES)
@pytest.mark.parametrize("network", MODELS)
@pytest.mark.parametrize("bands", [1, 3, 10])
def test_outputs_have_the_input_s_size(network: str, backbone: str, bands: int) -> None:
    model = build_network(network, backbone, bands, 4, 5, {"l1": bands, "relaxed-kmeans": 10})
    pixels = torch.randn(2, bands, 64, 96)
    output = model.forward_all(pixels)
    assert output.segmentation.shape == (2, 5, 64, 96)
    assert {name: tuple(t.shape) for name, t in output.auxiliary.items()} == {"l1": (2, bands, 64, 96), "relaxed-kmeans": (2, 10, 64, 96)}
    assert SIDE_MULTIPLE_PX % model.stride == 0
    model.eval()
    if network != "berundanet-ensemble":  # see below
        torch.testing.assert_close(model(pixels), model.forward_all(pixels).segmentation)


@pytest.mark.parametrize("backbone", BACKBONES)
def test_an_auxiliary_loss_reaches_the_shared_weights_but_not_the_other_head(backbone: str) -> None:
    model = build_network("berundanet-late", backbone, 3, 4, 5, {"l1": 3})
    model.forward_all(torch.randn(2, 3, 64, 64)).auxiliary["l1"].square().mean().backward()
    assert model.segmentation_head.weight.grad is None
    learning = {name: p for name, p in model.backbone.named_parameters() if name.endswith("weight") and p.requires_grad}
    assert len(learning) > 10
    assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in learning.values())


@pytest.mark.parametrize("backbone", BACKBONES)
def test_the_last_kernels_are_those_that_run_last(backbone: str) -> None:
    """Nothing of the decoder but they may come between the output and their own input: hooks tell the order of the convolutions."""
    model = build_network("berundanet-late", backbone, 3, 4, 5, {})
    order: list[nn.Parameter] = []
    for module in model.backbone.modules():
        if isinstance(module, nn.Conv2d):
            module.register_forward_hook(lambda module, *_: order.append(module.weight))
    model(torch.randn(2, 3, 64, 64))
    assert len(model.shared_weights) == 2
    assert {id(kernel) for kernel in model.shared_weights} == {id(kernel) for kernel in order[-2:]}


@pytest.mark.parametrize("width", [5, 17, 28])
def test_group_normalisation_fits_any_width(width: int) -> None:
    model = build_network("berundanet-late", "unet-smooth", 3, width, 5, {})
    assert model(torch.randn(1, 3, 32, 32)).shape == (1, 5, 32, 32)


def test_every_pixel_of_the_input_matters(tmp_path: Path) -> None:
    """Full-resolution detail survives the half-resolution backbone: single pixels change single outputs most."""
    torch.manual_seed(0)
    model = build_network("berundanet-late", "unet-half", 1, 8, 2, {}).eval()
    pixels = torch.zeros(1, 1, 64, 64)
    changed = pixels.clone()
    changed[0, 0, 31, 32] = 3.0
    with torch.no_grad():
        difference = (model(changed) - model(pixels)).abs().sum(dim=1)[0]
    row, col = divmod(int(difference.argmax()), 64)
    assert abs(row - 31) <= 2
    assert abs(col - 32) <= 2


@pytest.mark.parametrize(("network", "backbone", "value"), [("v-net", "unet", "v-net"), ("berundanet-late", "vgg", "vgg")])
def test_unknown_names_are_refused_with_the_valid_ones(network: str, backbone: str, value: str) -> None:
    with pytest.raises(ConfigError, match=value) as caught:
        build_network(network, backbone, 3, 4, 5, {})
    assert "unet" in caught.value.remedy or "berundanet-late" in caught.value.remedy


def test_a_model_file_gives_back_weights_and_card(tmp_path: Path) -> None:
    card, path = make_card(), str(tmp_path / "sub" / "m.safetensors")
    network = card.build()
    save_model(path, network, card)
    loaded, again = load_model(path)
    assert again == card
    assert not loaded.training
    assert all(torch.equal(a, b) for a, b in zip(network.state_dict().values(), loaded.state_dict().values()))
    assert not list(tmp_path.glob("sub/*.partial"))


def test_the_metadata_reads_without_berunda(tmp_path: Path) -> None:
    path = str(tmp_path / "m.safetensors")
    save_model(path, make_card().build(), make_card())
    with safe_open(path, "pt") as source:
        metadata = source.metadata()
    assert metadata["network"] == '"berundanet-late"'
    assert "water" in metadata["classes"]
    assert {"normalisation", "bands", "pixel_size", "crs", "recipe", "temperature", "labels_digest", "engine_version"} <= set(metadata)


@pytest.mark.parametrize("kind", ["missing", "text", "foreign", "damaged"])
def test_what_is_no_model_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "m.safetensors"
    if kind == "text":
        path.write_text("no model at all, but long enough to look at")
    elif kind == "foreign":
        save_file({"weight": torch.zeros(3)}, str(path))
    elif kind == "damaged":
        save_file({"weight": torch.zeros(3)}, str(path), make_card().to_metadata())
    with pytest.raises(ModelFileError, match=r"m\.safetensors") as caught:
        load_model(str(path))
    assert caught.value.exit_code == 2
    assert caught.value.remedy


def test_a_model_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where a folder is needed")
    with pytest.raises(OutputError, match="cannot be written"):
        save_model(str(tmp_path / "file" / "m.safetensors"), make_card().build(), make_card())
    assert (tmp_path / "file").read_text().startswith("a file")


def test_an_ensemble_s_logits_are_the_mean_of_its_members() -> None:
    network = build_network("berundanet-ensemble", "unet-half", 3, 4, 2, {}).eval()
    pixels = torch.randn(2, 3, 64, 64)
    with torch.no_grad():
        encoded = network.backbone.encoder(pixels)
        members = [head(decoder(encoded)) for decoder, head in zip(network.decoders, network.segmentation_head)]
        assert torch.allclose(network(pixels), sum(members) / 3, atol=1e-6)
    assert not torch.allclose(members[0], members[1], atol=0.01)


def test_each_patch_teaches_one_member_of_an_ensemble() -> None:
    network = build_network("berundanet-ensemble", "unet-half", 3, 4, 2, {"l1": 3}).train()
    pixels = torch.randn(7, 3, 64, 64)
    output = network.forward_all(pixels)
    assert (output.segmentation.shape, output.auxiliary["l1"].shape) == ((7, 2, 64, 64), (7, 3, 64, 64))
    with torch.no_grad():
        network.eval()
        encoded, pixels_in_order = network.backbone.encoder(pixels), network.forward_all(pixels).segmentation
        for i in range(7):
            member = network.segmentation_head[i % 3](network.decoders[i % 3](encoded))
            torch.testing.assert_close(pixels_in_order[i], member[i])
    output.segmentation[1::3].sum().backward()  # the second member's patches: 1 and 4
    taught = [any(p.grad is not None and p.grad.abs().sum() > 0 for p in decoder.parameters()) for decoder in network.decoders]
    assert taught == [False, True, False]


def test_a_batch_too_small_for_an_ensemble_is_refused(scene: Scene, reporter: RecordingReporter) -> None:
    with pytest.raises(ConfigError, match="batch of 2 is too small for network 'berundanet-ensemble'"):
        run_train(scene.config(network="berundanet-ensemble", backbone="unet-half", width=4, batch=2, steps=1), reporter)
    assert not Path(scene.config().model).exists()
