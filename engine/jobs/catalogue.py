"""Everything that the listings say, as the worker's hello carries it."""
from __future__ import annotations

from typing import Any

from ..schema.config import DEFAULT_RECIPE, ListConfig
from ..schema.reporter import Reporter
from . import devices, losses, models, presets


def catalogue() -> dict[str, Any]:
    """Networks, backbones, auxiliary losses, recipes, devices, and the default recipe's settings."""
    nothing, silent = ListConfig(), Reporter()
    recipes = presets.run(nothing, silent)
    return {
        **models.run(nothing, silent),
        "auxiliary_losses": losses.run(nothing, silent),
        "presets": recipes,
        "devices": devices.run(nothing, silent),
        "defaults": next(entry["settings"] for entry in recipes if entry["name"] == DEFAULT_RECIPE),
    }
