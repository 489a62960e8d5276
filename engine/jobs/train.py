"""The job `train`: from imagery and labels to a model file."""
from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import Any, Callable, Optional

import numpy as np
import rasterio
import torch

from ..data.label_raster import StrokePixels
from ..data.raster import GDAL_CACHE_BYTES
from ..features.area_sample import AreaSample
from ..features.class_prior import estimated_shift
from ..features.cross_fit import StrokeLogits, cross_fit
from ..features.ood_fit import OodFit
from ..features.probe_fit import ProbeFit
from ..inference.ood.registry import fit_scores
from ..losses.registry import complete_terms
from ..losses.weighted_sum import WeightedSum
from ..models.compute import Compute, choose_compute
from ..models.model_file import check_writable, save_model
from ..models.ood_head import OodHead
from ..models.registry import check_network
from ..schema.config import ESTIMATED, TrainConfig
from ..schema.errors import Cancelled
from ..schema.model_card import PostProcessing
from ..schema.recipes import train_config
from ..schema.reporter import Reporter
from ..training.card import model_card
from ..training.checkpoint import resume, save_checkpoint
from ..training.initial_network import initial_network
from ..training.instant import AREA_STRIDE
from ..training.measurement import (
    TYPICAL_TEMPERATURE,
    HeldOutWindows,
    Measurement,
    as_sure,
    measure,
    measure_probe,
)
from ..training.preparation import TrainingData, read_training_data
from ..training.summary import summary
from ..training.trainer import Trainer
from . import instant_training

# share of the training after which held-out strokes train too: few strokes are too precious to waste
HELD_OUT_UNTIL = 0.6
JOIN_DELAY = 10  # steps; more than are ever read ahead


def run(config: TrainConfig, reporter: Reporter) -> dict[str, Any]:
    """Train a model: prepare, fit the probe, train; at every checkpoint measure, calibrate, take statistics and save.

    Returns:
        What `train --json` prints.

    Raises:
        Cancelled: after the model reached so far was saved; its path is in `kept`.
        EngineError: imagery, labels or settings cannot be used, or the training diverged.
    """
    if config.steps == 0 and not config.resume:
        return instant_training.run(config, reporter)
    with rasterio.Env(GDAL_CACHEMAX=GDAL_CACHE_BYTES):
        return _run(config, reporter)


def _run(config: TrainConfig, reporter: Reporter) -> dict[str, Any]:
    started = time.monotonic()
    reporter.state("reading")
    training = _prepare(config, reporter)
    budget, average = training.trainer.budget, training.trainer.average.network
    reporter.state("learning")
    try:
        if not budget.step:
            _fit_probe(training, training.data.training, reporter.raise_if_stopped)
        _cross_fit(training, reporter.raise_if_stopped)
        budget.restart()  # it is for steps
        for terms in training.trainer.train(reporter):
            if reporter.stop.is_set() or budget.is_spent:
                reporter.state("stopping" if reporter.stop.is_set() else "calibrating")
            area_logits = training.area.logits(average)
            measured = _measure(training, area_logits)
            if _release_held_out(training):
                area_logits = training.area.logits(average)
            ood_head, distances = _fit_ood(training)
            _save(training, _calibrate(training, area_logits, distances), ood_head, reporter)
            training.trainer.report(reporter, terms, **measured)
    except Cancelled as stopped:
        raise Cancelled(kept=config.model if budget.step else "") from stopped
    found = summary(config, training.data, training.measurement, budget.step, training.compute)
    return {**found, "seconds": round(time.monotonic() - started, 2)}


decode = train_config  # a request names a recipe, whose settings are the defaults


