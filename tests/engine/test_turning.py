"""Tiles shown in several orientations."""
from __future__ import annotations

import pytest
import torch
from scenes import RecordingReporter, Scene

from engine.config import PredictConfig
from engine.inference.turning import turned
from engine.jobs import run_predict, run_train


def lopsided(pixels: torch.Tensor) -> torch.Tensor:
    """Logits that depend on which way is up: each pixel says what lies above it."""
    return torch.roll(pixels, 1, dims=2)


def test_one_turn_is_the_plain_look() -> None:
    assert turned(lopsided, 1) is lopsided


def test_the_mean_of_the_turned_looks_lies_where_the_pixels_lie() -> None:
    pixels = torch.randn(2, 3, 4, 6)
    above, left, below, right = (torch.roll(pixels, shift, dims=dim) for shift, dim in ((1, 2), (1, 3), (-1, 2), (-1, 3)))
    assert torch.allclose(turned(lopsided, 2)(pixels), (above + right) / 2, atol=1e-6)
    assert torch.allclose(turned(lopsided, 4)(pixels), (above + left + below + right) / 4, atol=1e-6)


@pytest.mark.parametrize(
    ("changes", "turns"), [({}, 2), ({"auxiliary": ()}, 1), ({"predict_turns": 4}, 4), ({"auxiliary": (), "predict_turns": 2}, 2)]
)
def test_the_model_says_how_many_and_prediction_may_ask_for_others(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, changes: dict, turns: int
) -> None:
    asked = []
    monkeypatch.setattr("engine.jobs.turned", lambda forward, count: asked.append(count) or forward)
    config = scene.config(steps=2, **changes)
    run_train(config, RecordingReporter())
    for wanted in (None, 3):
        run_predict(PredictConfig(scene.image, config.model, str(scene.folder / "out"), turns=wanted), RecordingReporter())
    assert asked == [turns, 3]
