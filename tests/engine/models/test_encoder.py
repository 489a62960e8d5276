"""The interface of encoders: what every entry of the registry returns, and how another one is added."""
from __future__ import annotations

import pytest
import torch
from torch import nn

from engine.models.backbone import Backbone, Decoder
from engine.models.encoder import Encoder, mark_pretrained
from engine.models.encoders import ENCODERS, EncoderEntry, build_encoder
from engine.models.network import Network
from engine.models.probe import CELL_PX, CellMaps, FeatureProbe, cell_features
from engine.models.registry import BACKBONES, BackboneEntry, build_network

BANDS, CLASSES = 4, 3


class TinyEncoder(nn.Module):
    """Three convolutions of stride 2."""

    def __init__(self, bands: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(nn.Conv2d(n, m, 3, 2, 1) for n, m in ((bands, 5), (5, 6), (6, 7)))

    def forward(self, pixels: torch.Tensor) -> list[torch.Tensor]:
        maps = [pixels]
        for layer in self.layers:
            maps.append(layer(maps[-1]).relu())
        return maps[1:]


class TinyDecoder(Decoder):
    """Upsamples the deepest feature map."""

    last_shared, shared_stride = "layer", 1

    def __init__(self, channels: int, stride: int) -> None:
        super().__init__()
        self.shared_channels = self.feature_channels = channels
        self.layer = nn.Upsample(scale_factor=stride)

    def shared(self, encoded: list[torch.Tensor]) -> torch.Tensor:
        return self.layer(encoded[-1])

    def refine(self, shared: torch.Tensor, encoded: list[torch.Tensor]) -> torch.Tensor:
        return shared


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> str:
    """The name under which the tiny encoder is in the registries."""

    def backbone(bands: int, width: int) -> Backbone:
        encoder = build_encoder("tiny", bands)
        return Backbone(encoder, lambda: TinyDecoder(encoder.channels[-1], encoder.stride), encoder.stride)

    monkeypatch.setitem(ENCODERS, "tiny", EncoderEntry(TinyEncoder, (2, 4, 8), (5, 6, 7)))
    monkeypatch.setitem(BACKBONES, "tiny", BackboneEntry(backbone, "For tests.", keeps_weights=True))
    return "tiny"


def assert_interface(name: str) -> None:
    encoder = build_encoder(name, BANDS)
    pixels = torch.randn(2, BANDS, 2 * encoder.stride, 3 * encoder.stride)
    shapes = [tuple(features.shape) for features in encoder.encode(pixels)]
    height, width = pixels.shape[2:]
    sizes = zip(encoder.channels, encoder.strides)
    assert shapes == [(2, channels, height // stride, width // stride) for channels, stride in sizes]
    assert list(encoder.strides) == sorted(set(encoder.strides))
    assert encoder.stride == encoder.strides[-1]
    assert (encoder.name, encoder.bands) == (name, BANDS)
    first, *features = encoder.eval()(pixels)
    assert first is pixels
    assert all(torch.equal(own, again) for own, again in zip(features, encoder.encode(pixels)))


@pytest.mark.parametrize("name", ENCODERS)
def test_feature_maps_have_the_declared_strides_and_channels(name: str) -> None:
    assert_interface(name)


def test_another_encoder_is_one_entry(tiny: str) -> None:
    assert_interface(tiny)


@pytest.mark.parametrize("name", ["efficientnet-lite0", "resnet18", "tiny"])
def test_a_feature_probe_runs_on_any_encoder(tiny: str, name: str) -> None:
    encoder = build_encoder(name, BANDS)
    probe = FeatureProbe(BANDS, encoder.channels, CLASSES, 2)
    encoded = encoder(torch.randn(2, BANDS, 64, 96))
    assert cell_features(encoded).shape == (2, probe.weight.shape[1], 64 // CELL_PX, 96 // CELL_PX)
    probe.weight.normal_()
    logits = probe(CellMaps.of_encoded(encoded))
    assert logits.shape == (2, CLASSES, 64, 96)
    assert logits.std() > 0


def test_a_network_with_another_encoder_has_a_probe_in_its_vote(tiny: str) -> None:
    network: Network = build_network("berundanet-late", tiny, BANDS, 4, CLASSES, {}).eval()
    assert network.frozen_encoder is None
    mark_pretrained(network)
    network.requires_grad_(False)
    assert network.frozen_encoder is network.backbone.encoder
    pixels = torch.randn(1, BANDS, 16, 24)
    decoder_logits = network(pixels)
    network.add_probe(0.25, CLASSES, 2)
    network.probe.bias += torch.tensor([4.0, 0.0, -4.0])
    torch.testing.assert_close(network(pixels), 0.75 * decoder_logits + torch.tensor([1.0, 0.0, -1.0])[:, None, None])


def test_pretrained_batch_statistics_are_not_updated() -> None:
    encoder, pixels = build_encoder("resnet18", BANDS), torch.randn(2, BANDS, 64, 64)
    mean = encoder.net.bn1.running_mean.clone()
    network = nn.ModuleList([encoder])
    mark_pretrained(network)
    encoder.train()(pixels)
    assert torch.equal(encoder.net.bn1.running_mean, mean)
    mark_pretrained(network, fresh=["0.net.conv1.weight"])
    encoder.train()(pixels)
    assert not torch.equal(encoder.net.bn1.running_mean, mean)


def frozen_encoder() -> Encoder:
    network: Network = build_network("berundanet-late", "efficientnet-lite0", BANDS, 4, CLASSES, {})
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.normal_(std=0.1)
            module.running_var.uniform_(0.5, 2)
    mark_pretrained(network)
    encoder: Encoder = network.backbone.encoder
    return encoder.requires_grad_(False).eval()


def test_a_frozen_encoder_computes_the_same_with_folded_normalisation() -> None:
    encoder, pixels = frozen_encoder(), torch.randn(2, BANDS, 64, 96)
    stored = set(encoder.state_dict())
    for found, expected in zip(encoder.encode(pixels), encoder.net(pixels)):
        assert expected.std() > 1e-3
        torch.testing.assert_close(found, expected, rtol=1e-3, atol=1e-4)
        assert not torch.equal(found, expected)
    assert set(encoder.state_dict()) == stored


def test_it_is_folded_anew_when_weights_change_and_not_at_all_while_they_are_trained() -> None:
    encoder, pixels = frozen_encoder(), torch.randn(1, BANDS, 32, 32)
    before = encoder.encode(pixels)[-1]
    other = {name: tensor * 1.1 for name, tensor in encoder.state_dict().items()}
    encoder.load_state_dict(other)
    after = encoder.encode(pixels)[-1]
    assert not torch.allclose(before, after, rtol=1e-2)
    torch.testing.assert_close(after, encoder.net(pixels)[-1], rtol=1e-3, atol=1e-4)
    encoder.requires_grad_(True)
    encoder.encode(pixels)[-1].sum().backward()
    assert encoder.net.stem.conv.weight.grad is not None


def test_it_is_folded_anew_when_it_was_moved_and_changes_afterwards() -> None:
    """Moving replaces the running statistics: those that were looked at before no longer change."""
    encoder, pixels = frozen_encoder(), torch.randn(1, BANDS, 32, 32)
    encoder.encode(pixels)
    encoder.double()
    torch.testing.assert_close(encoder.encode(pixels.double())[-1], encoder.net(pixels.double())[-1])
    encoder.net.stem.norm.running_mean += 1
    torch.testing.assert_close(encoder.encode(pixels.double())[-1], encoder.net(pixels.double())[-1])


def test_a_prediction_with_trained_weights_is_folded_too() -> None:
    encoder, pixels = frozen_encoder().requires_grad_(True), torch.randn(1, BANDS, 32, 32)
    trained = encoder.encode(pixels)[-1].detach()
    with torch.inference_mode():
        predicted = encoder.encode(pixels)[-1]
    torch.testing.assert_close(predicted, trained, rtol=1e-3, atol=1e-4)
    assert not torch.equal(predicted, trained)
