"""Test-time augmentation by rotations."""
from __future__ import annotations

import pytest
import torch
from scenes import RecordingReporter, Scene

from engine.inference.rotations import average_rotations
from engine.jobs import predict
from engine.jobs.registry import run_job
from engine.jobs.train import run as run_train


def lopsided(pixels: torch.Tensor) -> torch.Tensor:
    """Logits that depend on which way is up: each pixel says what lies above it."""
    return torch.roll(pixels, 1, dims=2)


def test_one_rotation_is_the_plain_forward() -> None:
    assert average_rotations(lopsided, 1) is lopsided


def test_the_mean_of_the_rotations_lies_where_the_pixels_lie() -> None:
    pixels = torch.randn(2, 3, 4, 6)
    above, left, below, right = (
        torch.roll(pixels, shift, dims=dim) for shift, dim in ((1, 2), (1, 3), (-1, 2), (-1, 3))
    )
    assert torch.allclose(average_rotations(lopsided, 2)(pixels), (above + right) / 2, atol=1e-6)
    assert torch.allclose(average_rotations(lopsided, 4)(pixels), (above + left + below + right) / 4, atol=1e-6)


@pytest.mark.parametrize("rotations", [2, 4])
def test_the_recipe_decides_how_many_and_a_prediction_may_have_others(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, rotations: int
) -> None:
    used = []
    monkeypatch.setattr("engine.jobs.predict.average_rotations", lambda forward, count: used.append(count) or forward)
    model = run_train(scene.config(steps=2, predict_tta_rotations=rotations, predict_tile_px=64), RecordingReporter())
    request = {"image": scene.image, "model": model["model"], "output": str(scene.folder / "out")}
    run_job("predict", request, RecordingReporter())
    run_job("predict", {**request, "tta_rotations": 3}, RecordingReporter())
    assert used == [rotations, 3]
    assert predict.decode(request).tile_px == 64
