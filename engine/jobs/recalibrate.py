"""The job `recalibrate`: fits a model's confidence to points whose true class a person has named."""
from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import rasterio

from ..analysis.area_estimates import StratifiedSample
from ..analysis.recalibration import fit_correction
from ..data.check_points import CheckPoints, read_check_points
from ..data.raster import GDAL_CACHE_BYTES, Raster
from ..inference.confidence_correction import MODEL_TAG, ConfidenceCorrection, confidence_tags, logit
from ..inference.layers import NO_SHARE, SHARE_SCALE, confidence_spec
from ..inference.writer import MapWriter
from ..models.model_file import load_card_and_weights, replace_card
from ..schema.check_config import RecalibrateConfig
from ..schema.errors import ImageError, LabelError
from ..schema.model_card import CALIBRATED_FROM, ModelCard, PostProcessing
from ..schema.reporter import Reporter
from .check_accuracy import mapped_classes
from .check_points import confidence_at

BLOCK_PX = 1024


def run(config: RecalibrateConfig, reporter: Reporter) -> dict[str, Any]:
    """Fit the correction, store it in the model, and write it into the confidence layer where one is given.

    A correction that model or layer have already is replaced, not added to.

    Returns:
        "model"; "confidence", the layer written, or None; "slope", "intercept"; "answered", the points that count;
        "mean_confidence", "mean_corrected" and "accuracy" of the area that they stand for.

    Raises:
        LabelError: the points cannot be read, none of them is answered, or their confidence is not known.
        ModelFileError, ImageError, OutputError: a file cannot be read or written.
        Cancelled: the reporter was told to stop; nothing was changed then.
    """
    reporter.state("calibrating")
    points = read_check_points(config.points)
    _, card = load_card_and_weights(config.model)
    layer = _layer(config, card) if config.confidence else None
    confidence = confidence_at(config.confidence, points.places) if layer else points.confidence
    counts = points.is_answered & ~np.isnan(confidence)
    _check_enough(points, counts)
    mapped = mapped_classes(points, config.classes)[counts]
    sample = StratifiedSample(points.stratum[counts], mapped, points.reference[counts], points.sizes)
    shown = confidence[counts]
    slope, intercept = fit_correction(logit(shown), sample.mapped == sample.reference, sample.weights)
    record = replace(
        card.postprocessing,
        confidence_correction=(slope, intercept),
        is_calibrated=card.postprocessing.is_calibrated or len(shown) >= CALIBRATED_FROM,
    )
    written = _rewritten(layer, record, config.output, reporter) if layer else None
    replace_card(config.model, replace(card, postprocessing=record))
    return {
        "model": config.model,
        "confidence": written,
        "slope": slope,
        "intercept": intercept,
        "answered": len(shown),
        "mean_confidence": float(sample.weights @ shown),
        "mean_corrected": float(sample.weights @ ConfidenceCorrection(slope, intercept).apply(shown)),
        "accuracy": sample.overall_accuracy.value,
    }


def _layer(config: RecalibrateConfig, card: ModelCard) -> Raster:
    """The confidence layer; raises ImageError where it is not one, or of another model."""
    layer = Raster(config.confidence, (1,))
    is_ours = layer.dtype == np.uint8 and abs(layer.scale - SHARE_SCALE) < SHARE_SCALE / 100
    if not is_ours or not config.confidence.endswith(".tif"):
        raise ImageError(f"{config.confidence} is not a confidence layer of Berunda", "name a map's confidence.tif")
    if layer.tags.get(MODEL_TAG) not in (None, confidence_tags(card.postprocessing)[MODEL_TAG]):
        raise ImageError(f"{config.confidence} is not of the model {config.model}", "map with that model first")
    return layer


def _check_enough(points: CheckPoints, counts: np.ndarray) -> None:
    if counts.any():
        return
    if points.is_answered.any():
        raise LabelError(f"{points.path} has no confidence at its points", "name the map's confidence layer as well")
    raise LabelError(f"None of the {len(counts)} points in {points.path} is answered yet", "answer some first")


def _rewritten(layer: Raster, record: PostProcessing, output: str, reporter: Reporter) -> str:
    """The path of the corrected layer; block by block, and an earlier one stays as it was until all are written."""
    path, correction = Path(layer.path), ConfidenceCorrection(*record.confidence_correction)
    table = correction.table(ConfidenceCorrection.of_tags(layer.tags))
    spec = confidence_spec(path.stem, confidence_tags(record))
    blocks = list(layer.grid.window.blocks(BLOCK_PX))
    writer = MapWriter(output or str(path.parent), layer.grid, (spec,))
    with rasterio.Env(GDAL_CACHEMAX=GDAL_CACHE_BYTES), writer:
        for done, block in enumerate(blocks):
            reporter.raise_if_stopped()
            reporter.progress(done, len(blocks))
            pixels, valid_mask = layer.read(block)
            stored = np.where(valid_mask, pixels[0], NO_SHARE).astype(np.uint8)
            writer.write(block, {spec.name: table[stored][None]})
        return writer.finish(reporter.raise_if_stopped)[spec.name]
