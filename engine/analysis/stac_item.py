"""A model as a STAC item with the Machine Learning Model extension (MLM 1.5), so that catalogues can list it."""
from __future__ import annotations

import os
import re
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Optional
from urllib.parse import quote

import torch

from ..schema.exchange_config import StacItemConfig
from ..schema.model_card import HELD_OUT, ModelCard

STAC_VERSION = "1.1.0"
EXTENSION = "https://stac-extensions.github.io/mlm/v1.5.2/schema.json"
TASK = "semantic-segmentation"


def stac_item(card: ModelCard, parameters: int, config: StacItemConfig) -> dict[str, Any]:
    """The item of a model, JSON-ready.

    Its geometry is null: a model file does not say where its training image lies.

    Args:
        card: of the model.
        parameters: numbers in its weights.
        config: paths of model and item, tiles and rotations.
    """
    stem = Path(config.model).stem
    trained = datetime.fromtimestamp(os.path.getmtime(config.model), timezone.utc).isoformat(timespec="seconds")
    return {
        "type": "Feature",
        "stac_version": STAC_VERSION,
        "stac_extensions": [EXTENSION],
        "id": stem,
        "geometry": None,
        "properties": {
            "datetime": trained.replace("+00:00", "Z"),
            "description": _description(card),
            "bands": [{"name": name} for name in _band_names(card)],
            "mlm:name": _mlm_name(stem),
            "mlm:architecture": f"{card.network} {card.backbone}",
            "mlm:tasks": [TASK],
            "mlm:framework": "PyTorch",
            "mlm:framework_version": str(torch.__version__),
            "mlm:total_parameters": parameters,
            "mlm:input": [_input(card, config.tile_px)],
            "mlm:output": [_output(card, config.tile_px)],
            "mlm:hyperparameters": {**card.recipe, "predict_tta_rotations": config.tta_rotations},
        },
        "links": [],
        "assets": _assets(config),
    }


def _description(card: ModelCard) -> str:
    names = ", ".join(entry.name for entry in card.classes)
    size = f"Pixels of {card.pixel_size:g} map units"
    text = f"Land-cover model of Berunda {card.engine_version}. Classes: {names}. {size}."
    held_out: Optional[dict[str, Any]] = card.held_out
    if held_out is None:
        return text
    how = "held out" if held_out.get("method", HELD_OUT) == HELD_OUT else "judged by cross-fitting"
    return f"{text} Accuracy on {held_out['strokes']} strokes {how}: {100 * held_out['accuracy']:.0f} %."


def _input(card: ModelCard, tile_px: int) -> dict[str, Any]:
    statistics = card.normalisation
    clipping = f"numpy.clip(values, {_column(statistics.low)}, {_column(statistics.high)})"
    return {
        "name": "image",
        "bands": _band_names(card),
        "input": {
            "shape": [-1, len(card.bands), tile_px, tile_px],
            "dim_order": ["batch", "bands", "height", "width"],
            "data_type": "float32",
        },
        "value_scaling": [
            {"type": "z-score", "mean": mean, "stddev": std} for mean, std in zip(statistics.mean, statistics.std)
        ],
        "resize_type": None,
        "pre_processing_function": {"format": "python", "expression": clipping},
    }


def _output(card: ModelCard, tile_px: int) -> dict[str, Any]:
    """Classes by their channel; names as catalogues restrict them, the real ones as titles."""
    postprocessing = card.postprocessing
    shift = _column(postprocessing.class_shift or (0.0,) * len(card.classes))
    return {
        "name": "logits",
        "tasks": [TASK],
        "result": {
            "shape": [-1, len(card.classes), tile_px, tile_px],
            "dim_order": ["batch", "class", "height", "width"],
            "data_type": "float32",
        },
        "classification:classes": [
            {
                "value": channel,
                "name": re.sub(r"[^0-9A-Za-z_-]+", "-", entry.name).strip("-") or f"class-{entry.class_id}",
                "title": entry.name,
                "description": f"class_id {entry.class_id} of the class map",
                "color_hint": entry.color.lstrip("#").upper(),
            }
            for channel, entry in enumerate(card.classes)
        ],
        "post_processing_function": {
            "format": "python",
            "expression": f"scipy.special.softmax((logits + {shift}) / {postprocessing.temperature!r}, axis=1)",
        },
    }


def _assets(config: StacItemConfig) -> dict[str, Any]:
    assets = {
        "model": {
            "href": _href(config.model, config.output),
            "title": "Weights and model card",
            "type": "application/octet-stream",
            "roles": ["mlm:model", "mlm:weights"],
            "mlm:artifact_type": "safetensors.torch.save_file",
        }
    }
    if config.onnx:
        assets["onnx"] = {
            "href": _href(config.onnx, config.output),
            "title": "The whole prediction of a tile as ONNX",
            "description": "Takes values divided by 255 and returns probabilities; it normalises by itself",
            "type": "application/octet-stream",
            "roles": ["mlm:model"],
            "mlm:artifact_type": "onnx",
        }
    return assets


def _band_names(card: ModelCard) -> list[str]:
    return [f"band-{band}" for band in card.bands]


def _mlm_name(stem: str) -> str:
    """A name as the extension restricts it: letters first, letters or digits last."""
    return "berunda-" + (re.sub(r"[^0-9A-Za-z_.-]+", "-", stem).strip("-_.") or "model")


def _column(values: tuple[float, ...]) -> str:
    """A number for each channel, as a NumPy expression that fits (N, channels, H, W)."""
    return f"numpy.reshape({list(values)}, (1, -1, 1, 1))"


def _href(path: str, item: str) -> str:
    """Relative to the item where both are on one drive, with forward slashes."""
    try:
        return "./" + quote(Path(os.path.relpath(path, os.path.dirname(os.path.abspath(item)))).as_posix())
    except ValueError:
        return Path(path).resolve().as_uri()
