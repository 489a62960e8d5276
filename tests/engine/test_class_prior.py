"""The frequencies of classes, estimated where nobody labelled."""
from __future__ import annotations

import numpy as np
import pytest
import torch
from scenes import RecordingReporter, Scene, box_at, write_labels

from engine.config import BALANCED, ESTIMATED
from engine.jobs import run_train
from engine.models.model_file import load_model
from engine.models.registry import MODELS, build_network
from engine.training.class_prior import LEAST_SHARE, estimated_shift, shifted


def equal(logits: np.ndarray) -> np.ndarray:
    return np.full(logits.shape[1], 1 / logits.shape[1])


def test_it_is_the_mean_probability_over_that_of_equal_classes() -> None:
    logits = np.log([[0.7, 0.2, 0.1], [0.9, 0.05, 0.05]]).astype(np.float32)  # by hand: means 0.8, 0.125, 0.075, times 3
    assert np.exp(estimated_shift(logits, equal(logits))) == pytest.approx([2.4, 0.375, 0.225], rel=1e-5)


def test_equally_frequent_classes_are_left_alone() -> None:
    logits = np.array([[2.0, 0, 0], [0, 2, 0], [0, 0, 2]], np.float32)
    assert estimated_shift(logits, equal(logits)) == pytest.approx(0, abs=1e-6)


def test_what_training_saw_more_often_is_discounted() -> None:
    logits = np.log([[0.8, 0.2]]).astype(np.float32)
    assert np.exp(estimated_shift(logits, np.array([0.8, 0.2]))) == pytest.approx([1, 1], rel=1e-5)
    assert np.exp(estimated_shift(logits, np.array([0.4, 0.6]))) == pytest.approx([2, 1 / 3], rel=1e-5)


def test_the_shift_follows_the_order_of_the_classes() -> None:
    logits = np.random.default_rng(0).normal(size=(500, 4)).astype(np.float32)
    order = [2, 0, 3, 1]
    assert estimated_shift(logits[:, order], equal(logits)) == pytest.approx(estimated_shift(logits, equal(logits))[order], abs=1e-6)


def test_a_class_that_seems_absent_keeps_a_share() -> None:
    shift = estimated_shift(np.array([[50.0, -50.0]], np.float32), np.array([0.5, 0.5]))
    assert np.exp(shift) == pytest.approx([2, 2 * LEAST_SHARE], rel=1e-3)


def test_it_mends_what_balanced_strokes_got_wrong() -> None:
    """Two classes as Gaussians one apart, nine to one: the balanced rule is optimal for strokes, the shifted one errs less on the map."""
    rng = np.random.default_rng(1)
    targets = (rng.random(100_000) < 0.1).astype(int)
    x = rng.normal(targets, 0.7)
    logits = np.stack([-((x - 0) ** 2), -((x - 1) ** 2)], axis=1).astype(np.float32) / (2 * 0.7**2)
    errors = [(values.argmax(axis=1) != targets).mean() for values in (logits, logits + estimated_shift(logits, equal(logits)))]
    assert errors[1] < 0.8 * errors[0]


@pytest.mark.parametrize("name", MODELS)
def test_a_shifted_network_adds_it_to_every_pixel_and_leaves_the_original(name: str) -> None:
    network = build_network(name, "unet-half", 3, 4, 2, {}).eval()
    pixels, shift = torch.randn(1, 3, 64, 64), np.array([0.5, -1.5], np.float32)
    with torch.no_grad():
        before = network(pixels)
        after = shifted(network, shift)(pixels)
        again = network(pixels)
    assert torch.allclose(after - before, torch.tensor([0.5, -1.5])[None, :, None, None], atol=1e-5)
    assert torch.equal(again, before)


def test_training_stores_it_in_the_model(scene: Scene, reporter: RecordingReporter) -> None:
    settings = {"backbone": "unet-half", "width": 4, "auxiliary": (), "steps": 10}
    biases, cards = [], []
    for prior in (BALANCED, ESTIMATED):
        model = run_train(scene.config(**settings, class_prior=prior, model=str(scene.folder / f"{prior}.safetensors")), reporter)["model"]
        network, card = load_model(model)
        biases.append(network.segmentation_head.bias)
        cards.append(card)
    shift = (biases[1] - biases[0]).detach().numpy()
    assert shift == pytest.approx(cards[1].class_shift, abs=1e-4)
    assert np.abs(shift).max() > 1e-3
    assert not any(cards[0].class_shift)


def test_too_few_strokes_tell_no_frequencies(scene: Scene, reporter: RecordingReporter) -> None:
    few = write_labels(scene.folder / "few.gpkg", [(box_at(5, 5), 1), (box_at(5, 80), 2), (box_at(5, 150), 3)])
    settings = {"backbone": "unet-half", "width": 4, "auxiliary": (), "class_prior": ESTIMATED, "labels": few}
    _, card = load_model(run_train(scene.config(**settings), reporter)["model"])
    assert not any(card.class_shift)
    assert "not estimated" in dict(reporter.notices)["class-prior"]


def test_a_warm_start_does_not_add_it_twice(scene: Scene, reporter: RecordingReporter) -> None:
    settings = {"backbone": "unet-half", "width": 4, "auxiliary": (), "class_prior": ESTIMATED}
    first = run_train(scene.config(**settings, steps=10, model=str(scene.folder / "first.safetensors")), reporter)["model"]
    again = {**settings, "class_prior": BALANCED, "weights": first, "steps": 1, "learning_rate": 1e-7}
    second = run_train(scene.config(**again, model=str(scene.folder / "second.safetensors")), reporter)["model"]
    (before, card), (after, _) = load_model(first), load_model(second)
    unshifted = before.segmentation_head.bias.detach().numpy() - np.array(card.class_shift)
    assert after.segmentation_head.bias.detach().numpy() == pytest.approx(unshifted, abs=1e-4)
