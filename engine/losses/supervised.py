"""Cross-entropy on the labelled pixels."""
from __future__ import annotations

import torch
from torch.nn import functional

from ..data.label_raster import UNLABELLED


def partial_cross_entropy(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Mean over the labelled classes of a class's mean cross-entropy; 0, with a gradient, where nothing is labelled.

    A mean over pixels would leave next to nothing of a class of small strokes beside one of large polygons.

    Args:
        logits: (N, K, H, W).
        labels: int64 (N, H, W), UNLABELLED where unknown.
    """
    counts = torch.bincount(labels[labels != UNLABELLED], minlength=logits.shape[1])
    weight = counts.clamp(min=1).float().reciprocal()
    total = functional.cross_entropy(
        logits.float(), labels, weight=weight, ignore_index=UNLABELLED, reduction="sum"
    )
    return total / (counts > 0).sum().clamp(min=1)
