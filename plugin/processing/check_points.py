"""The algorithm berunda:drawcheckpoints."""
from __future__ import annotations

from typing import Any

from ...engine.schema.check_config import CheckPointsConfig
from ..core.checking.layer import style_points
from ..core.translation import translatable
from .algorithm import EngineAlgorithm
from .destinations import PointsDestination, Styling, style_on_loading
from .fields import Reading
from .layer_fields import RasterField


class CheckPoints(EngineAlgorithm):
    """Draws random points of a map."""

    NAME, ICON = "drawcheckpoints", "points"
    TITLE = translatable("Draw check points")
    SENTENCE = translatable(
        "Draws random points of a map, by class, to be checked by eye; the answers go into reference_class."
    )
    COMMAND, CONFIG = "check-points", CheckPointsConfig
    FIELDS = {"classes": RasterField(), "confidence": RasterField(), "output": PointsDestination()}
    BASIC = ("count", "allocation")

    def outputs(self, values: Any, given: dict[str, Any], reading: Reading) -> dict[str, Any]:
        style_on_loading(reading.context, values["points"], Styling(style_points))
        return {"OUTPUT": values["points"]}
