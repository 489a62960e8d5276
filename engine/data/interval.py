"""The confidence interval of a share."""
from __future__ import annotations

import math

Z_95 = 1.96


def wilson_interval(share: float, trials: float) -> tuple[float, float]:
    """The 95 % score interval of a share in a number of trials (Wilson 1927), which need not be a whole number."""
    centre = (share + Z_95**2 / (2 * trials)) / (1 + Z_95**2 / trials)
    half = Z_95 / (1 + Z_95**2 / trials) * math.sqrt(share * (1 - share) / trials + Z_95**2 / (4 * trials * trials))
    return max(0.0, centre - half), min(1.0, centre + half)
