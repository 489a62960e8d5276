"""FixMatch against values worked out by hand, and its strong views."""
from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from loss_cases import BANDS, CLASSES, make_batch, make_loss, make_network, step_of
from torch import nn

from engine.data.sampler import Batch
from engine.losses.auxiliary import TrainingStep
from engine.losses.strong_view import NOISE, SIDES, CutMix, change_light
from engine.models.network import NetworkOutput


class Lookup(nn.Module):
    """A network whose logits at a pixel are linear in the bands of that pixel."""

    def __init__(self, weight: list[list[float]], bias: list[float]) -> None:
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.tensor(weight)), nn.Parameter(torch.tensor(bias))

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        self.shown = pixels
        return torch.einsum("kc,nchw->nkhw", self.weight, pixels) + self.bias.view(-1, 1, 1)

    def forward_all(self, pixels: torch.Tensor) -> NetworkOutput:
        logits = self(pixels)
        return NetworkOutput(logits, {})


def lookup(seed: int) -> Lookup:
    generator = torch.Generator().manual_seed(seed)
    return Lookup(
        torch.randn(CLASSES, BANDS, generator=generator).tolist(), torch.randn(CLASSES, generator=generator).tolist()
    )


def uniform(seed: int = 0):
    generator = torch.Generator().manual_seed(seed)
    return lambda *shape: torch.rand(shape, generator=generator)


def constant(value: float):
    return lambda *shape: torch.full(shape, value)


def log_softmax(network: Lookup, pixels: torch.Tensor) -> np.ndarray:
    """Float64 (N, K, H, W)."""
    weight, bias = network.weight.detach().double().numpy(), network.bias.detach().double().numpy()
    logits = np.einsum("kc,nchw->nkhw", weight, pixels.double().numpy()) + bias[:, None, None]
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))


def marked_step(marks: torch.Tensor, valid_mask: torch.Tensor, network: nn.Module, teacher: nn.Module) -> TrainingStep:
    """Patches whose only band is a mark (N, H, W); only the network's second pass counts."""
    batch = Batch(marks.unsqueeze(1), torch.zeros_like(marks, dtype=torch.long), valid_mask)
    return TrainingStep(batch, NetworkOutput(torch.zeros(0), {}), network, teacher)


def test_confident_pixels_count_and_all_valid_pixels_divide() -> None:
    network, teacher = lookup(1), lookup(2)
    batch = make_batch(patches=3)
    batch.valid_mask[1, :, :2] = False
    loss = make_loss("fixmatch", threshold=0.6, strength=0.0, cutmix=0.0)
    of_teacher, of_network = log_softmax(teacher, batch.pixels), log_softmax(network, batch.pixels)
    total, confident = 0.0, 0
    for n, row, col in np.argwhere(batch.valid_mask.numpy()):
        pseudo_label = of_teacher[n, :, row, col].argmax()
        if math.exp(of_teacher[n, pseudo_label, row, col]) >= 0.6:
            total -= of_network[n, pseudo_label, row, col]
            confident += 1
    valid = 3 * 36 - 12
    assert 0 < confident < valid
    assert loss(step_of(network, teacher, batch)).item() == pytest.approx(total / valid, rel=1e-5)


def test_gradient_at_the_logits() -> None:
    """(softmax - one-hot of the pseudo-label) / valid pixels where the teacher is confident, 0 elsewhere."""
    network, teacher = lookup(1), lookup(2)
    step = step_of(network, teacher, make_batch())
    logits = torch.zeros(2, CLASSES, 6, 6, requires_grad=True)
    network.forward_all = lambda pixels: NetworkOutput(logits, {})
    make_loss("fixmatch", threshold=0.6, cutmix=0.0)(step).backward()
    of_teacher = np.exp(log_softmax(teacher, step.batch.pixels))
    by_hand = 1 / CLASSES - np.eye(CLASSES)[of_teacher.argmax(axis=1)].transpose(0, 3, 1, 2)
    by_hand *= of_teacher.max(axis=1, keepdims=True) >= 0.6
    assert 0 < (by_hand == 0).mean() < 1
    np.testing.assert_allclose(logits.grad.numpy(), by_hand / 72, atol=1e-7)
    assert all(p.grad is None for p in teacher.parameters())


