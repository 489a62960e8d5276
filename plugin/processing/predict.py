"""The algorithm berunda:predict."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...engine.schema.config import PredictConfig, TrainConfig
from ...engine.schema.setting import Setting, settings_of
from ..core.translation import translatable
from .algorithm import EngineAlgorithm, tell
from .engine_run import EngineRun
from .fields import PathField, Reading
from .layer_fields import AreaField, ExtentField, RasterField
from .map_layers import PROBABILITIES, MapLayers, add_map_layers
from .train import MODEL_ENDING


class Predict(EngineAlgorithm):
    """Maps an image with a model."""

    NAME, ICON = "predict", "map"
    TITLE = translatable("Map with a model")
    SENTENCE = translatable(
        "Maps an image with a trained model: classes, confidence, and out of distribution."
    )
    COMMAND, CONFIG = "predict", PredictConfig
    FIELDS = {
        "image": RasterField(), "model": PathField(MODEL_ENDING), "area": AreaField(), "extent": ExtentField(),
    }  # fmt: skip
    LEFT_OUT = ("output", PROBABILITIES, "head")
    LEFT_OPEN = translatable("the model decides where it is empty")

    def initAlgorithm(self, configuration: Mapping[str, Any] = {}) -> None:
        super().initAlgorithm(configuration)
        add_map_layers(self)

    def is_left_open(self, declared: Setting) -> bool:
        """What a recipe fixes for predictions is the model's."""
        return f"{self.COMMAND}_{declared.name}" in settings_of(TrainConfig)

    def work(self, engine: EngineRun, given: dict[str, Any], reading: Reading) -> dict[str, Any]:
        layers = MapLayers(reading)
        with layers.folder() as folder:
            request = {**given, "output": folder, PROBABILITIES: PROBABILITIES in layers.paths}
            self.check(request)
            values = engine.ask(self.COMMAND, request)
            outputs = layers.deliver(values)
        tell({"seconds": values["seconds"]}, reading.feedback)
        return outputs
