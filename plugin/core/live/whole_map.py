"""The whole image as the live map would show it: trained with the recipe `instant`, then mapped."""
from __future__ import annotations

from dataclasses import replace

from ..project.runs import start_training
from ..project.session import Session
from ..project.settings import WHOLE_IMAGE

RECIPE = "instant"


def map_everything(session: Session) -> bool:
    """Trains and maps as the dock's Train and Predict; the choices in the dock stay as they are.

    Returns:
        False, and a sentence through the session's `failed`, where something is missing.
    """
    chosen = session.scene.settings.with_recipe(RECIPE)
    settings = replace(chosen, area=WHOLE_IMAGE, predict_after_training=True)
    return session.attempt(lambda: start_training(session, settings))
