"""What can be asked of the engine to check a map by points that a person answers, declared once."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .setting import Config, setting

PROPORTIONAL, EQUAL = "proportional", "equal"
DEFAULT_COUNT = 60

_POINTS: dict[str, Any] = {"sentence": "points file that check-points wrote", "is_path": True}


@dataclass(frozen=True)
class CheckPointsConfig(Config):
    """Points to draw.

    The defaults mix two allocations: a minimum for each class, so that rare classes get an interval of their own, and
    the rest by area, which keeps the overall accuracy precise (Olofsson et al. 2014, section 5.1).
    """

    classes: str = setting(sentence="class map to check", is_path=True)
    output: str = setting(sentence="points file to write, a GeoPackage", is_path=True)
    confidence: str = setting("", sentence="confidence layer of the map, stored with the points", is_path=True)
    count: int = setting(DEFAULT_COUNT, low=2, high=100_000, sentence="points to draw")
    allocation: str = setting(
        PROPORTIONAL, choices=(PROPORTIONAL, EQUAL),
        sentence="points a class: proportional to its area on the map, or the same for all",
    )  # fmt: skip
    minimum: int = setting(
        5, low=0, high=10_000, sentence="points that each class gets at least; fewer where they do not suffice for all"
    )
    seed: int = setting(0, low=0, high=2**31 - 1, sentence="seed of the draw")


@dataclass(frozen=True)
class CheckAccuracyConfig(Config):
    """The accuracy to estimate from answered points."""

    points: str = setting(**_POINTS)
    classes: str = setting(
        "", sentence="class map to judge, where that is another one than the points were drawn on", is_path=True
    )
    output: str = setting("", sentence="folder for accuracy.csv and accuracy.html", metavar="DIR", is_path=True)


@dataclass(frozen=True)
class RecalibrateConfig(Config):
    """The model whose confidence is fitted to answered points."""

    points: str = setting(**_POINTS)
    model: str = setting(sentence="model behind the map; its next maps show the corrected confidence", is_path=True)
    confidence: str = setting(
        "", sentence="confidence layer of that model to correct as well, without running the network", is_path=True
    )
    classes: str = setting(
        "", sentence="class map of that model, where the points were drawn on another one; needs confidence",
        is_path=True,
    )  # fmt: skip
    output: str = setting(
        "", sentence="folder for the corrected layer; empty to replace the layer", metavar="DIR", is_path=True
    )
