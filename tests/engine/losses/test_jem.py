"""SegJEM: energies, Langevin steps and chains against values worked out by hand."""
from __future__ import annotations

import copy
import math
from typing import Optional

import pytest
import torch
from loss_cases import BANDS, CLASSES, make_batch, make_loss, make_network
from torch import nn

from engine.losses import sgld as sampler
from engine.losses.auxiliary import TrainingStep
from engine.losses.jem import pixel_energies
from engine.losses.sgld import ReplayBuffer, sgld
from engine.losses.weighted_sum import WeightedSum
from engine.models.network import NetworkOutput
from engine.schema.errors import ConfigError
from engine.schema.loss_terms import AuxiliaryTerm

SMALL = {"iterations": 2, "samples": 3, "buffer": 32, "side": 32}


class LinearNetwork(nn.Module):
    """One 1x1 convolution that records its last input."""

    square_px = 1

    def __init__(self) -> None:
        super().__init__()
        self.head = nn.Conv2d(BANDS, CLASSES, 1)
        with torch.no_grad():
            self.head.weight.copy_(torch.tensor([[0.5, -1.0], [0.25, 0.75], [-0.8, 0.1]])[:, :, None, None])
            self.head.bias.copy_(torch.tensor([0.1, -0.2, 0.3]))
        self.shown: Optional[torch.Tensor] = None

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        self.shown = pixels.detach().clone()
        return self.head(pixels)


