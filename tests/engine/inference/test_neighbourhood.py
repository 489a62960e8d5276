"""Class priors of neighbourhoods."""
from __future__ import annotations

import numpy as np
import pytest

from engine.features.class_prior import SMOOTHING, TEMPERATURE
from engine.inference.neighbourhood import SIDES_CELLS, WEIGHT, NeighbourhoodPrior

SHIFT = np.array([0.3, -0.2, 0.0], np.float32)
CELLS = 40


def random_logits(seed: int = 0) -> np.ndarray:
    """Logits (1, 3, H, W) that are equal within a cell of 4 px, so that no interpolation is needed to check them."""
    cells = np.random.default_rng(seed).normal(0, 2, (1, 3, CELLS, CELLS)).astype(np.float32)
    return cells.repeat(4, axis=2).repeat(4, axis=3)


def everywhere(logits: np.ndarray) -> np.ndarray:
    return np.ones((len(logits), *logits.shape[2:]), bool)


def prior_of_cell(logits: np.ndarray, valid: np.ndarray, row: int, col: int) -> np.ndarray:
    """What is added at a cell's centre, by the definition, float64 (3,)."""
    cells, inside = logits[0, :, ::4, ::4].astype(float), valid[0, ::4, ::4]
    exponentials = np.exp((cells + SHIFT[:, None, None]) / TEMPERATURE)
    posteriors = exponentials / exponentials.sum(axis=0)
    total = np.zeros(3)
    for side in SIDES_CELLS:
        rows, cols = (slice(max(place - side // 2, 0), place + side // 2 + 1) for place in (row, col))
        shares = posteriors[:, rows, cols][:, inside[rows, cols]].mean(axis=1)
        total += np.log(3 * ((1 - SMOOTHING) * shares + SMOOTHING / 3))
    return WEIGHT * TEMPERATURE * total


@pytest.mark.parametrize(("row", "col"), [(20, 20), (0, 0), (39, 17)])
def test_it_adds_the_log_shares_of_the_squares_around_a_cell(row: int, col: int) -> None:
    logits = random_logits()
    valid = everywhere(logits)
    valid[:, :80, 40:60] = False
    added = NeighbourhoodPrior(SHIFT)(logits.copy(), valid) - logits
    middle = added[0, :, 4 * row + 1 : 4 * row + 3, 4 * col + 1 : 4 * col + 3].mean(axis=(1, 2))
    around = [prior_of_cell(logits, valid, min(max(row + i, 0), 39), min(max(col + j, 0), 39))
              for i in (-1, 0, 1) for j in (-1, 0, 1)]  # fmt: skip
    # The four middle pixels lie 1/8 of a cell off the centre, on two sides: weights 1/16, 14/16, 1/16 along each axis.
    weights = np.outer([1, 14, 1], [1, 14, 1]).ravel() / 256
    assert middle == pytest.approx(weights @ np.array(around), abs=2e-4)
    assert np.abs(middle).max() > 0.005


def test_a_doubtful_pixel_takes_the_class_around_it_and_a_sure_one_does_not() -> None:
    logits = np.zeros((1, 2, 160, 160), np.float32)
    logits[:, 0] = 3
    logits[:, :, 80:84, 80:84] = np.array([0.0, 0.4], np.float32)[:, None, None]
    logits[:, :, 40:44, 40:44] = np.array([0.0, 6.0], np.float32)[:, None, None]
    adjusted = NeighbourhoodPrior(np.zeros(2))(logits, everywhere(logits))
    assert adjusted[0, :, 82, 82].argmax() == 0
    assert adjusted[0, :, 42, 42].argmax() == 1


def test_pixels_that_are_not_valid_count_in_no_neighbourhood() -> None:
    logits, other = random_logits(), random_logits(1)
    valid = everywhere(logits)
    valid[:, :, 80:] = False
    logits[:, :, :, 80:] = other[:, :, :, 80:]
    changed = logits.copy()
    changed[:, :, :, 80:] = 9
    first, second = (NeighbourhoodPrior(SHIFT)(values.copy(), valid)[..., :76] for values in (logits, changed))
    assert np.array_equal(first, second)


def test_without_any_valid_pixel_nothing_breaks() -> None:
    logits = random_logits()
    assert np.isfinite(NeighbourhoodPrior(SHIFT)(logits, ~everywhere(logits))).all()