@dataclass
class _Training:
    """A training under way.

    Attributes:
        config: with every number of the losses filled in.
        data: imagery and strokes.
        compute: device and precision.
        trainer: network, averaged weights, objective, budget.
        probe_fit: fits the feature probe; None without a frozen encoder.
        ood_fit: fits the OOD head; likewise.
        held_out: the windows to measure on; None where no stroke is held out.
        judged: logits of all strokes by cross-fitted probes; None where there is no probe, or none could be judged.
        area: patches of the training area.
        probe_logits: of the present probe on the thinned area, without and with smoothing, once they were needed.
        measurement: the last one on strokes that were not trained on.
    """

    config: TrainConfig
    data: TrainingData
    compute: Compute
    trainer: Trainer
    probe_fit: Optional[ProbeFit]
    ood_fit: Optional[OodFit]
    held_out: Optional[HeldOutWindows]
    area: AreaSample
    judged: Optional[StrokeLogits] = None
    probe_logits: Optional[tuple[np.ndarray, np.ndarray]] = None
    measurement: Measurement = field(default_factory=Measurement)


def _prepare(config: TrainConfig, reporter: Reporter) -> _Training:
    """Open and check everything, build the network, go to where a resumed training was."""
    check_writable(config.model)
    check_network(config.network, config.backbone, config.batch)
    config = replace(config, auxiliary=complete_terms(config.auxiliary, config.preset))
    compute = choose_compute(config.device, config.precision)
    torch.manual_seed(config.seed)
    data = read_training_data(config, reporter)
    objective = WeightedSum(config.auxiliary, data.image.band_count, len(data.labels.classes), config.warm_up)
    network = compute.place(initial_network(config, data, objective, reporter))
    trainer = Trainer(network, objective.to(compute.device), data.sampler.batch, config, compute)
    rotations = config.predict_tta_rotations
    area = AreaSample(data.sampler.unlabelled, rotations, compute)
    probe_fit = None
    if network.frozen_encoder is not None:
        probe_fit = ProbeFit(data.image, data.normalisation, network, compute, area, config.probe_unlabelled)
    training = _Training(
        config,
        data,
        compute,
        trainer,
        probe_fit,
        OodFit(probe_fit, area, rotations) if probe_fit else None,
        _held_out_windows(data, rotations, compute),
        area,
    )
    if config.resume:
        training.measurement = resume(trainer, data)
    return training


def _held_out_windows(data: TrainingData, rotations: int, compute: Compute) -> Optional[HeldOutWindows]:
    if not data.held_out:
        return None
    return HeldOutWindows(data.held_out, data.image, data.normalisation, rotations, compute)


def _fit_probe(
    training: _Training, strokes: list[StrokePixels], before_reading: Callable[[], None] = lambda: None
) -> None:
    """Fit the feature probe, where there is one, to strokes, for the network and its average."""
    probe, averaged = training.trainer.network.probe, training.trainer.average.network.probe
    if training.probe_fit is None or probe is None or averaged is None:
        return
    training.probe_fit(probe, strokes, before_reading)
    averaged.load_state_dict(probe.state_dict())
    training.probe_logits = None


def _class_shift(training: _Training, area_logits: np.ndarray) -> np.ndarray:
    """What the class prior adds to logits, float32 (K,)."""
    if training.config.class_prior != ESTIMATED:
        return np.zeros(area_logits.shape[1], np.float32)
    logits, network = _thinned(area_logits), training.trainer.average.network
    if network.probe is not None:  # smoothed logits say less about a cell
        of_cells, smoothed = _probe_logits(training)
        logits = logits + np.float32(network.probe_share) * (of_cells - smoothed)
    return estimated_shift(torch.from_numpy(logits)).numpy()


def _cross_fit(training: _Training, before_reading: Callable[[], None]) -> None:
    """Judge all strokes by cross-fitted probes, where there is a probe and the analyst marked none for validation."""
    if training.probe_fit is None or training.trainer.network.probe is None or training.data.is_validated:
        return
    data, config = training.data, training.config
    strokes, labels = [*data.training, *data.joining], data.sampler.label_raster
    rotations = config.predict_tta_rotations
    training.judged = cross_fit(training.probe_fit, strokes, labels, rotations, config.seed, before_reading)


