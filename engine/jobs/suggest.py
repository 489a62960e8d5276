"""The job `suggest`: places where the next strokes would teach a model most."""
from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import rasterio

from ..analysis.suggestion_file import write_suggestions
from ..analysis.suggestions import LEAST_DISTANCE_PX, suggest
from ..data.area import Area
from ..data.label_raster import LabelRaster
from ..data.labels import read_labels
from ..data.normalisation import Normalisation
from ..data.raster import GDAL_CACHE_BYTES, Raster
from ..features.candidate_windows import candidate_windows, stroke_features
from ..features.cell_reader import CellReader
from ..models.compute import choose_compute
from ..models.model_file import load_model
from ..schema.config import SuggestConfig
from ..schema.errors import ImageError, LabelError
from ..schema.model_card import ModelCard
from ..schema.reporter import Reporter
from .predict import bands_for


def run(config: SuggestConfig, reporter: Reporter) -> dict[str, Any]:
    """Suggest places to label next, and write them as points.

    Returns:
        "suggestions": path of the file; "count": points in it; "seconds": what it took.

    Raises:
        ModelFileError: there is no model, or its bands do not fit the image.
        LabelError: the labels are gone or do not lie on the image.
        ImageError: there is no place left to suggest, or the image is damaged.
        OutputError: the file cannot be written.
        Cancelled: the reporter was told to stop; an earlier file stays as it was.
    """
    with rasterio.Env(GDAL_CACHEMAX=GDAL_CACHE_BYTES):
        return _run(config, reporter)


def _run(config: SuggestConfig, reporter: Reporter) -> dict[str, Any]:
    started = time.monotonic()
    reporter.state("reading")
    network, card = load_model(config.model)
    image = Raster(config.image, bands_for(config.image, card))
    label_raster = LabelRaster(read_labels(_label_file(config, card), image.grid), image.grid)
    strokes = label_raster.survey(image)[0]
    area = Area(image.grid, config.area)
    compute = choose_compute(config.device, config.precision)
    compute.place(network)
    reader = CellReader(image, network, Normalisation.of(card.normalisation), card.postprocessing, compute)
    reporter.state("predicting")
    labelled = stroke_features(reader, strokes, reporter.raise_if_stopped)
    windows = candidate_windows(reader, area, config.seed, lambda done, total: _on_patch(reporter, done, total))
    suggestions = suggest(windows, labelled, label_raster.is_within(windows.places, LEAST_DISTANCE_PX), config.count)
    if not suggestions:
        raise _no_room(image, " in the area" if config.area else "")
    if len(suggestions) < config.count:
        reporter.notice("few-places", f"Only {len(suggestions)} of {config.count} places are far enough from strokes.")
    write_suggestions(config.output, suggestions, card.classes, image.grid)
    seconds = round(time.monotonic() - started, 2)
    return {"suggestions": config.output, "count": len(suggestions), "seconds": seconds}


def _label_file(config: SuggestConfig, card: ModelCard) -> str:
    """The label file that is given, or the one that the model was trained on; raises LabelError where that is gone."""
    trained_on = str(card.recipe.get("labels") or "")
    if not config.labels and not Path(trained_on).is_file():
        raise LabelError(
            f"The labels that {config.model} was trained on ({trained_on or 'not recorded'}) are gone",
            "name the label file with --labels",
        )
    return config.labels or trained_on


def _on_patch(reporter: Reporter, done: int, total: int) -> None:
    reporter.raise_if_stopped()
    reporter.progress(done, total)


def _no_room(image: Raster, place: str) -> ImageError:
    return ImageError(
        f"{image.path} has no place{place} that is {LEAST_DISTANCE_PX} px away from every stroke",
        "predict: there is nothing left to suggest",
    )
