"""The class prior, estimated on unlabelled pixels."""
from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from compute_device import exact
from scenes import RecordingReporter, Scene, box_at, write_labels

from engine.features.class_prior import SMOOTHING, TEMPERATURE, TRUST, estimated_shift, shifted_posteriors
from engine.jobs.train import run as run_train
from engine.models.model_file import load_model
from engine.schema.config import BALANCED, ESTIMATED

SUPERVISED = {"backbone": "unet-half", "width": 4, "auxiliary": (), "steps": 10}


def test_it_is_ten_smoothed_steps_of_expectation_maximisation() -> None:
    """Of one pixel and two classes, in plain numbers."""
    posterior, share = 1 / (1 + math.exp(-1.4 / TEMPERATURE)), 0.5
    for _ in range(10):
        of_first = posterior * share / (posterior * share + (1 - posterior) * (1 - share))
        share = 0.8 * of_first + 0.1
    shift = estimated_shift(torch.tensor([[1.4, 0]]))
    assert shift.tolist() == pytest.approx([TRUST * math.log(2 * share), TRUST * math.log(2 - 2 * share)], rel=1e-5)


def test_equally_frequent_classes_are_left_alone() -> None:
    assert estimated_shift(2 * torch.eye(3)).tolist() == pytest.approx([0, 0, 0], abs=1e-6)


def test_the_shift_follows_the_order_of_the_classes() -> None:
    logits = torch.randn(500, 4, generator=torch.Generator().manual_seed(0))
    order = [2, 0, 3, 1]
    assert torch.allclose(estimated_shift(logits[:, order]), estimated_shift(logits)[order], atol=1e-6)


def test_a_class_that_seems_absent_keeps_a_share() -> None:
    shift = estimated_shift(torch.tensor([[50.0, -50.0]]))
    assert (shift / TRUST).exp().tolist() == pytest.approx([2 - SMOOTHING, SMOOTHING], rel=1e-3)


def test_posteriors_have_the_prior_in_them() -> None:
    logits = torch.tensor([[3.0, 0]] * 9 + [[0.0, 0]])
    assert shifted_posteriors(logits)[-1, 0] > 0.6
    assert shifted_posteriors(logits).sum(dim=1).tolist() == pytest.approx([1] * 10)


def test_it_mends_what_balanced_strokes_got_wrong() -> None:
    """Two Gaussian classes one apart, nine to one: the balanced rule is best for strokes, the shifted for the map."""
    rng = np.random.default_rng(1)
    targets = (rng.random(100_000) < 0.1).astype(int)
    x = rng.normal(targets, 0.7)
    logits = np.stack([-((x - 0) ** 2), -((x - 1) ** 2)], axis=1).astype(np.float32) / (2 * 0.7**2)
    shift = estimated_shift(torch.from_numpy(logits)).numpy()
    errors = [(values.argmax(axis=1) != targets).mean() for values in (logits, logits + shift)]
    assert errors[1] < 0.9 * errors[0]


@exact
def test_training_stores_it_in_the_model_apart_from_the_weights(scene: Scene, reporter: RecordingReporter) -> None:
    models = []
    for prior in (BALANCED, ESTIMATED):
        config = scene.config(**SUPERVISED, class_prior=prior, model=str(scene.folder / f"{prior}.safetensors"))
        models.append(load_model(run_train(config, reporter)["model"]))
    (balanced, plain), (estimated, card) = models
    assert all(torch.equal(a, b) for a, b in zip(balanced.state_dict().values(), estimated.state_dict().values()))
    assert plain.postprocessing.class_shift == ()
    assert np.abs(card.postprocessing.class_shift).max() > 1e-3


def test_it_needs_no_held_out_strokes(scene: Scene, reporter: RecordingReporter) -> None:
    few = write_labels(scene.folder / "few.gpkg", [(box_at(5, 5), 1), (box_at(5, 80), 2), (box_at(5, 150), 3)])
    model = run_train(scene.config(**SUPERVISED, class_prior=ESTIMATED, labels=few), reporter)["model"]
    card = load_model(model)[1]
    assert card.held_out is None
    assert len(card.postprocessing.class_shift) == 3


def test_a_warm_start_begins_with_the_weights_alone(scene: Scene, reporter: RecordingReporter) -> None:
    first = run_train(scene.config(**SUPERVISED, class_prior=ESTIMATED), reporter)["model"]
    again = {**SUPERVISED, "class_prior": BALANCED, "weights": first, "steps": 1, "learning_rate": 1e-7}
    second = run_train(scene.config(**again, model=str(scene.folder / "second.safetensors")), reporter)["model"]
    (before, _), (after, card) = load_model(first), load_model(second)
    assert card.postprocessing.class_shift == ()
    assert torch.allclose(after.segmentation_head.bias, before.segmentation_head.bias, atol=1e-4)
