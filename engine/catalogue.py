"""What there is to choose from, read off the registries: for the command line, the worker's hello and the documentation."""
from __future__ import annotations

from dataclasses import asdict
from typing import Any

from .compute import list_devices
from .config import DEFAULT_AUXILIARY, DEFAULT_STEPS, MAX_WEIGHT, TrainConfig
from .losses.registry import AUXILIARY_LOSSES
from .models.registry import BACKBONES, MODELS
from .presets import PRESETS


def list_losses() -> list[dict[str, Any]]:
    """The auxiliary losses, each with its sentence, default weight and the head it needs."""
    in_default = {term.name for term in DEFAULT_AUXILIARY}
    specs = [loss.spec for loss in AUXILIARY_LOSSES.values()]
    return [
        {
            "name": spec.name,
            "sentence": spec.sentence,
            "source": spec.source,
            "default_weight": spec.default_weight,
            "weight_range": [0, MAX_WEIGHT],
            "in_default_recipe": spec.name in in_default,
            "head": spec.head,
            "is_experimental": spec.is_experimental,
            "parameters": [asdict(parameter) for parameter in spec.parameters],
        }
        for spec in specs
    ]


def list_models() -> dict[str, list[dict[str, Any]]]:
    """Networks and backbones with a sentence each, and which backbones bring weights and which keep those that they have."""
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


def list_presets() -> list[dict[str, Any]]:
    """The presets, each with its sentence, source and settings."""
    return [{"name": name, **asdict(preset)} for name, preset in PRESETS.items()]


def list_defaults() -> dict[str, Any]:
    """What training does where nothing is chosen."""
    fields = {name: getattr(TrainConfig, name) for name in ("network", "backbone", "width", "crop_px", "batch", "seed")}
    weights = [{"name": t.name, "weight": _weight(t.name, t.weight)} for t in DEFAULT_AUXILIARY]
    return {**fields, "auxiliary": weights, "steps": DEFAULT_STEPS}


def catalogue() -> dict[str, Any]:
    """All of it, as the worker's hello carries it."""
    offered = {"presets": list_presets(), "auxiliary_losses": list_losses(), "devices": list_devices(), "defaults": list_defaults()}
    return {**list_models(), **offered}


def _weight(name: str, weight: float | None) -> float:
    return AUXILIARY_LOSSES[name].spec.default_weight if weight is None else weight
