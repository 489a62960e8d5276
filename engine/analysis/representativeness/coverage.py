"""What the labelled areas, or else the first site, do not cover: which patches, and where to look at them."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SUGGESTIONS = 3  # places of a site


@dataclass(frozen=True)
class LeastCovered:
    """A kind of ground that is not covered.

    Attributes:
        patch: index, among a site's patches, of the one in its middle.
        share: of the site's patches that are of this kind.
    """

    patch: int
    share: float


def least_covered(components: np.ndarray, is_covered: np.ndarray) -> list[LeastCovered]:
    """Group a site's uncovered patches by their appearance, the largest group first.

    Args:
        components: float64 (n, D), of the site's patches.
        is_covered: bool (n,).

    Returns:
        At most SUGGESTIONS groups, each with the patch nearest to its mean; none where all patches are covered.
    """
    from sklearn.cluster import KMeans

    uncovered = np.flatnonzero(~is_covered)
    if not len(uncovered):
        return []
    values = components[uncovered]
    groups = min(SUGGESTIONS, len(np.unique(values, axis=0)))
    fitted = KMeans(groups, n_init=10, random_state=0).fit(values)
    sizes = np.bincount(fitted.labels_, minlength=groups)
    distances = fitted.transform(values)
    found = []
    for group in np.argsort(-sizes, kind="stable")[: np.count_nonzero(sizes)].tolist():
        own = np.flatnonzero(fitted.labels_ == group)
        middle = own[distances[own, group].argmin()]
        found.append(LeastCovered(int(uncovered[middle]), float(sizes[group] / len(is_covered))))
    return found
