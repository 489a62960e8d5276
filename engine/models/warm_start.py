"""Weights to start a training from: a Berunda model, or published weights of an encoder."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..schema.errors import ModelFileError
from ..schema.land_cover import LandCoverClass
from ..schema.model_card import FORMAT, ModelCard, read_model_card
from .encoder import mark_pretrained
from .encoder_weights import Tensors, load_backbone, read_torch_file
from .model_file import CHECKPOINT_FORMAT, OOD_PREFIX, load_card_and_weights, load_tensors
from .network import AUXILIARY_PARTS, Network
from .registry import BACKBONES, look_up
from .transformers_folder import read_weights

# What may have random weights in a training that starts from a model.
_HEADS = ("segmentation_head.", *AUXILIARY_PARTS)


@dataclass(frozen=True)
class Architecture:
    """What must be the same in two networks for one's weights to fit the other, and the classes of the head."""

    network: str
    backbone: str
    width: int
    bands: tuple[int, ...]
    classes: tuple[LandCoverClass, ...]


@dataclass(frozen=True)
class LoadReport:
    """Which weights of a file were loaded.

    Attributes:
        loaded: number of the network's tensors that were set.
        fresh: the network's tensors that still have random weights.
        unused: tensors of the file that the network does not have.
    """

    loaded: int
    fresh: tuple[str, ...]
    unused: tuple[str, ...]

    def __str__(self) -> str:
        parts = [f"{self.loaded} tensors loaded"]
        if self.fresh:
            parts.append(f"random weights: {_listed(self.fresh)}")
        if self.unused:
            parts.append(f"not used: {_listed(self.unused)}")
        return "; ".join(parts)


def read_description(backbone: str, path: str) -> dict[str, Any]:
    """What a backbone is built from besides its name, by the weights that a training starts from; mostly nothing.

    Args:
        backbone: its name.
        path: as for start_from; empty for none.

    Raises:
        ConfigError: unknown name.
        ModelFileError: the backbone cannot be built from what lies at the path.
    """
    read = look_up(BACKBONES, "backbone", backbone).read_description
    if read is None or not path:
        return {}
    card = read_model_card(path)
    if card is None:
        return read(path)
    _check_same(path, "backbone", card.backbone, backbone)
    return card.backbone_description


def start_from(path: str, network: Network, like: Architecture) -> LoadReport:
    """Load a file's weights into a network.

    Args:
        path: a Berunda model, whose network, backbone, width and number of bands must be the same; or a .safetensors,
            .pth or .pt file with published weights of the backbone's encoder; or, for backbone transformers, a folder.
        network: the network, without a probe.
        like: its architecture.

    Raises:
        ModelFileError: the file cannot be read or is of another architecture; the network is unchanged.
    """
    if BACKBONES[like.backbone].read_description and read_model_card(path) is None:
        return _load_encoder(path, network, read_weights(path))
    if Path(path).is_dir():
        remedy = "choose a file of weights, or backbone transformers for a folder"
        raise ModelFileError(f"{path} is a folder, which backbone {like.backbone} cannot start from", remedy)
    if not path.endswith(".safetensors"):
        return _load_encoder(path, network, read_torch_file(path))
    tensors, metadata = load_tensors(path)
    if metadata.get("format") == CHECKPOINT_FORMAT:
        remedy = "resume it with --resume, or choose the model beside it"
        raise ModelFileError(f"{path} is the checkpoint of an unfinished training", remedy)
    if not metadata.get("format", "").startswith(FORMAT):
        return _load_encoder(path, network, tensors)
    return _load_model(path, network, like, *load_card_and_weights(path))


def _load_model(path: str, network: Network, like: Architecture, tensors: Tensors, card: ModelCard) -> LoadReport:
    compared = {
        "network": (card.network, like.network),
        "backbone": (card.backbone, like.backbone),
        "width": (card.width, like.width),
        "bands": (len(card.bands), len(like.bands)),
    }
    for name, (found, wanted) in compared.items():
        _check_same(path, name, found, wanted)
    own = network.state_dict()
    fitting = {name: t for name, t in tensors.items() if name in own and own[name].shape == t.shape}
    if card.classes != like.classes:  # as many other classes have a head of the same shape
        fitting = {name: t for name, t in fitting.items() if not name.startswith(_HEADS[0])}
    fresh = tuple(name for name in own if name not in fitting)
    misfits = [name for name in fresh if not name.startswith(_HEADS)]
    if misfits:
        raise ModelFileError(f"{path} is damaged (no {misfits[0]})", "train it again")
    network.load_state_dict(fitting, strict=False)
    mark_pretrained(network, fresh)
    # Each training fits its own probe and its own OOD head.
    unused = tuple(name for name in tensors if name not in fitting and not name.startswith(("probe.", OOD_PREFIX)))
    return LoadReport(len(fitting), fresh, unused)


def _check_same(path: str, name: str, found: object, wanted: object) -> None:
    if found != wanted:
        remedy = "choose the same, or start without these weights"
        raise ModelFileError(f"{path} was trained with {name} {found}, not {wanted}", remedy)


def _load_encoder(path: str, network: Network, tensors: Tensors) -> LoadReport:
    unused = load_backbone(network.backbone, tensors, path)
    fresh = tuple(name for name in network.state_dict() if not name.startswith("backbone.encoder."))
    return LoadReport(len(network.state_dict()) - len(fresh), fresh, tuple(unused))


def _listed(names: tuple[str, ...]) -> str:
    """The first two parts of the names, each once and at most five."""
    parts = list(dict.fromkeys(".".join(name.split(".")[:2]) for name in names))
    return ", ".join(parts[:5]) + (f" and {len(parts) - 5} more" if len(parts) > 5 else "")
