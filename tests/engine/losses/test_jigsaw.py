"""The jigsaw: its permutations, its mosaics, and its loss against values worked out by hand."""
from __future__ import annotations

import itertools
import time

import numpy as np
import pytest
import torch
from fixed_network import FixedNetwork
from loss_cases import BANDS, CLASSES, assert_gradients, make_batch, make_loss, make_network, make_step, step_of

from engine.data.sampler import Batch
from engine.losses.auxiliary import TrainingStep
from engine.losses.jigsaw import CHANNELS, Jigsaw, distant_permutations
from engine.losses.weighted_sum import WeightedSum
from engine.models.network import NetworkOutput
from engine.schema.errors import ConfigError
from engine.schema.loss_terms import AuxiliaryTerm

SIZE = 32  # cells of 10 px with two rows and columns left over; pieces of 8 px with a jitter of 0.2
CELL, PIECE = 10, 8


def coded_batch(patches: int) -> Batch:
    """Band 0 of each pixel is the number of its cell, band 1 that of its position in the patch, both from 1 on."""
    row, col = torch.meshgrid(torch.arange(SIZE), torch.arange(SIZE), indexing="ij")
    cells = (row // CELL).clamp(max=2) * 3 + (col // CELL).clamp(max=2) + 1
    pixels = torch.stack([cells, row * SIZE + col + 1]).float().expand(patches, BANDS, SIZE, SIZE).clone()
    shape = (patches, SIZE, SIZE)
    return Batch(pixels, torch.zeros(shape, dtype=torch.long), torch.ones(shape, dtype=torch.bool))


def step_on(batch: Batch, seed: int = 0, answer_seed: int = 1) -> TrainingStep:
    """A step whose network records the mosaics and has random outputs."""
    generator = torch.Generator().manual_seed(answer_seed)
    answer = torch.randn(len(batch.pixels), CHANNELS, *batch.pixels.shape[2:], generator=generator).requires_grad_()
    network = FixedNetwork("jigsaw", answer)
    generator = torch.Generator().manual_seed(seed)
    return TrainingStep(batch, network.forward_all(batch.pixels), network, network, generator)


def make_jigsaw(permutations: int = 10, jitter: float = 0.2) -> Jigsaw:
    torch.manual_seed(4)
    return make_loss("jigsaw", permutations=permutations, jitter=jitter)


def mosaic_cells(step: TrainingStep) -> np.ndarray:
    """The cells of the mosaics that were the network's last input, (N, 9, BANDS, CELL, CELL)."""
    mosaic = step.network.shown[-1].numpy()
    assert mosaic.shape[2:] == (SIZE, SIZE)
    assert (mosaic[:, :, 3 * CELL :] == 0).all()
    assert (mosaic[:, :, :, 3 * CELL :] == 0).all()
    places = [(row * CELL, col * CELL) for row in range(3) for col in range(3)]
    return np.stack([mosaic[:, :, top : top + CELL, left : left + CELL] for top, left in places], axis=1)


def orders_read_back(step: TrainingStep) -> list[tuple[int, ...]]:
    cells = mosaic_cells(step)[:, :, 0].reshape(-1, 9, CELL * CELL)
    codes = [[set(cell[cell > 0]) for cell in patch] for patch in cells]
    assert all(len(code) == 1 for patch in codes for code in patch), "a piece must come from one cell"
    return [tuple(int(code.pop()) - 1 for code in patch) for patch in codes]


def loss_by_hand(loss: Jigsaw, step: TrainingStep, answers: list[int]) -> np.ndarray:
    """The cross-entropy of each patch in float64."""
    first, _, last = loss.classifier
    weights = [tensor.detach().double().numpy() for tensor in (first.weight, first.bias, last.weight, last.bias)]
    errors = []
    for output, answer in zip(step.network.answer.detach().double().numpy(), answers):
        means = [
            [[c[r : r + CELL, s : s + CELL].mean() for s in (0, CELL, 2 * CELL)] for r in (0, CELL, 2 * CELL)]
            for c in output
        ]
        hidden = np.maximum(weights[0] @ np.array(means).ravel() + weights[1], 0)
        logits = weights[2] @ hidden + weights[3]
        errors.append(np.log(np.exp(logits).sum()) - logits[answer])
    return np.array(errors)


@pytest.mark.parametrize(("count", "nearest", "mean"), [(2, 9, 9.0), (30, 7, 7.9), (100, 6, 8.0), (1000, 5, 7.9)])
def test_permutations_are_far_apart(count: int, nearest: int, mean: float) -> None:
    orders = np.array(distant_permutations(count))
    assert (np.sort(orders, axis=1) == np.arange(9)).all()
    distances = np.array([(a != b).sum() for i, a in enumerate(orders) for b in orders[:i]])
    assert distances.min() == nearest
    assert distances.mean() >= mean


def test_each_permutation_is_as_far_from_the_others_as_possible() -> None:
    """Against a brute-force search of all 9!, for the first few."""
    everything = np.array(list(itertools.permutations(range(9))), np.int8)
    orders = np.array(distant_permutations(14), np.int8)
    assert orders[0].tolist() == list(range(9))
    for count in range(1, 14):
        nearest = np.min([(everything != order).sum(axis=1) for order in orders[:count]], axis=0)
        assert (orders[:count] != orders[count]).sum(axis=1).min() == nearest.max()


def test_the_permutations_are_found_fast_and_are_always_the_same() -> None:
    distant_permutations.cache_clear()
    started = time.process_time()
    first = distant_permutations(100)
    assert time.process_time() - started < 1
    distant_permutations.cache_clear()
    assert distant_permutations(100) == first
    assert distant_permutations(30) == first[:30]


def test_the_mosaic_has_the_permutation_that_the_loss_expects() -> None:
    """The order is read back from the mosaic; the loss worked out by hand for it must be the loss."""
    loss, step = make_jigsaw(), step_on(coded_batch(40))
    value = loss(step)
    allowed = distant_permutations(10)
    answers = [allowed.index(order) for order in orders_read_back(step)]
    assert len(set(answers)) == 10, "40 draws of 10 have them all with this seed"
    assert value.item() == pytest.approx(loss_by_hand(loss, step, answers).mean(), rel=1e-5)


def test_pieces_are_whole_and_moved_within_their_cells() -> None:
    step = step_on(coded_batch(60))
    make_jigsaw()(step)
    cells, starts = mosaic_cells(step), set()
    margin = (CELL - PIECE) // 2
    for order, patch in zip(orders_read_back(step), cells):
        for source, cell in zip(order, patch[:, 1]):
            piece = cell[margin : margin + PIECE, margin : margin + PIECE]
            assert (cell > 0).sum() == PIECE * PIECE == (piece > 0).sum()
            top, left = divmod(int(piece[0, 0]) - 1, SIZE)
            rows, cols = np.meshgrid(np.arange(top, top + PIECE), np.arange(left, left + PIECE), indexing="ij")
            assert (piece == rows * SIZE + cols + 1).all()
            starts.add((top - source // 3 * CELL, left - source % 3 * CELL))
    assert starts == {(row, col) for row in range(3) for col in range(3)}


def test_without_jitter_the_identity_leaves_the_cells_as_they_are() -> None:
    batch = coded_batch(30)
    step = step_on(batch)
    make_jigsaw(permutations=2, jitter=0.0)(step)
    unshuffled = orders_read_back(step).index(tuple(range(9)))
    assert torch.equal(step.network.shown[-1][unshuffled, :, :30, :30], batch.pixels[unshuffled, :, :30, :30])


def test_random_numbers_come_from_the_step_alone() -> None:
    def shown_and_value(seed: int) -> tuple[torch.Tensor, float]:
        step = step_on(coded_batch(6), seed)
        value = make_jigsaw()(step).item()
        return step.network.shown[-1], value

    mosaic, value = shown_and_value(5)
    torch.manual_seed(123)
    again, same_value = shown_and_value(5)
    assert torch.equal(again, mosaic)
    assert same_value == value
    assert not torch.equal(shown_and_value(6)[0], mosaic)


def test_patches_that_are_mostly_nodata_do_not_count() -> None:
    loss, batch = make_jigsaw(), coded_batch(3)
    answers = [distant_permutations(10).index(order) for order in _orders_of(loss, batch)]
    batch.valid_mask[0, : SIZE // 2] = False  # half of it
    batch.valid_mask[2, :, :4] = False  # an eighth
    step = step_on(batch)
    assert loss(step).item() == pytest.approx(loss_by_hand(loss, step, answers)[1:].mean(), rel=1e-5)


def _orders_of(loss: Jigsaw, batch: Batch) -> list[tuple[int, ...]]:
    step = step_on(batch)
    loss(step)
    return orders_read_back(step)


@pytest.mark.parametrize("missing", ["data", "labels"])
def test_without_data_or_labels_it_is_finite(missing: str) -> None:
    loss, step = make_jigsaw(), make_step(size=SIZE, valid=missing != "data", labelled=missing != "labels")
    step = step_on(step.batch)
    value = loss(step)
    value.backward()
    assert (value.shape, value.dtype) == ((), torch.float32)
    assert torch.isfinite(value)
    assert (value.item() == 0) == (missing == "data")
    assert (step.network.answer.grad.abs().sum() == 0) == (missing == "data")


def test_gradients() -> None:
    """For the head's output and the classifier."""
    loss, step = make_jigsaw(), step_on(make_batch(size=SIZE))

    def value() -> torch.Tensor:
        step.generator = torch.Generator().manual_seed(0)
        return loss(step)

    assert_gradients(value, [step.network.answer, *loss.classifier.parameters()])


def test_it_trains_the_network_but_neither_segmentation_head_nor_batch_statistics() -> None:
    network, teacher = (make_network({"jigsaw": CHANNELS}, backbone="unet") for _ in range(2))
    step, loss = step_of(network, teacher, make_batch(size=64)), make_jigsaw()
    before = {name: buffer.clone() for name, buffer in network.named_buffers() if "running" in name}
    segmentation = step.output.segmentation.clone()
    loss(step).backward()
    assert len(before) > 10
    assert all(torch.equal(buffer, before[name]) for name, buffer in network.named_buffers() if name in before)
    assert torch.equal(step.output.segmentation, segmentation)
    assert network.segmentation_head.weight.grad is None
    assert all(kernel.grad.abs().sum() > 0 for kernel in network.shared_weights)
    assert all(p.grad.abs().sum() > 0 for p in loss.classifier.parameters())


def test_the_order_can_be_learned() -> None:
    """Pixels whose brightness is their position have the order in the head's means; only the classifier is trained."""
    loss, batch = make_jigsaw(permutations=10), coded_batch(16)
    batch.pixels.copy_((batch.pixels - 5) / 4)
    optimizer = torch.optim.Adam(loss.parameters(), 1e-2)
    values = []
    for index in range(80):
        step = step_on(batch, seed=index)
        step.network.forward_all = lambda pixels: NetworkOutput(
            pixels, {"jigsaw": pixels[:, :1].repeat(1, CHANNELS, 1, 1)}
        )
        values.append(loss(step))
        optimizer.zero_grad()
        values[-1].backward()
        optimizer.step()
    assert values[0].item() > 2  # ln 10 = 2.3 for a guess
    assert values[-1].item() < 0.3


@pytest.mark.parametrize(("patch_px", "jitter", "needed"), [(32, 0.1, "64 px"), (64, 0.5, "96 px")])
def test_patches_too_small_for_pieces_are_refused(patch_px: int, jitter: float, needed: str) -> None:
    objective = WeightedSum((AuxiliaryTerm("jigsaw", parameters={"jitter": jitter}),), BANDS, CLASSES)
    with pytest.raises(ConfigError, match=f"{patch_px} px") as caught:
        objective.check_compatible(make_network({"jigsaw": CHANNELS}), patch_px)
    assert needed in caught.value.remedy
    objective.check_compatible(make_network({"jigsaw": CHANNELS}), int(needed.split()[0]))


def test_the_defaults_are_the_paper_s() -> None:
    loss = make_loss("jigsaw")
    assert loss.permutations.shape == (100, 9)
    assert loss.spec.default_weight == 0.5
    with pytest.raises(ConfigError, match="permutations"):
        make_loss("jigsaw", permutations=1001)
