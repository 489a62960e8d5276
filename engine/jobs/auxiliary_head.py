"""Which head of a model `predict --auxiliary NAME` means, and what its output is."""
from __future__ import annotations

from ..losses.registry import AUXILIARY_LOSSES
from ..models.registry import look_up
from ..schema.errors import ConfigError, ModelFileError
from ..schema.model_card import ModelCard


def check_head(name: str, card: ModelCard, path: str) -> str:
    """What the output of a loss's head shows, see LossSpec.

    Args:
        name: of the auxiliary loss.
        card: of the model.
        path: of the model, for errors.

    Raises:
        ConfigError: there is no such loss, or it has no head whose output is a picture.
        ModelFileError: the model was trained without this loss, or took no step.
    """
    shows = look_up(AUXILIARY_LOSSES, "auxiliary loss", name).spec.shows
    if not shows:
        known = [other for other, loss in AUXILIARY_LOSSES.items() if loss.spec.shows]
        raise ConfigError(f"Auxiliary loss {name!r} has no output to show", f"choose one of {', '.join(known)}")
    if name not in card.auxiliary_channels:
        has = ", ".join(card.auxiliary_channels) or "none"
        raise ModelFileError(f"{path} has no head of auxiliary loss {name!r} (it has {has})", "train with that loss")
    if not card.steps:
        raise ModelFileError(f"{path} was made without training steps: its heads are untrained", "train with steps")
    return shows
