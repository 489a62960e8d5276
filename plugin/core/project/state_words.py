"""The engine's states in the user's language."""
from __future__ import annotations

from ..translation import tr


def state_word(state: str) -> str:
    """The word for a state of EngineSession; the state itself where there is none."""
    return {
        "off": tr("off"),
        "starting": tr("starting"),
        "idle": tr("idle"),
        "reading": tr("reading"),
        "learning": tr("learning"),
        "calibrating": tr("calibrating"),
        "predicting": tr("predicting"),
        "analysing": tr("analysing"),
        "stopping": tr("stopping"),
        "failed": tr("failed"),
    }.get(state, state)
