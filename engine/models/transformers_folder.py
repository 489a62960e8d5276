"""Reads a folder with a model of the package transformers: a configuration, and weights as .safetensors."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch

from ..schema.errors import ModelFileError
from .transformers_encoder import (
    feature_maps,
    package_errors,
    published_names,
    reason,
    transformers_package,
    used_stages,
)

CONFIG, WEIGHTS = "config.json", "*.safetensors"
UNSAFE_WEIGHTS = ("*.bin", "*.pt", "*.pth", "*.ckpt")  # pickles, which can run code when they are opened
# Entries of a configuration that do not change the feature maps, or could fetch code or weights from elsewhere.
LEFT_OUT = {
    "architectures", "attn_implementation", "auto_map", "dtype", "id2label", "label2id", "name_or_path",
    "output_attentions", "output_hidden_states", "out_indices", "return_dict", "torch_dtype", "use_return_dict",
}  # fmt: skip
# Layers of an AutoBackbone that published weights lack; with their initial weights they normalise, and no more.
ADDED_LAYERS = "hidden_states_norms."


def read_config(path: str) -> dict[str, Any]:
    """The configuration of a folder's model, from which its encoder can be built without the folder.

    Args:
        path: of the folder, or of a .safetensors file in it.

    Returns:
        What config.json says, as far as the encoder needs it, and `out_features`: the stages whose maps are used.

    Raises:
        ModelFileError: the package is missing, the folder has no model with .safetensors weights, or the package has
            no feature maps of such a model.
    """
    folder, package = _checked(path), transformers_package()
    try:
        config = package.AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        values: dict[str, Any] = json.loads(json.dumps(config.to_dict()))
    except package_errors() as error:
        raise _unreadable(folder, error) from error
    if type(config) not in package.MODEL_FOR_BACKBONE_MAPPING or config.model_type == "timm_backbone":
        raise ModelFileError(
            f"{folder} has a model {config.model_type}, of which {package.__name__} gives no feature maps",
            "choose a model that AutoBackbone loads, such as DINOv2, ConvNeXt, Swin or ResNet",
        )
    values = {name: value for name, value in values.items() if name not in LEFT_OUT and not name.startswith("_")}
    values["out_features"] = [name for name in config.stage_names if name != "stem"]
    return {**values, "out_features": used_stages(feature_maps(values))}


def read_weights(path: str) -> dict[str, torch.Tensor]:
    """The weights of a folder's model by the names of its encoder; arguments and errors as for read_config.

    Raises:
        ModelFileError: also where the weights are damaged or of another model than the configuration.
    """
    folder, package = _checked(path), transformers_package()
    values = read_config(path)
    config = package.AutoConfig.for_model(**values)
    # Not AutoBackbone.from_pretrained, which asks the publisher's server whether it knows the folder's name.
    kind = package.MODEL_FOR_BACKBONE_MAPPING[type(config)]
    try:
        model, report = kind.from_pretrained(
            str(folder), config=config, local_files_only=True, use_safetensors=True, dtype=torch.float32,
            output_loading_info=True, ignore_mismatched_sizes=True,
        )  # fmt: skip
    except package_errors() as error:
        raise _unreadable(folder, error) from error
    missing = {name for name in report["missing_keys"] if not name.startswith(ADDED_LAYERS)}
    misfits = sorted(missing | {name for name, *_ in report["mismatched_keys"]})
    if misfits:
        count = f"{len(misfits)} of the weights that its config.json describes are missing or of another shape"
        raise ModelFileError(f"{folder} is damaged: {count} (first {misfits[0]})", "download all of its files again")
    names = published_names(values)
    return {f"model.{names[name]}": tensor for name, tensor in model.state_dict().items()}


def _checked(path: str) -> Path:
    """The folder that a path names, if it has all that is needed."""
    folder = Path(path)
    if folder.is_file() and folder.match(WEIGHTS):
        folder = folder.parent
    if not folder.is_dir():
        raise ModelFileError(f"{path} is not a folder", "name the folder of a model with config.json and .safetensors")
    if not (folder / CONFIG).is_file():
        raise ModelFileError(f"{folder} has no {CONFIG}", "name the folder of a model of the package transformers")
    if not any(folder.glob(WEIGHTS)):
        unsafe = sorted(file.name for pattern in UNSAFE_WEIGHTS for file in folder.glob(pattern))
        found = f"has its weights in {unsafe[0]}, which could run code" if unsafe else "has no weights"
        raise ModelFileError(f"{folder} {found}", "download the model's .safetensors files into it")
    return folder


def _unreadable(folder: Path, error: Exception) -> ModelFileError:
    remedy = "download its files again, or choose another model"
    return ModelFileError(f"The model in {folder} cannot be read ({reason(error)})", remedy)
