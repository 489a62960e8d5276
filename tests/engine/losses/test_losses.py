"""The losses and their weighted sum against values worked out by hand, and their gradients."""
from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from loss_cases import BANDS, CLASSES, assert_gradients, make_loss, make_step

from engine.data.label_raster import UNLABELLED
from engine.jobs.catalogue import catalogue
from engine.losses.auxiliary import TrainingStep, masked_mean
from engine.losses.l1 import L1
from engine.losses.registry import AUXILIARY_LOSSES, complete_terms
from engine.losses.supervised import partial_cross_entropy
from engine.losses.total_variation import TotalVariation
from engine.losses.weighted_sum import TOTAL, WeightedSum
from engine.schema.errors import ConfigError
from engine.schema.loss_terms import AuxiliaryTerm, LossParameter, LossSpec


def differentiable(step: TrainingStep, name: str) -> torch.Tensor:
    return step.output.auxiliary.get(name, step.output.segmentation)


def test_cross_entropy_counts_labelled_pixels_only() -> None:
    logits = torch.tensor([[[[2.0, 0.0, 5.0]], [[0.0, 1.0, -5.0]]]])  # (1, 2, 1, 3)
    labels = torch.tensor([[[0, 1, UNLABELLED]]])
    by_hand = (math.log(1 + math.exp(-2.0)) + math.log(1 + math.exp(-1.0))) / 2
    assert partial_cross_entropy(logits, labels).item() == pytest.approx(by_hand, rel=1e-6)


def test_every_labelled_class_has_the_same_share_of_the_cross_entropy() -> None:
    """Three polygons of 150 px a side beside eight dots of 3 px: by pixels the dots would have a thousandth."""
    labels = torch.full((1, 300, 300), UNLABELLED)
    labels[:, :150], labels[:, 200:, :150] = 0, 0
    for col in range(160, 240, 10):
        labels[:, 200:203, col : col + 3] = 2
    logits = torch.zeros(1, 4, 300, 300, requires_grad=True)
    loss = partial_cross_entropy(logits, labels)
    loss.backward()
    assert loss.item() == pytest.approx(math.log(4), rel=1e-5)
    for index in (0, 2):  # (1 - p) of half the loss, p = 1/4
        assert logits.grad[:, index][labels == index].sum().item() == pytest.approx(-0.75 / 2, rel=1e-4)
    assert logits.grad[:, 1].sum().item() == pytest.approx(0.25, rel=1e-4)


def test_cross_entropy_by_hand_with_classes_of_two_sizes() -> None:
    logits = torch.tensor([[[[0.0, math.log(3), 0.0, 7.0]], [[0.0, 0.0, math.log(3), 0.0]]]])  # (1, 2, 1, 4)
    labels = torch.tensor([[[0, 0, 1, UNLABELLED]]])
    by_hand = ((math.log(2) + math.log(4 / 3)) / 2 + math.log(4 / 3)) / 2
    assert partial_cross_entropy(logits, labels).item() == pytest.approx(by_hand, rel=1e-6)
    assert partial_cross_entropy(logits.bfloat16(), labels).dtype == torch.float32


def test_cross_entropy_without_labels_is_0_and_so_is_its_gradient() -> None:
    logits = torch.randn(1, 3, 4, 4, requires_grad=True)
    loss = partial_cross_entropy(logits, torch.full((1, 4, 4), UNLABELLED))
    loss.backward()
    assert loss.item() == 0
    assert logits.grad.abs().sum() == 0


def test_masked_mean_is_over_channels_and_valid_pixels() -> None:
    values = torch.arange(8.0).reshape(1, 2, 2, 2)
    mask = torch.tensor([[[True, False], [False, True]]])
    assert masked_mean(values, mask).item() == (0 + 3 + 4 + 7) / 4
    assert masked_mean(values, torch.zeros_like(mask)).item() == 0


def test_l1_is_the_mean_absolute_difference() -> None:
    step = make_step()
    step.batch.valid_mask[0, 2:] = False
    valid = step.batch.valid_mask.numpy()
    difference = np.abs(step.output.auxiliary["l1"].detach().numpy() - step.batch.pixels.numpy())
    by_hand = np.concatenate([difference[i][:, valid[i]].ravel() for i in range(2)]).mean()
    assert L1(BANDS, CLASSES)(step).item() == pytest.approx(by_hand, rel=1e-6)


