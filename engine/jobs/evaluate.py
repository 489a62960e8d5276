"""The job `evaluate`: scores a class map against a truth raster."""
from __future__ import annotations

from typing import Any

from ..analysis.evaluation import evaluate
from ..schema.config import EvaluateConfig
from ..schema.reporter import Reporter


def run(config: EvaluateConfig, reporter: Reporter) -> dict[str, Any]:
    """Score a class map against a truth raster; see analysis.evaluation for result and errors."""
    reporter.state("reading")
    return evaluate(config, reporter)
