"""Encoders of the package transformers: their feature maps, and folders that cannot be used."""
from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch.nn import functional
from transformers_folders import CHANNELS, REASON, STRIDES, TINY, save_tiny

from engine.models.encoder_weights import load_backbone
from engine.models.probe import CELL_PX, FeatureProbe, cell_features, project_cells
from engine.models.transformers_encoder import FeatureMap, TransformersEncoder, used_stages
from engine.models.transformers_folder import read_config, read_weights
from engine.models.transformers_unet import transformers_unet
from engine.schema.errors import ConfigError, ModelFileError

PIXELS = (2, 3, 64, 96)


def package_encoder(folder: str, bands: int = 3) -> TransformersEncoder:
    """The encoder with the weights of a folder."""
    backbone = transformers_unet(bands, 4, read_config(folder))
    assert load_backbone(backbone, read_weights(folder), folder) == []
    return backbone.encoder.eval()


@pytest.mark.parametrize("kind", TINY)
def test_feature_maps_are_those_of_the_package(tmp_path: Path, kind: str) -> None:
    folder = save_tiny(tmp_path / kind, kind)
    encoder = package_encoder(folder)
    assert (encoder.strides, encoder.channels) == (STRIDES[kind], CHANNELS[kind])
    transformers = pytest.importorskip("transformers", reason=REASON)
    stages = [f"stage{i + 1}" for i in range(len(STRIDES[kind]))] if len(STRIDES[kind]) > 1 else ["stage2"]
    config = transformers.AutoConfig.from_pretrained(folder, out_features=stages)
    model = transformers.MODEL_FOR_BACKBONE_MAPPING[type(config)].from_pretrained(folder, config=config)
    pixels = torch.randn(PIXELS)
    shown = functional.interpolate(pixels, (56, 84), mode="bilinear") if kind == "dinov2" else pixels
    with torch.inference_mode():
        expected, found = model.eval()(shown).feature_maps, encoder.encode(pixels)
    assert len(found) == len(expected)
    for own, theirs, stride in zip(found, expected, encoder.strides):
        assert own.shape[2:] == (64 // stride, 96 // stride)
        assert own.std() > 0.01
        torch.testing.assert_close(own, theirs)


def test_patches_of_dinov2_have_the_features_of_its_tokens(tmp_path: Path) -> None:
    folder = save_tiny(tmp_path / "dinov2", "dinov2")
    transformers = pytest.importorskip("transformers", reason=REASON)
    pixels = torch.randn(PIXELS)
    with torch.inference_mode():
        (features,) = package_encoder(folder).encode(pixels)
        shown = functional.interpolate(pixels, (56, 84), mode="bilinear")
        tokens = transformers.AutoModel.from_pretrained(folder).eval()(shown).last_hidden_state[:, 1:]
    torch.testing.assert_close(features.flatten(2).transpose(1, 2), tokens)


@pytest.mark.parametrize("bands", [1, 4])
@pytest.mark.parametrize("kind", TINY)
def test_a_grey_image_looks_alike_in_any_number_of_bands(tmp_path: Path, kind: str, bands: int) -> None:
    folder = save_tiny(tmp_path / kind, kind)
    grey = torch.randn(1, 1, 64, 64)
    with torch.inference_mode():
        three, others = (package_encoder(folder, n).encode(grey.repeat(1, n, 1, 1)) for n in (3, bands))
    for own, expected in zip(others, three):
        torch.testing.assert_close(own, expected, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("kind", TINY)
def test_probe_and_decoder_run_on_any_strides(tmp_path: Path, kind: str) -> None:
    torch.manual_seed(0)
    backbone = transformers_unet(4, 4, read_config(save_tiny(tmp_path / kind, kind))).eval()
    pixels = torch.randn(2, 4, 64, 96).contiguous(memory_format=torch.channels_last)
    encoded = backbone.encoder(pixels)
    features = cell_features(encoded)
    probe = FeatureProbe(4, backbone.encoder.channels, 3, 2)
    assert features.shape == (2, probe.weight.shape[1], 64 // CELL_PX, 96 // CELL_PX)
    weights = torch.randn(5, features.shape[1])
    projected = torch.einsum("rf,nfhw->nrhw", weights, features)
    torch.testing.assert_close(project_cells(encoded, weights), projected, rtol=1e-3, atol=1e-3)
    assert backbone(pixels).shape == (2, backbone.decoder.feature_channels, 64, 96)
    assert backbone.decoder.shared(encoded).shape == (2, 8, 16, 24)
    with torch.autocast("cpu", torch.bfloat16):
        assert torch.isfinite(backbone(pixels)).all()


@pytest.mark.parametrize("kind", TINY)
def test_a_state_has_the_names_of_published_weights(tmp_path: Path, kind: str) -> None:
    """Those of the file: a later version of the package may name its layers differently."""
    folder = save_tiny(tmp_path / kind, kind)
    encoder = package_encoder(folder)
    state = encoder.state_dict()
    stored = load_file(Path(folder) / "model.safetensors")
    shared = {f"net.model.{name}" for name in stored} & set(state)
    assert len(shared) > 0.8 * len(stored)
    assert all(torch.equal(state[name], stored[name.removeprefix("net.model.")]) for name in shared)
    torch.manual_seed(1)
    other = transformers_unet(3, 4, read_config(folder)).encoder.eval()
    other.load_state_dict(state)
    pixels = torch.randn(PIXELS)
    with torch.inference_mode():
        assert all(torch.equal(*pair) for pair in zip(other.encode(pixels), encoder.encode(pixels)))
    with pytest.raises(RuntimeError, match="Missing key"):
        other.load_state_dict(dict(list(state.items())[1:]))


def test_the_head_of_a_classifier_is_left_out(tmp_path: Path) -> None:
    """Published weights often are a classifier's, whose names have the prefix of the model."""
    transformers = pytest.importorskip("transformers", reason=REASON)
    config = transformers.AutoConfig.for_model("convnext", **TINY["convnext"])
    model = transformers.AutoModelForImageClassification.from_config(config)
    model.save_pretrained(tmp_path)
    stored = load_file(tmp_path / "model.safetensors")
    assert "classifier.weight" in stored
    found = package_encoder(str(tmp_path)).net.state_dict()
    name = "encoder.stages.2.layers.0.dwconv.weight"
    assert torch.equal(found[f"model.{name}"], stored[f"convnext.{name}"])


def test_a_file_in_the_folder_names_it_too(tmp_path: Path) -> None:
    folder = save_tiny(tmp_path / "dinov2", "dinov2")
    assert read_config(f"{folder}/model.safetensors") == read_config(folder)


def test_weights_of_half_precision_are_read_as_float32(tmp_path: Path) -> None:
    folder = Path(save_tiny(tmp_path / "dinov2", "dinov2"))
    stored = load_file(folder / "model.safetensors")
    half = {name: tensor.half() for name, tensor in stored.items()}
    save_file(half, folder / "model.safetensors", {"format": "pt"})
    tensors = read_weights(str(folder))
    assert {tensor.dtype for tensor in tensors.values()} == {torch.float32}
    torch.testing.assert_close(tensors["model.layernorm.weight"], stored["layernorm.weight"], rtol=1e-2, atol=1e-2)


def test_the_configuration_says_nothing_about_the_machine_or_foreign_code(tmp_path: Path) -> None:
    folder = Path(save_tiny(tmp_path / "dinov2", "dinov2"))
    stored = json.loads((folder / "config.json").read_text())
    stored["auto_map"] = {"AutoBackbone": "somewhere/else--modeling.Evil"}
    stored["_attn_implementation"] = "somewhere/kernels"
    (folder / "config.json").write_text(json.dumps(stored))
    text = json.dumps(read_config(str(folder)))
    assert str(tmp_path) not in text
    assert "somewhere" not in text
    assert len(read_weights(str(folder))) > 10


def test_the_last_stage_of_each_stride_is_used() -> None:
    maps = [FeatureMap(f"stage{i}", stride, 8) for i, stride in enumerate((4, 4, 8, 16, 16, 32))]
    assert used_stages(maps) == ["stage1", "stage2", "stage4"]
    assert used_stages([FeatureMap("a", 32, 8), FeatureMap("b", 32, 8)]) == ["b"]


@pytest.mark.parametrize(("patch_px", "stride", "scale"), [(32, 16, 2), (16, 16, 1), (8, 8, 1)])
def test_patches_of_other_sizes_have_the_nearest_stride(
    tmp_path: Path, patch_px: int, stride: int, scale: float
) -> None:
    encoder = package_encoder(save_tiny(tmp_path / "model", "dinov2", patch_size=patch_px, image_size=64))
    assert (encoder.strides, encoder.net.scale) == ((stride,), scale)
    assert encoder.encode(torch.randn(PIXELS))[0].shape[2:] == (64 // stride, 96 // stride)


def test_strides_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    folder = save_tiny(tmp_path / "model", "dinov2", patch_size=4, image_size=32)
    with pytest.raises(ModelFileError, match="model dinov2 have strides of 4 px"):
        transformers_unet(3, 4, read_config(folder))


def _empty(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def _as_pickle(folder: Path) -> None:
    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()


def _configured(folder: Path, **changes: object) -> None:
    stored = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**stored, **changes}))


def _without_a_layer(folder: Path) -> None:
    stored = load_file(folder / "model.safetensors")
    del stored["layernorm.weight"]
    save_file(stored, folder / "model.safetensors", {"format": "pt"})


DAMAGES = {
    "missing": (shutil.rmtree, "is not a folder"),
    "empty": (_empty, r"has no config\.json"),
    "no weights": (lambda folder: (folder / "model.safetensors").unlink(), "has no weights: download"),
    "pickle": (_as_pickle, r"has its weights in pytorch_model\.bin, which could run code: download"),
    "no JSON": (lambda folder: (folder / "config.json").write_text("{"), "cannot be read"),
    "unknown model": (lambda folder: _configured(folder, model_type="no-such"), "cannot be read"),
    "text model": (lambda folder: _configured(folder, model_type="bert"), "bert, of which transformers gives no"),
    "timm": (
        lambda folder: (folder / "config.json").write_text('{"model_type": "timm_backbone", "backbone": "resnet18"}'),
        "timm_backbone, of which transformers gives no",
    ),
    "wrong value": (lambda folder: _configured(folder, hidden_size="many"), r"cannot be (read|built)"),
    "truncated": (
        lambda folder: (folder / "model.safetensors").write_bytes(
            (folder / "model.safetensors").read_bytes()[:2000]
        ),
        "cannot be read",
    ),
    "other shapes": (lambda folder: _configured(folder, hidden_size=32), r"is damaged: \d+ of the weights.*first"),
    "a layer less": (_without_a_layer, r"is damaged: 1 of the weights.*first layernorm\.weight"),
    "more layers": (lambda folder: _configured(folder, num_hidden_layers=3), "is damaged: .*layer.2"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_folder_that_cannot_be_used_is_refused_in_one_sentence(tmp_path: Path, damage: str) -> None:
    folder = Path(save_tiny(tmp_path / "dinov2", "dinov2"))
    change, words = DAMAGES[damage]
    change(folder)
    with pytest.raises(ModelFileError, match=words) as refused:
        read_weights(str(folder))
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 400


def test_without_the_package_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(ModelFileError, match=r"needs the Python package transformers.*pip install transformers"):
        TransformersEncoder({"model_type": "dinov2", "out_features": ["stage1"]}, 3)


def test_without_a_folder_there_is_no_encoder() -> None:
    with pytest.raises(ConfigError, match=r"no encoder of its own: name the folder .*\(Start from\)"):
        transformers_unet(3, 4, {})
