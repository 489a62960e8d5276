"""Test-time augmentation by rotations."""
from __future__ import annotations

from types import SimpleNamespace

import pytest
import torch
from scenes import RecordingReporter, Scene
from torch import nn

from engine.jobs import predict
from engine.jobs.registry import run_job
from engine.jobs.train import run as run_train
from engine.models import rotations
from engine.models.encoder import Encoder
from engine.models.network import Network
from engine.models.rotations import RotationAverage


class Above(Encoder):
    """An encoder whose only map says of each pixel what lies above it."""

    def __init__(self) -> None:
        super().__init__("above", nn.Identity(), 3, (1,), (3,))

    def forward(self, pixels: torch.Tensor) -> list[torch.Tensor]:
        return [torch.roll(pixels, 1, dims=2)]


class Doubling(nn.Module):
    """A network over it; counts how often it decodes."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.backbone, self.ood_head, self.votes = SimpleNamespace(encoder=encoder), None, 0

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        return self.vote(self.backbone.encoder(pixels))

    def vote(self, encoded: list[torch.Tensor]) -> torch.Tensor:
        self.votes += 1
        return 2 * encoded[0]


@pytest.mark.parametrize(("batched_px", "votes"), [(0, 4), (10_000, 2)], ids=["one by one", "in batches"])
@pytest.mark.parametrize("encoder", [Above(), Above().forward], ids=["feature maps", "other"])
def test_the_mean_of_the_rotations_lies_where_the_pixels_lie(
    monkeypatch: pytest.MonkeyPatch, encoder: object, batched_px: int, votes: int
) -> None:
    monkeypatch.setattr(rotations, "MAX_BATCHED_PX", batched_px)
    pixels = torch.randn(2, 3, 4, 6)
    above, left, below, right = (
        torch.roll(pixels, shift, dims=dim) for shift, dim in ((1, 2), (1, 3), (-1, 2), (-1, 3))
    )
    network = Doubling(encoder)
    assert torch.equal(RotationAverage(network, 1)(pixels), 2 * above)
    assert torch.allclose(RotationAverage(network, 2)(pixels), above + right, atol=1e-6)
    network.votes = 0
    assert torch.allclose(RotationAverage(network, 4)(pixels), (above + left + below + right) / 2, atol=1e-6)
    assert network.votes == (1 if isinstance(encoder, Encoder) else votes)


@pytest.mark.parametrize(("height", "calls"), [(4, 1), (6, 2)])
def test_rotations_of_few_pixels_run_in_one_batch_for_each_shape(height: int, calls: int) -> None:
    pixels, seen = torch.randn(2, 3, height, 4), []

    def function(batch: torch.Tensor) -> list[torch.Tensor]:
        seen.append(batch.shape)
        return [torch.roll(batch, 1, dims=2), batch]

    found = list(rotations.over_rotations(function, pixels, 4))
    assert len(seen) == calls
    for above, same in found:
        assert torch.equal(same, pixels)
        assert above.shape == pixels.shape
    assert torch.equal(found[0][0], torch.roll(pixels, 1, dims=2))
    assert torch.equal(found[1][0], torch.roll(pixels, -1, dims=3))


@pytest.mark.parametrize("count", [2, 4])
def test_the_recipe_decides_how_many_and_a_prediction_may_have_others(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    used = []

    def average(network: Network, count: int) -> RotationAverage:
        used.append(count)
        return RotationAverage(network, 1)

    monkeypatch.setattr("engine.jobs.predict.RotationAverage", average)
    model = run_train(scene.config(steps=2, predict_tta_rotations=count, predict_tile_px=64), RecordingReporter())
    request = {"image": scene.image, "model": model["model"], "output": str(scene.folder / "out")}
    run_job("predict", request, RecordingReporter())
    run_job("predict", {**request, "tta_rotations": 3}, RecordingReporter())
    assert used == [count, 3]
    assert predict.decode(request).tile_px == 64
