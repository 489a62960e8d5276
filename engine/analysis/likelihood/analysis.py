"""The whole report on likelihoods: from images and a model to histograms, samples and calibration."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Callable, Optional

import numpy as np

from ...data.normalisation import Normalisation
from ...data.raster import Raster
from ...schema.config import LikelihoodConfig
from ...schema.land_cover import LandCoverClass
from ...schema.reporter import Reporter
from ..representativeness.patches import PatchPlaces, drawn_patches
from ..representativeness.sites import whole_images
from ..truth import open_truth
from .agreement import agreement
from .energy_model import EnergyModel
from .histograms import LikelihoodHistograms, likelihood_histograms, log_likelihoods
from .samples import class_samples, sample_rows


@dataclass(frozen=True)
class LikelihoodAnalysis:
    """What a model says of images.

    Attributes:
        places: patches drawn in each of the S images.
        patch_px: their side.
        values: log-likelihoods of each image's patches, float64 (n_i,), in nats, up to a constant.
        histograms: of the values.
        classes: of the model.
        samples: picture of each class's generated samples, uint8 (1 or 3, height, width).
        agreement: of confidence and accuracy on the first image; None without truth.
    """

    places: list[PatchPlaces]
    patch_px: int
    values: list[np.ndarray]
    histograms: LikelihoodHistograms
    classes: tuple[LandCoverClass, ...]
    samples: list[np.ndarray]
    agreement: Optional[dict[str, Any]]

    @property
    def names(self) -> list[str]:
        """Of the images."""
        return [each.site.name for each in self.places]


def analyse_likelihood(
    model: EnergyModel, rasters: Sequence[Raster], config: LikelihoodConfig, reporter: Reporter
) -> LikelihoodAnalysis:
    """Judge images by a model.

    Args:
        model: the model.
        rasters: the images, in the model's bands.
        config: settings, and the truth of the first image.
        reporter: gets progress by patch, then by block of the first image, then by iteration of the samples.

    Raises:
        ImageError: an image is damaged or too small, or the truth is on another grid.
        LabelError: the truth cannot be used.
        ModelFileError: the network's logits are not finite.
        Cancelled: the reporter was told to stop.
    """

    def on_progress(done: int, total: int) -> None:
        reporter.raise_if_stopped()
        reporter.progress(done, total)

    normalisation = Normalisation.of(model.card.normalisation)
    sites = whole_images(rasters, model.patch_px)
    truth = open_truth(config.truth, rasters[0].grid) if config.truth else None
    places = [
        drawn_patches(site, config.patches, model.patch_px, (config.seed, index)) for index, site in enumerate(sites)
    ]
    reporter.state("analysing")
    values = _judged(model, places, normalisation, on_progress)
    found = agreement(model, rasters[0], normalisation, truth, on_progress) if truth else None
    samples = class_samples(
        model, rasters[0].band_count, config.samples, config.iterations, config.seed,
        lambda done: on_progress(done, config.iterations),
    )  # fmt: skip
    return LikelihoodAnalysis(
        places, model.patch_px, values, likelihood_histograms(values), model.card.classes,
        sample_rows(samples, normalisation), found,
    )  # fmt: skip


def _judged(
    model: EnergyModel,
    images: Sequence[PatchPlaces],
    normalisation: Normalisation,
    on_progress: Callable[[int, int], None],
) -> list[np.ndarray]:
    """The log-likelihoods of the patches of each image."""
    values: list[np.ndarray] = []
    total, done = sum(len(places.windows) for places in images), 0

    def before_batch(done_here: int) -> None:
        on_progress(done + done_here, total)

    for places in images:
        values.append(log_likelihoods(model, places, normalisation, before_batch))
        done += len(places.windows)
    return values
