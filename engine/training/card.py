"""The card of a model that was trained."""
from __future__ import annotations

from ..losses.weighted_sum import WeightedSum
from ..models.network import Network
from ..schema.config import TrainConfig
from ..schema.model_card import ModelCard, PostProcessing
from ..schema.setting import to_params
from .measurement import Measurement
from .preparation import TrainingData


def model_card(
    config: TrainConfig,
    data: TrainingData,
    network: Network,
    objective: WeightedSum,
    measurement: Measurement,
    postprocessing: PostProcessing,
    steps: int,
    seconds: float,
) -> ModelCard:
    """What a model file says of itself.

    Args:
        config: of the training.
        data: what it read.
        network: that was trained.
        objective: what it minimised.
        measurement: on strokes that were not trained on.
        postprocessing: what turns logits into layers.
        steps: that were taken.
        seconds: that they took.
    """
    return ModelCard(
        network=config.network,
        backbone=config.backbone,
        backbone_description=network.backbone.description,
        width=config.width,
        classes=data.labels.classes,
        bands=data.image.bands,
        normalisation=data.normalisation,
        pixel_size=data.image.grid.pixel_size,
        crs=data.image.grid.crs,
        auxiliary_channels=objective.head_channels(),
        auxiliary=objective.weights,
        recipe={**to_params(config), "steps_taken": steps, "seconds": round(seconds, 1)},
        held_out=measurement.held_out,
        postprocessing=postprocessing,
        labels_digest=data.labels.digest,
    )
