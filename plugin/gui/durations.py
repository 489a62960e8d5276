"""Durations as people say them."""
from __future__ import annotations

from ..core.translation import tr


def in_words(seconds: float) -> str:
    """Seconds below a minute and a half, then minutes, then hours and minutes."""
    whole = round(seconds)
    if whole < 90:
        return tr("{} s").format(max(whole, 1))
    minutes = round(seconds / 60)
    return tr("{} min").format(minutes) if minutes < 90 else tr("{} h {} min").format(*divmod(minutes, 60))
