"""L2, Mumford-Shah and inpainting against values worked out by hand."""
from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from fixed_network import FixedNetwork
from loss_cases import BANDS, make_batch, make_loss, make_network, make_step, step_of
from torch.autograd import gradcheck

from engine.losses.auxiliary import AuxiliaryLoss, TrainingStep
from engine.losses.inpainting import square_holes
from engine.models.network import NetworkOutput

K = 4
NAMES = ("l2", "mumford-shah", "inpainting")


def loss_named(name: str) -> AuxiliaryLoss:
    return make_loss(name, **({"clusters": K} if name == "mumford-shah" else {}))


def answered(name: str, output: torch.Tensor, step: TrainingStep) -> TrainingStep:
    """The step with this output of the loss's head, in the first forward pass and in further ones."""
    return replace(
        step, output=NetworkOutput(step.output.segmentation, {name: output}), network=FixedNetwork(name, output)
    )


def random_output(name: str, size: int = 6, seed: int = 5) -> torch.Tensor:
    channels = K if name == "mumford-shah" else BANDS
    return torch.randn(2, channels, size, size, generator=torch.Generator().manual_seed(seed))


def mumford_shah_by_hand(step: TrainingStep, logits: torch.Tensor, alpha: float) -> float:
    """Loops over pixels in float64."""
    scatter, down, right = [], [], []
    for x, z, valid in zip(step.batch.pixels.double().numpy(), logits.double().numpy(), step.batch.valid_mask.numpy()):
        y = np.exp(z) / np.exp(z).sum(axis=0)
        centroids = [(x[:, valid] * y[k][valid]).sum(axis=1) / y[k][valid].sum() for k in range(K)]
        for row, col in zip(*np.nonzero(valid)):
            scatter.append(sum(((x[:, row, col] - centroids[k]) ** 2).mean() * y[k, row, col] for k in range(K)))
            if row + 1 < len(valid) and valid[row + 1, col]:
                down.append(np.abs(y[:, row + 1, col] - y[:, row, col]).sum())
            if col + 1 < len(valid) and valid[row, col + 1]:
                right.append(np.abs(y[:, row, col + 1] - y[:, row, col]).sum())
    return np.mean(scatter) + alpha * (np.mean(down) + np.mean(right))


def test_l2_is_the_mean_squared_difference() -> None:
    step = make_step(heads={"l2": BANDS})
    step.batch.valid_mask[0, 2:] = False
    valid = step.batch.valid_mask.numpy()
    difference = (step.output.auxiliary["l2"].detach().double() - step.batch.pixels.double()).numpy()
    by_hand = np.concatenate([difference[i][:, valid[i]].ravel() ** 2 for i in range(2)]).mean()
    assert make_loss("l2")(step).item() == pytest.approx(by_hand, rel=1e-6)


@pytest.mark.parametrize("alpha", [0.0, 0.7])
def test_mumford_shah_by_hand(alpha: float) -> None:
    step, logits = make_step(3), random_output("mumford-shah")
    step.batch.valid_mask[1, :, :3] = False
    step.batch.valid_mask[0, 2, 4] = False
    by_hand = mumford_shah_by_hand(step, logits, alpha)
    loss = make_loss("mumford-shah", clusters=K, alpha=alpha)(answered("mumford-shah", logits, step))
    assert loss.item() == pytest.approx(by_hand, rel=1e-5)


def test_mumford_shah_of_two_even_halves_is_the_length_of_their_border() -> None:
    """Pixels equal their centroids, so that only the border counts: two memberships change in 6 of 30 pairs."""
    step = make_step()
    cluster = (torch.arange(6) >= 3).long().expand(2, 6, 6)
    step.batch.pixels.copy_(torch.tensor([[0.5, -1.0], [2.0, 1.5]])[cluster].permute(0, 3, 1, 2))
    logits = 60.0 * torch.nn.functional.one_hot(cluster, K).permute(0, 3, 1, 2).float()
    loss = make_loss("mumford-shah", clusters=K, alpha=0.25)(answered("mumford-shah", logits, step))
    assert loss.item() == pytest.approx(0.25 * 2 * 6 / 30, abs=1e-5)


def test_mumford_shah_of_one_area_is_the_variance() -> None:
    step = make_step(7)
    logits = torch.zeros(2, K, 6, 6)
    logits[:, 2] = 60.0
    variance = step.batch.pixels.double().var(dim=(2, 3), unbiased=False).mean().item()
    assert make_loss("mumford-shah", clusters=K)(answered("mumford-shah", logits, step)).item() == pytest.approx(
        variance, rel=1e-5
    )


