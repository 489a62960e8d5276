"""The state of an unfinished training: resumed from it, the rest runs as if it had not been interrupted."""
from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

import torch

from ..models.model_file import CHECKPOINT_FORMAT, Tensors, load_tensors, save_tensors
from ..schema.errors import ConfigError, EngineError, ModelFileError
from ..schema.loss_terms import AUTO_WEIGHT
from ..schema.setting import settings_of, to_params
from .budget import Budget
from .measurement import Measurement
from .preparation import TrainingData
from .trainer import Trainer


def checkpoint_path(model_path: str) -> str:
    """Where the state of the training that writes model_path lies."""
    return model_path.removesuffix(".safetensors") + ".checkpoint.safetensors"


def save_checkpoint(trainer: Trainer, data: TrainingData, measurement: Measurement) -> None:
    """Write everything that changes during a training, beside the model."""
    tensors = {f"network.{name}": tensor for name, tensor in trainer.network.state_dict().items()}
    tensors |= {f"average.{name}": tensor for name, tensor in trainer.average.network.state_dict().items()}
    tensors |= {f"objective.{name}": tensor for name, tensor in trainer.objective.state_dict().items()}
    names = _optimized(trainer)
    for index, moments in trainer.optimizer.state_dict()["state"].items():
        tensors |= {f"optimizer.{names[index]}.{name}": torch.as_tensor(value) for name, value in moments.items()}
    place = {
        "step": trainer.budget.step,
        "elapsed_s": trainer.budget.spent_s,
        "updates": trainer.average.updates,
        "join_step": data.sampler.join_step,
        "measurement": asdict(measurement),
    }
    texts = {"place": place, "fixed": _fixed(trainer), "normalisation": asdict(data.normalisation)}
    metadata = {"format": CHECKPOINT_FORMAT, "labels_digest": data.labels.digest}
    metadata |= {name: json.dumps(value) for name, value in texts.items()}
    save_tensors(checkpoint_path(trainer.config.model), tensors, metadata)


def resume(trainer: Trainer, data: TrainingData) -> Measurement:
    """Put a trainer where the checkpoint that its configuration names was, and return what had been measured by then.

    Raises:
        ModelFileError: not a checkpoint, damaged, or one of another version.
        ConfigError: it belongs to other labels, imagery or settings.
    """
    path = trainer.config.resume
    tensors, metadata = load_tensors(path)
    if metadata.get("format") != CHECKPOINT_FORMAT:
        remedy = "name the .checkpoint.safetensors file that a training of this version wrote"
        raise ModelFileError(f"{path} is not a checkpoint (format {metadata.get('format')!r})", remedy)
    try:
        return _restore(trainer, data, tensors, metadata)
    except EngineError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, RuntimeError) as error:
        reason = str(error).split("\n")[0]
        raise ModelFileError(f"{path} is damaged ({reason})", "train again without resuming") from error


def _restore(trainer: Trainer, data: TrainingData, tensors: Tensors, metadata: dict[str, str]) -> Measurement:
    path, saved, present = trainer.config.resume, json.loads(metadata["fixed"]), _fixed(trainer)
    for name, value in present.items():
        if saved.get(name) != value:
            raise ConfigError(
                f"{path} was trained with {name} {saved.get(name)}, not {value}", "resume with the same settings"
            )
    if metadata["labels_digest"] != data.labels.digest:
        raise ConfigError(f"{path} was trained on other labels", "train again without resuming")
    if metadata["normalisation"] != json.dumps(asdict(data.normalisation)):
        raise ConfigError(
            f"{path} was trained on other imagery", "resume with the same image and the same further images"
        )
    trainer.network.load_state_dict(_part(tensors, "network."))
    trainer.average.network.load_state_dict(_part(tensors, "average."))
    trainer.objective.load_state_dict(_part(tensors, "objective."))
    _load_optimizer(trainer, _part(tensors, "optimizer."))
    place = json.loads(metadata["place"])
    trainer.average.updates = place["updates"]
    trainer.budget = Budget(trainer.config, place["step"], place["elapsed_s"])
    data.sampler.join_step = place["join_step"]
    return Measurement(**place["measurement"])


def _fixed(trainer: Trainer) -> dict[str, Any]:
    """The settings that a resumed training must share: not λ, since a smaller one is what helps after divergence."""
    config = trainer.config
    values = {name: value for name, value in to_params(config).items() if settings_of(type(config))[name].is_fixed}
    # An automatic weight has a state of its own and stays.
    terms = (term if term.weight == AUTO_WEIGHT else replace(term, weight=None) for term in config.auxiliary)
    fixed: dict[str, Any] = json.loads(json.dumps({**values, "auxiliary": [str(term) for term in terms]}))
    return fixed


def _part(tensors: Tensors, prefix: str) -> Tensors:
    return {name[len(prefix) :]: tensor for name, tensor in tensors.items() if name.startswith(prefix)}


def _optimized(trainer: Trainer) -> list[str]:
    """The names of the optimiser's parameters, in its order, which depends on their learning rates."""
    modules = (("network", trainer.network), ("objective", trainer.objective))
    names = {id(parameter): f"{of}.{name}" for of, module in modules for name, parameter in module.named_parameters()}
    return [names[id(parameter)] for group in trainer.optimizer.param_groups for parameter in group["params"]]


def _load_optimizer(trainer: Trainer, tensors: Tensors) -> None:
    index_of = {name: index for index, name in enumerate(_optimized(trainer))}
    state: dict[int, Tensors] = {}
    for key, tensor in tensors.items():
        parameter, moment = key.rsplit(".", 1)
        state.setdefault(index_of[parameter], {})[moment] = tensor
    groups = trainer.optimizer.state_dict()["param_groups"]
    trainer.optimizer.load_state_dict({"state": state, "param_groups": groups})
