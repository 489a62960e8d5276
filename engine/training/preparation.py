"""Everything that training needs from disk, opened and checked before the first step."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..config import TrainConfig
from ..data.area import Area
from ..data.label_raster import LabelRaster, StrokePixels
from ..data.labels import VALIDATION, Labels, read_labels
from ..data.normalisation import Normalisation
from ..data.raster import Raster
from ..data.sampler import PatchSampler
from ..data.split import MIN_STROKES, held_out_strokes
from ..data.window import PixelWindow
from ..errors import ImageError, LabelError
from ..reporter import Reporter


@dataclass(frozen=True)
class TrainingData:
    """What training reads.

    Attributes:
        training, held_out: strokes with their pixels. joining: those held out that train in the end.
        label_counts: labelled pixels per class id.
        sampler: draws the patches of each step.
    """

    image: Raster
    labels: Labels
    normalisation: Normalisation
    training: list[StrokePixels]
    held_out: list[StrokePixels]
    joining: list[StrokePixels]
    label_counts: Counter
    sampler: PatchSampler


def prepare(config: TrainConfig, unlabelled_count: int, reporter: Reporter) -> TrainingData:
    """Opens and checks images and labels, splits the strokes, fits the normalisation.

    Args:
        unlabelled_count: patches a step that are drawn anywhere.

    Raises:
        ImageError, LabelError, ConfigError: see there; nothing has been written yet.
    """
    image = Raster(config.image, config.bands)
    unlabelled = [_matching(Raster(path, config.bands), image) for path in config.unlabelled]
    labels = read_labels(config.labels, image.grid)
    label_raster = LabelRaster(labels, image.grid)
    strokes, counts, overlapping = label_raster.survey()
    held_out = held_out_strokes(labels, strokes, config.seed)
    training = [s for s in strokes if s.stroke not in held_out]
    joining = [s for s in strokes if s.stroke in held_out and labels.strokes[s.stroke].split != VALIDATION]
    _check_training_classes(labels, strokes, training)
    normalisation = Normalisation.fit([image, *unlabelled])
    _check_strokes_on_data(image, training)
    sampler = PatchSampler(
        image, unlabelled, normalisation, label_raster, training, joining, Area(image.grid, config.area),
        config.crop_px, config.batch, unlabelled_count, config.seed,
    )  # fmt: skip
    withheld = [s for s in strokes if s.stroke in held_out]
    data = TrainingData(image, labels, normalisation, training, withheld, joining, counts, sampler)
    _tell(reporter, data, strokes, overlapping, config.crop_px)
    return data


def _matching(raster: Raster, image: Raster) -> Raster:
    if raster.band_count != image.band_count:
        raise ImageError(
            f"The unlabelled image {raster.path} has {raster.band_count} bands, the labelled one {image.band_count}",
            "choose images of the same sensor, or the same bands",
        )
    return raster


def _check_training_classes(labels: Labels, strokes: list[StrokePixels], training: list[StrokePixels]) -> None:
    lost = {s.class_index for s in strokes} - {s.class_index for s in training}
    if lost:
        names = ", ".join(labels.classes[i].name for i in sorted(lost))
        raise LabelError(f"Every stroke of {names} is marked for validation", "leave some strokes of each class for training")


def _check_strokes_on_data(image: Raster, training: list[StrokePixels]) -> None:
    """At least one stroke must lie on valid pixels; each read is a single pixel."""
    for stroke in training:
        row, col = stroke.pixels[len(stroke.pixels) // 2].tolist()
        if image.read(PixelWindow(row, col, 1, 1))[1].any():
            return
    raise LabelError("All strokes lie on nodata pixels of the image", "draw where the image has data")


def _tell(reporter: Reporter, data: TrainingData, strokes: list[StrokePixels], overlapping: int, patch_px: int) -> None:
    """Notices about what works but deserves to be known."""
    image, labels = data.image, data.labels
    if not image.grid.is_georeferenced:
        reporter.notice("not-georeferenced", f"{image.path} has no georeferencing: its pixels are taken as map units.")
    if overlapping:
        reporter.notice("overlap", f"{overlapping} labelled pixels belong to two classes at once and are ignored.")
    outside = len(labels.strokes) - len(strokes)
    if outside:
        total = len(labels.strokes)
        reporter.notice("outside", f"{outside} of {total} strokes lie outside the image or wholly under another class: ignored.")
    for index, count in sorted(Counter(s.class_index for s in strokes).items()):
        if count < MIN_STROKES:
            name, plural = labels.classes[index].name, "s" * (count > 1)
            advice = f"it trains, but no held-out accuracy knows it; draw at least {MIN_STROKES}."
            reporter.notice("few-strokes", f"Class {name!r} has {count} stroke{plural}: {advice}")
    for band in data.normalisation.constant_bands:
        reporter.notice("constant-band", f"Band {image.bands[band]} of {image.path} holds a single value and teaches nothing.")
    if min(image.grid.height, image.grid.width) < patch_px:
        size = f"{image.grid.width} x {image.grid.height} px"
        reporter.notice("small-image", f"The image ({size}) is smaller than a patch of {patch_px} px and is padded.")
