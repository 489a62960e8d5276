"""Everything that training needs from disk, opened and checked before the first step."""
from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..data.area import Area
from ..data.label_raster import LabelRaster, StrokePixels
from ..data.labels import Labels, read_labels
from ..data.normalisation import Normalisation
from ..data.raster import Raster
from ..data.sampler import PatchSampler
from ..data.scale import scale_difference
from ..data.split import MIN_STROKES, split_strokes
from ..losses.registry import AUXILIARY_LOSSES
from ..schema.config import TrainConfig
from ..schema.errors import ImageError, LabelError
from ..schema.reporter import Reporter


@dataclass(frozen=True)
class TrainingData:
    """What training reads.

    Attributes:
        image: the labelled raster.
        labels: all strokes and the classes they use.
        normalisation: of the bands of all imagery that has the labelled image's scale.
        strokes: all that have pixels.
        training: strokes that train from the start, with their pixels.
        held_out: strokes that the network is measured on.
        joining: further strokes that train in the end.
        label_counts: labelled pixels per class id.
        sampler: draws the patches of each step.
    """

    image: Raster
    labels: Labels
    normalisation: Normalisation
    strokes: list[StrokePixels]
    training: list[StrokePixels]
    held_out: list[StrokePixels]
    joining: list[StrokePixels]
    label_counts: Counter[int]
    sampler: PatchSampler

    @property
    def is_validated(self) -> bool:
        """Whether the analyst marked strokes for validation: these never train, and are what is measured."""
        return bool(self.held_out) and not self.joining

    @property
    def class_names(self) -> list[str]:
        """In the order of the network's outputs."""
        return [entry.name for entry in self.labels.classes]


def read_training_data(config: TrainConfig, reporter: Reporter) -> TrainingData:
    """Open and check images and labels, split the strokes, fit the normalisation.

    Raises:
        ImageError, LabelError, ConfigError: imagery, labels or area cannot be used; nothing has been written yet.
    """
    image = Raster(config.image, config.bands)
    unlabelled = [_matching(Raster(path, config.bands), image) for path in config.unlabelled]
    labels = read_labels(config.labels, image.grid)
    normalisation = _fitted(image, unlabelled, reporter)
    label_raster = LabelRaster(labels, image.grid)
    strokes, counts, overlapping = label_raster.survey(image)
    elsewhere = [entry.name for entry in labels.classes if not counts[entry.class_id]]
    if elsewhere:  # a label file may belong to several images
        sentence = f"No labelled pixel of {', '.join(elsewhere)} is on the image: left out of the map."
        reporter.notice("class-elsewhere", sentence)
        labels = labels.only(counts)
        label_raster = LabelRaster(labels, image.grid)
        strokes, counts, overlapping = label_raster.survey(image)
    split = split_strokes(label_raster, strokes, config.seed)
    _check_training_classes(labels, strokes, split.training)
    sampler = PatchSampler(
        image, unlabelled, normalisation, label_raster, split, Area(image.grid, config.area),
        config.crop_px, config.batch, _unlabelled_patches(config), config.seed,
    )  # fmt: skip
    data = TrainingData(
        image, labels, normalisation, strokes, split.training, split.held_out, split.joining, counts, sampler
    )
    _report_notices(reporter, data, overlapping, config.crop_px)
    return data


def _fitted(image: Raster, unlabelled: Sequence[Raster], reporter: Reporter) -> Normalisation:
    """The normalisation of the imagery; images on another scale would press the labelled one into part of the range."""
    alike = []
    for raster in unlabelled:
        both, whose = Normalisation.fit([image, raster]), f"{image.path} and {raster.path} together"
        difference = scale_difference(image, both, whose) or scale_difference(raster, both, whose)
        if difference:
            advice = "has no part in the normalisation; give it the scale of the labelled image, or leave it out."
            reporter.notice("scale", f"{difference}: {raster.path} {advice}")
        else:
            alike.append(raster)
    return Normalisation.fit([image, *alike])


def _unlabelled_patches(config: TrainConfig) -> int:
    """Patches a step drawn anywhere: none where no loss is trained on them, or else as many as the losses ask for."""
    if not config.auxiliary:
        return 0
    if isinstance(config.unlabelled_batch, int):
        return config.unlabelled_batch
    share = max(AUXILIARY_LOSSES[term.name].spec.unlabelled_share for term in config.auxiliary)
    return max(1, round(config.batch * share))


def _matching(raster: Raster, image: Raster) -> Raster:
    if raster.band_count != image.band_count:
        raise ImageError(
            f"The unlabelled image {raster.path} has {raster.band_count} bands, the labelled one {image.band_count}",
            "choose images of the same sensor, or the same bands",
        )
    return raster


def _check_training_classes(labels: Labels, strokes: Sequence[StrokePixels], training: Sequence[StrokePixels]) -> None:
    lost = {s.class_index for s in strokes} - {s.class_index for s in training}
    if lost:
        names = ", ".join(labels.classes[i].name for i in sorted(lost))
        raise LabelError(
            f"Every labelled pixel of {names} is marked for validation", "leave some strokes of each class for training"
        )


def _report_notices(
    reporter: Reporter, data: TrainingData, overlapping: int, patch_px: int
) -> None:
    """Notices about what does not prevent training but affects the result."""
    image, labels, strokes = data.image, data.labels, data.strokes
    if not image.grid.is_georeferenced:
        reporter.notice("not-georeferenced", f"{image.path} has no georeferencing: its pixels are taken as map units.")
    if overlapping:
        reporter.notice("overlap", f"{overlapping} labelled pixels belong to two classes at once and are ignored.")
    total = len(labels.strokes)
    if total > len(strokes):
        where = "lie outside the image, on nodata or wholly under another class: ignored."
        reporter.notice("outside", f"{total - len(strokes)} of {total} strokes {where}")
    measured = {s.class_index for s in data.held_out}
    for index, count in sorted(Counter(s.class_index for s in strokes).items()):
        if index not in measured:
            strokes_text = "1 stroke" if count == 1 else f"{count} strokes"
            where = " farther apart" if count >= MIN_STROKES else ""
            advice = f"they train, and none is held out while it learns; draw at least {MIN_STROKES}{where}."
            reporter.notice("few-strokes", f"Class {data.class_names[index]!r} has {strokes_text}: {advice}")
    for band in data.normalisation.constant_bands:
        reporter.notice(
            "constant-band", f"Band {image.bands[band]} of {image.path} holds a single value: it adds nothing."
        )
    if min(image.grid.height, image.grid.width) < patch_px:
        size = f"{image.grid.width} x {image.grid.height} px"
        reporter.notice("small-image", f"The image ({size}) is smaller than a patch of {patch_px} px and is padded.")
