"""The job `predict`: maps a raster with a trained model."""
from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from ..data.area import Area
from ..data.normalisation import Normalisation
from ..data.raster import Raster
from ..data.scale import scale_difference, times_larger
from ..features.feature_blocks import FeatureBlocks
from ..features.feature_cache import FeatureCache
from ..inference.auxiliary_layer import AuxiliaryLayer
from ..inference.blending import Forward
from ..inference.foreign_sample import foreign_share
from ..inference.ood.bands import OodBands
from ..inference.predictor import blended, predict_raster, write_layers
from ..inference.probe_map import ProbeMap, is_probe_alone, probe_outputs
from ..models.compute import choose_compute
from ..models.model_file import load_model
from ..models.network import AuxiliaryHead
from ..models.rotations import RotationAverage
from ..schema.config import PredictConfig
from ..schema.errors import ModelFileError
from ..schema.model_card import ModelCard, read_model_card
from ..schema.ood_scores import ENERGY, FOREIGN, FUSION
from ..schema.reporter import Reporter
from ..schema.setting import SomeConfig, from_params, settings_of

TILES_ON_GPU = 4  # one tile does not occupy a graphics card
FOREIGN_SHARE = 0.5  # of an image, from which the analyst is warned; other scenes of a flight had up to a third
TELLING_RATIO = 2.0  # of the values to those of the training imagery, beyond which the warning says so
PIXEL_SIZE_TOLERANCE = 1.5  # ratio of pixel sizes beyond which the analyst is warned
_OF_RECIPE = "predict_"  # prefix of a recipe's settings for predictions


def run(config: PredictConfig, reporter: Reporter) -> dict[str, Any]:
    """Map a raster with a trained model.

    Returns:
        The paths of the layers, and the seconds it took; of an auxiliary output also what it "shows".

    Raises:
        ConfigError, ModelFileError: there is no model, its bands do not fit the image, or see check_head.
        Cancelled, OutputError, ImageError: see predict_raster; earlier results stay as they were.
    """
    reporter.state("predicting")
    network, card = load_model(config.model, with_auxiliary=bool(config.head))
    shows = _shown_by(config.head, card, config.model) if config.head else ""
    raster = Raster(config.image, bands_for(config.image, card))
    warn_of_pixel_size(raster, card, reporter)
    compute = choose_compute(config.device, config.precision)
    compute.place(network)
    batch = 1 if compute.device.type == "cpu" else TILES_ON_GPU
    normalisation = Normalisation.of(card.normalisation)
    if config.head:
        forward = partial(compute.forward, AuxiliaryHead(network, config.head))
        return _write_auxiliary(raster, forward, normalisation, shows, card, config, reporter)
    forward = partial(compute.forward, RotationAverage(network, config.tta_rotations))
    _notice_of_missing_scores(card, config, reporter)
    _warn_of_foreign(raster, forward, normalisation, card, config.region, reporter)
    if is_probe_alone(network):
        blocks = FeatureBlocks(raster, normalisation, network, config.tta_rotations, compute, FeatureCache.to_read())
        outputs = probe_outputs(blocks, ProbeMap(network, compute))
    else:
        channels = len(card.classes) + OodBands(card.postprocessing.ood, config.ood_score).channels
        outputs = blended(raster, forward, normalisation, channels, config, batch)
    return predict_raster(raster, outputs, card.classes, card.postprocessing, config, reporter)


def _shown_by(head: str, card: ModelCard, model: str) -> str:
    from .auxiliary_head import check_head  # with all losses, which a map does not need

    return check_head(head, card, model)


def _write_auxiliary(
    raster: Raster,
    forward: Forward,
    normalisation: Normalisation,
    shows: str,
    card: ModelCard,
    config: PredictConfig,
    reporter: Reporter,
) -> dict[str, Any]:
    channels = card.auxiliary_channels[config.head]
    layer = AuxiliaryLayer(shows, normalisation, card.bands, channels)
    outputs = blended(raster, forward, normalisation, channels, config)
    written = write_layers(raster, outputs, (layer.spec,), layer, config, reporter)
    return {**written, "shows": shows}


def decode(params: Mapping[str, Any]) -> PredictConfig:
    """The map in a request's parameters; tiles and rotations that are not given are those of the model's recipe."""
    return decode_with_recipe(PredictConfig, params)


def decode_with_recipe(kind: type[SomeConfig], params: Mapping[str, Any]) -> SomeConfig:
    """A configuration with a model, in a request's parameters; what the model's recipe has for maps is its default."""
    card = read_model_card(str(params.get("model", "")))
    recipe = card.recipe if card is not None else {}
    shared = [name for name in settings_of(kind) if _OF_RECIPE + name in recipe]
    return from_params(kind, params, {name: recipe[_OF_RECIPE + name] for name in shared})


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


def _notice_of_missing_scores(card: ModelCard, config: PredictConfig, reporter: Reporter) -> None:
    if FUSION in card.postprocessing.ood or config.ood_score not in (FUSION, ENERGY):
        return
    reason = "its backbone keeps no pretrained features, or an earlier version trained it"
    advice = "train with backbone efficientnet-lite0 for novel-here and foreign."
    reporter.notice("ood", f"The OOD layer of this model is the energy of its logits alone ({reason}): {advice}")


def _warn_of_foreign(
    raster: Raster, forward: Forward, normalisation: Normalisation, card: ModelCard, region: str, reporter: Reporter
) -> None:
    """One notice where a sample of the image is unlike the training imagery, or its values are on another scale."""
    area, statistics = Area(raster.grid, region), card.postprocessing.ood
    difference = scale_difference(raster, normalisation, "the imagery that the model learned from", area.window)
    share = foreign_share(raster, forward, normalisation, area, statistics) if FOREIGN in statistics else 0.0
    parts = [f"{100 * share:.0f} % of {raster.path} is unlike what the model learned from"] * (share >= FOREIGN_SHARE)
    ratio = times_larger(raster, normalisation, area.window) if parts else 1.0
    if ratio >= TELLING_RATIO:
        parts.append(f"its values are about {ratio:.0f} times larger")
    elif 0 < ratio <= 1 / TELLING_RATIO:
        parts.append(f"its values are about {1 / ratio:.0f} times smaller")
    parts += [difference] * bool(difference)
    if parts:
        advice = "train on this image, or give it the scale of that imagery" if difference else "train on this image"
        reporter.notice("scale" if difference else "foreign", f"{'; '.join(parts)}: the map is not reliable; {advice}.")
