"""The job `settings`: lists the settings of a training."""
from __future__ import annotations

from typing import Any

from ..schema.catalogue import list_settings
from ..schema.config import ListConfig
from ..schema.reporter import Reporter


def run(config: ListConfig, reporter: Reporter) -> list[dict[str, Any]]:
    """Name, default, valid values, unit and sentence of the settings."""
    return list_settings()
