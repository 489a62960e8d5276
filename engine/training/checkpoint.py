"""The state of an unfinished training: resumed from it, the rest runs as if nothing had happened."""
from __future__ import annotations

import json
from typing import Any

import torch

from ..errors import ConfigError, ModelFileError
from ..models.model_file import load_tensors, save_tensors
from .budget import Budget
from .trainer import Trainer

FORMAT = "berunda-checkpoint-1"
# Settings that must not change half-way; budget, device and paths of outputs may.
FIXED = (
    "network", "backbone", "width", "bands", "crop_px", "batch", "learning_rate", "encoder_rate", "optimizer", "schedule",
    "warm_up", "class_prior", "seed",
)  # fmt: skip


def checkpoint_path(model_path: str) -> str:
    """Where the state of the training that writes model_path lies."""
    return model_path.removesuffix(".safetensors") + ".checkpoint.safetensors"


def save_checkpoint(path: str, trainer: Trainer, labels_digest: str, notes: dict[str, Any]) -> None:
    """Writes weights, average, the losses' own weights, the optimiser's moments and the place in the budget.

    Args:
        notes: JSON-ready values that `resume` gives back.
    """
    tensors = {f"network.{name}": tensor for name, tensor in trainer.network.state_dict().items()}
    tensors |= {f"average.{name}": tensor for name, tensor in trainer.average.network.state_dict().items()}
    tensors |= {f"objective.{name}": tensor for name, tensor in trainer.objective.state_dict().items()}
    for index, moments in trainer.optimizer.state_dict()["state"].items():
        tensors |= {f"optimizer.{index}.{name}": torch.as_tensor(value) for name, value in moments.items()}
    place = {"step": trainer.budget.step, "elapsed_s": trainer.budget.spent_s, "updates": trainer.average.updates}
    texts = {"place": place, "fixed": _fixed(trainer), "notes": notes}
    metadata = {"format": FORMAT, "labels_digest": labels_digest, **{name: json.dumps(value) for name, value in texts.items()}}
    save_tensors(path, tensors, metadata)


def resume(path: str, trainer: Trainer, labels_digest: str) -> dict[str, Any]:
    """Puts a trainer where the checkpoint was, and returns the notes that were kept with it.

    Raises:
        ModelFileError: no checkpoint.
        ConfigError: it belongs to other labels or settings.
    """
    tensors, metadata = load_tensors(path)
    if metadata.get("format") != FORMAT:
        raise ModelFileError(f"{path} is no checkpoint of a training", "name the .checkpoint.safetensors file that training leaves")
    _check_same(path, json.loads(metadata["fixed"]), _fixed(trainer))
    if metadata["labels_digest"] != labels_digest:
        raise ConfigError(f"{path} was trained on other labels", "train again without resuming")
    trainer.network.load_state_dict(_part(tensors, "network."))
    trainer.average.network.load_state_dict(_part(tensors, "average."))
    trainer.objective.load_state_dict(_part(tensors, "objective."))
    _load_optimizer(trainer, _part(tensors, "optimizer."))
    place = json.loads(metadata["place"])
    trainer.average.updates = place["updates"]
    trainer.budget = Budget(trainer.config, place["step"], place["elapsed_s"])
    return json.loads(metadata["notes"])


def _fixed(trainer: Trainer) -> dict[str, object]:
    values = {name: getattr(trainer.config, name) for name in FIXED}
    return json.loads(json.dumps({"auxiliary": [str(term) for term in trainer.config.terms], **values}))


def _check_same(path: str, then: dict[str, object], now: dict[str, object]) -> None:
    for name, value in now.items():
        if then.get(name) != value:
            raise ConfigError(f"{path} was trained with {name} {then.get(name)}, not {value}", "resume with the same settings")


def _part(tensors: dict[str, torch.Tensor], prefix: str) -> dict[str, torch.Tensor]:
    return {name[len(prefix) :]: tensor for name, tensor in tensors.items() if name.startswith(prefix)}


def _load_optimizer(trainer: Trainer, tensors: dict[str, torch.Tensor]) -> None:
    state: dict[int, dict[str, torch.Tensor]] = {}
    for key, tensor in tensors.items():
        index, name = key.split(".")
        state.setdefault(int(index), {})[name] = tensor
    trainer.optimizer.load_state_dict({"state": state, "param_groups": trainer.optimizer.state_dict()["param_groups"]})
