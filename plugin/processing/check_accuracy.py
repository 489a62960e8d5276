"""The algorithm berunda:checkaccuracy."""
from __future__ import annotations

from typing import Any

from ...engine.schema.check_config import CheckAccuracyConfig
from ..core.translation import translatable
from .algorithm import EngineAlgorithm
from .destinations import FolderDestination
from .fields import Reading
from .layer_fields import LabelsField, RasterField


class CheckAccuracy(EngineAlgorithm):
    """Estimates accuracy and areas from answered points."""

    NAME, ICON = "checkaccuracy", "accuracy"
    TITLE = translatable("Estimate accuracy from check points")
    SENTENCE = translatable(
        "Estimates the accuracy of a map and the areas of its classes from check points that were answered."
    )
    COMMAND, CONFIG = "check-accuracy", CheckAccuracyConfig
    FIELDS = {"points": LabelsField(), "classes": RasterField(), "output": FolderDestination()}
    NUMBERS = {
        "OVERALL_ACCURACY": translatable("Overall accuracy"),
        "LOW": translatable("Lower end of its 95 % interval"),
        "HIGH": translatable("Upper end of its 95 % interval"),
    }  # fmt: skip

    def outputs(self, values: Any, given: dict[str, Any], reading: Reading) -> dict[str, Any]:
        overall = values["overall"]
        found = {"OVERALL_ACCURACY": overall["value"], "LOW": overall["low"], "HIGH": overall["high"]}
        return found | ({"OUTPUT": given["output"]} if "output" in given else {})
