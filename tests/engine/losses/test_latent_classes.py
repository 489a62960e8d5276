"""Latent classes: every term against values worked out by hand, the gradients, and the memory."""
from __future__ import annotations

import math
from typing import Optional

import numpy as np
import pytest
import torch
from loss_cases import BANDS, CLASSES, make_loss, make_network, make_step
from torch.autograd import gradcheck

from engine.data.label_raster import UNLABELLED
from engine.losses.auxiliary import TrainingStep
from engine.losses.discriminator import Discriminator
from engine.losses.latent_classes import (
    MEMORY_RATE,
    LatentClasses,
    conditional_entropy,
    consistency,
    joint_probability,
    latent_given_class,
    one_hot,
)
from engine.losses.weighted_sum import WeightedSum
from engine.schema.config import TrainConfig
from engine.schema.errors import ConfigError
from engine.schema.loss_terms import AuxiliaryTerm
from engine.training.optimizer import make_optimizer

NAME, LATENT = "latent-classes", 2


def partly_labelled_step(seed: int = 0, size: int = 6, latent: int = LATENT) -> TrainingStep:
    """Two rows of the first patch are labelled, nothing in the second, and a column of each is nodata."""
    step = make_step(seed, size, heads={NAME: latent})
    step.batch.labels[0, 2:] = UNLABELLED
    step.batch.labels[1] = UNLABELLED
    step.batch.valid_mask[:, :, 1] = False
    return step


def labelled(step: TrainingStep) -> np.ndarray:
    return ((step.batch.labels != UNLABELLED) & step.batch.valid_mask).numpy()


def softmax(logits: torch.Tensor) -> np.ndarray:
    """Float64, channels last: (N, H, W, K)."""
    exponentials = np.exp(logits.detach().double().numpy())
    return (exponentials / exponentials.sum(axis=1, keepdims=True)).transpose(0, 2, 3, 1)


def joint_by_hand(step: TrainingStep) -> np.ndarray:
    latent, pixels = softmax(step.output.auxiliary[NAME]), np.argwhere(labelled(step))
    joint = np.zeros((CLASSES, latent.shape[-1]))
    for n, row, col in pixels:
        joint[step.batch.labels[n, row, col]] += latent[n, row, col] / len(pixels)
    return joint


def entropy_by_hand(joint: np.ndarray) -> float:
    return -sum(
        joint[c, k] * math.log(joint[c, k] / joint[:, k].sum()) for c, k in np.ndindex(*joint.shape) if joint[c, k] > 0
    )


def consistency_by_hand(step: TrainingStep, memory: np.ndarray) -> float:
    latent, classes = softmax(step.output.auxiliary[NAME]), softmax(step.output.segmentation)
    given_class = memory / memory.sum(axis=1, keepdims=True)
    pixels = np.argwhere(step.batch.valid_mask.numpy() & ~labelled(step))
    values = [-(latent[tuple(p)] * np.log(classes[tuple(p)] @ given_class)).sum() for p in pixels]
    return float(np.mean(values))


def latent_loss(
    latent: int = LATENT, entropy: float = 0.0, consistency: float = 0.0, adversarial: float = 0.0
) -> LatentClasses:
    torch.manual_seed(5)
    return LatentClasses(BANDS, CLASSES, latent, entropy, consistency, adversarial)


def gradients(value: torch.Tensor, inputs: list[torch.Tensor]) -> list[Optional[torch.Tensor]]:
    return list(torch.autograd.grad(value, inputs, retain_graph=True, allow_unused=True))


def test_conditional_entropy_by_hand() -> None:
    joint = torch.tensor([[0.4, 0.0], [0.1, 0.5]], dtype=torch.float64)
    by_hand = -(0.4 * math.log(0.4 / 0.5) + 0.1 * math.log(0.1 / 0.5))
    assert conditional_entropy(joint).item() == pytest.approx(by_hand, rel=1e-12)


def test_conditional_entropy_is_0_one_to_one_and_that_of_the_classes_in_a_single_latent_class() -> None:
    shares = torch.tensor([0.2, 0.3, 0.5], dtype=torch.float64)
    assert conditional_entropy(shares.diag()).item() == pytest.approx(0, abs=1e-12)
    lumped = torch.stack([shares, torch.zeros(3)], dim=1)
    assert conditional_entropy(lumped).item() == pytest.approx(
        -sum(p * math.log(p) for p in (0.2, 0.3, 0.5)), rel=1e-12
    )


