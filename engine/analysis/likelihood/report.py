"""The files of a report on likelihoods: page, numbers, and the picture of generated samples."""
from __future__ import annotations

import json
from typing import Any

import numpy as np

from ...schema.config import LikelihoodConfig
from ..report_files import write_together
from ..representativeness.pictures import png
from .analysis import LikelihoodAnalysis
from .page import page

PAGE, VALUES, SAMPLES = "likelihood.html", "likelihood.json", "samples.png"
QUANTILES = (0.05, 0.5, 0.95)


def likelihood_values(analysis: LikelihoodAnalysis, config: LikelihoodConfig) -> dict[str, Any]:
    """The numbers of a report, JSON-ready.

    Returns:
        model, settings: what was asked for.
        images: name, path, number of patches, mean and QUANTILES of the log-likelihoods, and the share of unlikely
            patches, for each image.
        histograms: edges of the bins, and counts for each image.
        divergences: (S, S), between the histograms; both see LikelihoodHistograms.
        calibration: see `agreement`; None without truth.
    """
    histograms = analysis.histograms
    return {
        "model": config.model,
        "settings": {
            "patch_px": analysis.patch_px,
            **{name: getattr(config, name) for name in ("patches", "samples", "iterations", "seed")},
        },
        "images": [
            {
                "name": places.site.name,
                "image": places.site.raster.path,
                "patches": len(own),
                "mean": float(own.mean()),
                "quantiles": {str(level): float(np.quantile(own, level)) for level in QUANTILES},
                "unlikely": float(share),
            }
            for places, own, share in zip(analysis.places, analysis.values, histograms.unlikely)
        ],
        "histograms": {"edges": histograms.edges.tolist(), "counts": histograms.counts.tolist()},
        "divergences": histograms.divergences.tolist(),
        "calibration": analysis.agreement,
    }


def write_likelihood_report(folder: str, analysis: LikelihoodAnalysis, values: dict[str, Any]) -> dict[str, str]:
    """Write page, values and samples; what is in the folder stays as it is until all are complete.

    Args:
        folder: created if missing.
        analysis: what the page shows.
        values: its `likelihood_values`.

    Returns:
        The paths: report, values, samples.

    Raises:
        OutputError: see write_together.
    """
    text = json.dumps(values, indent=1, ensure_ascii=False, allow_nan=False)
    files = {
        SAMPLES: png(np.concatenate(analysis.samples, axis=1)),
        VALUES: f"{text}\n".encode(),
        PAGE: page(analysis, values).encode(),
    }
    paths = write_together(folder, files)
    return {"report": paths[PAGE], "values": paths[VALUES], "samples": paths[SAMPLES]}
