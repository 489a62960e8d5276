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
from engine.models.encoder import Encoder
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
        self.backbone, self.votes, self.ood_head = SimpleNamespace(encoder=encoder), 0, None

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        return self.vote(self.backbone.encoder(pixels))

    def vote(self, encoded: list[torch.Tensor]) -> torch.Tensor:
        self.votes += 1
        return 2 * encoded[0]


@pytest.mark.parametrize(("encoder", "votes"), [(Above(), 1), (Above().forward, 4)], ids=["feature maps", "other"])
def test_the_mean_of_the_rotations_lies_where_the_pixels_lie(encoder: object, votes: int) -> None:
    pixels = torch.randn(2, 3, 4, 6)
    above, left, below, right = (
        torch.roll(pixels, shift, dims=dim) for shift, dim in ((1, 2), (1, 3), (-1, 2), (-1, 3))
    )
    network = Doubling(encoder)
    assert torch.equal(RotationAverage(network, 1)(pixels), 2 * above)
    assert torch.allclose(RotationAverage(network, 2)(pixels), above + right, atol=1e-6)
    network.votes = 0
    assert torch.allclose(RotationAverage(network, 4)(pixels), (above + left + below + right) / 2, atol=1e-6)
    assert network.votes == votes


def test_the_distances_of_an_ood_head_follow_the_logits() -> None:
    pixels, network = torch.randn(2, 3, 4, 6), Doubling(Above())
    network.ood_head = lambda encoded: encoded[0][:, :2] + 5
    output = RotationAverage(network, 4)(pixels)
    assert torch.equal(output[:, 3:], output[:, :2] / 2 + 5)


@pytest.mark.parametrize("rotations", [2, 4])
def test_the_recipe_decides_how_many_and_a_prediction_may_have_others(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, rotations: int
) -> None:
    used = []
    monkeypatch.setattr(
        "engine.jobs.predict.RotationAverage", lambda network, count: used.append(count) or RotationAverage(network, 1)
    )
    model = run_train(scene.config(steps=2, predict_tta_rotations=rotations, predict_tile_px=64), RecordingReporter())
    request = {"image": scene.image, "model": model["model"], "output": str(scene.folder / "out")}
    run_job("predict", request, RecordingReporter())
    run_job("predict", {**request, "tta_rotations": 3}, RecordingReporter())
    assert used == [rotations, 3]
    assert predict.decode(request).tile_px == 64
