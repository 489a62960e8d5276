"""The job `models`: lists the networks and backbones."""
from __future__ import annotations

from typing import Any

from ..models.registry import BACKBONES, MODELS
from ..schema.config import ListConfig
from ..schema.reporter import Reporter


def run(config: ListConfig, reporter: Reporter) -> dict[str, list[dict[str, Any]]]:
    """Networks and backbones with a sentence each, and which backbones bring weights and keep those that they have."""
    return {
        "networks": [{"name": name, "sentence": entry.sentence} for name, entry in MODELS.items()],
        "backbones": [
            {
                "name": name,
                "sentence": entry.sentence,
                "is_pretrained": entry.load_pretrained is not None,
                "keeps_weights": entry.keeps_weights,
            }
            for name, entry in BACKBONES.items()
        ],
    }
