"""Bootstrap over clusters: how far a share would vary if other pixels had been looked at."""
from __future__ import annotations

import numpy as np

RESAMPLES = 1000
ENDS = (0.025, 0.975)  # of a 95 % interval
MIN_CLUSTERS = 2


class ClusterShares:
    """Right ones among pixels by cluster, added block by block.

    Neighbouring pixels are right or wrong together, so whole clusters are drawn (Field and Welsh 2007).

    Args:
        clusters: how many there are; those without pixels do not count.
    """

    def __init__(self, clusters: int) -> None:
        self._right, self._pixels = np.zeros(clusters), np.zeros(clusters)

    def add(self, cluster_ids: np.ndarray, is_right: np.ndarray) -> None:
        """Add pixels: clusters int (n,), and whether they are right, bool (n,)."""
        self._right += np.bincount(cluster_ids, is_right, minlength=len(self._right))
        self._pixels += np.bincount(cluster_ids, minlength=len(self._pixels))

    @property
    def count(self) -> int:
        """Clusters with pixels."""
        return int((self._pixels > 0).sum())

    def interval(self) -> list[float]:
        """The 95 % percentile interval of the share that is right; empty with fewer than MIN_CLUSTERS clusters."""
        filled = self._pixels > 0
        right, pixels, n = self._right[filled], self._pixels[filled], self.count
        if n < MIN_CLUSTERS:
            return []
        rng = np.random.default_rng(0)
        drawn = (rng.integers(n, size=n) for _ in range(RESAMPLES))
        shares = [right[chosen].sum() / pixels[chosen].sum() for chosen in drawn]
        return [float(end) for end in np.quantile(shares, ENDS)]