def test_mumford_shah_does_not_depend_on_the_order_of_clusters() -> None:
    step, logits, order = make_step(9), random_output("mumford-shah").requires_grad_(), [2, 0, 3, 1]
    loss = make_loss("mumford-shah", clusters=K, alpha=0.5)
    value, permuted = (loss(answered("mumford-shah", output, step)) for output in (logits, logits[:, order]))
    assert permuted.item() == pytest.approx(value.item(), rel=1e-6)
    gradient = torch.autograd.grad(value, logits)[0]
    leaf = logits.detach()[:, order].requires_grad_()
    torch.testing.assert_close(
        torch.autograd.grad(loss(answered("mumford-shah", leaf, step)), leaf)[0], gradient[:, order]
    )


def test_mumford_shah_ignores_nodata() -> None:
    step, logits = make_step(2), random_output("mumford-shah")
    step.batch.valid_mask[:, 3:] = False
    loss = make_loss("mumford-shah", clusters=K, alpha=0.5)
    value = loss(answered("mumford-shah", logits, step)).item()
    logits[:, :, 3:] = 9 * torch.randn(2, K, 3, 6)
    step.batch.pixels[:, :, 3:] = 100.0
    assert loss(answered("mumford-shah", logits, step)).item() == pytest.approx(value, rel=1e-6)


def test_mumford_shah_with_an_empty_cluster_is_finite() -> None:
    logits = torch.zeros(2, K, 6, 6)
    logits[:, 3] = -200  # softmax underflows to 0
    loss = make_loss("mumford-shah", clusters=K)(answered("mumford-shah", logits.requires_grad_(), make_step()))
    loss.backward()
    assert torch.isfinite(loss)
    assert torch.isfinite(logits.grad).all()


def test_holes_are_squares_inside_the_patch_at_the_given_places() -> None:
    rows_cols = torch.tensor([[0.0, 0.999999, 0.5], [0.999999, 0.0, 0.2]])
    holes = square_holes(rows_cols, side_px=3, patch_px=8)
    expected = torch.zeros(3, 8, 8, dtype=torch.bool)
    expected[0, :3, 5:] = True
    expected[1, 5:, :3] = True
    expected[2, 3:6, 1:4] = True  # 6 places: 0.5 is the one from 3 on, 0.2 the one from 1 on
    assert torch.equal(holes, expected)


def test_holes_fall_anywhere() -> None:
    often = (
        square_holes(torch.rand(2, 4000, generator=torch.Generator().manual_seed(0)), 2, 5)[:, ::4, ::4].float().mean(0)
    )
    torch.testing.assert_close(often, torch.full((2, 2), 1 / 16), atol=0.02, rtol=0)  # a corner has 1 of 4 x 4 places


def test_inpainting_compares_inside_the_hole() -> None:
    step, output = make_step(4, size=8), random_output("inpainting", 8)
    step.batch.valid_mask[0, ::2] = False  # every hole has some of these rows
    step.batch.pixels[0, :, ::2] = 0
    given = answered("inpainting", output, step)
    loss = make_loss("inpainting", hole=0.5)(given)
    (shown,) = given.network.shown
    hidden = (shown != step.batch.pixels).any(dim=1).numpy()
    assert (shown.numpy()[np.broadcast_to(hidden[:, None], shown.shape)] == 0).all()
    rows, cols = (np.flatnonzero(hidden[1].any(axis=axis)) for axis in (1, 0))
    assert hidden[1].sum() == 16
    assert [np.ptp(rows), np.ptp(cols)] == [3, 3]
    assert hidden[0].sum() == 8
    difference = (output.double() - step.batch.pixels.double()).numpy() ** 2
    by_hand = np.concatenate([difference[i][:, hidden[i]].ravel() for i in range(2)]).mean()
    assert loss.item() == pytest.approx(by_hand, rel=1e-6)


def test_a_hole_where_nothing_is_valid_does_not_count() -> None:
    step, output = make_step(4, size=8), random_output("inpainting", 8)
    loss = make_loss("inpainting", hole=0.5)
    step.batch.valid_mask[0] = False
    value = loss(answered("inpainting", output, replace(step, generator=torch.Generator().manual_seed(0))))
    output[0] = 1e6
    again = loss(answered("inpainting", output, replace(step, generator=torch.Generator().manual_seed(0))))
    assert again.item() == value.item() > 0


