"""Weak augmentation, which preserves labels: the eight symmetries of the square, and mild changes of light."""
from __future__ import annotations

import numpy as np

GAIN, BIAS = 0.1, 0.1  # in units of the bands' standard deviation


def augment(
    pixels: np.ndarray, labels: np.ndarray, valid_mask: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Apply one random symmetry to all three arrays, and a gain and bias per band to the pixels.

    Args:
        pixels: float32 (C, P, P), normalised.
        labels: uint8 (P, P), class indices.
        valid_mask: bool (P, P).
        rng: source of the random numbers.

    Returns:
        Contiguous arrays of the same shapes and types.
    """
    turns, flip = int(rng.integers(4)), int(rng.integers(2))
    pixels, labels, valid_mask = (_transformed(array, turns, flip) for array in (pixels, labels, valid_mask))
    bands = (len(pixels), 1, 1)
    gain, bias = rng.uniform(1 - GAIN, 1 + GAIN, bands), rng.uniform(-BIAS, BIAS, bands)
    return (pixels * gain + bias).astype(np.float32) * valid_mask, labels, valid_mask


def _transformed(array: np.ndarray, turns: int, flip: int) -> np.ndarray:
    turned = np.rot90(array, turns, axes=(-2, -1))
    return np.ascontiguousarray(turned[..., ::-1] if flip else turned)
