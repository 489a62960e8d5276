"""The job `losses`: lists the auxiliary losses."""
from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ..losses.registry import AUXILIARY_LOSSES
from ..schema.config import ListConfig
from ..schema.reporter import Reporter


def run(config: ListConfig, reporter: Reporter) -> list[dict[str, Any]]:
    """Name, sentence, source, default weight, head and parameters of every auxiliary loss."""
    return [asdict(loss.spec) for loss in AUXILIARY_LOSSES.values()]
