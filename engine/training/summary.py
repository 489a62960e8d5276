"""What the analyst learns about a finished training."""
from __future__ import annotations

from typing import Any

from ..models.compute import Compute
from ..schema.config import TrainConfig
from .measurement import Measurement
from .preparation import TrainingData


def summary(
    config: TrainConfig, data: TrainingData, measurement: Measurement, steps: int, compute: Compute
) -> dict[str, Any]:
    """What `train --json` prints, JSON-ready, apart from the seconds."""
    return {
        "model": config.model,
        "steps": steps,
        "held_out": measurement.held_out,
        "temperature": measurement.temperature,
        "calibrated": measurement.is_calibrated,
        "strokes_to_calibrate": measurement.strokes_to_calibrate,
        "label_counts": {str(class_id): count for class_id, count in sorted(data.label_counts.items())},
        "device": str(compute.device),
    }
