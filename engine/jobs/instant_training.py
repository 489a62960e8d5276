"""A training without steps: the feature probe alone."""
from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import rasterio
import torch

from ..data.raster import GDAL_CACHE_BYTES
from ..losses.weighted_sum import WeightedSum
from ..models.compute import choose_compute
from ..models.model_file import check_writable, save_model
from ..models.registry import check_network
from ..models.threads import second_thread
from ..schema.config import TrainConfig
from ..schema.reporter import Reporter
from ..training.card import model_card
from ..training.initial_network import initial_network
from ..training.instant import InstantLearning, LabelledStrokes
from ..training.preparation import TrainingData, read_training_data
from ..training.summary import summary


def run(config: TrainConfig, reporter: Reporter) -> dict[str, Any]:
    """Train a model without steps.

    Returns:
        What `train --json` prints.

    Raises:
        Cancelled: nothing was written.
        EngineError: imagery, labels or settings cannot be used.
    """
    with rasterio.Env(GDAL_CACHEMAX=GDAL_CACHE_BYTES):
        return _run(config, reporter)


def _run(config: TrainConfig, reporter: Reporter) -> dict[str, Any]:
    started = time.monotonic()
    reporter.state("reading")
    check_writable(config.model)
    check_network(config.network, config.backbone, config.batch)
    config = replace(config, auxiliary=())  # losses need steps
    compute = choose_compute(config.device, config.precision)
    torch.manual_seed(config.seed)
    data = read_training_data(config, reporter)
    objective = WeightedSum((), data.image.band_count, len(data.labels.classes), 0.0)
    network = compute.place(initial_network(config, data, objective, reporter))
    learning = InstantLearning(data.image, data.normalisation, data.sampler.unlabelled, network, config, compute)
    reporter.state("learning")
    strokes, stop = labelled_strokes(data), reporter.raise_if_stopped
    with second_thread() as beside:
        prepared = beside.submit(learning.prepare, stop)
        learning.read(strokes, stop)
        prepared.result()
    learning.fit(strokes, stop)  # with as many threads as for live maps: sums depend on them
    reporter.state("calibrating")
    finished = learning.finish(strokes, stop)
    measurement = finished.measurement
    card = model_card(config, data, network, objective, measurement, finished.postprocessing, 0, 0.0)
    save_model(config.model, network, card, finished.ood_head)
    reporter.checkpoint(0, config.model)
    reporter.metric(0, {"held_out_accuracy": measurement.accuracy})
    reporter.progress(1, 1, 0.0)
    return {**summary(config, data, measurement, 0, compute), "seconds": round(time.monotonic() - started, 2)}


def labelled_strokes(data: TrainingData) -> LabelledStrokes:
    """All strokes to learn from; without a held-out part, unless the analyst marked strokes for validation."""
    training = data.training if data.is_validated else data.strokes
    validation = data.held_out if data.is_validated else ()
    return LabelledStrokes(training, validation, data.sampler.label_raster, data.class_names)
