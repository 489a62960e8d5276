"""The state of an unfinished training: resumed from it, the rest runs as if nothing had happened."""
from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

import torch

from ..config import AUTO_WEIGHT, AuxiliaryTerm
from ..errors import ConfigError, ModelFileError
from ..models.model_file import CHECKPOINT_FORMAT, load_tensors, save_tensors
from .budget import Budget
from .preparation import TrainingData
from .trainer import Trainer

# Settings that must not change half-way. Budget, device and paths may; so may the learning rate and the weights of the losses, since
# smaller ones are what helps a training that diverged.
FIXED = (
    "network", "backbone", "width", "bands", "crop_px", "batch", "unlabelled_batch", "area", "encoder_rate", "optimizer", "schedule",
    "warm_up", "class_prior", "seed",
)  # fmt: skip


def checkpoint_path(model_path: str) -> str:
    """Where the state of the training that writes model_path lies."""
    return model_path.removesuffix(".safetensors") + ".checkpoint.safetensors"


def save_checkpoint(path: str, trainer: Trainer, data: TrainingData, notes: dict[str, Any]) -> None:
    """Writes weights, average, the losses' own weights, the optimiser's moments and the place in the budget.

    Args:
        notes: JSON-ready values that `resume` gives back.
    """
    tensors = {f"network.{name}": tensor for name, tensor in trainer.network.state_dict().items()}
    tensors |= {f"average.{name}": tensor for name, tensor in trainer.average.network.state_dict().items()}
    tensors |= {f"objective.{name}": tensor for name, tensor in trainer.objective.state_dict().items()}
    names = _optimized(trainer)
    for index, moments in trainer.optimizer.state_dict()["state"].items():
        tensors |= {f"optimizer.{names[index]}.{name}": torch.as_tensor(value) for name, value in moments.items()}
    place = {"step": trainer.budget.step, "elapsed_s": trainer.budget.spent_s, "updates": trainer.average.updates}
    texts = {"place": place, "fixed": _fixed(trainer), "normalisation": asdict(data.normalisation), "notes": notes}
    metadata = {"format": CHECKPOINT_FORMAT, "labels_digest": data.labels.digest}
    save_tensors(path, tensors, metadata | {name: json.dumps(value) for name, value in texts.items()})


def resume(path: str, trainer: Trainer, data: TrainingData) -> dict[str, Any]:
    """Puts a trainer where the checkpoint was, and returns the notes that were kept with it.

    Raises:
        ModelFileError: no checkpoint.
        ConfigError: it belongs to other labels, imagery or settings.
    """
    tensors, metadata = load_tensors(path)
    if metadata.get("format") != CHECKPOINT_FORMAT:
        raise ModelFileError(f"{path} is no checkpoint of a training", "name the .checkpoint.safetensors file that training leaves")
    _check_same(path, json.loads(metadata["fixed"]), _fixed(trainer))
    if metadata["labels_digest"] != data.labels.digest:
        raise ConfigError(f"{path} was trained on other labels", "train again without resuming")
    if metadata["normalisation"] != json.dumps(asdict(data.normalisation)):
        raise ConfigError(f"{path} was trained on other imagery", "resume with the same image and the same further images")
    trainer.network.load_state_dict(_part(tensors, "network."))
    trainer.average.network.load_state_dict(_part(tensors, "average."))
    trainer.objective.load_state_dict(_part(tensors, "objective."))
    _load_optimizer(trainer, _part(tensors, "optimizer."))
    place = json.loads(metadata["place"])
    trainer.average.updates = place["updates"]
    trainer.budget = Budget(trainer.config, place["step"], place["elapsed_s"])
    return json.loads(metadata["notes"])


def _fixed(trainer: Trainer) -> dict[str, object]:
    values = {"probe": trainer.network.probe is not None, **{name: getattr(trainer.config, name) for name in FIXED}}
    return json.loads(json.dumps({"auxiliary": [_without_weight(term) for term in trainer.config.terms], **values}))


def _without_weight(term: AuxiliaryTerm) -> str:
    """A term as text, without its λ; an automatic one has a state of its own and stays."""
    return str(term if term.weight == AUTO_WEIGHT else replace(term, weight=None))


def _check_same(path: str, then: dict[str, object], now: dict[str, object]) -> None:
    for name, value in now.items():
        if then.get(name) != value:
            raise ConfigError(f"{path} was trained with {name} {then.get(name)}, not {value}", "resume with the same settings")


def _part(tensors: dict[str, torch.Tensor], prefix: str) -> dict[str, torch.Tensor]:
    return {name[len(prefix) :]: tensor for name, tensor in tensors.items() if name.startswith(prefix)}


def _optimized(trainer: Trainer) -> list[str]:
    """The names of the optimiser's parameters, in its order, which depends on their learning rates."""
    modules = (("network", trainer.network), ("objective", trainer.objective))
    names = {id(parameter): f"{of}.{name}" for of, module in modules for name, parameter in module.named_parameters()}
    return [names[id(parameter)] for group in trainer.optimizer.param_groups for parameter in group["params"]]


def _load_optimizer(trainer: Trainer, tensors: dict[str, torch.Tensor]) -> None:
    index_of = {name: index for index, name in enumerate(_optimized(trainer))}
    state: dict[int, dict[str, torch.Tensor]] = {}
    for key, tensor in tensors.items():
        parameter, moment = key.rsplit(".", 1)
        state.setdefault(index_of[parameter], {})[moment] = tensor
    trainer.optimizer.load_state_dict({"state": state, "param_groups": trainer.optimizer.state_dict()["param_groups"]})
