"""Colours of the appearance map: patches that look alike get alike colours, on the page and on the map in QGIS."""
from __future__ import annotations

import numpy as np

LIGHTNESS, CHROMA = 0.68, 0.16  # in Oklab; the chroma is reached at the rim of the map
TO_CONES = np.array([
    [1, 0.3963377774, 0.2158037573],
    [1, -0.1055613458, -0.0638541728],
    [1, -0.0894841775, -1.2914855480],
])  # fmt: skip
TO_RGB = np.array([
    [4.0767416621, -3.3077115913, 0.2309699292],
    [-1.2684380046, 2.6097574011, -0.3413193965],
    [-0.0041960863, -0.7034186147, 1.7076147010],
])  # fmt: skip


def appearance_colours(points: np.ndarray) -> list[str]:
    """A colour #rrggbb for each point: hue by direction from the middle of the map, saturation by distance.

    All colours are equally light in Oklab (Ottosson 2020), in which equal steps look equally large.

    Args:
        points: float64 (n, 2), of zero mean.
    """
    radius = np.linalg.norm(points, axis=1).max()
    lab = np.column_stack([np.full(len(points), LIGHTNESS), points / max(radius, 1e-12) * CHROMA])
    linear = np.clip((lab @ TO_CONES.T) ** 3 @ TO_RGB.T, 0, 1)
    rgb = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in np.rint(255 * rgb).astype(int).tolist()]
