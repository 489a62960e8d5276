"""Networks: shapes, the separation of heads, and the model file."""
from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from named_backbones import NAMED_BACKBONES
from safetensors import safe_open
from safetensors.torch import save_file
from scenes import RecordingReporter, Scene
from torch import nn

from engine.jobs.train import run as run_train
from engine.models.encoder import Encoder
from engine.models.model_file import build_model, load_model, save_model
from engine.models.registry import MODELS, build_network, load_pretrained
from engine.schema.config import SIDE_MULTIPLE_PX
from engine.schema.errors import ConfigError, ModelFileError, OutputError
from engine.schema.land_cover import LandCoverClass
from engine.schema.model_card import BandStatistics, ModelCard, PostProcessing


def make_card(**changes: object) -> ModelCard:
    values = {
        "network": "berundanet-late", "backbone": "unet-half", "width": 4, "auxiliary_channels": {"l1": 3},
        "classes": (LandCoverClass(2, "Straße", "#112233"), LandCoverClass(9, "water", "#445566")), "bands": (1, 2, 3),
        "normalisation": BandStatistics((0.0,) * 3, (255.0,) * 3, (100.0, 90.0, 80.0), (50.0,) * 3), "pixel_size": 0.5,
        "crs": "EPSG:32640", "auxiliary": {"l1": 0.5}, "recipe": {"steps": 3}, "labels_digest": "ab",
        "postprocessing": PostProcessing(temperature=1.3, ood={"quantiles": [1.0, 2.0]}),
    }  # fmt: skip
    return ModelCard(**{**values, **changes})


@pytest.mark.parametrize("backbone", NAMED_BACKBONES)
@pytest.mark.parametrize("network", MODELS)
@pytest.mark.parametrize("bands", [1, 3, 10])
def test_outputs_have_the_input_s_size(network: str, backbone: str, bands: int) -> None:
    model = build_network(network, backbone, bands, 4, 5, {"l1": bands, "relaxed-kmeans": 10})
    pixels = torch.randn(2, bands, 64, 96)
    output = model.forward_all(pixels)
    assert output.segmentation.shape == (2, 5, 64, 96)
    assert {name: tuple(t.shape) for name, t in output.auxiliary.items()} == {
        "l1": (2, bands, 64, 96),
        "relaxed-kmeans": (2, 10, 64, 96),
    }
    assert SIDE_MULTIPLE_PX % model.stride == 0
    model.eval()
    if network != "berundanet-ensemble":  # tested below
        torch.testing.assert_close(model(pixels), model.forward_all(pixels).segmentation)


@pytest.mark.parametrize("backbone", NAMED_BACKBONES)
def test_an_auxiliary_loss_reaches_the_shared_weights_but_not_the_other_head_or_the_last_part(backbone: str) -> None:
    last_part = {
        "efficientnet-lite0": ("blocks", "at_half", "upsampling"),
        "unet-half": ("inner.levels.0", "inner.lateral.0", "upsampling"),
        "unet": ("levels.0", "lateral.0"),
        "resnet18": ("levels.0", "upsampling"),
        "segnet": (),
        "unet-smooth": ("levels.0", "lateral.0"),
        "scenes": (),
    }[backbone]
    model = build_network("berundanet-late", backbone, 3, 4, 5, {"l1": 3})
    model.forward_all(torch.randn(2, 3, 64, 64)).auxiliary["l1"].square().mean().backward()
    assert model.segmentation_head.weight.grad is None
    weights = {name: p for name, p in model.backbone.named_parameters() if name.endswith("weight")}
    reached = {name for name, p in weights.items() if p.grad is not None and p.grad.abs().sum() > 0}
    prefixes = tuple(f"decoder.{part}." for part in last_part)
    assert set(weights) - reached == {name for name in weights if name.startswith(prefixes)}
    assert len(reached) > 10


@pytest.mark.parametrize("backbone", NAMED_BACKBONES)
def test_the_shared_weights_are_the_last_two_kernels_that_run_before_the_auxiliary_heads(backbone: str) -> None:
    """Hooks record the order of the convolutions."""
    model = build_network("berundanet-late", backbone, 3, 4, 5, {})
    order: list[nn.Parameter] = []
    for module in model.backbone.modules():
        if isinstance(module, nn.Conv2d):
            module.register_forward_hook(lambda module, *_: order.append(module.weight))
    model.backbone.decoder.shared(model.backbone.encoder(torch.randn(2, 3, 64, 64)))
    assert len(model.shared_weights) == 2
    assert {id(kernel) for kernel in model.shared_weights} == {id(kernel) for kernel in order[-2:]}


@pytest.mark.parametrize("backbone", NAMED_BACKBONES)
def test_all_of_a_wnet_s_second_network_is_trained(backbone: str) -> None:
    """Class probabilities are not colours: weights trained on photographs, and frozen ones, do not fit them."""
    model = build_network("wnet", backbone, 3, 4, 5, {"l1": 3})
    load_pretrained(model, backbone)
    for parameter in model.pretrained_parameters():
        parameter.requires_grad_(False)
    assert not [module for module in model.second.modules() if isinstance(module, Encoder)]
    model.forward_all(torch.randn(2, 3, 64, 64)).auxiliary["l1"].square().mean().backward()
    kernels = {name: p for name, p in model.second.named_parameters() if p.ndim == 4}
    assert len(kernels) > 10
    assert all(kernel.grad is not None and kernel.grad.abs().sum() > 0 for kernel in kernels.values())
    assert all(kernel.grad.abs().sum() > 0 for kernel in model.shared_weights)


