"""The job `analyse`: reports how well imagery and its labels represent other imagery."""
from __future__ import annotations

import time
from typing import Any

from ..analysis.representativeness.analysis import analyse
from ..analysis.representativeness.report import write_report
from ..analysis.representativeness.scores import scores
from ..analysis.representativeness.wording import opening
from ..schema.config import AnalyseConfig
from ..schema.reporter import Reporter


def run(config: AnalyseConfig, reporter: Reporter) -> dict[str, Any]:
    """Compare sites and write the report.

    Returns:
        report, values, patches: paths of report.html, report.json and patches.gpkg.
        summary: sentences, one for each site.
        coverage: of the sites, and reference, by what; see analysis.representativeness.scores.
        seconds: that it took.

    Raises:
        OutputError: the report cannot be written.
        Cancelled, ImageError, LabelError, ConfigError, DeviceError: see analyse; earlier reports stay as they were.
    """
    started = time.monotonic()
    analysis = analyse(config, reporter)
    values = scores(analysis, config)
    reporter.raise_if_stopped()
    paths = write_report(config.output, analysis, values)
    return {
        **paths,
        "summary": opening(analysis, values["coverage"]),
        "reference": values["reference"],
        "coverage": values["coverage"],
        "seconds": round(time.monotonic() - started, 1),
    }