def test_the_joint_probability_counts_labelled_pixels() -> None:
    step = partly_labelled_step()
    drawn = (one_hot(step.batch.labels, CLASSES) * torch.from_numpy(labelled(step)).unsqueeze(1)).double()
    joint = joint_probability(drawn, step.output.auxiliary[NAME].double().softmax(dim=1))
    np.testing.assert_allclose(joint.detach(), joint_by_hand(step), rtol=1e-12)
    assert joint.sum().item() == pytest.approx(1)


def test_latent_given_class_skips_classes_not_seen() -> None:
    given_class, is_seen = latent_given_class(torch.tensor([[1.0, 3.0], [0.0, 0.0], [0.2, 0.0]]))
    assert is_seen.tolist() == [True, False, True]
    assert given_class.tolist() == [[0.25, 0.75], [1.0, 0.0]]


def test_consistency_by_hand() -> None:
    """One pixel in the mask: S_c = (1/4, 3/4), P(l|c) = ((1/2, 1/2), (1, 0)), so S_lc = (7/8, 1/8)."""
    logits = torch.tensor([[[[0.0, 9.0]], [[math.log(3), -9.0]]]], dtype=torch.float64)
    latent = torch.tensor([[[[0.6, 0.1]], [[0.4, 0.9]]]], dtype=torch.float64)
    memory = torch.tensor([[2.0, 2.0], [5.0, 0.0]], dtype=torch.float64)
    value = consistency(logits, latent, memory, torch.tensor([[[True, False]]]))
    assert value.item() == pytest.approx(-(0.6 * math.log(7 / 8) + 0.4 * math.log(1 / 8)), rel=1e-5)


