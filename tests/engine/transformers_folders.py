"""Folders with tiny models of the package transformers; tests that need one are skipped where it is not installed."""
from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import torch

os.environ["HF_HUB_OFFLINE"] = "1"
REASON = "the optional package transformers is not installed (requirements/encoders.txt)"
TINY: dict[str, dict[str, Any]] = {
    "dinov2": {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "image_size": 56, "patch_size": 14},
    "dinov3_vit": {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32},
    "convnext": {"hidden_sizes": [4, 6, 8, 10], "depths": [1, 1, 1, 1]},
    "swin": {"embed_dim": 4, "depths": [1, 1, 1, 1], "num_heads": [1, 1, 2, 2], "window_size": 4, "image_size": 64},
    "resnet": {
        "embedding_size": 4, "hidden_sizes": [4, 6, 8, 10], "depths": [1, 1, 1, 1], "layer_type": "basic"
    },
}  # fmt: skip
# What the encoder must make of them.
STRIDES = {"dinov2": (16,), "dinov3_vit": (16,), "convnext": (4, 8, 16), "swin": (4, 8, 16), "resnet": (4, 8, 16)}
CHANNELS = {
    "dinov2": (16,), "dinov3_vit": (16,), "convnext": (4, 6, 8), "swin": (4, 8, 16), "resnet": (4, 6, 8)
}  # fmt: skip


def save_tiny(folder: Path, kind: str, **changes: object) -> str:
    """A folder with a model of random weights, as its publisher has it: the whole model, not the AutoBackbone.

    Args:
        folder: to make.
        kind: in TINY.
        changes: entries of its configuration.
    """
    transformers = pytest.importorskip("transformers", reason=REASON)
    torch.manual_seed(5)
    config = transformers.AutoConfig.for_model(kind, **{**TINY[kind], **changes})
    model = transformers.AutoModel.from_config(config)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, mean=float(parameter.ndim == 1), std=0.3)
    model.save_pretrained(folder)
    return str(folder)