def test_pseudo_labels_and_pixels_move_together() -> None:
    """Both networks map marks -1 and 1 to two classes: they agree, unless labels and pixels are moved differently."""
    marks = torch.tensor([-1.0, 1.0]).view(2, 1, 1).repeat(1, 16, 16)
    network, teacher = Lookup([[-30.0], [30.0]], [0.0, 0.0]), Lookup([[-30.0], [30.0]], [0.0, 0.0])
    step = marked_step(marks, torch.ones(2, 16, 16, dtype=torch.bool), network, teacher)
    value = make_loss("fixmatch", strength=0.0, cutmix=1.0)(step)
    assert value.item() == pytest.approx(0, abs=1e-6)
    swapped = network.shown[:, 0] != marks
    assert swapped[0].any()
    assert swapped[1].any()


def test_confidence_moves_with_the_pixels() -> None:
    """The teacher is confident at mark 1 only, and the network's loss is log 2: mixed pixels with mark 1 count."""
    marks = torch.tensor([0.0, 1.0]).view(2, 1, 1).repeat(1, 16, 16)
    network, teacher = Lookup([[0.0], [0.0]], [0.0, 0.0]), Lookup([[-30.0], [30.0]], [0.0, 0.0])
    step = marked_step(marks, torch.ones(2, 16, 16, dtype=torch.bool), network, teacher)
    value = make_loss("fixmatch", strength=0.0, cutmix=1.0)(step)
    share = (network.shown == 1).double().mean().item()
    assert share != 0.5  # rectangles of different sizes
    assert value.item() == pytest.approx(math.log(2) * share, rel=1e-6)


def test_the_valid_mask_moves_with_the_pixels() -> None:
    """The second patch is nodata: only its pixels that come from the first patch count, in the divisor too."""
    marks = torch.tensor([1.0, 0.0]).view(2, 1, 1).repeat(1, 16, 16)
    valid_mask = marks > 0
    teacher = Lookup([[-30.0], [30.0]], [-30.0, 0.0])  # confident of the second class at both marks
    network = Lookup([[1.0], [0.0]], [0.0, 0.0])  # a loss of log(1 + e) at mark 1 and of log 2 at mark 0
    value = make_loss("fixmatch", strength=0.0, cutmix=1.0)(marked_step(marks, valid_mask, network, teacher))
    assert (network.shown[1] == 1).any()
    assert value.item() == pytest.approx(math.log(1 + math.e), rel=1e-6)


def test_cutmix_swaps_one_rectangle_from_another_patch() -> None:
    patches, height, width = 5, 20, 32
    for seed in range(20):
        mix = CutMix.draw((patches, height, width), 1.0, uniform(seed))
        owner = torch.arange(patches).view(-1, 1, 1).expand(-1, height, width)
        mixed = mix(owner)
        np.testing.assert_array_equal(mix(owner.unsqueeze(1).expand(-1, 3, -1, -1))[:, 2], mixed)
        assert sorted(mix.donors.tolist()) == list(range(patches))
        for patch in range(patches):
            rows, cols = np.nonzero(mixed[patch].numpy() != patch)
            sides = np.ptp(rows) + 1, np.ptp(cols) + 1
            assert len(rows) == sides[0] * sides[1]  # a full rectangle
            assert set(mixed[patch][rows, cols].tolist()) == {int(mix.donors[patch])} != {patch}
            assert SIDES[0] * height <= sides[0] <= SIDES[1] * height
            assert SIDES[0] * width <= sides[1] <= SIDES[1] * width