def test_relaxed_kmeans_by_hand() -> None:
    """Loops in float64 over the formulas of the paper."""
    step = make_step(3)
    step.batch.valid_mask[1, :, :3] = False
    loss = make_loss("relaxed-kmeans", clusters=4, alpha=0.7)
    errors, undecided = [], []
    for pixels, logits, mask in zip(
        step.batch.pixels, step.output.auxiliary["relaxed-kmeans"].detach(), step.batch.valid_mask
    ):
        x, y = pixels.double().numpy()[:, mask], torch.softmax(logits.double(), 0).numpy()[:, mask]  # (C, n), (K, n)
        centroids = np.stack([(x * y[k]).sum(axis=1) / y[k].sum() for k in range(4)])  # (K, C)
        quantised = sum(centroids[k][:, None] * y[k] for k in range(4))
        errors.append(np.abs(x - quantised))
        undecided.append(sum(y[k] * (1 - y[k]) for k in range(4)))
    by_hand = np.concatenate([e.ravel() for e in errors]).mean() + 0.7 * np.concatenate(undecided).mean()
    assert loss(step).item() == pytest.approx(by_hand, rel=1e-5)


def test_relaxed_kmeans_is_0_for_a_quantised_image() -> None:
    step = make_step()
    cluster = (torch.arange(36).reshape(6, 6) % 4).expand(2, 6, 6)
    colors = torch.tensor([[0.0, 1.0], [1.0, 0.0], [-1.0, 2.0], [0.5, 0.5]])
    step.batch.pixels.copy_(colors[cluster].permute(0, 3, 1, 2))
    step.output.auxiliary["relaxed-kmeans"] = 50.0 * torch.nn.functional.one_hot(cluster, 4).permute(0, 3, 1, 2).float()
    assert make_loss("relaxed-kmeans", clusters=4)(step).item() == pytest.approx(0, abs=1e-5)


def test_relaxed_kmeans_with_an_empty_cluster_is_finite() -> None:
    step = make_step()
    logits = torch.zeros(2, 4, 6, 6)
    logits[:, 3] = -200  # softmax underflows to 0
    step.output.auxiliary["relaxed-kmeans"] = logits.requires_grad_()
    loss = make_loss("relaxed-kmeans", clusters=4)(step)
    loss.backward()
    assert torch.isfinite(loss)
    assert torch.isfinite(logits.grad).all()


def test_total_variation_of_an_edge() -> None:
    """Two classes of probability 1 side by side: S_x is 1/2 in the two columns at the edge, for each of the two."""
    step = make_step(size=8)
    logits = torch.full((2, CLASSES, 8, 8), -40.0)
    logits[:, 0, :, :4] = 40.0
    logits[:, 1, :, 4:] = 40.0
    step.output.segmentation = logits
    by_hand = 2 * 2 * 0.5 / 6  # two classes, two of six interior columns, |S_x p| = 4 / 8
    assert make_loss("total-variation")(step).item() == pytest.approx(by_hand, rel=1e-6)


def edge_step(classes: int) -> TrainingStep:
    """Two areas of one class each, side by side."""
    step = make_step(size=8)
    logits = torch.full((2, classes, 8, 8), -40.0)
    logits[:, 0, :, :4] = 40.0
    logits[:, 1, :, 4:] = 40.0
    step.output.segmentation = logits
    return step


def test_total_variation_of_a_border_does_not_depend_on_the_number_of_classes() -> None:
    """The same λ smooths alike with 2 classes and with 20."""
    few, many = (make_loss("total-variation", classes=k)(edge_step(k)).item() for k in (2, 20))
    assert few == pytest.approx(many, rel=1e-6) == pytest.approx(1 / 3, rel=1e-6)


@pytest.mark.parametrize("contrast", [0.5, 2.0])
def test_total_variation_spares_the_edges_of_the_image(contrast: float) -> None:
    """|∇I| is the mean over bands of the Sobel magnitude: steps of 3 and 1 give (1.5 + 0.5) / 2 at the border."""
    step, loss = edge_step(CLASSES), make_loss("total-variation", contrast=contrast)
    step.batch.pixels.zero_()
    assert loss(step).item() == pytest.approx(1 / 3, rel=1e-6)  # without edges
    step.batch.pixels[:, 0, :, 4:], step.batch.pixels[:, 1, :, 4:] = 3.0, -1.0
    assert loss(step).item() == pytest.approx(math.exp(-1.0 / contrast) / 3, rel=1e-6)
    assert make_loss("total-variation")(step).item() == pytest.approx(1 / 3, rel=1e-6)


def test_total_variation_of_constant_probabilities_is_0() -> None:
    step = make_step()
    step.output.segmentation = torch.zeros(2, CLASSES, 6, 6)
    assert make_loss("total-variation")(step).item() == pytest.approx(0, abs=1e-7)


