"""The labels of a comparison: their pixels by class, and the patches around them."""
from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ...data.area import Area
from ...data.label_raster import LabelRaster, StrokePixels
from ...data.labels import read_labels
from ...schema.config import AnalyseConfig
from ...schema.errors import LabelError
from ...schema.land_cover import LandCoverClass
from .patches import PatchPlaces, labelled_windows
from .sites import Site

MIN_PATCHES = 5  # of all labels together


@dataclass(frozen=True)
class LabelledImage:
    """An image with labels.

    Attributes:
        site: the whole image.
        classes: of the labels, in the order of their ids.
        strokes: their pixels.
        counts: labelled pixels by class id.
    """

    site: Site
    classes: tuple[LandCoverClass, ...]
    strokes: list[StrokePixels]
    counts: Counter[int]


def read_labelled_images(config: AnalyseConfig, sites: Sequence[Site]) -> list[LabelledImage]:
    """The images that have labels.

    Args:
        config: with a label file, or an empty text, for each image; none for those that follow.
        sites: one for each image, or any number of areas of a single one.

    Raises:
        LabelError: a label file is missing, or its labels cannot be used.
        ImageError: an image is damaged.
    """
    images = []
    for path, site in zip(config.labels, sites):
        if path:
            raster = site.raster
            name = site.name if not config.area else "the image"
            whole = Site(name, raster, Area(raster.grid), site.pixel_m, site.ratio)
            labels = read_labels(path, raster.grid)
            strokes, counts, _ = LabelRaster(labels, raster.grid).survey(raster)
            images.append(LabelledImage(whole, labels.classes, strokes, counts))
    return images


def patches_around_labels(images: Sequence[LabelledImage], config: AnalyseConfig) -> list[PatchPlaces]:
    """The patches around the labels of each image, as many as of a site at most.

    Raises:
        LabelError: there are fewer than MIN_PATCHES.
        ImageError: an image is damaged.
    """
    places = []
    for index, image in enumerate(images):
        seed = (config.seed, index, 1)
        windows, classes = labelled_windows(image.site, image.strokes, config.patches, config.patch_px, seed)
        if windows:
            ids = tuple(image.classes[class_index].class_id for class_index in classes)
            places.append(PatchPlaces(image.site, tuple(windows), ids))
    found = sum(len(each.windows) for each in places)
    if images and found < MIN_PATCHES:
        raise LabelError(
            f"The number of patches with labels is {found}, and {MIN_PATCHES} are needed to see what they cover",
            "draw strokes in more places, or choose smaller patches",
        )
    return places


def classes_of(images: Sequence[LabelledImage]) -> list[LandCoverClass]:
    """The classes of all label files by id; where two files differ in a class, the first one's counts."""
    by_id: dict[int, LandCoverClass] = {}
    for image in images:
        for entry in image.classes:
            by_id.setdefault(entry.class_id, entry)
    return [by_id[class_id] for class_id in sorted(by_id)]
