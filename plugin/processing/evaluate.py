"""The algorithm berunda:evaluate."""
from __future__ import annotations

from typing import Any

from ...engine.schema.config import EvaluateConfig
from ..core.translation import translatable
from .algorithm import EngineAlgorithm
from .destinations import FileDestination
from .fields import Reading
from .layer_fields import LabelsField, RasterField, TruthField


class Evaluate(EngineAlgorithm):
    """Scores a class map against a truth."""

    NAME, ICON = "evaluate", "evaluate"
    TITLE = translatable("Evaluate a map")
    SENTENCE = translatable(
        "Scores a class map against a truth: accuracy with its interval, scores by class, and calibration."
    )
    COMMAND, CONFIG = "evaluate", EvaluateConfig
    FIELDS = {
        "classes": RasterField(), "truth": TruthField(), "confidence": RasterField(), "exclude": LabelsField(),
        "report": FileDestination("html", translatable("HTML page")),
    }  # fmt: skip
    NUMBERS = {"OVERALL_ACCURACY": translatable("Overall accuracy"), "MEAN_IOU": translatable("Mean IoU")}

    def outputs(self, values: Any, given: dict[str, Any], reading: Reading) -> dict[str, Any]:
        report = {"REPORT": values["report"]} if "report" in values else {}
        return {**report, "OVERALL_ACCURACY": values["overall_accuracy"], "MEAN_IOU": values["mean_iou"]}
