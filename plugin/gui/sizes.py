"""Sizes of files as people say them."""
from __future__ import annotations

from ..core.translation import tr


def megabytes_in_words(megabytes: float) -> str:
    """Megabytes in tens, from a thousand on gigabytes with one decimal."""
    if megabytes < 1000:
        return tr("{:.0f} MB").format(max(round(megabytes, -1), 10))
    return tr("{:.1f} GB").format(megabytes / 1000)
