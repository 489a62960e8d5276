"""What an encoder tells apart without labels: groups of cells, and what is like a place."""
from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.features.appearance import COMPONENTS, Appearance
from engine.models.probe import CellMaps

SIDE = 24  # cells
CENTRES = torch.tensor([[0.0, 0, 0, 0], [20, 0, 0, 0], [0, 2, 0, 0], [20, 2, 0.2, 0]])  # of features of other scales
SPREAD = torch.tensor([1.0, 0.1, 0.01, 1])


def cluster_cells(counts: tuple[int, ...], seed: int = 0) -> tuple[torch.Tensor, np.ndarray]:
    """Features (m, 4) of cells around the first centres, as many as counts say, in random order; and their clusters."""
    generator = torch.Generator().manual_seed(seed)
    of = torch.repeat_interleave(torch.arange(len(counts)), torch.tensor(counts))
    of = of[torch.randperm(len(of), generator=generator)]
    return CENTRES[of] + SPREAD * torch.randn(len(of), 4, generator=generator), of.numpy()


def as_maps(features: torch.Tensor) -> CellMaps:
    """Features (SIDE², 4) as maps of one tile, at the finest level alone."""
    level = features.T.reshape(1, -1, SIDE, SIDE)
    return CellMaps([level], torch.zeros(1, 1, SIDE, SIDE, dtype=torch.bool))


def test_groups_are_the_clusters_large_ones_first() -> None:
    cells, of = cluster_cells((100, 50, 176, 250))
    appearance = Appearance.fit(cells)
    centres = appearance.groups(4, seed=0)
    groups = appearance.nearest(appearance.of_maps(as_maps(cells)), centres)
    assert groups.shape == (SIDE, SIDE)
    assert groups.dtype == np.uint8
    expected = np.array([2, 3, 1, 0])[of]  # rank of each cluster by its size
    assert (groups.ravel() == expected).mean() > 0.99


def test_the_scale_of_a_feature_does_not_matter() -> None:
    """The second tells clusters apart as well as the first, of which the numbers are ten times larger."""
    cells, of = cluster_cells((150, 0, 250))
    scaled = Appearance.fit(cells * torch.tensor([1, 0.1, 10, 1]))
    groups = [
        each.nearest(each.of_features(features).T[:, :, None], each.groups(2, seed=0)).ravel()
        for each, features in ((Appearance.fit(cells), cells), (scaled, cells * torch.tensor([1, 0.1, 10, 1])))
    ]
    assert len(set(zip(groups[0].tolist(), of.tolist()))) == 2
    assert np.array_equal(*groups)


def test_the_same_seed_gives_the_same_groups() -> None:
    cells, _ = cluster_cells((100, 100, 100, 276))
    first, second = Appearance.fit(cells), Appearance.fit(cells.clone())
    assert torch.equal(first.groups(5, seed=3), second.groups(5, seed=3))


def test_there_are_never_more_groups_than_cells() -> None:
    cells, _ = cluster_cells((3, 2))
    assert len(Appearance.fit(cells).groups(8, seed=0)) == 5


@pytest.mark.parametrize("count", [2, 20])
def test_as_many_groups_as_asked_for_each_with_cells(count: int) -> None:
    cells, _ = cluster_cells((100, 100, 100, 276))
    appearance = Appearance.fit(cells)
    groups = appearance.nearest(appearance.of_maps(as_maps(cells)), appearance.groups(count, seed=0))
    assert set(np.unique(groups)) == set(range(count))


def test_maps_and_features_have_the_same_components() -> None:
    cells, _ = cluster_cells((100, 100, 100, 276))
    appearance = Appearance.fit(cells)
    components = appearance.of_maps(as_maps(cells))
    assert torch.allclose(components.flatten(1).T, appearance.of_features(cells), atol=1e-4)
    assert torch.allclose(appearance.of_features(cells).mean(dim=0), torch.zeros(4), atol=1e-4)
    wide = torch.randn(100, 3 * COMPONENTS, generator=torch.Generator().manual_seed(0))
    assert Appearance.fit(wide).of_features(wide).shape == (100, COMPONENTS)


def test_similarity_is_1_at_the_place_and_falls_with_distance() -> None:
    steps = torch.linspace(0, 1, SIDE**2)
    cells = steps[:, None] * torch.tensor([1.0, 2, -3, 0.5])
    appearance = Appearance.fit(cells)
    components = appearance.of_maps(as_maps(cells))
    found = appearance.similarity(components, components[:, 0, :1].T).ravel()
    assert found.dtype == np.float32
    assert found[0] == pytest.approx(1, abs=0.01)
    assert (np.diff(found) <= 0).all()
    assert found[-1] == pytest.approx(0, abs=0.01)
    assert found[SIDE**2 // 2] == pytest.approx(0.5, abs=0.02)  # the share of cells that are less like the place


def test_similarity_is_to_the_nearest_of_several_places() -> None:
    cells, of = cluster_cells((144, 144, 144, 144))
    appearance = Appearance.fit(cells)
    components = appearance.of_maps(as_maps(cells))
    prototypes = appearance.of_features(cells[np.isin(of, (0, 3))])  # more than are compared
    found = appearance.similarity(components, prototypes).ravel()
    assert ((found > 0.5) == np.isin(of, (0, 3))).mean() > 0.98
    alone = appearance.similarity(components, appearance.of_features(cells[of == 0])).ravel()
    assert ((alone > 0.75) == (of == 0)).mean() > 0.98
