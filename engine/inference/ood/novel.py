"""Novel here: unlike every labelled class, whether or not it is common in the image."""
from __future__ import annotations

from .score import DistanceScore


class NovelHere(DistanceScore):
    """Relative Mahalanobis distance (Ren et al. 2021) of a cell's features; see models/ood_head.py."""

    sentence = "Novel here: unlike every labelled class"
    channel = 0