def test_inpainting_draws_its_holes_from_the_step_alone() -> None:
    def shown(seed: int) -> torch.Tensor:
        step = answered("inpainting", random_output("inpainting", 16), make_step(size=16))
        make_loss("inpainting")(replace(step, generator=torch.Generator().manual_seed(seed)))
        return step.network.shown[0]

    first = shown(3)
    torch.manual_seed(99)
    assert torch.equal(shown(3), first)
    assert not torch.equal(shown(4), first)


def test_inpainting_trains_the_network_without_updating_batch_statistics() -> None:
    network, teacher = (make_network({"inpainting": BANDS}, backbone="unet") for _ in range(2))
    step = step_of(network, teacher, make_batch(size=32))
    before = {name: buffer.clone() for name, buffer in network.named_buffers() if "running" in name}
    loss = make_loss("inpainting")(step)
    loss.backward()
    assert len(before) > 10
    assert all(torch.equal(buffer, before[name]) for name, buffer in network.named_buffers() if name in before)
    assert network.auxiliary_heads["inpainting"].weight.grad.abs().sum() > 0
    assert all(kernel.grad.abs().sum() > 0 for kernel in network.shared_weights)
    assert network.segmentation_head.weight.grad is None


def test_the_gradient_of_mumford_shah_is_that_of_the_formula() -> None:
    """Against central differences in float64, which are fine enough for the kinks of |∇y|."""
    step, logits = make_step(1, size=4), random_output("mumford-shah", 4).requires_grad_()
    step.batch.valid_mask[0, 0] = False
    gradient = torch.autograd.grad(
        make_loss("mumford-shah", clusters=K, alpha=0.5)(answered("mumford-shah", logits, step)), logits
    )[0]
    by_hand, moved = torch.zeros_like(gradient, dtype=torch.float64), logits.detach().double()
    for index in np.ndindex(*moved.shape):
        ends = []
        for change in (1e-6, -2e-6):
            moved[index] += change
            ends.append(mumford_shah_by_hand(step, moved, 0.5))
        moved[index] += 1e-6
        by_hand[index] = (ends[0] - ends[1]) / 2e-6
    torch.testing.assert_close(gradient.double(), by_hand, rtol=1e-4, atol=1e-6)


@pytest.mark.filterwarnings("ignore:Input #0 requires gradient and is not a double")
@pytest.mark.parametrize("name", ["l2", "inpainting"])
def test_gradients(name: str) -> None:
    """Against finite differences, which are exact for squares; the hole is the same in every call."""
    step, loss = make_step(1, size=5), loss_named(name)
    step.batch.valid_mask[0, 0] = False

    def value(output: torch.Tensor) -> torch.Tensor:
        return loss(answered(name, output, replace(step, generator=torch.Generator().manual_seed(2))))

    output = random_output(name, 5).requires_grad_()
    assert value(output).item() > 0
    assert gradcheck(value, (output,), eps=1e-2, atol=5e-4, rtol=2e-2)


@pytest.mark.parametrize("name", NAMES)
def test_without_valid_pixels_a_loss_is_0(name: str) -> None:
    output = random_output(name).requires_grad_()
    loss = loss_named(name)(answered(name, output, make_step(valid=False)))
    loss.backward()
    assert loss.item() == 0
    assert (loss.shape, loss.dtype) == ((), torch.float32)
    assert output.grad.abs().sum() == 0


@pytest.mark.parametrize("name", NAMES)
def test_labels_do_not_matter(name: str) -> None:
    values = [
        loss_named(name)(answered(name, random_output(name), make_step(labelled=labelled))).item()
        for labelled in (True, False)
    ]
    assert values[0] == values[1] > 0


def test_the_papers_settings_are_the_defaults() -> None:
    """Except for the weights of L2 and inpainting, where less is better with sparse labels: see docs/accuracy.md."""
    specs = {name: loss_named(name).spec for name in NAMES}
    assert {name: spec.default_weight for name, spec in specs.items()} == {
        "l2": 0.5,
        "mumford-shah": 1.0,
        "inpainting": 0.5,
    }
    assert {p.name: p.default for p in specs["mumford-shah"].parameters} == {"clusters": 10, "alpha": 0.01}
    assert [p.default * 320 for p in specs["inpainting"].parameters] == [80]
