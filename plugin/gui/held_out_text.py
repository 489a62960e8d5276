"""The accuracy on held-out strokes as people read it."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def in_percent(held_out: Mapping[str, Any]) -> tuple[str, str, str]:
    """Accuracy, and the lower and upper end of its interval, in whole percent."""
    accuracy, low, high = (f"{share * 100:.0f}" for share in (held_out["accuracy"], *held_out["interval"]))
    return accuracy, low, high
