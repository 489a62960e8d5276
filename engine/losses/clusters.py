"""Soft clusters of a patch's pixels, as k-means and Mumford-Shah use them."""
from __future__ import annotations

import torch

EPSILON = 1e-6  # pixels; keeps the centroid of an empty cluster finite


def centroids(pixels: torch.Tensor, memberships: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Mean pixel of each cluster in each patch, (N, K, C); 0 for a cluster without valid pixels.

    Args:
        pixels: (N, C, H, W).
        memberships: (N, K, H, W), summing to 1 over K.
        mask: bool (N, H, W).
    """
    valid_memberships = (memberships * mask.unsqueeze(1)).flatten(2)  # (N, K, HW)
    sums = valid_memberships @ pixels.flatten(2).transpose(1, 2)  # (N, K, C)
    return sums / (valid_memberships.sum(dim=2, keepdim=True) + EPSILON)


def reconstruct(values: torch.Tensor, memberships: torch.Tensor) -> torch.Tensor:
    """Values of the clusters (N, K, C), weighted by the memberships (N, K, H, W) of each pixel: (N, C, H, W)."""
    return torch.einsum("nkc,nkhw->nchw", values, memberships)
