"""The job `stac-item`: describes a model as a STAC item with the MLM extension."""
from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..analysis.stac_item import stac_item
from ..models.model_file import load_card_and_weights
from ..schema.errors import ModelFileError, OutputError
from ..schema.exchange_config import StacItemConfig
from ..schema.reporter import Reporter
from .predict import decode_with_recipe


def run(config: StacItemConfig, reporter: Reporter) -> dict[str, Any]:
    """Write the item.

    Returns:
        "item": path of the file.

    Raises:
        ModelFileError: there is no model, or no ONNX file of that name.
        OutputError: the file cannot be written.
    """
    tensors, card = load_card_and_weights(config.model)
    if config.onnx and not Path(config.onnx).is_file():
        raise ModelFileError(f"There is no file {config.onnx!r}", "run export-model first, or leave onnx out")
    item = stac_item(card, sum(tensor.numel() for tensor in tensors.values()), config)
    partial = f"{config.output}.partial"
    try:
        Path(config.output).parent.mkdir(parents=True, exist_ok=True)
        Path(partial).write_text(json.dumps(item, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        os.replace(partial, config.output)
    except OSError as error:
        remedy = "choose a writable folder with free space"
        raise OutputError(f"{config.output} cannot be written ({error.strerror})", remedy) from error
    return {"item": config.output}


def decode(params: Mapping[str, Any]) -> StacItemConfig:
    """The item in a request's parameters; what is not given is as in the model's recipe."""
    return decode_with_recipe(StacItemConfig, params)