def _measure(training: _Training, area_logits: np.ndarray) -> dict[str, float]:
    """Measure the averaged network on held-out strokes, as long as they are held out."""
    if training.held_out is None or not (training.data.is_validated or training.data.sampler.join_step is None):
        return {}
    network, typical = training.trainer.average.network, None
    if network.probe is not None and training.data.is_validated:  # else _calibrate measures again
        typical = as_sure(_thinned(area_logits), _probe_logits(training)[0], TYPICAL_TEMPERATURE)
    training.measurement = measure(
        training.held_out.logits(network), _class_shift(training, area_logits), training.data.class_names,
        training.trainer.budget.step, typical,
    )  # fmt: skip
    return {"held_out_accuracy": training.measurement.accuracy}


def _thinned(area_logits: np.ndarray) -> np.ndarray:
    return area_logits[::AREA_STRIDE]


def _probe_logits(training: _Training) -> tuple[np.ndarray, np.ndarray]:
    """Logits of the probe alone on the pixels of the thinned area, without and with smoothing."""
    if training.probe_logits is None:
        logits = training.area.probe_logits(training.trainer.average.network)
        training.probe_logits = _thinned(logits.of_cells), _thinned(logits.smoothed)
    return training.probe_logits


def _release_held_out(training: _Training) -> bool:
    """Let the held-out strokes train too, once they were measured and most of the training is done.

    Returns:
        Whether the probe was fitted anew with them.
    """
    budget, sampler = training.trainer.budget, training.data.sampler
    if training.held_out is None or sampler.join_step is not None or budget.progress < HELD_OUT_UNTIL:
        return False
    sampler.join_held_out(budget.step + JOIN_DELAY)
    if training.data.joining:
        _fit_probe(training, [*training.data.training, *training.data.joining])
    return bool(training.data.joining) and training.trainer.network.probe is not None


def _fit_ood(training: _Training) -> tuple[Optional[OodHead], Optional[np.ndarray]]:
    """The OOD head for the strokes that train now, and the training area's distances; None without a frozen encoder."""
    if training.ood_fit is None:
        return None, None
    has_joined = training.data.sampler.join_step is not None
    strokes = [*training.data.training, *(training.data.joining if has_joined else ())]
    return training.ood_fit(training.trainer.average.network, strokes)


def _calibrate(training: _Training, area_logits: np.ndarray, distances: Optional[np.ndarray]) -> PostProcessing:
    """What turns the averaged network's logits into layers: temperature, class prior and OOD statistics."""
    shift = _class_shift(training, area_logits)
    if training.trainer.average.network.probe is not None and not training.data.is_validated:
        training.measurement = measure_probe(
            training.judged, shift, training.data.class_names, training.trainer.budget.step,
            *_probe_logits(training), _thinned(area_logits),
        )  # fmt: skip
    return PostProcessing(
        probe_share=training.trainer.network.probe_share,
        probe_smoothing_px=training.config.probe_smoothing_px,
        class_shift=tuple(shift.tolist()) if training.config.class_prior == ESTIMATED else (),
        temperature=training.measurement.temperature,
        is_calibrated=training.measurement.is_calibrated,
        ood=fit_scores(area_logits + shift, distances, training.trainer.objective.weights),
    )


def _save(
    training: _Training, postprocessing: PostProcessing, ood_head: Optional[OodHead], reporter: Reporter
) -> None:
    """Write the model file, and the checkpoint beside it."""
    config, data, trainer = training.config, training.data, training.trainer
    budget = trainer.budget
    card = model_card(
        config, data, trainer.network, trainer.objective, training.measurement, postprocessing, budget.step,
        budget.spent_s,
    )  # fmt: skip
    save_model(config.model, trainer.average.network, card, ood_head)
    save_checkpoint(trainer, data, training.measurement)
    reporter.checkpoint(trainer.budget.step, config.model)
