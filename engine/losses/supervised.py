"""Cross-entropy on the labelled pixels."""
from __future__ import annotations

import torch
from torch.nn import functional

from ..data.label_raster import UNLABELLED


def partial_cross_entropy(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy over labelled pixels; 0, with a gradient, where there are none.

    Args:
        logits: (N, K, H, W).
        labels: int64 (N, H, W), UNLABELLED where unknown.
    """
    total = functional.cross_entropy(logits.float(), labels, ignore_index=UNLABELLED, reduction="sum")
    return total / (labels != UNLABELLED).sum().clamp(min=1)
