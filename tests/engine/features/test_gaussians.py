"""Relative Mahalanobis distance: the fit against the formula, and what it tells apart."""
from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.features.discriminant import DIAGONAL, FLOOR
from engine.features.gaussians import OWN_SHARE, ROUNDS, UNEXPLAINED, distances, fit_novel, shrunk
from engine.models.ood_head import NovelDistance

FEATURES, CLASSES = 5, 2


def cells(centre: list[float], rows: int, seed: int) -> np.ndarray:
    """Correlated features around a centre, each of another scale."""
    rng = np.random.default_rng(seed)
    mixing = np.random.default_rng(0).normal(0, 1, (FEATURES, FEATURES)) * [0.1, 1, 5, 1, 1]
    return centre + rng.normal(0, 1, (rows, FEATURES)) @ mixing


def made_up(
    withheld: int = 400, third: tuple[float, ...] = (0, 0, 40, 8, 0)
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Labelled cells of two classes, their classes and weights; unlabelled cells of both and of a third class."""
    centres = [[0, 0, 0, 0, 0], [2, 8, 0, 0, 0], list(third)]
    labelled = np.concatenate([cells(centres[k], 40, k) for k in range(CLASSES)])
    area = np.concatenate([cells(centres[k], 600, 5 + k) for k in range(CLASSES)] + [cells(centres[2], withheld, 9)])
    weights = np.random.default_rng(3).uniform(0.5, 1, len(labelled))
    return labelled, np.repeat(np.arange(CLASSES), 40), weights, area


def values(novel: NovelDistance, features: np.ndarray) -> np.ndarray:
    """The form that the head computes, for features (n, F)."""
    rows = torch.tensor(features, dtype=torch.float32)
    squares = (rows @ novel.directions.T + novel.offsets).square() @ novel.signs
    return (squares + (rows @ novel.weight.T + novel.bias).amin(dim=1)).numpy()


def fitted(data: tuple[np.ndarray, ...]) -> NovelDistance:
    labelled, targets, weights, area = (torch.tensor(part) for part in data)
    return fit_novel(labelled.float(), targets, weights, area.float())


def shrunk_by_hand(matrix: np.ndarray) -> np.ndarray:
    return (1 - DIAGONAL) * matrix + DIAGONAL * np.diag(np.diag(matrix)) + FLOOR * np.eye(len(matrix))


def test_the_distance_is_that_of_the_formula_in_float64() -> None:
    labelled, targets, weights, area = made_up()
    mean, deviation = area.mean(axis=0), area.std(axis=0)
    x, unlabelled = (labelled - mean) / deviation, (area - mean) / deviation
    centres, covariances = [], []
    for k in range(CLASSES):
        own, share = x[targets == k], weights[targets == k] / weights[targets == k].sum()
        centres.append(share @ own)
        covariances.append((own - centres[k]).T @ np.diag(share) @ (own - centres[k]))
    pooled = np.mean(covariances, axis=0)

    def distance(rows: np.ndarray, centre: np.ndarray, matrix: np.ndarray) -> np.ndarray:
        return np.einsum("nf,fg,ng->n", rows - centre, np.linalg.inv(matrix), rows - centre)

    def nearest(rows: np.ndarray) -> np.ndarray:
        return np.min([distance(rows, centre, shrunk_by_hand(pooled)) for centre in centres], axis=0)

    of_rest, centre = shrunk_by_hand(np.cov(unlabelled.T, bias=True)), unlabelled.mean(axis=0)
    for _ in range(ROUNDS):
        order = np.argsort(distance(unlabelled, centre, of_rest) - nearest(unlabelled))
        rest = unlabelled[order[: round(UNEXPLAINED * len(area))]]
        centre = rest.mean(axis=0)
        of_rest = shrunk_by_hand((1 - OWN_SHARE) * pooled + OWN_SHARE * np.cov(rest.T, bias=True))
    expected = nearest(unlabelled) - distance(unlabelled, centre, of_rest)
    np.testing.assert_allclose(values(fitted(made_up()), area), expected, rtol=2e-3, atol=0.05)


def test_a_withheld_cluster_is_farther_than_what_is_labelled() -> None:
    found = values(fitted(made_up()), made_up()[-1])
    known, withheld = found[:1200], found[1200:]
    assert np.quantile(withheld, 0.05) > np.quantile(known, 0.99)


def test_a_rare_class_is_told_better_where_the_unexplained_cells_are_chosen_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first choice is by a Gaussian of all cells, of which a rare class beside another is a small part."""
    data = made_up(withheld=100, third=(0, 0, 4, 0.8, 0))
    again = values(fitted(data), data[-1])
    monkeypatch.setattr("engine.features.gaussians.ROUNDS", 1)
    once = values(fitted(data), data[-1])
    assert share_above(again) > share_above(once) + 0.02


def share_above(found: np.ndarray) -> float:
    """Share of pairs of a withheld and a known cell in which the first has the larger value."""
    return float((found[1200:, None] > found[None, :1200]).mean())


def test_of_a_large_area_every_other_cell_is_read() -> None:
    labelled, targets, weights, area = made_up()
    doubled = np.repeat(np.tile(area, (5, 1)), 2, axis=0)
    doubled[1::2] += 1e3
    every_other = values(fitted((labelled, targets, weights, np.tile(area, (5, 1)))), area)
    np.testing.assert_allclose(values(fitted((labelled, targets, weights, doubled)), area), every_other, rtol=1e-3)


def test_a_place_between_two_classes_is_not_novel_beside_a_withheld_one() -> None:
    """A cell on the boundary of two classes has a mixture of their features."""
    novel = fitted(made_up())
    mixed = (cells([0, 0, 0, 0, 0], 200, 20) + cells([2, 8, 0, 0, 0], 200, 21)) / 2
    withheld = cells([0, 0, 40, 8, 0], 200, 22)
    assert np.quantile(values(novel, mixed), 0.99) < np.quantile(values(novel, withheld), 0.01)


@pytest.mark.parametrize("area_rows", [1, 3])
def test_one_class_and_hardly_any_area_are_enough(area_rows: int) -> None:
    rows = cells([0, 0, 0, 0, 0], 10, 0)
    targets, weights = np.zeros(10, int), np.full(10, 0.1)
    novel = fitted((rows, targets, weights, rows[:area_rows]))
    assert np.isfinite(values(novel, rows)).all()


def test_a_feature_that_never_varies_does_not_decide() -> None:
    labelled, targets, weights, area = made_up()
    labelled[:, 0], area[:, 0] = 7, 7
    assert np.abs(values(fitted((labelled, targets, weights, area)), area)).max() < 1e5


def test_distances_are_squared_and_shrinking_keeps_the_diagonal() -> None:
    matrix = torch.tensor([[4.0, 1.0], [1.0, 9.0]], dtype=torch.float64)
    assert torch.allclose(shrunk(matrix, 1.0), torch.diag(matrix.diagonal()) + FLOOR * torch.eye(2))
    rows = torch.tensor([[2.0, 0.0], [0.0, 6.0]], dtype=torch.float64)
    diagonal = torch.diag(torch.tensor([4.0, 9.0], dtype=torch.float64))
    assert distances(rows, torch.zeros(2, dtype=torch.float64), diagonal).tolist() == pytest.approx([1, 4])
