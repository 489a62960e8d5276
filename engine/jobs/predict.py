"""The job `predict`: maps a raster with a trained model."""
from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from ..data.area import Area
from ..data.normalisation import Normalisation
from ..data.raster import Raster
from ..data.scale import scale_difference
from ..inference.predictor import predict_raster
from ..models.compute import choose_compute
from ..models.model_file import load_model
from ..models.rotations import RotationAverage
from ..schema.config import PredictConfig
from ..schema.errors import ModelFileError
from ..schema.model_card import ModelCard, read_model_card
from ..schema.reporter import Reporter
from ..schema.setting import from_params, settings_of

TILES_ON_GPU = 4  # one tile does not occupy a graphics card
PIXEL_SIZE_TOLERANCE = 1.5  # ratio of pixel sizes beyond which the analyst is warned
_OF_RECIPE = "predict_"  # prefix of a recipe's settings for predictions


def run(config: PredictConfig, reporter: Reporter) -> dict[str, Any]:
    """Map a raster with a trained model.

    Returns:
        The paths of the layers, and the seconds it took.

    Raises:
        ModelFileError: there is no model, or its bands do not fit the image.
        Cancelled, OutputError, ImageError: see predict_raster; earlier results stay as they were.
    """
    reporter.state("predicting")
    network, card = load_model(config.model)
    raster = Raster(config.image, bands_for(config.image, card))
    warn_of_pixel_size(raster, card, reporter)
    compute = choose_compute(config.device, config.precision)
    compute.place(network)
    forward = partial(compute.forward, RotationAverage(network, config.tta_rotations))
    batch = 1 if compute.device.type == "cpu" else TILES_ON_GPU
    normalisation = Normalisation.of(card.normalisation)
    _warn_of_scale(raster, normalisation, config.region, reporter)
    return predict_raster(
        raster, forward, normalisation, card.classes, card.postprocessing, config, reporter, batch=batch
    )


def decode(params: Mapping[str, Any]) -> PredictConfig:
    """The map in a request's parameters; tiles and rotations that are not given are those of the model's recipe."""
    card = read_model_card(str(params.get("model", "")))
    recipe = card.recipe if card is not None else {}
    shared = [name for name in settings_of(PredictConfig) if _OF_RECIPE + name in recipe]
    return from_params(PredictConfig, params, {name: recipe[_OF_RECIPE + name] for name in shared})


def bands_for(image: str, card: ModelCard) -> tuple[int, ...]:
    """The model's bands; raises ModelFileError where the image does not have them."""
    available = Raster(image).bands_in_file
    if max(card.bands) > available:
        raise ModelFileError(
            f"The model was trained on bands {list(card.bands)}, but {image} has {available}",
            "choose an image of the same sensor, or another model",
        )
    return card.bands


def warn_of_pixel_size(raster: Raster, card: ModelCard, reporter: Reporter) -> None:
    """Report where an image's pixels differ much in size from those of the training."""
    size, trained = raster.grid.pixel_size, card.pixel_size
    if not 1 / PIXEL_SIZE_TOLERANCE < size / trained < PIXEL_SIZE_TOLERANCE:
        advice = "expect errors, or train on imagery like this one."
        text = f"The pixels of {raster.path} are {size:g} map units, the model was trained on {trained:g}: {advice}"
        reporter.notice("pixel-size", text)


def _warn_of_scale(raster: Raster, normalisation: Normalisation, region: str, reporter: Reporter) -> None:
    window = Area(raster.grid, region).window
    difference = scale_difference(raster, normalisation, "the imagery that the model learned from", window)
    if difference:
        advice = "the map is not reliable; train on this image, or give it the scale of that imagery."
        reporter.notice("scale", f"{difference}: {advice}")
