"""A training that starts from weights the user has: an earlier Berunda model, or an encoder trained elsewhere."""
from __future__ import annotations

from dataclasses import dataclass, fields

import torch

from ..data.labels import LandCoverClass
from ..errors import ModelFileError
from .backbone import mark_pretrained
from .encoder_weights import load_encoders, read_torch_file
from .model_file import CHECKPOINT_FORMAT, FORMAT, ModelCard, load_tensors, read_card
from .network import Network

HEADS = ("segmentation_head.", "auxiliary_heads.")  # what may differ between a model and the training that starts from it


@dataclass(frozen=True)
class Architecture:
    """What two networks must share for one's weights to fit the other: all but the classes, which only the last layer knows."""

    network: str
    backbone: str
    width: int
    bands: tuple[int, ...]
    classes: tuple[LandCoverClass, ...]


@dataclass(frozen=True)
class LoadReport:
    """What became of a file of weights.

    Attributes:
        loaded: how many of the network's tensors were set.
        fresh: parts of the network that start anew; unused: tensors of the file without a place.
    """

    loaded: int
    fresh: tuple[str, ...]
    unused: tuple[str, ...]

    def __str__(self) -> str:
        parts = [f"{self.loaded} tensors loaded"]
        if self.fresh:
            parts.append(f"starting anew: {_listed(self.fresh)}")
        if self.unused:
            parts.append(f"not used: {_listed(self.unused)}")
        return "; ".join(parts)


def start_from(path: str, network: Network, like: Architecture) -> LoadReport:
    """Puts a file's weights into a network.

    Args:
        like: what the network is.
        path: a Berunda model, whose network, backbone, width and bands must be the same; or a .safetensors, .pth or .pt file with the
            weights of the backbone's encoder as torchvision or the encoder's port names them.

    Raises:
        ModelFileError: not readable, or of another architecture; the network is as it was.
    """
    if not path.endswith(".safetensors"):
        return _encoder_from(path, network, read_torch_file(path))
    tensors, metadata = load_tensors(path)
    if metadata.get("format") == CHECKPOINT_FORMAT:
        raise ModelFileError(f"{path} is the state of an unfinished training", "go on from it with --resume, or name the model beside it")
    if metadata.get("format") != FORMAT:
        return _encoder_from(path, network, tensors)
    return _model_from(path, network, like, tensors, read_card(path, metadata))


def _model_from(path: str, network: Network, like: Architecture, tensors: dict[str, torch.Tensor], other: ModelCard) -> LoadReport:
    for field in fields(like):
        wanted, found = getattr(like, field.name), getattr(other, field.name)
        if field.name == "bands":
            wanted, found = len(wanted), len(found)
        if field.name != "classes" and wanted != found:
            raise ModelFileError(f"{path} was trained with {field.name} {found}, not {wanted}", "train with the same or start anew")
    own = network.state_dict()
    fitting = {name: t for name, t in tensors.items() if name in own and own[name].shape == t.shape}
    if other.classes != like.classes:  # the same number of other classes would be taken for these
        fitting = {name: t for name, t in fitting.items() if not name.startswith(HEADS[0])}
    fresh = [name for name in own if name not in fitting]
    misfits = [name for name in fresh if not name.startswith((*HEADS, "auxiliary_decoder.", "second."))]
    if misfits:
        raise ModelFileError(f"{path} is damaged or of another version (no {misfits[0]})", "train it again")
    network.load_state_dict(fitting, strict=False)
    mark_pretrained(network, fresh)
    if other.class_shift and other.classes == like.classes:
        network.shift_logits(-torch.tensor(other.class_shift))  # training adds its own
    unused = tuple(name for name in tensors if name not in fitting and not name.startswith("probe."))  # each training fits its own
    return LoadReport(len(fitting), tuple(fresh), unused)


def _encoder_from(path: str, network: Network, tensors: dict[str, torch.Tensor]) -> LoadReport:
    unused = load_encoders(network, tensors, path)
    fresh = [name for name in network.state_dict() if "encoder." not in name]
    return LoadReport(len(network.state_dict()) - len(fresh), tuple(fresh), tuple(unused))


def _listed(names: tuple[str, ...]) -> str:
    """The parts that tensors belong to, each once and at most five."""
    parts = list(dict.fromkeys(".".join(name.split(".")[:2]) for name in names))
    return ", ".join(parts[:5]) + (f" and {len(parts) - 5} more" if len(parts) > 5 else "")