def test_total_variation_ignores_neighbours_of_nodata() -> None:
    step = make_step(size=8)
    logits = torch.zeros(2, CLASSES, 8, 8)
    logits[:, 0, :, 4:] = 40.0
    step.output.segmentation = logits
    step.batch.valid_mask[:, :, 4] = False  # columns 3 to 5 touch nodata: the edge lies among them
    assert make_loss("total-variation")(step).item() == pytest.approx(0, abs=1e-7)


def test_total_variation_does_not_depend_on_the_order_of_classes() -> None:
    step = make_step(9)
    loss = make_loss("total-variation")(step)
    step.output.segmentation = step.output.segmentation[:, [2, 0, 1]]
    assert make_loss("total-variation")(step).item() == pytest.approx(loss.item(), rel=1e-6)


@pytest.mark.parametrize("name", ["l1", "relaxed-kmeans", "total-variation"])
def test_gradients(name: str) -> None:
    step = make_step(1, size=5)
    loss = make_loss(name, **({"clusters": 4} if name == "relaxed-kmeans" else {}))
    length = 1e-3 if name == "l1" else 1e-2  # l1 is not differentiable everywhere
    assert_gradients(lambda: loss(step), [differentiable(step, name)], length)


def test_the_gradient_check_fails_for_a_wrong_gradient() -> None:
    """Half of the gradient, none, or the opposite one must not pass."""
    step = make_step(1, size=5)
    loss, logits = make_loss("total-variation"), differentiable(step, "total-variation")
    for factor in (0.5, 0.0, -1.0):
        with pytest.raises(AssertionError):
            assert_gradients(lambda f=factor: f * loss(step) + (1 - f) * loss(step).detach(), [logits])


def shares_of_total(objective: WeightedSum, progress: float) -> dict[str, float]:
    """The factor of each term in the total, by its derivative; total variation's ramp is from 0.05 to 0.25."""
    terms = objective(make_step(), progress)
    total = terms.pop(TOTAL)
    return {
        name: round(float(torch.autograd.grad(total, term, retain_graph=True)[0]), 4) for name, term in terms.items()
    }


@pytest.mark.parametrize(
    ("progress", "shares"),
    [
        (0.0, {"supervised": 0, "l1": 0.5}),
        (0.19, {"supervised": 0, "l1": 0.5}),
        (0.2, {"supervised": 1, "l1": 0.5}),
        (0.25, {"supervised": 1, "l1": 0.5}),
        (0.35, {"supervised": 1, "l1": 0.5, "total-variation": 1}),
        (0.45, {"supervised": 1, "l1": 0.5, "total-variation": 2}),
        (1.0, {"supervised": 1, "l1": 0.5, "total-variation": 2}),
    ],
)
def test_in_the_warm_up_only_losses_without_labels_count(progress: float, shares: dict[str, float]) -> None:
    terms = (AuxiliaryTerm("l1", 0.5), AuxiliaryTerm("total-variation", 2.0))
    assert shares_of_total(WeightedSum(terms, BANDS, CLASSES, warm_up=0.2), progress) == shares


@pytest.mark.parametrize("text", ["total-variation", "l1:start=0.5", "l1=0", "fixmatch"])
def test_a_warm_up_without_such_a_loss_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match=r"warm_up is 0\.2, but no auxiliary loss"):
        WeightedSum((AuxiliaryTerm.parse(text),), BANDS, CLASSES, warm_up=0.2)


@pytest.mark.parametrize(("text", "warm_up"), [("total-variation:end=0.05", 0.0), ("total-variation:end=0.2", 0.2)])
def test_a_loss_that_ends_before_its_ramp_is_refused(text: str, warm_up: float) -> None:
    with pytest.raises(ConfigError, match="'total-variation' ends at"):
        WeightedSum((AuxiliaryTerm("l1"), AuxiliaryTerm.parse(text)), BANDS, CLASSES, warm_up)


@pytest.mark.parametrize(("progress", "share"), [(0.49, None), (0.5, None), (0.65, 1), (0.8, 2), (0.91, None)])
def test_a_ramp_counts_from_the_start_of_the_loss(progress: float, share: float | None) -> None:
    objective = WeightedSum((AuxiliaryTerm("total-variation", 2.0, start=0.5, end=0.9),), BANDS, CLASSES)
    assert shares_of_total(objective, progress).get("total-variation") == share