def seeded(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def jem_step(network: nn.Module, seed: int = 0, *, valid: bool = True) -> TrainingStep:
    batch = make_batch(seed, size=32, valid=valid, labelled=False)
    return TrainingStep(batch, NetworkOutput(network(batch.pixels), {}), network, network, seeded(seed))


def energies_by_hand(network: LinearNetwork, pixels: torch.Tensor) -> torch.Tensor:
    """-log Σ exp over classes in float64, (N, H, W)."""
    weight, bias = network.head.weight.detach().double()[:, :, 0, 0], network.head.bias.detach().double()
    logits = torch.einsum("kc,nchw->nkhw", weight, pixels.double()) + bias[:, None, None]
    return -logits.exp().sum(dim=1).log()


def test_energy_of_a_pixel_by_hand() -> None:
    logits = torch.tensor([1.0, -2.0, 0.5]).reshape(1, 3, 1, 1)
    by_hand = -math.log(math.exp(1.0) + math.exp(-2.0) + math.exp(0.5))
    assert pixel_energies(logits).item() == pytest.approx(by_hand, rel=1e-6)
    assert pixel_energies((logits + 1000).bfloat16()).dtype == torch.float32
    assert pixel_energies(logits + 1000).item() == pytest.approx(by_hand - 1000, rel=1e-6)


def test_loss_by_hand() -> None:
    """Valid real pixels against the samples that were the network's last input."""
    network = LinearNetwork()
    step = jem_step(network)
    step.batch.valid_mask[0, 5:] = False
    loss = make_loss("jem", **SMALL, penalty=0.25)(step).item()
    real = energies_by_hand(network, step.batch.pixels)[step.batch.valid_mask]
    sampled = energies_by_hand(network, network.shown)
    by_hand = real.mean() - sampled.mean() + 0.25 * (real.square().mean() + sampled.square().mean())
    assert network.shown.shape == (3, BANDS, 32, 32)
    assert loss == pytest.approx(by_hand.item(), rel=1e-5)


def test_an_iteration_without_noise_follows_the_slope_of_the_sum() -> None:
    """For logits W x + b the slope of Σ logsumexp at a pixel is Wᵀ softmax(W x + b), however many pixels there are."""
    network = LinearNetwork()
    pixels = torch.randn(2, BANDS, 4, 4, generator=seeded(5))
    weight, bias = network.head.weight.detach().double()[:, :, 0, 0], network.head.bias.detach().double()
    exponentials = (torch.einsum("kc,nchw->nkhw", weight, pixels.double()) + bias[:, None, None]).exp()
    slope = torch.einsum("kc,nkhw->nchw", weight, exponentials / exponentials.sum(dim=1, keepdim=True))
    moved = sgld(lambda x: pixel_energies(network(x)), pixels, 1, step_size=0.6, noise=0.0, generator=seeded(0))
    torch.testing.assert_close(moved, (pixels.double() + 0.6 * slope).float())


def test_noise_has_the_given_deviation_and_comes_from_the_generator() -> None:
    def flat(pixels: torch.Tensor) -> torch.Tensor:
        return 0 * pixels

    start = torch.zeros(4, 2, 50, 50)
    moved = sgld(flat, start, 4, step_size=1.0, noise=0.05, generator=seeded(1))
    assert moved.std().item() == pytest.approx(0.05 * math.sqrt(4), rel=0.02)
    torch.manual_seed(77)
    assert torch.equal(moved, sgld(flat, start, 4, step_size=1.0, noise=0.05, generator=seeded(1)))
    assert not start.any()


@pytest.mark.parametrize(
    ("slope", "arrives"),
    [(-0.25, 0.5 + 3 * 0.25), (-1e9, 0.5 + 3), (-float("inf"), 0.5 + 3), (float("nan"), 0.5), (1e9, 0.5 - 3)],
)
def test_a_gradient_moves_a_pixel_by_one_step_at_most(slope: float, arrives: float) -> None:
    moved = sgld(lambda x: slope * x, torch.full((1, 1, 2, 2), 0.5), 3, 1.0, 0.0, seeded(0))
    torch.testing.assert_close(moved, torch.full((1, 1, 2, 2), arrives))


@pytest.mark.parametrize("slope", [-1.0, 1.0])
def test_samples_stay_in_the_range_of_normalised_pixels(slope: float) -> None:
    moved = sgld(lambda x: slope * x, torch.full((1, 1, 2, 2), 0.5), 9, 1.0, 0.3, seeded(0))
    assert moved.abs().max().item() == 4
    assert torch.equal(moved.sign(), torch.full((1, 1, 2, 2), -slope))


def test_new_chains_start_from_uniform_noise_of_deviation_1() -> None:
    slots, patches = ReplayBuffer(32, BANDS, 32).draw(20, seeded(0))
    assert patches.shape == (20, BANDS, 32, 32)
    assert len(set(slots.tolist())) == 20
    assert patches.std().item() == pytest.approx(1, rel=0.02)
    assert patches.abs().max().item() == pytest.approx(math.sqrt(3), rel=1e-3)


def test_one_chain_in_twenty_is_restarted() -> None:
    replay, generator = ReplayBuffer(64, 1, 2), seeded(3)
    replay.store(torch.arange(64), torch.full((64, 1, 2, 2), 9.0))
    drawn = torch.cat([replay.draw(32, generator)[1] for _ in range(200)])
    restarts = int((drawn[:, 0, 0, 0] != 9).sum())
    assert abs(restarts - 0.05 * 6400) < 3 * math.sqrt(6400 * 0.05 * 0.95)


def test_a_stored_chain_is_continued(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampler, "RESTART_SHARE", 0.0)
    replay = ReplayBuffer(32, 1, 2)
    stored = torch.arange(12.0).reshape(3, 1, 2, 2)
    replay.store(torch.tensor([4, 0, 31]), stored)
    slots, patches = replay.draw(32, seeded(0))
    for slot, patch in zip((4, 0, 31), stored):
        assert torch.equal(patches[slots == slot][0], patch)
    assert replay.is_started.nonzero().flatten().tolist() == [0, 4, 31]


def test_the_buffer_stores_the_samples() -> None:
    network = LinearNetwork()
    loss = make_loss("jem", **SMALL)
    loss(jem_step(network))
    started = loss.replay.is_started
    assert int(started.sum()) == 3
    stored = {tuple(patch.flatten()[:8].tolist()) for patch in loss.replay.patches[started]}
    assert stored == {tuple(patch.flatten()[:8].tolist()) for patch in network.shown}
    assert not loss.replay.patches[~started].any()


def test_a_restored_loss_continues_bit_for_bit() -> None:
    network = LinearNetwork()
    loss = make_loss("jem", **SMALL)
    for seed in range(12):
        loss(jem_step(network, seed))
    restored = make_loss("jem", **SMALL)
    restored.load_state_dict(copy.deepcopy(loss.state_dict()))
    for seed in range(12, 15):
        torch.manual_seed(seed)  # the global random state must not matter
        assert torch.equal(loss(jem_step(network, seed)), restored(jem_step(network, seed)))
    assert torch.equal(loss.replay.patches, restored.replay.patches)


@pytest.mark.parametrize("mode", [True, False])
def test_sampling_does_not_change_the_network(mode: bool) -> None:
    network = make_network({}).train(mode)
    before = copy.deepcopy(network.state_dict())
    step = jem_step(network)
    make_loss("jem", **SMALL)(step)
    assert all(parameter.grad is None for parameter in network.parameters())
    assert all(parameter.requires_grad for parameter in network.parameters())
    assert all(module.training == mode for module in network.modules())
    assert all(torch.equal(tensor, before[name]) for name, tensor in network.state_dict().items())


def test_gradients_come_from_the_energies_and_not_through_the_sampling() -> None:
    """The gradient at the bias, with constant samples: mean softmax over samples minus that over real pixels."""
    network = LinearNetwork()
    step = jem_step(network)
    loss = make_loss("jem", **SMALL)
    loss.penalty = 0.0
    loss(step).backward()
    shares = [
        network.head(pixels).double().softmax(dim=1).mean(dim=(0, 2, 3))
        for pixels in (step.batch.pixels, network.shown)
    ]
    torch.testing.assert_close(network.head.bias.grad.double(), shares[1] - shares[0], rtol=1e-4, atol=1e-6)


def test_energies_and_samples_are_float32_in_mixed_precision() -> None:
    network = make_network({})
    step = jem_step(network)
    step.precision = lambda: torch.autocast("cpu", dtype=torch.bfloat16)
    loss = make_loss("jem", **SMALL)
    value = loss(step)
    value.backward()
    assert value.dtype == loss.replay.patches.dtype == torch.float32
    assert torch.isfinite(value)
    assert all(torch.isfinite(parameter.grad).all() for parameter in network.parameters())


def test_without_valid_pixels_it_is_0() -> None:
    network = LinearNetwork()
    loss = make_loss("jem", **SMALL)
    value = loss(jem_step(network, valid=False))
    value.backward()
    assert value.item() == 0
    assert not network.head.weight.grad.any()
    assert not loss.replay.is_started.any()


def test_weights_that_are_nan_leave_the_buffer_finite() -> None:
    network = LinearNetwork()
    loss = make_loss("jem", **SMALL)
    with torch.no_grad():
        network.head.weight.fill_(float("nan"))
    assert not torch.isfinite(loss(jem_step(network)))
    assert torch.isfinite(loss.replay.patches).all()
    assert torch.isfinite(loss(jem_step(LinearNetwork(), 1)))


def test_the_penalty_bounds_the_loss_from_below() -> None:
    """E + p E² is least, -1 / 4p, at E = -1 / 2p, and -E + p E² as low at 1 / 2p: together -1 / 2p."""
    network = nn.Conv2d(1, 1, 1)
    network.square_px = 1
    for real, sampled in [(-5.0, 5.0), (-5.0, 900.0), (-900.0, 5.0)]:
        network.weight.data.zero_()
        network.bias.data.fill_(-sampled)  # of one class: E = -logit
        batch = make_batch(size=32)
        output = NetworkOutput(torch.full((2, 1, 32, 32), -real), {})
        loss = make_loss("jem", bands=1, classes=1, **SMALL, penalty=0.1)(
            TrainingStep(batch, output, network, network)
        )
        assert loss.item() == pytest.approx(real - sampled + 0.1 * (real**2 + sampled**2), rel=1e-5)
        assert loss.item() >= -5 - 1e-4


def test_training_separates_real_from_sampled_energies() -> None:
    """Real patches have one colour; the energy must become lower there than at its own samples."""
    network = make_network({})
    loss = make_loss("jem", **SMALL)
    optimizer = torch.optim.Adam(network.parameters(), 3e-3)
    gaps = []
    for seed in range(40):
        batch = make_batch(seed, size=32, labelled=False)
        batch.pixels.mul_(0.1).add_(torch.tensor([1.0, -1.0])[:, None, None])
        value = loss(TrainingStep(batch, network.forward_all(batch.pixels), network, network, seeded(seed)))
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
        with torch.no_grad():
            sampled = network(loss.replay.patches[loss.replay.is_started])
            gaps.append((pixel_energies(sampled).mean() - pixel_energies(network(batch.pixels)).mean()).item())
    assert sum(gaps[-5:]) / 5 > sum(gaps[:5]) / 5 + 1


def test_the_smooth_unet_is_compatible_and_batch_normalisation_is_not() -> None:
    loss = make_loss("jem")
    loss.check_compatible(make_network({}), patch_px=64)
    for backbone in ("unet", "unet-half", "segnet"):
        with pytest.raises(ConfigError, match="choose backbone unet-smooth"):
            loss.check_compatible(make_network({}, backbone=backbone), patch_px=64)
    with pytest.raises(ConfigError, match="63 px"):
        loss.check_compatible(make_network({}), patch_px=63)


def test_the_energy_of_an_image_does_not_depend_on_the_batch() -> None:
    network = make_network({})
    pixels = torch.randn(3, BANDS, 32, 32, generator=seeded(0))
    together, alone = pixel_energies(network(pixels)), pixel_energies(network(pixels[1:2]))
    torch.testing.assert_close(together[1:2], alone)


def test_side_must_be_a_multiple_of_the_largest_stride() -> None:
    with pytest.raises(ConfigError, match="side of auxiliary loss 'jem' is 40: give a multiple of 32"):
        make_loss("jem", side=40)
    assert make_loss("jem", side=96).replay.patches.shape == (64, BANDS, 96, 96)


def test_a_patch_without_labels_adds_its_log_likelihood_alone() -> None:
    """Section 4.2.2: its label is marginalised. Here without samples, whose energy does not depend on the patch."""
    network = make_network({}, backbone="scenes")
    batch = make_batch(size=64, patches=3, labelled=False)
    step = TrainingStep(batch, network.forward_all(batch.pixels), network, network, seeded(0))
    objective = WeightedSum((AuxiliaryTerm("jem", 0.5, {**SMALL, "penalty": 0.001}),), BANDS, CLASSES)
    terms = objective(step, progress=1.0)
    assert terms["supervised"].item() == 0
    (gradient,) = torch.autograd.grad(terms["total"], step.output.segmentation, retain_graph=True)
    log_likelihood = step.output.segmentation.logsumexp(dim=1)
    wanted = 0.5 * (-log_likelihood + 0.001 * log_likelihood.square()).mean()
    torch.testing.assert_close(gradient, torch.autograd.grad(wanted, step.output.segmentation)[0])


def test_a_square_counts_once_in_the_energy_that_moves_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = []

    def one_look(energy: sampler.Energy, patches: torch.Tensor, *_: object) -> torch.Tensor:
        shapes.append(tuple(energy(patches).shape))
        return patches

    monkeypatch.setattr("engine.losses.jem.sgld", one_look)
    for backbone in ("scenes", "unet-smooth"):
        network, batch = make_network({}, backbone=backbone), make_batch(size=64)
        step = TrainingStep(batch, network.forward_all(batch.pixels), network, network, seeded(0))
        make_loss("jem", **{**SMALL, "side": 64})(step)
    assert shapes == [(3, 1, 2, 2), (3, 1, 64, 64)]
