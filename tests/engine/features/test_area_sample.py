"""Patches on which a network in training is run again and again, and the sample of the unlabelled imagery."""
from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from scenes import RecordingReporter, Scene, write_raster

from engine.features.area_sample import AreaSample
from engine.features.encoded_patches import EncodedPatches
from engine.models.compute import Compute
from engine.models.network import Network
from engine.models.probe import cell_features
from engine.models.registry import build_network, load_pretrained
from engine.models.rotations import RotationAverage
from engine.training.preparation import read_training_data

CPU = Compute(torch.device("cpu"), None, torch.channels_last)


def network_over(backbone: str) -> Network:
    """A network of two classes, in evaluation mode, its encoder frozen where it has pretrained weights."""
    network = build_network("berundanet-late", backbone, 3, 4, 2, {})
    load_pretrained(network, backbone)
    for parameter in network.pretrained_parameters():
        parameter.requires_grad_(False)
    return network.eval()


@pytest.mark.parametrize("rotations", [1, 4])
@pytest.mark.parametrize("backbone", ["efficientnet-lite0", "unet-half"])
def test_the_logits_are_those_of_a_prediction(backbone: str, rotations: int) -> None:
    network, batches = network_over(backbone), torch.randn(3, 3, 64, 64).split(2)
    found = np.concatenate(list(EncodedPatches(batches, rotations, CPU).logits(network)))
    expected = torch.cat([CPU.forward(RotationAverage(network, rotations), batch) for batch in batches])
    assert np.allclose(found, expected, atol=1e-5)


def test_a_frozen_encoder_runs_once_and_the_decoder_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    network, calls = network_over("efficientnet-lite0"), []
    encode = network.backbone.encoder.encode
    monkeypatch.setattr(network.backbone.encoder, "encode", lambda pixels: calls.append(1) or encode(pixels))
    patches = EncodedPatches([torch.randn(1, 3, 64, 64)], 2, CPU)
    (before,) = patches.logits(network)
    network.segmentation_head.bias.data += torch.tensor([1.0, 0])
    (after,) = patches.logits(network)
    assert len(calls) == 1  # both rotations in a batch
    assert np.allclose(after[:, 0] - before[:, 0], 1, atol=1e-5)


@pytest.mark.parametrize("smoothing_px", [0, 8, 12])
def test_the_logits_of_the_probe_alone_are_those_of_whole_patches(scene: Scene, smoothing_px: int) -> None:
    """Only the cells that the sample's pixels depend on are classified."""
    torch.manual_seed(0)  # logits of very small probabilities differ by more, as some weights have them
    sampler = read_training_data(scene.config(), RecordingReporter()).sampler
    network, area = network_over("efficientnet-lite0"), AreaSample(sampler.unlabelled, 1, CPU)
    network.add_probe(0.9, 2, 2, smoothing_px)
    for name in ("weight", "bias", "directions", "offsets"):
        getattr(network.probe, name).normal_(std=0.1)
    found = area.probe_logits(network).smoothed
    whole = torch.cat([network.probe(maps) for maps in area.cell_maps(network)])
    assert found.std() > 0.1
    np.testing.assert_allclose(found, area.valid_pixels(whole, 1), rtol=1e-4, atol=1e-4)
    assert not np.allclose(found, area.logits(network), atol=0.1)


def test_an_encoder_that_learns_runs_each_time() -> None:
    network, patches = network_over("unet-half"), EncodedPatches([torch.randn(1, 3, 64, 64)], 1, CPU)
    (before,) = patches.logits(network)
    next(network.backbone.encoder.parameters()).data += 1
    (after,) = patches.logits(network)
    assert np.abs(after - before).max() > 1e-3


def test_a_sample_has_the_valid_pixels_of_the_middle_of_its_patches(scene: Scene) -> None:
    pixels = scene.pixels.copy()
    pixels[:, 90:140] = 0
    write_raster(scene.folder / "image.tif", pixels, nodata=0)
    sampler = read_training_data(scene.config(), RecordingReporter()).sampler
    side, margin = AreaSample.SIDE_PX, AreaSample.MARGIN_PX
    network, area = network_over("efficientnet-lite0"), AreaSample(sampler.unlabelled, 1, CPU)
    count = math.ceil(sampler.unlabelled.valid_count / side**2)
    assert count < AreaSample.PATCHES
    drawn = [sampler.unlabelled.patch(index, side + 2 * margin) for index in range(count)]
    middles = [valid_mask[margin:-margin, margin:-margin] for _, valid_mask in drawn]
    assert 0 < np.mean(middles) < 1
    assert len(area.logits(network)) == np.sum(middles)
    centres = [valid_mask[2::4, 2::4] for valid_mask in middles]
    features = area.cell_features(network)
    assert len(features) == np.sum(centres)
    first = next(index for index, valid_mask in enumerate(centres) if valid_mask.any())
    with torch.inference_mode():
        expected = cell_features(network.backbone.encoder(torch.from_numpy(drawn[first][0])[None]))[0]
    inner = expected[:, margin // 4 : -(margin // 4), margin // 4 : -(margin // 4)]
    of_first = inner[:, torch.from_numpy(centres[first])].T
    assert torch.allclose(features[: len(of_first)], of_first, atol=1e-3)
