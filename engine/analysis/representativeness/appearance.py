"""The appearance map: patches of all sites in one plane, where similar ones are close, and the area of each site.

Source: Castillo-Navarro 2022, section 2.4.1: CNN features, t-SNE, one-class SVM, overlap of the areas.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

GRID_SIDE = 256  # cells a side of the grid on which areas are measured
COMPONENTS = 50  # principal components that t-SNE starts from
MAX_PERPLEXITY = 30.0
MARGIN = 0.15  # of the map's width, around the points: areas reach beyond them
# Of the one-class SVM's Gaussian kernel, for points of unit variance; in proportion to the number of points beyond
# POINTS, since t-SNE spreads them evenly over the plane: with many sites, each fills a small part of it.
GAMMA, POINTS = 0.5, 800
FOLDS = 5
# Of the largest value of a feature: what a network's rounding may change. A graphics card may give another result for
# the same patch in another batch.
ROUNDING = 1e-4


@dataclass(frozen=True)
class Appearance:
    """One t-SNE run.

    Attributes:
        points: float64 (n, 2), patches in the plane, of zero mean and unit variance.
        areas: bool (S, GRID_SIDE, GRID_SIDE), for each set of patches where its area lies; row 0 is at the smallest y.
        inside: bool (S, n), which patches lie in the area of each set.
        low, high: (x, y) of the grid's first and last cell.
    """

    points: np.ndarray
    areas: np.ndarray
    inside: np.ndarray
    low: np.ndarray
    high: np.ndarray


def principal_components(vectors: np.ndarray) -> np.ndarray:
    """Vectors (n, F), standardised, on their first COMPONENTS principal axes at most: float64 (n, D)."""
    from sklearn.decomposition import PCA

    return np.asarray(PCA(min(COMPONENTS, *vectors.shape), svd_solver="full").fit_transform(standardised(vectors)))


def standardised(vectors: np.ndarray) -> np.ndarray:
    """Vectors (n, F) with zero mean and unit variance in each dimension; one that is constant but for rounding is 0."""
    centred, deviation = vectors - vectors.mean(axis=0), vectors.std(axis=0)
    is_constant = deviation <= ROUNDING * np.abs(vectors).max(axis=0)
    return np.where(is_constant, 0, centred / np.where(is_constant, 1, deviation))


def appearance(components: np.ndarray, members: np.ndarray, nu: float, seed: int) -> Appearance:
    """Embed patches in the plane and find the area of each set.

    t-SNE runs in one thread: the order in which several add up differs from run to run, and the maps with it.

    Args:
        components: float64 (n, D), of all patches.
        members: bool (S, n), the patches of each set.
        nu: of the one-class SVM: share of a set's patches that may lie outside its area.
        seed: of t-SNE.
    """
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits

    perplexity = min(MAX_PERPLEXITY, (len(components) - 1) / 3)
    with threadpool_limits(1):
        embedded = TSNE(perplexity=perplexity, init="random", random_state=seed).fit_transform(components)
    points = standardised(embedded.astype(np.float64))
    margin = MARGIN * np.ptp(points, axis=0)
    low, high = points.min(axis=0) - margin, points.max(axis=0) + margin
    axes = (np.linspace(a, b, GRID_SIDE) for a, b in zip(low, high))
    cells = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2)
    gamma = GAMMA * max(1.0, len(points) / POINTS)
    supports = [_support(points[own], nu, gamma) for own in members]
    areas = np.array([contains(cells).reshape(GRID_SIDE, GRID_SIDE) for contains in supports])
    return Appearance(points, areas, np.array([contains(points) for contains in supports]), low, high)


def intersections_over_union(areas: np.ndarray) -> np.ndarray:
    """|S1 ∩ S2| / |S1 ∪ S2| of areas bool (S, h, w): float64 (S, S); 0 where both are empty."""
    flat = areas.reshape(len(areas), -1).astype(np.float64)
    shared, sizes = flat @ flat.T, flat.sum(axis=1)
    return np.asarray(shared / np.maximum(sizes[:, None] + sizes[None] - shared, 1))


def intersections_over_target(areas: np.ndarray) -> np.ndarray:
    """|S1 ∩ S2| / |S2| of areas bool (S, h, w): the share of S2 (column) that S1 (row) covers, float64 (S, S).

    "Intersection over test area" in Castillo-Navarro 2022, section 2.4.1; 0 where S2 is empty.
    """
    flat = areas.reshape(len(areas), -1).astype(np.float64)
    return np.asarray(flat @ flat.T / np.maximum(flat.sum(axis=1), 1))


def coverage_without_map(components: np.ndarray, members: np.ndarray, nu: float) -> np.ndarray:
    """The share of the patches of each set (column) that lie in the support of another one (row), without t-SNE.

    The support is a one-class SVM in the principal components. A set's own patches are judged by cross-validation: what
    that gives, some 0.85, is the most that can be expected of another set.

    Args:
        components: float64 (n, D).
        members: bool (S, n), of FOLDS patches or more each.
        nu: of the one-class SVM.

    Returns:
        float64 (S, S).
    """
    shares = np.empty((len(members), len(members)))
    for row, own in enumerate(members):
        contains = _support(components[own], nu, "scale")
        shares[row] = [contains(components[other]).mean() for other in members]
        shares[row, row] = np.mean([_support(a, nu, "scale")(b).mean() for a, b in folds(components[own])])
    return shares


def folds(values: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """FOLDS times all values but a part, and that part."""
    part = np.arange(len(values)) % FOLDS
    for index in range(FOLDS):
        yield values[part != index], values[part == index]


def _support(own: np.ndarray, nu: float, gamma: float | str) -> Callable[[np.ndarray], np.ndarray]:
    """The one-class SVM of points (n, D): tells of points (m, D) which lie where these do, bool (m,)."""
    from sklearn.svm import OneClassSVM

    machine = OneClassSVM(kernel="rbf", nu=nu, gamma=gamma).fit(own)
    return lambda points: np.asarray(machine.decision_function(points) >= 0)
