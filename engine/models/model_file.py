"""The model file: weights and everything needed to use them, in one .safetensors file. Never pickle."""
from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Optional

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import nn

from ..data.labels import LandCoverClass
from ..data.normalisation import Normalisation
from ..errors import ConfigError, ModelFileError, OutputError
from ..version import VERSION
from .network import PROBE_WEIGHT, Network
from .registry import build_network

FORMAT, CHECKPOINT_FORMAT = "berunda-model-1", "berunda-checkpoint-2"


@dataclass(frozen=True)
class ModelCard:
    """What a model file says about itself.

    Attributes:
        auxiliary_channels: by auxiliary loss with a head of its own, the channels of that head.
        classes: in the order of the network's outputs.
        bands: 1-based bands of the training image, in order.
        pixel_size: side of a training pixel in units of crs.
        recipe: the training configuration; steps and seconds it took.
        held_out: accuracy on held-out strokes, or None where there were none.
        temperature: what the logits are divided by; is_calibrated tells whether enough strokes stand behind it.
        class_shift: what was added to the logits for the classes' frequencies; empty for nothing.
        ood: statistics of the out-of-distribution score on the training area.
        labels_digest: SHA-256 of the labels.
    """

    network: str
    backbone: str
    width: int
    auxiliary_channels: dict[str, int]
    classes: tuple[LandCoverClass, ...]
    bands: tuple[int, ...]
    normalisation: Normalisation
    pixel_size: float
    crs: str
    auxiliary: dict[str, float]
    recipe: dict[str, Any]
    held_out: Optional[dict[str, Any]]
    temperature: float
    is_calibrated: bool
    ood: dict[str, Any]
    labels_digest: str
    class_shift: tuple[float, ...] = ()
    engine_version: str = VERSION

    def build(self) -> Network:
        """The network this card describes, with fresh weights."""
        return build_network(self.network, self.backbone, len(self.bands), self.width, len(self.classes), self.auxiliary_channels)

    def to_metadata(self) -> dict[str, str]:
        """One JSON text per field, as safetensors stores it."""
        return {"format": FORMAT, **{name: json.dumps(value) for name, value in asdict(self).items()}}

    @classmethod
    def from_metadata(cls, metadata: dict[str, str]) -> ModelCard:
        """The card in a file's metadata; raises KeyError, TypeError or ValueError where it is damaged."""
        values = {f.name: json.loads(metadata[f.name]) for f in fields(cls)}
        values["classes"] = tuple(LandCoverClass(**c) for c in values["classes"])
        values["bands"], values["class_shift"] = tuple(values["bands"]), tuple(values["class_shift"])
        values["normalisation"] = Normalisation(**{name: tuple(v) for name, v in values["normalisation"].items()})
        return cls(**values)


def save_model(path: str, network: nn.Module, card: ModelCard) -> None:
    """Writes weights and card; an earlier file at path is replaced only once the new one is complete.

    Raises:
        OutputError: the place is read-only, full or missing.
    """
    save_tensors(path, dict(network.state_dict()), card.to_metadata())


def check_writable(path: str) -> None:
    """Raises OutputError where no file can be made at path: better before hours of training than after."""
    save_tensors(f"{path}.trial", {"nothing": torch.zeros(1)}, {})
    os.remove(f"{path}.trial")


def load_model(path: str) -> tuple[nn.Module, ModelCard]:
    """The network in evaluation mode, on the CPU, and its card.

    Raises:
        ModelFileError: missing, no Berunda model, or damaged.
    """
    tensors, metadata = load_tensors(path)
    if metadata.get("format") != FORMAT:
        raise ModelFileError(f"{path} is no Berunda model (format {metadata.get('format')!r})", "choose a file that training wrote")
    card = read_card(path, metadata)
    try:
        network = card.build()
        if PROBE_WEIGHT in tensors:
            network.add_probe(len(card.bands), len(card.classes))
        network.load_state_dict(tensors)
    except (RuntimeError, ConfigError) as error:
        raise _damaged(path, error) from error
    return network.eval(), card


def read_card(path: str, metadata: dict[str, str]) -> ModelCard:
    """The card of the model file at path; raises ModelFileError where it is damaged."""
    try:
        return ModelCard.from_metadata(metadata)
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(path, error) from error


def _damaged(path: str, error: Exception) -> ModelFileError:
    return ModelFileError(f"{path} is damaged or of another version ({str(error).splitlines()[0]})", "train it again")


def save_tensors(path: str, tensors: dict[str, torch.Tensor], metadata: dict[str, str]) -> None:
    """Writes a .safetensors file under a temporary name, then moves it into place; raises OutputError."""
    partial = f"{path}.partial"
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        save_file({name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}, partial, metadata)
        os.chmod(partial, 0o666 & ~_umask())  # safetensors makes it private; a colleague may use the model too
        os.replace(partial, path)
    except (OSError, SafetensorError) as error:
        with contextlib.suppress(OSError):
            os.remove(partial)
        raise OutputError(f"{path} cannot be written ({error})", "choose a folder that is writable and has room") from error


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    umask = os.umask(0)
    os.umask(umask)
    return umask


def load_tensors(path: str) -> tuple[dict[str, torch.Tensor], dict[str, str]]:
    """Tensors and metadata of a .safetensors file; raises ModelFileError where it is none."""
    if not Path(path).is_file():
        raise ModelFileError(f"There is no file {path!r}", "train first, or name an existing file")
    try:
        with safe_open(path, framework="pt") as source:
            return {name: source.get_tensor(name) for name in source.keys()}, source.metadata() or {}  # noqa: SIM118 (not a dict)
    except (SafetensorError, OSError) as error:
        raise ModelFileError(f"{path} is no model file ({error})", "choose a .safetensors file") from error
