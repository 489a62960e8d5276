"""The analyst's work in the dock."""
from __future__ import annotations

from collections.abc import Sequence

from .engine_session import FAILED, IDLE, OFF, READING, STARTING, STOPPING, EngineSession
from .runs import start_prediction, start_training, take_over
from .sites import ChosenSite, start_site_comparison

__all__ = ["FAILED", "IDLE", "OFF", "READING", "STARTING", "STOPPING", "Session"]


class Session(EngineSession):
    """Trains on the scene and maps it."""

    def train(self) -> bool:
        """Trains on the scene's labels; False, and a sentence through `failed`, where something is missing."""
        return self.attempt(lambda: start_training(self))

    def predict(self) -> bool:
        """Maps the image with its model; False, and a sentence through `failed`, where something is missing."""
        return self.attempt(lambda: start_prediction(self))

    def compare_sites(self, chosen: Sequence[ChosenSite]) -> bool:
        """Compares images of the project; False, and a sentence through `failed`, where something is missing."""
        return self.attempt(lambda: start_site_comparison(self, chosen))

    def take_over(self, folder: str) -> bool:
        """Makes model and map in a folder the current image's own; False, and a sentence, where that failed."""
        return self.attempt(lambda: take_over(self, folder))
