"""The job `likelihood`: reports how likely imagery is to a model that was trained with auxiliary loss jem."""
from __future__ import annotations

import time
from typing import Any

import rasterio

from ..analysis.likelihood.analysis import analyse_likelihood
from ..analysis.likelihood.energy_model import EnergyModel
from ..analysis.likelihood.page import summary
from ..analysis.likelihood.report import likelihood_values, write_likelihood_report
from ..data.raster import GDAL_CACHE_BYTES, Raster
from ..models.compute import choose_compute
from ..models.model_file import load_model
from ..schema.config import LikelihoodConfig
from ..schema.reporter import Reporter
from .predict import bands_for, warn_of_pixel_size


def run(config: LikelihoodConfig, reporter: Reporter) -> dict[str, Any]:
    """Judge images by a model and write the report.

    Returns:
        report, values, samples: paths of likelihood.html, likelihood.json and samples.png.
        summary: sentences.
        seconds: that it took.

    Raises:
        ModelFileError: there is no model, it was trained without jem, or its bands do not fit an image.
        OutputError: the report cannot be written.
        Cancelled, ImageError, LabelError, DeviceError: see analyse_likelihood; earlier reports stay as they were.
    """
    started = time.monotonic()
    reporter.state("reading")
    network, card = load_model(config.model)
    model = EnergyModel(config.model, network, card, choose_compute(config.device, "fp32"))
    rasters = [Raster(path, bands_for(path, card)) for path in config.image]
    for raster in rasters:
        warn_of_pixel_size(raster, card, reporter)
    with rasterio.Env(GDAL_CACHEMAX=GDAL_CACHE_BYTES):
        analysis = analyse_likelihood(model, rasters, config, reporter)
        values = likelihood_values(analysis, config)
        reporter.raise_if_stopped()
        paths = write_likelihood_report(config.output, analysis, values)
    return {**paths, "summary": summary(values), "seconds": round(time.monotonic() - started, 1)}
