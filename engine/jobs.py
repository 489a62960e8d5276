"""The engine's three jobs, as the command line and the worker run them: train, predict, evaluate."""
from __future__ import annotations

import time
from dataclasses import asdict, replace
from functools import partial
from typing import Any, Callable, Optional

import numpy as np
import torch

from .analysis.evaluation import evaluate
from .compute import Compute, choose_compute
from .config import ESTIMATED, EvaluateConfig, PredictConfig, TrainConfig, to_params
from .data.label_raster import StrokePixels
from .data.raster import Raster
from .errors import Cancelled, ConfigError, ModelFileError
from .inference.ood import OodStatistics, fit_ood
from .inference.predictor import Calibration, MapLegend, predict_raster
from .inference.turning import turned
from .losses.registry import loss_spec
from .losses.weighted_sum import WeightedSum
from .models.model_file import ModelCard, check_writable, load_model, save_model
from .models.network import PROBE_SHARE, Network
from .models.registry import build_network, check_network, load_pretrained
from .models.warm_start import Architecture, start_from
from .reporter import Reporter
from .training.budget import Budget
from .training.checkpoint import checkpoint_path, resume, save_checkpoint
from .training.class_prior import TRUST, estimated_shift, shares_of_vote, shifted, training_shares
from .training.held_out import AreaSample, HeldOutWindows
from .training.preparation import TrainingData, prepare
from .training.probe_fit import ProbeFit
from .training.trainer import Trainer
from .training.verdict import NO_VERDICT, Verdict

JUDGED_UNTIL = 0.6  # share of the training after which held-out strokes join
JOIN_DELAY = 10  # steps; more than are ever read ahead
TILES_ON_GPU = 4  # a graphics card is not busy with one
PIXEL_SIZE_TOLERANCE = 1.5  # ratio of pixel sizes from which the analyst is warned


def run_train(config: TrainConfig, reporter: Reporter) -> dict[str, Any]:
    """Trains and writes the model file; returns what `train --json` prints.

    Raises:
        Cancelled: after the model reached so far was kept; its path is in `kept`.
        EngineError: see the parts.
    """
    started = time.monotonic()
    reporter.state("reading")
    check_writable(config.model)
    check_network(config.network, config.backbone, config.batch)
    unlabelled_count = _unlabelled_count(config)
    compute = choose_compute(config.device, config.precision)
    torch.manual_seed(config.seed)
    data = prepare(config, unlabelled_count, reporter)
    objective = WeightedSum(config.terms, data.image.band_count, len(data.labels.classes), config.warm_up)
    network = _fresh_network(config, data, objective, reporter)
    training = _Training(config, data, compute, objective, network, reporter)
    reporter.state("learning")
    try:
        training.run()
    except Cancelled as stopped:
        reporter.state("stopping")
        raise Cancelled(kept=training.keep() if training.trainer.budget.step else "") from stopped
    return {**training.summary(), "seconds": round(time.monotonic() - started, 2)}


def run_predict(config: PredictConfig, reporter: Reporter) -> dict[str, Any]:
    """Maps a raster with a trained model; returns the paths of the layers.

    Raises:
        ModelFileError: no model, or its bands do not fit the image.
        Cancelled, OutputError, ImageError: see predict_raster; earlier results stay as they were.
    """
    reporter.state("predicting")
    network, card = load_model(config.model)
    config = replace(
        config,
        overlap=card.recipe["predict_overlap"] if config.overlap is None else config.overlap,
        tile_px=card.recipe["predict_tile_px"] if config.tile_px is None else config.tile_px,
        turns=card.recipe.get("predict_turns", 1) if config.turns is None else config.turns,
    )
    raster = Raster(config.image, _bands_for(config.image, card))
    _warn_of_pixel_size(raster, card, reporter)
    compute = choose_compute(config.device, config.precision)
    compute.place(network)
    legend = MapLegend(*(tuple(getattr(c, name) for c in card.classes) for name in ("class_id", "name", "color")))
    calibration = Calibration(card.temperature, OodStatistics.from_json(card.ood))
    forward = turned(partial(compute.forward, network), config.turns)
    batch = 1 if compute.device.type == "cpu" else TILES_ON_GPU
    return predict_raster(raster, forward, card.normalisation, legend, calibration, config, reporter, batch=batch)