@pytest.mark.parametrize("width", [5, 17, 28])
def test_group_normalisation_fits_any_width(width: int) -> None:
    model = build_network("berundanet-late", "unet-smooth", 3, width, 5, {})
    assert model(torch.randn(1, 3, 32, 32)).shape == (1, 5, 32, 32)


def test_the_half_resolution_backbone_resolves_single_pixels() -> None:
    """Changing one pixel must change the output most within 2 px of it."""
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


@pytest.mark.parametrize(("network", "backbone", "value"), [("v-net", "unet", "v-net"), ("wnet", "vgg", "vgg")])
def test_unknown_names_are_refused_with_the_valid_ones(network: str, backbone: str, value: str) -> None:
    with pytest.raises(ConfigError, match=value) as caught:
        build_network(network, backbone, 3, 4, 5, {})
    assert "unet" in caught.value.remedy or "berundanet-late" in caught.value.remedy


def test_a_model_file_gives_back_weights_and_card(tmp_path: Path) -> None:
    card, path = make_card(), str(tmp_path / "sub" / "m.safetensors")
    network = build_model(card)
    save_model(path, network, card)
    loaded, again = load_model(path)
    assert again == card
    assert not loaded.training
    weights, loaded_weights = network.state_dict(), loaded.state_dict()
    assert weights.keys() == loaded_weights.keys()
    assert all(torch.equal(weights[name], tensor) for name, tensor in loaded_weights.items())
    assert not list(tmp_path.glob("sub/*.partial"))


def test_the_metadata_reads_without_berunda(tmp_path: Path) -> None:
    path = str(tmp_path / "m.safetensors")
    save_model(path, build_model(make_card()), make_card())
    with safe_open(path, "pt") as source:
        metadata = source.metadata()
    assert metadata["network"] == '"berundanet-late"'
    assert "water" in metadata["classes"]
    assert {"normalisation", "bands", "pixel_size", "crs", "recipe", "postprocessing", "labels_digest"} <= set(metadata)


def test_a_model_of_version_1_gives_the_same_logits(tmp_path: Path) -> None:
    """Its class prior was part of the biases of decoder and probe, and the layer `upsampling` was named `opening`."""
    path, shift = str(tmp_path / "old.safetensors"), torch.tensor([0.5, -1.25])
    card = make_card(backbone="efficientnet-lite0", network="berundanet-ensemble")
    network = build_model(card).eval()
    network.add_probe(0.75, 2, 1)
    network.probe.weight.normal_()
    tensors = {name.replace(".upsampling.", ".opening."): tensor for name, tensor in network.state_dict().items()}
    assert any(".opening." in name for name in tensors)
    for name in ("probe.bias", *(f"segmentation_head.{member}.bias" for member in range(3))):
        tensors[name] = tensors[name] + shift
    entries = {name: json.loads(text) for name, text in card.to_metadata().items() if name != "format"}
    entries |= entries.pop("postprocessing") | {"class_shift": shift.tolist()}
    entries["recipe"] = {"auxiliary": None, "probe": None, "predict_turns": 4}
    metadata = {name: json.dumps(value) for name, value in entries.items() if name not in ("probe_share", "extra")}
    save_file(tensors, path, {"format": "berunda-model-1", **metadata})
    loaded, migrated = load_model(path)
    pixels = torch.randn(1, 3, 32, 32)
    with torch.no_grad():
        torch.testing.assert_close(loaded(pixels), network(pixels))
    assert migrated.postprocessing.class_shift == (0.5, -1.25)
    assert (migrated.postprocessing.probe_share, migrated.postprocessing.temperature) == (0.75, 1.3)
    assert migrated.recipe["predict_tta_rotations"] == 4


def test_a_probe_needs_an_encoder_of_the_registry() -> None:
    with pytest.raises(ConfigError, match="no encoder for a feature probe: choose backbone efficientnet-lite0"):
        build_network("berundanet-late", "unet", 3, 4, 2, {}).add_probe(0.75, 2, 1)


@pytest.mark.parametrize("kind", ["missing", "text", "foreign", "damaged"])
def test_a_file_that_is_not_a_model_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "m.safetensors"
    if kind == "text":
        path.write_text("not a model, but longer than a header")
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
        save_model(str(tmp_path / "file" / "m.safetensors"), build_model(make_card()), make_card())
    assert (tmp_path / "file").read_text().startswith("a file")


def test_an_ensemble_s_logits_are_the_mean_of_its_members() -> None:
    network = build_network("berundanet-ensemble", "unet-half", 3, 4, 2, {}).eval()
    pixels = torch.randn(2, 3, 64, 64)
    with torch.no_grad():
        encoded = network.backbone.encoder(pixels)
        members = [head(decoder(encoded)) for decoder, head in zip(network.decoders, network.segmentation_head)]
        assert torch.allclose(network(pixels), sum(members) / 3, atol=1e-6)
    assert not torch.allclose(members[0], members[1], atol=0.01)


def test_each_patch_trains_one_member_of_an_ensemble() -> None:
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
    trained = [any(p.grad is not None and p.grad.any() for p in each.parameters()) for each in network.decoders]
    assert trained == [False, True, False]


def test_a_batch_too_small_for_an_ensemble_is_refused(scene: Scene, reporter: RecordingReporter) -> None:
    config = scene.config(network="berundanet-ensemble", backbone="unet-half", width=4, batch=2, steps=1)
    with pytest.raises(ConfigError, match="batch of 2 is too small for network 'berundanet-ensemble'"):
        run_train(config, reporter)
    assert not Path(scene.config().model).exists()
