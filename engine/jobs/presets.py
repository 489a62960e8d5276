"""The job `presets`: lists the recipes."""
from __future__ import annotations

from typing import Any

from ..schema.catalogue import list_presets
from ..schema.config import ListConfig
from ..schema.reporter import Reporter


def run(config: ListConfig, reporter: Reporter) -> list[dict[str, Any]]:
    """Name, sentence, source and every setting of the recipes."""
    return list_presets()
