"""The model file: weights and all that is needed to use them, in one .safetensors file. Never pickle."""
from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Optional

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import nn

from ..schema.errors import ConfigError, ModelFileError, OutputError
from ..schema.model_card import ModelCard, major_version
from ..schema.ood_scores import FOREIGN
from .encoder_weights import Tensors
from .network import AUXILIARY_PARTS, Network
from .ood_head import OodHead
from .registry import build_network

CHECKPOINT_FORMAT = "berunda-checkpoint-4"
OOD_PREFIX = "ood_head."  # of the tensors of the out-of-distribution head


def build_model(card: ModelCard, with_auxiliary: bool = False) -> Network:
    """The network that a card describes, with random weights.

    Args:
        card: of a model.
        with_auxiliary: whether to include the parts that only auxiliary losses use.

    Raises:
        ConfigError: network or backbone are unknown.
        ModelFileError: a package that the backbone needs is missing, or cannot build it.
    """
    channels = card.auxiliary_channels if with_auxiliary else {}
    bands, classes = len(card.bands), len(card.classes)
    return build_network(
        card.network, card.backbone, bands, card.width, classes, channels, card.backbone_description
    )


def save_model(path: str, network: nn.Module, card: ModelCard, ood_head: Optional[OodHead] = None) -> None:
    """Write weights and card; an earlier file at path is replaced once the new one is complete.

    Args:
        path: of the .safetensors file; its folder is created.
        network: whose weights to save.
        card: its description.
        ood_head: fitted to the network's training area, where its encoder allows one.

    Raises:
        OutputError: the folder is read-only or full, or cannot be created.
    """
    ood = {} if ood_head is None else ood_head.state_dict(prefix=OOD_PREFIX)
    save_tensors(path, {**network.state_dict(), **ood}, card.to_metadata())


def replace_card(path: str, card: ModelCard) -> None:
    """Give a model file another card, and leave its weights as they are; raises OutputError, ModelFileError."""
    save_tensors(path, load_card_and_weights(path)[0], card.to_metadata())


def check_writable(path: str) -> None:
    """Raises OutputError where no file can be written at path: before the training instead of after it."""
    save_tensors(f"{path}.test", {"empty": torch.zeros(1)}, {})
    os.remove(f"{path}.test")


def load_model(path: str, with_auxiliary: bool = False) -> tuple[Network, ModelCard]:
    """The network in evaluation mode, on the CPU, and its card.

    Args:
        path: of the model file.
        with_auxiliary: whether to include the parts that only auxiliary losses use.

    Raises:
        ModelFileError: missing, not a Berunda model, of a newer version, or damaged; or a package that its backbone
            needs is missing.
    """
    tensors, card = load_card_and_weights(path)
    if not with_auxiliary:
        tensors = {name: tensor for name, tensor in tensors.items() if not name.startswith(AUXILIARY_PARTS)}
    try:
        network = build_model(card, with_auxiliary)
        if "probe.weight" in tensors:
            record, squares = card.postprocessing, tensors["probe.offsets"].shape[1]
            network.add_probe(record.probe_share, len(card.classes), squares, record.probe_smoothing_px)
        ood = {name[len(OOD_PREFIX) :]: tensor for name, tensor in tensors.items() if name.startswith(OOD_PREFIX)}
        if ood or FOREIGN in card.postprocessing.ood:
            network.ood_head = OodHead.from_tensors(ood)
        network.load_state_dict(tensors)
        if network.probe is not None and card.postprocessing.class_shift:
            network.probe.class_shift.copy_(torch.tensor(card.postprocessing.class_shift))
    except (RuntimeError, KeyError, ConfigError) as error:
        state = "has auxiliary heads of an earlier version, or is damaged" if with_auxiliary else "is damaged"
        raise ModelFileError(f"{path} {state} ({str(error).splitlines()[0]})", "train it again") from error
    return network.eval(), card


def load_card_and_weights(path: str) -> tuple[Tensors, ModelCard]:
    """The weights and the card, migrated where an earlier version wrote them; raises ModelFileError."""
    tensors, metadata = load_tensors(path)
    card = ModelCard.from_metadata(metadata, path)
    if "probe.weight" in tensors and "probe.offsets" not in tensors:  # of a version whose probe was linear
        classes, features = tensors["probe.weight"].shape
        empty = {"probe.directions": torch.zeros(classes, 0, features), "probe.offsets": torch.zeros(classes, 0)}
        tensors = {**tensors, **empty}
    return (_migrated(tensors, card) if major_version(metadata, path) == 1 else tensors), card


def _migrated(tensors: Tensors, card: ModelCard) -> Tensors:
    """The weights of a version 1 file, where a layer had another name and the biases included the class prior."""
    tensors = {name.replace(".opening.", ".upsampling."): tensor for name, tensor in tensors.items()}
    for name, tensor in tensors.items():
        is_bias = name == "probe.bias" or (name.startswith("segmentation_head") and name.endswith("bias"))
        if is_bias and card.postprocessing.class_shift:
            tensors[name] = tensor - torch.tensor(card.postprocessing.class_shift)
    return tensors


def save_tensors(path: str, tensors: Tensors, metadata: dict[str, str]) -> None:
    """Write a .safetensors file under a temporary name, then move it into place; raises OutputError."""
    partial = f"{path}.partial"
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        save_file({name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}, partial, metadata)
        os.chmod(partial, 0o666 & ~_umask())  # safetensors makes it private; others may use the model too
        os.replace(partial, path)
    except (OSError, SafetensorError) as error:
        with contextlib.suppress(OSError):
            os.remove(partial)
        raise OutputError(f"{path} cannot be written ({error})", "choose a writable folder with free space") from error


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    umask = os.umask(0)
    os.umask(umask)
    return umask


def load_tensors(path: str) -> tuple[Tensors, dict[str, str]]:
    """Tensors and metadata of a .safetensors file; raises ModelFileError where it is not one."""
    if not Path(path).is_file():
        raise ModelFileError(f"There is no file {path!r}", "train first, or name an existing file")
    try:
        with safe_open(path, framework="pt") as source:
            tensors = {name: source.get_tensor(name) for name in source.keys()}  # noqa: SIM118 (not a dict)
            return tensors, source.metadata() or {}
    except (SafetensorError, OSError) as error:
        raise ModelFileError(f"{path} is not a model file ({error})", "choose a .safetensors file") from error
