"""The job `evaluate`: scores a class map against a truth."""
from __future__ import annotations

from typing import Any

from ..analysis.evaluation import evaluate
from ..analysis.evaluation_report import write_report
from ..schema.config import EvaluateConfig
from ..schema.reporter import Reporter


def run(config: EvaluateConfig, reporter: Reporter) -> dict[str, Any]:
    """Score a class map against a truth, and write a report where one is asked for.

    Returns:
        See analysis.evaluation for the scores and for errors; and "report", the path, where there is one.

    Raises:
        OutputError: the report cannot be written.
    """
    reporter.state("reading")
    scores = evaluate(config, reporter)
    return {**scores, "report": write_report(config, scores)} if config.report else scores
