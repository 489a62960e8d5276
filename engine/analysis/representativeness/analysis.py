"""The whole comparison: from images and labels to scores of representativeness."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np

from ...data.normalisation import Normalisation
from ...features.patch_vectors import PatchEncoder
from ...models.compute import choose_compute
from ...schema.config import AnalyseConfig
from ...schema.errors import ConfigError
from ...schema.reporter import Reporter
from .appearance import (
    Appearance,
    appearance,
    coverage_without_map,
    intersections_over_target,
    intersections_over_union,
    principal_components,
    standardised,
)
from .coverage import LeastCovered, least_covered
from .distances import DistanceHistograms, distance_histograms
from .labelled import LabelledImage, patches_around_labels, read_labelled_images
from .patches import PatchPlaces, PatchReader, PatchSet, drawn_patches
from .sites import open_sites

LABELLED_AREAS = "labelled areas"
FEW_PATCHES = 100  # of a site: halves of one scene with 30 patches each cover each other by 0.4 to 0.8 only


@dataclass(frozen=True)
class Analysis:
    """What a comparison found. Scores are of sets of patches: those of each site, then those around labels, if any.

    Attributes:
        sites: patches drawn in each of the S sites.
        labelled: patches around the labels of each image that has some.
        labelled_images: these images.
        normalisation: of all sites.
        names: of the sets.
        runs: of t-SNE; patches are in the order of `sites`, then `labelled`.
        iou, iot: float64 (runs, sets, sets), intersection over union and over target: rows cover columns.
        without_map: float64 (sets, sets), the share of the patches of a column in the support of a row.
        reference: index of the set that ought to represent the sites: the labelled areas, or else the first site.
        is_covered: bool (patches,), whether a patch lies in the reference's area in most runs.
        least: for each site the kinds of ground that the reference does not cover; none for the reference itself.
        distances: to each site.
        notices: sentences about what was done to make the sites comparable.
    """

    sites: list[PatchSet]
    labelled: list[PatchSet]
    labelled_images: list[LabelledImage]
    normalisation: Normalisation
    names: list[str]
    runs: list[Appearance]
    iou: np.ndarray
    iot: np.ndarray
    without_map: np.ndarray
    reference: int
    is_covered: np.ndarray
    least: list[list[LeastCovered]]
    distances: list[DistanceHistograms]
    notices: list[str]

    @property
    def patches(self) -> list[PatchSet]:
        """Of sites and labels, in the order of the points."""
        return self.sites + self.labelled

    def of_site(self, index: int) -> slice:
        """Where the patches of a site are in the order of the points."""
        start = sum(len(patches.windows) for patches in self.sites[:index])
        return slice(start, start + len(self.sites[index].windows))


def analyse(config: AnalyseConfig, reporter: Reporter) -> Analysis:
    """Compare sites.

    Args:
        config: images, labels and settings.
        reporter: gets progress by patch, then by t-SNE run.

    Raises:
        ImageError: an image is missing or damaged, has no valid pixel or is too small, or pixel sizes differ too much.
        LabelError: a label file is missing, or its labels cannot be used.
        ConfigError: an area is not a polygon on the image, or scikit-learn or the encoder's weights are not
            installed.
        DeviceError: the device does not compute.
        Cancelled: the reporter was told to stop.
    """
    if find_spec("sklearn") is None:
        raise ConfigError("scikit-learn is not installed", "run pip install scikit-learn in the engine's environment")
    reporter.state("reading")
    sites, notices = open_sites(config)
    images = read_labelled_images(config, sites)
    places = []
    for index, site in enumerate(sites):
        reporter.raise_if_stopped()
        places.append(drawn_patches(site, config.patches, config.patch_px, (config.seed, index)))
    notices += [_few_patches(each) for each in places if len(each.windows) < FEW_PATCHES]
    places += patches_around_labels(images, config)
    normalisation = Normalisation.fit(list({site.raster.path: site.raster for site in sites}.values()))
    encoder = PatchEncoder(sites[0].raster.band_count, choose_compute(config.device, "fp32"))
    total = sum(len(each.windows) for each in places)

    def before_batch(done: int) -> None:
        reporter.raise_if_stopped()
        reporter.progress(done, total)

    reader = PatchReader(encoder, normalisation, config.patch_px, before_batch)
    read = [reader.read(each) for each in places]
    drawn, labelled = read[: len(sites)], read[len(sites) :]
    for notice in notices:
        reporter.notice("sites", notice)
    reporter.state("analysing")
    return _compared(drawn, labelled, images, normalisation, notices, config, reporter)


def _compared(
    sites: list[PatchSet],
    labelled: list[PatchSet],
    images: list[LabelledImage],
    normalisation: Normalisation,
    notices: list[str],
    config: AnalyseConfig,
    reporter: Reporter,
) -> Analysis:
    vectors = np.concatenate([patches.vectors for patches in sites + labelled])
    components = principal_components(vectors)
    members = _members(sites, labelled)
    runs = []
    for run in range(config.runs):
        reporter.raise_if_stopped()
        reporter.progress(run, config.runs)
        runs.append(appearance(components, members, config.nu, config.seed + run))
    reference = len(sites) if labelled else 0
    is_covered = np.mean([run.inside[reference] for run in runs], axis=0) > 0.5
    least = [
        least_covered(components[own], is_covered[own]) if index != reference else []
        for index, own in enumerate(members[: len(sites)])
    ]
    scaled = standardised(vectors)
    by_site = [scaled[own] for own in members[: len(sites)]]
    return Analysis(
        sites=sites,
        labelled=labelled,
        labelled_images=images,
        normalisation=normalisation,
        names=[patches.site.name for patches in sites] + [LABELLED_AREAS] * bool(labelled),
        runs=runs,
        iou=np.array([intersections_over_union(run.areas) for run in runs]),
        iot=np.array([intersections_over_target(run.areas) for run in runs]),
        without_map=coverage_without_map(components, members, config.nu),
        reference=reference,
        is_covered=is_covered,
        least=least,
        distances=[distance_histograms(by_site, index) for index in range(len(sites))],
        notices=notices,
    )


def _few_patches(places: PatchPlaces) -> str:
    return (
        f"{places.site.name} has {len(places.windows)} patches. With fewer than {FEW_PATCHES} its scores are too low "
        "and differ from run to run: choose smaller patches, or a larger site."
    )


def _members(sites: Sequence[PatchSet], labelled: Sequence[PatchSet]) -> np.ndarray:
    """Which patches each set has: bool (sets, patches)."""
    sizes = [len(patches.windows) for patches in sites]
    around_labels = sum(len(patches.windows) for patches in labelled)
    owner = np.repeat(np.arange(len(sizes) + 1), [*sizes, around_labels])
    return np.array([owner == index for index in range(len(sizes) + bool(around_labels))])
