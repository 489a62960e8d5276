"""Reductions of logits over the classes, (K, ...) float32 to (...), class after class.

They work plane by plane: NumPy's argmax and PyTorch's logsumexp, which reduce the first axis pixel by pixel, take ten
times as long.
"""
from __future__ import annotations

import numpy as np


def most_likely(logits: np.ndarray) -> np.ndarray:
    """Index of the largest logit, uint8; the first one where several are equal."""
    largest = logits[0].copy()
    index = np.zeros(largest.shape, np.uint8)
    for k in range(1, len(logits)):
        is_larger = np.greater(logits[k], largest)
        np.maximum(index, is_larger.view(np.uint8) * np.uint8(k), out=index)  # k rises: its maximum is the latest one
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