def run_evaluate(config: EvaluateConfig, reporter: Reporter) -> dict[str, Any]:
    """Scores a class map against a truth raster."""
    reporter.state("reading")
    return evaluate(config)


class _Training:
    """One training run and what is kept of it.

    The held-out strokes judge the network until JUDGED_UNTIL of the training is done. Then, with accuracy and temperature known,
    they train too: few strokes are too precious to leave a quarter of them unused.
    """

    def __init__(
        self, config: TrainConfig, data: TrainingData, compute: Compute, objective: WeightedSum, network: Network, reporter: Reporter
    ) -> None:
        self.config, self.data, self.compute, self.reporter = config, data, compute, reporter
        self._probe_fit = ProbeFit(data, compute) if network.probe is not None else None
        self.trainer = Trainer(
            compute.place(network), objective.to(compute.device), data.sampler.batch, config, compute, reporter, self._measure
        )
        self._held_out = HeldOutWindows(data) if data.held_out else None
        self._area = AreaSample(data)
        self._learned_shares = self._shares_to_correct()
        self._verdict = NO_VERDICT
        if config.resume:
            notes = resume(config.resume, self.trainer, data)
            self._verdict, data.sampler.join_step = Verdict(**notes["verdict"]), notes["join_step"]

    def run(self) -> None:
        """Trains until the budget is spent; raises as Trainer.run does."""
        if self._probe_fit is not None and self.trainer.budget.step == 0:
            self._fit_probe(self.data.training, self.reporter.raise_if_stopped)
            self.trainer.budget = Budget(self.config)  # which is for steps
        self.trainer.run()

    def _fit_probe(self, strokes: list[StrokePixels], on_stroke: Callable[[], None] = lambda: None) -> None:
        self._probe_fit(self.trainer.network, strokes, on_stroke)
        self.trainer.average.network.probe.load_state_dict(self.trainer.network.probe.state_dict())

    def _shares_to_correct(self) -> Optional[np.ndarray]:
        """The shares of the classes in training where they are to give way to estimated ones, or None."""
        if self.config.class_prior != ESTIMATED:
            return None
        if not self.data.held_out:  # probabilities that nothing judges: what they say of frequencies did more harm than good
            self.reporter.notice("class-prior", "No stroke is held out, so class frequencies are not estimated: draw three a class.")
            return None
        shares = training_shares(self.data.sampler, len(self.data.labels.classes))
        return shares if self._probe_fit is None else shares_of_vote(shares, PROBE_SHARE)

    def keep(self) -> str:
        """Judges and calibrates the averaged network, writes model file and checkpoint, and returns the model's path."""
        average, sampler = self.trainer.average.network, self.data.sampler
        area = self._area.logits(average, self.compute)
        shares = self._learned_shares
        shift = np.zeros(area.shape[1], np.float32) if shares is None else TRUST * estimated_shift(area, shares)
        network = shifted(average, shift)
        if self._held_out and sampler.join_step is None:
            names = [c.name for c in self.data.labels.classes]
            self._verdict = Verdict.of(self._held_out.measure(network, self.compute), names, self.trainer.budget.step)
            if self.trainer.budget.progress >= JUDGED_UNTIL:
                sampler.join_held_out(self.trainer.budget.step + JOIN_DELAY)
                if self._probe_fit is not None and self.data.joining:
                    self._fit_probe([*self.data.training, *self.data.joining])
        save_model(self.config.model, network, self._card(fit_ood(area + shift), shift))
        notes = {"verdict": asdict(self._verdict), "join_step": sampler.join_step}
        save_checkpoint(checkpoint_path(self.config.model), self.trainer, self.data, notes)
        self.reporter.checkpoint(self.trainer.budget.step, self.config.model)
        return self.config.model

    def summary(self) -> dict[str, Any]:
        """What the analyst learns about the finished training."""
        return {
            "model": self.config.model,
            "steps": self.trainer.budget.step,
            "held_out": self._verdict.held_out,
            "temperature": self._verdict.temperature,
            "calibrated": self._verdict.is_calibrated,
            "label_counts": {str(class_id): count for class_id, count in sorted(self.data.label_counts.items())},
            "device": str(self.compute.device),
        }

    def _measure(self, trainer: Trainer) -> dict[str, float]:
        if trainer.budget.is_spent:
            self.reporter.state("calibrating")
        was_judging = self.data.sampler.join_step is None
        self.keep()
        return {"held_out_accuracy": self._verdict.held_out["accuracy"]} if was_judging and self._verdict.held_out else {}

    def _card(self, ood: OodStatistics, class_shift: np.ndarray) -> ModelCard:
        config, data = self.config, self.data
        return ModelCard(
            network=config.network,
            backbone=config.backbone,
            width=config.width,
            auxiliary_channels=self.trainer.objective.head_channels(),
            classes=data.labels.classes,
            bands=data.image.bands,
            normalisation=data.normalisation,
            pixel_size=data.image.grid.pixel_size,
            crs=data.image.grid.crs,
            auxiliary=self.trainer.objective.weights,
            recipe={**to_params(config), "steps_taken": self.trainer.budget.step, "seconds": round(self.trainer.budget.spent_s, 1)},
            held_out=self._verdict.held_out,
            temperature=self._verdict.temperature,
            is_calibrated=self._verdict.is_calibrated,
            ood=ood.to_json(),
            labels_digest=data.labels.digest,
            class_shift=tuple(class_shift.tolist()),
        )