def test_a_class_not_seen_receives_no_gradient() -> None:
    logits = torch.randn(1, 3, 2, 2, requires_grad=True)
    latent = torch.tensor([0.6, 0.4]).view(1, 2, 1, 1).expand(1, 2, 2, 2)
    memory = torch.tensor([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
    consistency(logits, latent, memory, torch.ones(1, 2, 2, dtype=torch.bool)).backward()
    assert not logits.grad[:, 2].any()
    assert logits.grad[:, :2].abs().min() > 0


def test_gradients_against_finite_differences() -> None:
    generator = torch.Generator().manual_seed(0)
    logits, latent_logits = (
        torch.randn(1, k, 3, 3, generator=generator, dtype=torch.float64).requires_grad_() for k in (3, 2)
    )
    memory = torch.rand(3, 2, generator=generator, dtype=torch.float64)
    drawn = one_hot(torch.arange(9).view(1, 3, 3) % 3, 3).double()
    mask = torch.arange(9).view(1, 3, 3) > 3
    assert gradcheck(lambda x: consistency(x, latent_logits.softmax(1), memory, mask), (logits,))
    assert gradcheck(lambda x: conditional_entropy(joint_probability(drawn, x.softmax(1))), (latent_logits,))


def test_the_memory_is_a_moving_average() -> None:
    loss, first, second = latent_loss(), partly_labelled_step(1), partly_labelled_step(2)
    loss(first)
    loss(second)
    by_hand = (1 - MEMORY_RATE) * MEMORY_RATE * joint_by_hand(first) + MEMORY_RATE * joint_by_hand(second)
    np.testing.assert_allclose(loss.memory, by_hand, rtol=1e-5)
    assert not loss.memory.requires_grad


def test_the_value_is_the_weighted_sum_by_hand() -> None:
    """The consistency uses the memory with the present batch."""
    first, second = partly_labelled_step(1), partly_labelled_step(2)
    loss = latent_loss(entropy=0.7, consistency=0.4)
    loss(first)
    memory = (1 - MEMORY_RATE) * joint_by_hand(first) + joint_by_hand(second)  # a common factor does not matter
    by_hand = 0.7 * entropy_by_hand(joint_by_hand(second)) + 0.4 * consistency_by_hand(second, memory)
    assert loss(second).item() == pytest.approx(by_hand, rel=1e-5)


@pytest.mark.parametrize("weights", [{"entropy": 0.7}, {"consistency": 0.4}, {"adversarial": 0.2}, {}])
def test_each_term_can_be_left_out(weights: dict[str, float]) -> None:
    step, loss = partly_labelled_step(), latent_loss(**weights)
    by_term = {
        "entropy": entropy_by_hand(joint_by_hand(step)),
        "consistency": consistency_by_hand(step, joint_by_hand(step)),
    }
    assert (loss.discriminator is None) == ("adversarial" not in weights)
    value = loss(step).item()
    if loss.discriminator is None:
        assert value == pytest.approx(sum(weight * by_term[term] for term, weight in weights.items()), rel=1e-5)
    else:
        assert value > 0


def test_labels_train_the_latent_classes_and_the_rest_the_segmentation() -> None:
    step = partly_labelled_step()
    latent_loss(entropy=1.0, consistency=1.0)(step).backward()
    is_labelled, is_valid = labelled(step), step.batch.valid_mask.numpy()
    latent_gradient = step.output.auxiliary[NAME].grad.abs().sum(dim=1).numpy()
    class_gradient = step.output.segmentation.grad.abs().sum(dim=1).numpy()
    np.testing.assert_array_equal(latent_gradient > 0, is_labelled)
    np.testing.assert_array_equal(class_gradient > 0, is_valid & ~is_labelled)


def test_the_order_of_latent_classes_does_not_matter() -> None:
    step, permuted, order = partly_labelled_step(3, latent=3), partly_labelled_step(3, latent=3), [2, 0, 1]
    permuted.output.auxiliary[NAME] = permuted.output.auxiliary[NAME][:, order]
    one, other = (latent_loss(3, entropy=1.0, consistency=1.0, adversarial=0.1) for _ in range(2))
    for _ in range(2):
        assert one(step).item() == pytest.approx(other(permuted).item(), rel=1e-6)
    np.testing.assert_allclose(one.memory[:, order], other.memory, rtol=1e-6)


def test_discriminator_has_the_layers_of_the_paper_and_takes_small_patches() -> None:
    discriminator = Discriminator(7)
    kernels = [tuple(p.shape) for p in discriminator.parameters() if p.ndim == 4]
    assert kernels == [(64, 7, 4, 4), (128, 64, 4, 4), (256, 128, 4, 4), (512, 256, 4, 4), (1, 512, 4, 4)]
    sides = {size: discriminator(torch.zeros(1, 7, size, size)).shape[-1] for size in (1, 32, 96)}
    assert sides == {1: 1, 32: 2, 96: 4}  # each layer turns n into n // 2 + 1


def test_discriminator_losses_by_hand() -> None:
    """A discriminator whose logits are 0.3 everywhere."""
    discriminator = Discriminator(2)
    with torch.no_grad():
        discriminator[-1].weight.zero_()
        discriminator[-1].bias.fill_(0.3)
    drawn, predicted = torch.rand(2, 1, 2, 32, 32)
    probability = 1 / (1 + math.exp(-0.3))
    by_hand = -math.log(probability) - math.log(1 - probability)
    assert discriminator.own_loss(predicted, drawn).item() == pytest.approx(by_hand, rel=1e-6)
    assert discriminator.adversarial_loss(predicted).item() == pytest.approx(-math.log(probability), rel=1e-6)


def test_discriminator_and_predictor_receive_gradients_of_their_own_losses_only() -> None:
    discriminator = Discriminator(2)
    drawn, predicted = torch.rand(2, 1, 2, 32, 32).unbind()
    predicted.requires_grad_()
    weights = list(discriminator.parameters())
    own, adversarial = discriminator.own_loss(predicted, drawn), discriminator.adversarial_loss(predicted)
    own_at_map, *own_at_weights = gradients(own, [predicted, *weights])
    assert own_at_map is None
    assert all(g.abs().sum() > 0 for g in own_at_weights)
    adversarial_at_map, *adversarial_at_weights = gradients(adversarial, [predicted, *weights])
    assert adversarial_at_map.abs().sum() > 0
    assert adversarial_at_weights == [None] * len(weights)


def test_one_backward_pass_trains_both() -> None:
    """The gradients must equal those of the two losses on the masked maps of the labelled patch."""
    step, loss = partly_labelled_step(size=32), latent_loss(adversarial=0.25)
    segmentation, weights = step.output.segmentation, list(loss.discriminator.parameters())
    at_segmentation, *at_weights = gradients(loss(step), [segmentation, *weights])
    mask = torch.from_numpy(labelled(step))[:1].unsqueeze(1).float()
    predicted = segmentation[:1].softmax(dim=1) * mask
    drawn = torch.eye(CLASSES)[step.batch.labels[:1].clamp(max=CLASSES - 1)].permute(0, 3, 1, 2) * mask
    on_predicted, on_drawn = loss.discriminator(predicted), loss.discriminator(drawn)
    adversarial = -on_predicted.sigmoid().log().mean()
    own = -on_drawn.sigmoid().log().mean() - (1 - on_predicted.sigmoid()).log().mean()
    torch.testing.assert_close(at_segmentation, 0.25 * gradients(adversarial, [segmentation])[0], rtol=1e-4, atol=1e-9)
    for got, expected in zip(at_weights, gradients(own, weights)):
        torch.testing.assert_close(got, expected, rtol=1e-4, atol=1e-7)


def test_the_discriminator_sees_labelled_pixels_only() -> None:
    step, loss = partly_labelled_step(size=32), latent_loss(adversarial=1.0)
    value = loss(step)
    value.backward()
    is_labelled = torch.from_numpy(labelled(step)).unsqueeze(1)
    assert torch.equal(step.output.segmentation.grad.abs().sum(dim=1, keepdim=True) > 0, is_labelled)
    step.output.segmentation = torch.where(is_labelled, step.output.segmentation, 7.0 * torch.randn(2, CLASSES, 32, 32))
    assert loss(step).item() == value.item()


@pytest.mark.parametrize("missing", ["data", "labels"])
def test_without_data_or_labels_it_is_finite_and_0(missing: str) -> None:
    """Without labels the memory stays empty, which leaves nothing to compare."""
    step = make_step(valid=missing != "data", labelled=missing != "labels", heads={NAME: LATENT})
    value = latent_loss(entropy=1.0, consistency=1.0, adversarial=1.0)(step)
    value.backward()
    assert value.item() == 0
    assert value.dtype == torch.float32
    assert not step.output.segmentation.grad.any()
    assert not step.output.auxiliary[NAME].grad.any()


def test_a_batch_without_labels_keeps_the_conditional_probabilities() -> None:
    loss = latent_loss(consistency=1.0)
    loss(partly_labelled_step(1))
    before = latent_given_class(loss.memory)[0]
    step = make_step(2, labelled=False, heads={NAME: LATENT})
    value = loss(step)
    torch.testing.assert_close(latent_given_class(loss.memory)[0], before)
    assert value.item() == pytest.approx(consistency_by_hand(step, loss.memory.numpy()), rel=1e-5)


def test_the_state_dict_contains_the_memory() -> None:
    trained, untrained, restored = (latent_loss(consistency=1.0) for _ in range(3))
    trained(partly_labelled_step(1))
    restored.load_state_dict(trained.state_dict())
    assert torch.equal(restored.memory, trained.memory)
    after = [loss(partly_labelled_step(2)).item() for loss in (trained, restored, untrained)]
    assert after[0] == after[1] != after[2]


@pytest.mark.parametrize("latent", [1, CLASSES + 1])
def test_an_invalid_number_of_latent_classes_is_refused(latent: int) -> None:
    message = f"latent of auxiliary loss 'latent-classes' is {latent} with 3 classes"
    with pytest.raises(ConfigError, match=message) as caught:
        make_loss(NAME, latent=latent)
    assert "2 to 3" in caught.value.remedy


def test_the_discriminator_has_its_own_learning_rate() -> None:
    objective = WeightedSum((AuxiliaryTerm(NAME),), BANDS, CLASSES)
    config = TrainConfig("image.tif", "labels.gpkg", "model.safetensors", learning_rate=1e-2)
    optimizer, _ = make_optimizer(config, make_network(objective.head_channels()), objective)
    by_rate = {group["lr"]: group["params"] for group in optimizer.param_groups}
    assert [id(p) for p in by_rate[1e-4]] == [id(p) for p in objective.parameters()]


@pytest.mark.parametrize(("classes", "latent", "expected"), [(2, 0, 2), (7, 0, 7), (21, 0, 21), (7, 3, 3)])
def test_as_many_latent_classes_as_classes_unless_told_otherwise(classes: int, latent: int, expected: int) -> None:
    loss = make_loss(NAME, classes=classes, latent=latent)
    assert (loss.head_channels(), tuple(loss.memory.shape)) == (expected, (classes, expected))