def test_cutmix_has_the_given_probability() -> None:
    shares = [
        CutMix.draw((2000, 4, 4), probability, uniform()).inside.any(dim=2).any(dim=1).float().mean()
        for probability in (0, 0.3, 1)
    ]
    assert shares == pytest.approx([0, 0.3, 1], abs=0.04)


def test_change_of_light_by_hand() -> None:
    """Draws at their upper end: gamma and gain e^s, bias s, noise NOISE · s."""
    pixels = torch.tensor([1.0, 2.0, 3.5, 0.0]).view(1, 1, 2, 2)  # the invalid pixel is darker than all valid ones
    valid_mask = torch.tensor([[[True, True], [True, False]]])
    light = change_light(pixels, valid_mask, 0.4, constant(1.0))
    by_hand = [
        (2.5 * ((value - 1) / 2.5) ** math.exp(0.4) + 1) * math.exp(0.4) + 0.4 + NOISE * 0.4 for value in (1, 2, 3.5)
    ]
    assert light.flatten().tolist() == pytest.approx([*by_hand, 0], rel=1e-5)


def test_strength_0_changes_nothing() -> None:
    batch = make_batch()
    np.testing.assert_allclose(change_light(batch.pixels, batch.valid_mask, 0.0, uniform()), batch.pixels, atol=1e-6)


def test_change_of_light_is_monotone_bounded_and_different_for_each_band() -> None:
    """Equal ramps in every band; the amplitude of the noise is 0."""
    ramp = torch.linspace(-3, 3, 64).view(1, 1, 8, 8).expand(4, 3, 8, 8)
    drawn = uniform()

    def without_noise(*shape: int) -> torch.Tensor:
        return torch.zeros(shape) if shape == (4, 1, 1, 1) else drawn(*shape)

    light = change_light(ramp, torch.ones(4, 8, 8, dtype=torch.bool), 1.0, without_noise).flatten(2)
    assert (light.diff(dim=2) > 0).all()
    assert light.abs().max() <= 3 * math.e + 1
    ends = light[..., [0, -1]].flatten(0, 1)
    assert len(ends.unique(dim=0)) == 12


@pytest.mark.parametrize("is_valid", [True, False])
def test_a_flat_patch_stays_finite(is_valid: bool) -> None:
    light = change_light(torch.zeros(1, 2, 4, 4), torch.full((1, 4, 4), is_valid), 1.0, uniform())
    assert torch.isfinite(light).all()


def test_the_same_generator_gives_the_same_loss() -> None:
    network, teacher = make_network({}, seed=0), make_network({}, seed=1)
    loss, batch = make_loss("fixmatch", threshold=0.4), make_batch(size=32, patches=3)
    before = batch.pixels.clone()
    first, again, other = (loss(step_of(network, teacher, batch, seed)).item() for seed in (3, 3, 4))
    assert first == again != other
    assert first > 0
    assert torch.equal(batch.pixels, before)


def test_the_network_receives_gradients_and_the_teacher_does_not() -> None:
    network, teacher = make_network({}, seed=0), make_network({}, seed=1)
    make_loss("fixmatch", threshold=0.4)(step_of(network, teacher, make_batch(size=32))).backward()
    assert all(torch.isfinite(p.grad).all() and p.grad.any() for p in network.segmentation_head.parameters())
    assert all(p.grad is None for p in teacher.parameters())


def test_labels_are_not_needed() -> None:
    network, teacher = lookup(1), lookup(2)
    loss = make_loss("fixmatch", threshold=0.5)
    with_labels, without = (
        loss(step_of(network, teacher, make_batch(labelled=labelled))).item() for labelled in (True, False)
    )
    assert with_labels == without > 0


def test_without_valid_pixels_it_is_0() -> None:
    network, teacher = make_network({}, seed=0), make_network({}, seed=1)
    value = make_loss("fixmatch", threshold=0.0)(step_of(network, teacher, make_batch(size=32, valid=False)))
    value.backward()
    assert value.item() == 0
    assert all(not p.grad.any() for p in network.parameters() if p.grad is not None)
