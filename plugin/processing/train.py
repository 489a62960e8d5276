"""The algorithm berunda:train."""
from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingFeedback

from ...engine.schema.config import TrainConfig
from ...engine.schema.recipes import PRESETS, train_config
from ..core.translation import tr, translatable
from .algorithm import EngineAlgorithm
from .destinations import FileDestination
from .fields import ChoiceField, Reading
from .layer_fields import AreaField, BandsField, LabelsField, RasterField, RastersField

MODEL_ENDING, MODEL_KIND = "safetensors", translatable("Berunda model")
IMAGERY_FIELDS = {
    "image": RasterField(), "labels": LabelsField(), "unlabelled": RastersField(), "bands": BandsField(),
    "area": AreaField(),
}  # fmt: skip
HELD_OUT = "HELD_OUT_ACCURACY"


class RecipeField(ChoiceField):
    """A recipe; its help describes each."""

    def note(self) -> str:
        return " ".join(f"{name}: {tr(recipe.sentence)}" for name, recipe in PRESETS.items())


class Train(EngineAlgorithm):
    """Trains a model on labels."""

    NAME, ICON = "train", "train"
    TITLE = translatable("Train a model")
    SENTENCE = translatable(
        "Trains a model on the labels of an image, with auxiliary losses that learn from its unlabelled pixels."
    )
    COMMAND, CONFIG = "train", TrainConfig
    FIELDS = {
        **IMAGERY_FIELDS, "preset": RecipeField(tuple(PRESETS)), "model": FileDestination(MODEL_ENDING, MODEL_KIND),
    }  # fmt: skip
    BASIC = TrainConfig.ALTERNATIVES[0]
    NUMBERS = {HELD_OUT: translatable("Held-out accuracy")}

    def check(self, given: dict[str, Any]) -> None:
        train_config(given)

    def outputs(self, values: Any, given: dict[str, Any], reading: Reading) -> dict[str, Any]:
        held_out = values["held_out"] or {}
        return {"MODEL": values["model"], HELD_OUT: held_out.get("accuracy")}

    def stopped(self, kept: str, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        if not kept:
            return super().stopped(kept, feedback)
        feedback.pushWarning(tr("Stopped. The model as far as it got is kept: {}").format(kept))
        return {"MODEL": kept}
