"""The algorithm berunda:instantmap."""
from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from ...engine.schema.config import TrainConfig
from ...engine.schema.recipes import train_config
from ...engine.schema.setting import Setting
from ..core.translation import translatable
from .algorithm import EngineAlgorithm
from .destinations import FileDestination
from .engine_run import EngineRun
from .fields import Reading, parameter_name
from .map_layers import MapLayers, add_map_layers
from .train import IMAGERY_FIELDS, MODEL_ENDING, MODEL_KIND

RECIPE = "instant"
WITHOUT_STEPS = (
    "image", "labels", "unlabelled", "bands", "area", "class_prior", "backbone", "weights", "probe_unlabelled",
    "predict_tta_rotations", "seed", "device", "precision", "model",
)  # fmt: skip
SHARED = ("image", "area", "device", "precision")  # of the training and the map
MODEL_NAME = f"model.{MODEL_ENDING}"
TRAINED = 40.0  # percent of the time


class InstantMap(EngineAlgorithm):
    """Trains without steps, then maps the image."""

    NAME, ICON = "instantmap", "instant"
    TITLE = translatable("Instant map")
    SENTENCE = translatable(
        "Maps an image from its labels in seconds: linear classifiers on an encoder, without training steps."
    )
    COMMAND, CONFIG = "train", TrainConfig
    FIELDS = {**IMAGERY_FIELDS, "model": FileDestination(MODEL_ENDING, MODEL_KIND, is_optional=True)}

    def initAlgorithm(self, configuration: Mapping[str, Any] = {}) -> None:
        super().initAlgorithm(configuration)
        add_map_layers(self)

    def settings(self) -> dict[str, Setting]:
        """Those that matter without training steps."""
        declared = super().settings()
        return {name: declared[name] for name in WITHOUT_STEPS}

    def work(self, engine: EngineRun, given: dict[str, Any], reading: Reading) -> dict[str, Any]:
        layers = MapLayers(reading)
        with layers.folder() as folder:
            training = {"model": os.path.join(folder, MODEL_NAME), **given, "preset": RECIPE}
            train_config(training)
            model = engine.ask("train", training, (0.0, TRAINED))["model"]
            shared = {name: given[name] for name in SHARED if name in given}
            request = {**shared, "model": model, "output": folder, "probabilities": "probabilities" in layers.paths}
            outputs = layers.deliver(engine.ask("predict", request, (TRAINED, 100.0)))
        return outputs | ({parameter_name("model"): given["model"]} if "model" in given else {})
