"""Encoders of the package transformers, built from a configuration: nothing is downloaded, no foreign code runs."""
from __future__ import annotations

import math
import os
import tempfile
from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

from ..schema.errors import ModelFileError

PACKAGE = "transformers"
MAX_STRIDE = 16  # coarser features describe scenes instead of objects, as in efficientnet.py
USED_STRIDES = (2, 4, 8, 16)
TRIAL_SIZE_PX = (224, 112)  # height and width; not square, and multiples of all usual patches


class FeatureMap(NamedTuple):
    """A feature map of a model: the stage that returns it, the pixels that a feature stands for, and its channels."""

    stage: str
    stride: float
    channels: int


def transformers_package() -> Any:
    """The package, which is imported where it is needed only: it is optional; raises ModelFileError without it."""
    os.environ["HF_HUB_OFFLINE"] = "1"  # read when it is imported: no request leaves the machine
    try:
        package = import_module(PACKAGE)
        logging = import_module(f"{PACKAGE}.utils.logging")
    except ImportError as error:
        raise ModelFileError(
            f"Backbone 'transformers' needs the Python package {PACKAGE} ({error})",
            f"run pip install {PACKAGE} in the engine's environment",
        ) from error
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    return package


def package_errors() -> tuple[type[Exception], ...]:
    """What the package raises for a configuration or weights that it, or a package that it would need, cannot use."""
    builtin = (AttributeError, ImportError, IndexError, KeyError, OSError, RuntimeError, TypeError, ValueError)
    return *builtin, SafetensorError, import_module("huggingface_hub.errors").StrictDataclassError


def reason(error: Exception) -> str:
    """An error of the package in one line; its configurations give the cause in the last one."""
    return str(error).strip().split("\n")[-1 if "Validation error" in str(error) else 0].strip() or type(error).__name__


def build_model(config: Mapping[str, Any], bands: int) -> nn.Module:
    """A model of the package with random weights, in evaluation mode.

    Args:
        config: of the model, as JSON has it; `out_features` names the stages whose feature maps it returns.
        bands: channels of the input.

    Raises:
        ModelFileError: the package is missing, or its version cannot build the model.
    """
    package = transformers_package()
    try:
        own = package.AutoConfig.for_model(**{**config, "num_channels": bands})
        return package.AutoBackbone.from_config(own).eval()
    except package_errors() as error:
        raise _not_built(config, error) from error


def feature_maps(config: Mapping[str, Any]) -> list[FeatureMap]:
    """The feature maps of a model in the order of its stages, without computing any; raises as build_model."""
    with torch.device("meta"), torch.inference_mode():
        model = build_model(config, 3)
        try:
            maps = model(torch.empty(1, 3, *TRIAL_SIZE_PX)).feature_maps
        except package_errors() as error:
            raise _not_built(config, error) from error
    return [FeatureMap(n, TRIAL_SIZE_PX[0] / m.shape[2], m.shape[1]) for n, m in zip(config["out_features"], maps)]


def published_names(config: Mapping[str, Any]) -> dict[str, str]:
    """By the name of each tensor of a model, its name in published weights.

    Versions of the package name their layers differently, but all read and write the published names. What a version
    writes shows them: in place of the weights, the number of each.

    Args:
        config: of the model.

    Raises:
        ModelFileError: as build_model.
    """
    with torch.device("meta"):
        model: Any = build_model(config, 3)
    names = list(model.state_dict())
    with tempfile.TemporaryDirectory() as folder:
        model.save_pretrained(folder, state_dict={name: torch.tensor(i) for i, name in enumerate(names)})
        return {names[int(i)]: published for published, i in load_file(f"{folder}/model.safetensors").items()}


def used_stages(maps: list[FeatureMap]) -> list[str]:
    """The stages whose maps are used: the last one of each stride up to MAX_STRIDE, or else of the finest stride."""
    last = {each.stride: each.stage for each in maps}
    return [last[stride] for stride in sorted(last) if stride <= MAX_STRIDE] or [last[min(last)]]


class TransformersEncoder(nn.Module):
    """The feature maps of a model of the package transformers, at strides that are powers of two.

    An image is resized so that the coarsest map has the nearest such stride: for patches of 14 px, to 14/16 of its
    height and width, where a patch shows 16 px. Models trained on photographs expect colours less their mean, divided
    by their standard deviation: nearly what the engine's normalised pixels are.

    Its state has the published names of its tensors, so that a later version of the package can load it.

    Args:
        config: of the model, as `transformers_folder.read_config` returns it.
        bands: channels of the input, whose height and width must be multiples of 32.

    Attributes:
        strides: of the feature maps.
        channels: of the feature maps.

    Raises:
        ModelFileError: the package is missing or cannot build the model, or its strides do not fit.
    """

    def __init__(self, config: Mapping[str, Any], bands: int) -> None:
        super().__init__()
        maps = feature_maps(config)
        coarsest = maps[-1].stride
        stride = min(MAX_STRIDE, 2 ** round(math.log2(coarsest)))
        self.scale = coarsest / stride
        strides = [each.stride / self.scale for each in maps]
        if strides[-1] < USED_STRIDES[-2] or not set(strides) <= set(USED_STRIDES):
            found = ", ".join(f"{each.stride:g}" for each in maps)
            raise ModelFileError(
                f"The feature maps of model {config['model_type']} have strides of {found} px",
                "choose a model with patches of 8 to 32 px, or one whose strides are 4, 8, 16 and 32 px",
            )
        self.strides = tuple(map(int, strides))
        self.channels = tuple(each.channels for each in maps)
        self.model = build_model(config, bands)
        self._published = published_names(config)
        self.register_state_dict_post_hook(_rename_to_published)
        self.register_load_state_dict_pre_hook(_rename_from_published)

    def forward(self, pixels: torch.Tensor) -> list[torch.Tensor]:
        """(N, bands, H, W) to maps (N, channels[i], H / strides[i], W / strides[i])."""
        if self.scale != 1:
            size = [round(side * self.scale) for side in pixels.shape[2:]]
            pixels = functional.interpolate(pixels, size, mode="bilinear", align_corners=False)
        return list(self.model(pixels).feature_maps)


def _rename_to_published(encoder: TransformersEncoder, state: dict[str, Any], prefix: str, *_: object) -> None:
    """Rename a state's entries in place; their order stays."""
    names = {f"{prefix}model.{own}": f"{prefix}model.{name}" for own, name in encoder._published.items()}
    entries = list(state.items())
    state.clear()
    state.update((names.get(name, name), tensor) for name, tensor in entries)


def _rename_from_published(encoder: TransformersEncoder, state: dict[str, Any], prefix: str, *_: object) -> None:
    """Rename a state's entries in place, before they are loaded."""
    names = {f"{prefix}model.{name}": f"{prefix}model.{own}" for own, name in encoder._published.items()}
    found = {own: state.pop(name) for name, own in names.items() if name in state}
    state.update(found)


def _not_built(config: Mapping[str, Any], error: Exception) -> ModelFileError:
    made_with = config.get("transformers_version")
    remedy = f"install version {made_with}, which wrote it, or choose" if made_with else "choose"
    return ModelFileError(
        f"Model {config.get('model_type')} cannot be built by the installed {PACKAGE} ({reason(error)})",
        f"{remedy} another model",
    )