def _unlabelled_count(config: TrainConfig) -> int:
    """Patches drawn anywhere: none where no loss learns from them, or else as many as the neediest one asks for."""
    if not config.terms:
        return 0
    if config.unlabelled_batch is not None:
        return config.unlabelled_batch
    return max(1, round(config.batch * max(loss_spec(term).unlabelled_share for term in config.terms)))


def _fresh_network(config: TrainConfig, data: TrainingData, objective: WeightedSum, reporter: Reporter) -> Network:
    """The network that training starts from, with the weights that its backbone or the user brings."""
    bands, classes = data.image.band_count, data.labels.classes
    network = build_network(config.network, config.backbone, bands, config.width, len(classes), objective.head_channels())
    if config.weights:
        like = Architecture(config.network, config.backbone, config.width, data.image.bands, classes)
        report = start_from(config.weights, network, like)
        reporter.notice("weights", f"{config.weights}: {report}.")
    else:
        load_pretrained(network, config.backbone)
    for parameter in network.pretrained_parameters():
        parameter.requires_grad_(config.encoder_rate > 0)
    if config.probe and network.keeps_encoder:
        network.add_probe(bands, len(classes))
    elif config.probe:
        reporter.notice("probe", f"No probe votes: the encoder of backbone {config.backbone} has no pretrained weights that it keeps.")
    objective.check_host(network, config.crop_px)
    if not network.has_statistics(data.sampler.labelled_count + data.sampler.unlabelled_count, config.crop_px):
        raise ConfigError(
            f"Patches of {config.crop_px} px and a batch of {config.batch} leave one pixel at the network's deepest level",
            f"take patches of {2 * config.crop_px} px, or a batch of {2 * network.smallest_batch}",
        )
    return network


def _bands_for(image: str, card: ModelCard) -> tuple[int, ...]:
    """The model's bands, after a look whether the image has them."""
    available = Raster(image).bands_in_file
    if max(card.bands) > available:
        raise ModelFileError(
            f"The model was trained on bands {list(card.bands)}, but {image} has {available}",
            "choose an image of the same sensor, or another model",
        )
    return card.bands


def _warn_of_pixel_size(raster: Raster, card: ModelCard, reporter: Reporter) -> None:
    ratio = raster.grid.pixel_size / card.pixel_size
    if not 1 / PIXEL_SIZE_TOLERANCE < ratio < PIXEL_SIZE_TOLERANCE:
        reporter.notice(
            "pixel-size",
            f"The image's pixels are {raster.grid.pixel_size:g} map units, the model learned on {card.pixel_size:g}: expect errors, "
            "or train on imagery like this one.",
        )
