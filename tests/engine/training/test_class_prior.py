"""The class prior, estimated on unlabelled pixels."""
from __future__ import annotations

import numpy as np
import pytest
import torch
from scenes import RecordingReporter, Scene, box_at, write_labels

from engine.jobs.train import run as run_train
from engine.models.model_file import load_model
from engine.schema.config import BALANCED, ESTIMATED
from engine.training.class_prior import LEAST_SHARE, TRUST, estimated_shift

SUPERVISED = {"backbone": "unet-half", "width": 4, "auxiliary": (), "steps": 10}


def test_it_is_the_mean_probability_over_that_of_equal_classes() -> None:
    # By hand: means 0.8, 0.125, 0.075, times 3, half-way on a log scale.
    logits = np.log([[0.7, 0.2, 0.1], [0.9, 0.05, 0.05]]).astype(np.float32)
    assert np.exp(estimated_shift(logits) / TRUST) == pytest.approx([2.4, 0.375, 0.225], rel=1e-5)


def test_equally_frequent_classes_are_left_alone() -> None:
    logits = np.array([[2.0, 0, 0], [0, 2, 0], [0, 0, 2]], np.float32)
    assert estimated_shift(logits) == pytest.approx(0, abs=1e-6)


def test_the_shift_follows_the_order_of_the_classes() -> None:
    logits = np.random.default_rng(0).normal(size=(500, 4)).astype(np.float32)
    order = [2, 0, 3, 1]
    assert estimated_shift(logits[:, order]) == pytest.approx(estimated_shift(logits)[order], abs=1e-6)


def test_a_class_that_seems_absent_keeps_a_share() -> None:
    shift = estimated_shift(np.array([[50.0, -50.0]], np.float32))
    assert np.exp(shift / TRUST) == pytest.approx([2, 2 * LEAST_SHARE], rel=1e-3)


def test_it_mends_what_balanced_strokes_got_wrong() -> None:
    """Two Gaussian classes one apart, nine to one: the balanced rule is best for strokes, the shifted for the map."""
    rng = np.random.default_rng(1)
    targets = (rng.random(100_000) < 0.1).astype(int)
    x = rng.normal(targets, 0.7)
    logits = np.stack([-((x - 0) ** 2), -((x - 1) ** 2)], axis=1).astype(np.float32) / (2 * 0.7**2)
    errors = [
        (values.argmax(axis=1) != targets).mean()
        for values in (logits, logits + estimated_shift(logits) / TRUST)
    ]
    assert errors[1] < 0.8 * errors[0]


def test_training_stores_it_in_the_model_apart_from_the_weights(scene: Scene, reporter: RecordingReporter) -> None:
    models = []
    for prior in (BALANCED, ESTIMATED):
        config = scene.config(**SUPERVISED, class_prior=prior, model=str(scene.folder / f"{prior}.safetensors"))
        models.append(load_model(run_train(config, reporter)["model"]))
    (balanced, plain), (estimated, card) = models
    assert all(torch.equal(a, b) for a, b in zip(balanced.state_dict().values(), estimated.state_dict().values()))
    assert plain.postprocessing.class_shift == ()
    assert np.abs(card.postprocessing.class_shift).max() > 1e-3


def test_with_too_few_strokes_it_is_not_estimated(scene: Scene, reporter: RecordingReporter) -> None:
    few = write_labels(scene.folder / "few.gpkg", [(box_at(5, 5), 1), (box_at(5, 80), 2), (box_at(5, 150), 3)])
    model = run_train(scene.config(**SUPERVISED, class_prior=ESTIMATED, labels=few), reporter)["model"]
    assert load_model(model)[1].postprocessing.class_shift == ()
    assert "not estimated" in reporter.notices["class-prior"]


def test_a_warm_start_begins_with_the_weights_alone(scene: Scene, reporter: RecordingReporter) -> None:
    first = run_train(scene.config(**SUPERVISED, class_prior=ESTIMATED), reporter)["model"]
    again = {**SUPERVISED, "class_prior": BALANCED, "weights": first, "steps": 1, "learning_rate": 1e-7}
    second = run_train(scene.config(**again, model=str(scene.folder / "second.safetensors")), reporter)["model"]
    (before, _), (after, card) = load_model(first), load_model(second)
    assert card.postprocessing.class_shift == ()
    assert torch.allclose(after.segmentation_head.bias, before.segmentation_head.bias, atol=1e-4)
