"""Smoothing along edges: the filter's definition, its reach, places that do not count, and what it does to a map."""
from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.models.smoothing import EDGE_VARIANCE, LEAST_PROBABILITY, SHARPNESS, smooth_logits

CLASSES, SIDE = 3, (9, 11)
EVERYWHERE = torch.ones(1, 1, *SIDE, dtype=torch.bool)


def random_maps(bands: int, seed: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(1, CLASSES, *SIDE, generator=generator), torch.randn(1, bands, *SIDE, generator=generator)


def by_definition(logits: torch.Tensor, guide: torch.Tensor, is_counted: torch.Tensor, radius: int) -> np.ndarray:
    """Equations 4 to 6, 19 and 20 of He et al., window by window: ridge regressions, and the mean of all fits."""
    values = (SHARPNESS * logits[0]).softmax(dim=0).permute(1, 2, 0).double().numpy()
    image, counted = guide[0].permute(1, 2, 0).double().numpy(), is_counted[0, 0].numpy()
    height, width, bands = image.shape
    fits = {}
    for row, col in np.ndindex(height, width):
        window = tuple(slice(max(0, place - radius), place + radius + 1) for place in (row, col))
        x, y = image[window][counted[window]], values[window][counted[window]]
        if counted[row, col]:
            covariance = np.cov(x.T, bias=True).reshape(bands, bands) + EDGE_VARIANCE * np.eye(bands)
            slopes = np.linalg.solve(covariance, (x - x.mean(0)).T @ (y - y.mean(0)) / len(x))
            fits[row, col] = slopes, y.mean(0) - x.mean(0) @ slopes
    smoothed = values.copy()
    for row, col in fits:
        near = [fit for (i, j), fit in fits.items() if max(abs(i - row), abs(j - col)) <= radius]
        smoothed[row, col] = np.mean([image[row, col] @ slopes + intercept for slopes, intercept in near], axis=0)
    smoothed = np.where(counted[..., None], np.maximum(smoothed, LEAST_PROBABILITY), values)
    return np.log(smoothed).transpose(2, 0, 1) / SHARPNESS


@pytest.mark.parametrize("bands", [1, 3, 5])
@pytest.mark.parametrize("radius", [1, 3])
def test_it_is_the_guided_filter(bands: int, radius: int) -> None:
    logits, guide = random_maps(bands)
    is_counted = torch.rand(EVERYWHERE.shape, generator=torch.Generator().manual_seed(1)) > 0.2
    found = smooth_logits(logits, guide, is_counted, radius)
    np.testing.assert_allclose(found[0], by_definition(logits, guide, is_counted, radius), atol=2e-3)


def test_where_all_places_agree_nothing_changes() -> None:
    logits = torch.tensor([0.3, -0.2, 0.1]).view(1, 3, 1, 1).expand(1, 3, *SIDE)
    found = smooth_logits(logits, random_maps(3)[1], EVERYWHERE, 2)
    np.testing.assert_allclose(found - found[:, :1], logits - logits[:, :1], atol=1e-4)


def test_a_single_cell_follows_its_surface_and_an_edge_stays() -> None:
    """Left and right have different colours; one cell on the left is mistaken."""
    truth = torch.zeros(SIDE, dtype=torch.long)
    truth[:, 5:] = 1
    seen = truth.clone()
    seen[4, 2] = 1
    logits = torch.nn.functional.one_hot(seen, CLASSES).permute(2, 0, 1)[None].float()
    guide = truth.float().expand(1, 3, *SIDE) * 2 - 1
    assert torch.equal(smooth_logits(logits, guide, EVERYWHERE, 3)[0].argmax(dim=0), truth)


def test_places_that_do_not_count_keep_their_logits_and_change_no_others() -> None:
    logits, guide = random_maps(3)
    is_counted = EVERYWHERE.clone()
    is_counted[..., :3, :4] = False
    found = smooth_logits(logits, guide, is_counted, 2)
    own = logits - found
    np.testing.assert_allclose(own[:, :1, :3, :4].expand(1, CLASSES, 3, 4), own[:, :, :3, :4], atol=1e-5)
    other_logits, other_guide = (torch.where(is_counted, maps, torch.full_like(maps, 7)) for maps in (logits, guide))
    changed = smooth_logits(other_logits, other_guide, is_counted, 2)
    np.testing.assert_allclose(changed.where(is_counted, 0), found.where(is_counted, 0), atol=1e-6)


def test_it_reaches_twice_the_radius() -> None:
    logits, guide = random_maps(3)
    other = logits.clone()
    other[:, 0, 0, 0] += 2
    difference = (smooth_logits(logits, guide, EVERYWHERE, 2) - smooth_logits(other, guide, EVERYWHERE, 2))[0]
    is_changed = (difference.abs() > 1e-6).any(dim=0)
    assert is_changed[:5, :5].all()
    assert not is_changed[5:].any()
    assert not is_changed[:, 5:].any()