@pytest.mark.parametrize(
    ("text", "progress", "calls"),
    [
        ("total-variation", 0.0, 0), ("total-variation", 0.05, 0), ("total-variation", 0.06, 1),
        ("total-variation:start=0.5", 0.52, 0), ("total-variation:end=0.5", 0.51, 0), ("total-variation=0", 1.0, 0),
        ("total-variation=auto", 0.05, 0), ("total-variation=auto", 0.06, 1),
    ],
)  # fmt: skip
def test_a_loss_whose_weight_is_0_is_not_computed(
    monkeypatch: pytest.MonkeyPatch, text: str, progress: float, calls: int
) -> None:
    counted = []
    forward = TotalVariation.forward
    monkeypatch.setattr(TotalVariation, "forward", lambda self, step: counted.append(1) or forward(self, step))
    objective = WeightedSum((AuxiliaryTerm.parse(text),), BANDS, CLASSES)
    step = make_step()
    step.network.shared_weights = [step.output.segmentation]
    terms = objective(step, progress)
    assert len(counted) == calls
    assert ("total-variation" in terms) == bool(calls)


def test_a_loss_has_the_same_random_numbers_whichever_others_are_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TotalVariation, "forward", lambda self, step: step.random(3).sum())
    monkeypatch.setattr(L1, "forward", lambda self, step: step.random(3).sum())
    alone = WeightedSum((AuxiliaryTerm("l1"),), BANDS, CLASSES)(make_step(), 1.0)
    both = WeightedSum((AuxiliaryTerm("total-variation"), AuxiliaryTerm("l1")), BANDS, CLASSES)(make_step(), 1.0)
    assert alone["l1"] == both["l1"] != both["total-variation"]


def test_the_total_is_the_weighted_sum_after_the_ramp() -> None:
    step = make_step()
    objective = WeightedSum((AuxiliaryTerm("l1", 0.25), AuxiliaryTerm("total-variation", 2.0)), BANDS, CLASSES)
    terms = objective(step, progress=1.0)
    by_hand = terms["supervised"] + 0.25 * terms["l1"] + 2.0 * terms["total-variation"]
    assert terms[TOTAL].item() == pytest.approx(by_hand.item(), rel=1e-6)
    start, end = TotalVariation.spec.ramp
    halfway = objective(step, progress=(start + end) / 2)
    assert halfway[TOTAL].item() == pytest.approx(
        (terms["supervised"] + 0.25 * terms["l1"] + terms["total-variation"]).item(), rel=1e-6
    )


def test_a_weight_left_out_is_the_default_and_none_is_supervised() -> None:
    assert WeightedSum((AuxiliaryTerm("l1"),), BANDS, CLASSES).weights == {"l1": 0.5}
    step = make_step()
    terms = WeightedSum((), BANDS, CLASSES)(step, progress=0.5)
    assert set(terms) == {"supervised", "total"}
    assert terms["total"].item() == terms["supervised"].item()


def test_an_unknown_loss_is_refused_with_the_valid_ones() -> None:
    with pytest.raises(ConfigError, match="l3") as caught:
        WeightedSum((AuxiliaryTerm("l3"),), BANDS, CLASSES)
    assert all(name in caught.value.remedy for name in AUXILIARY_LOSSES)


def test_a_parameter_may_ask_for_multiples_of_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    parameters = (LossParameter("share", 0.3, 0, 1, step=0.1), LossParameter("alpha", 0.01, 0, 1))
    monkeypatch.setattr(L1, "spec", LossSpec("l1", "Reconstructs.", parameters=parameters))
    for share in (0, 0.1, 0.3, 0.7, 1):  # 0.3 / 0.1 and 0.7 / 0.1 are not whole numbers in floating point
        (term,) = complete_terms([AuxiliaryTerm("l1", parameters={"share": share})])
        assert term.parameters == {"share": share, "alpha": 0.01}
    for share in (0.05, 0.31):
        with pytest.raises(ConfigError, match=f"share of auxiliary loss 'l1' is {share}: give a multiple of 0.1"):
            complete_terms([AuxiliaryTerm("l1", parameters={"share": share})])


def test_the_catalogue_lists_the_step_and_every_bound_is_a_multiple_of_it() -> None:
    losses = catalogue()["auxiliary_losses"]
    listed = {(loss["name"], p["name"]): p for loss in losses for p in loss["parameters"] if p["step"]}
    assert listed["jem", "side"]["step"] == 32
    for p in listed.values():
        assert all(
            value / p["step"] == pytest.approx(round(value / p["step"]))
            for value in (p["low"], p["default"], p["high"])
        )
