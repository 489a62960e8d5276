"""The job `devices`: lists the devices that compute here."""
from __future__ import annotations

from typing import Any

from ..models.compute import list_devices
from ..schema.config import ListConfig
from ..schema.reporter import Reporter


def run(config: ListConfig, reporter: Reporter) -> list[dict[str, Any]]:
    """Every kind of device with whether it computes, and why not."""
    return list_devices()
