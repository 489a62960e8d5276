"""Training patches: drawn by class, stroke and pixel where there are labels, uniformly where there are none.

A batch is a pure function of (seed, step). That makes a resumed run equal to an uninterrupted one, and lets threads
prepare batches in any order.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np
import torch

from .area import Area
from .augmentation import augment
from .label_raster import UNLABELLED, LabelRaster, StrokePixels
from .normalisation import Normalisation
from .raster import Raster
from .split import Split, StrokeBuffer
from .unlabelled import UnlabelledImagery, patch_inside


@dataclass(frozen=True)
class Batch:
    """Patches for one step.

    Attributes:
        pixels: float32 (N, C, P, P), normalised, 0 where not valid.
        labels: int64 (N, P, P) class indices, UNLABELLED where unknown.
        valid_mask: bool (N, P, P).
    """

    pixels: torch.Tensor
    labels: torch.Tensor
    valid_mask: torch.Tensor

    def to(self, device: torch.device, memory_format: torch.memory_format) -> Batch:
        """The same batch on a device."""
        pixels = self.pixels.to(device, memory_format=memory_format, non_blocking=True)
        return Batch(pixels, self.labels.to(device), self.valid_mask.to(device))


@dataclass(frozen=True)
class _StrokePool:
    """Strokes to draw from, by class, their positions in labels.strokes, and where no label is shown."""

    by_class: list[list[StrokePixels]]
    strokes: frozenset[int]
    buffer: Optional[StrokeBuffer]

    @classmethod
    def of(cls, strokes: list[StrokePixels], buffer: Optional[StrokeBuffer]) -> _StrokePool:
        by_class: dict[int, list[StrokePixels]] = {}
        for stroke in strokes:
            by_class.setdefault(stroke.class_index, []).append(stroke)
        positions = frozenset(stroke.stroke for stroke in strokes)
        return cls([by_class[index] for index in sorted(by_class)], positions, buffer)


class PatchSampler:
    """Draws batches of patches.

    Args:
        image: the labelled raster.
        unlabelled: further rasters with the same bands.
        normalisation: applied to all patches.
        label_raster: the labels on the image's grid.
        split: patches show the labels of its training strokes alone; after `join_held_out` those of the joining
            strokes as well.
        area: the part of the image where its unlabelled patches are drawn.
        patch_px: side of a patch.
        labelled_count: patches per step around training strokes.
        unlabelled_count: patches per step drawn anywhere.
        seed: of everything random.

    Attributes:
        unlabelled: the imagery that patches without labels are drawn from.
        join_step: the step from which held-out strokes are trained on, or None.

    Raises:
        ImageError: an image is damaged or has no valid pixel in its area.
    """

    def __init__(
        self,
        image: Raster,
        unlabelled: list[Raster],
        normalisation: Normalisation,
        label_raster: LabelRaster,
        split: Split,
        area: Area,
        patch_px: int,
        labelled_count: int,
        unlabelled_count: int,
        seed: int,
    ) -> None:
        self.image, self.normalisation = image, normalisation
        self.label_raster, self.patch_px = label_raster, patch_px
        self.labelled_count, self.unlabelled_count, self.seed = labelled_count, unlabelled_count, seed
        self._first = self._joined = _StrokePool.of(split.training, split.buffer)
        if split.joining:
            self._joined = _StrokePool.of([*split.training, *split.joining], None)
        self.join_step: Optional[int] = None
        areas = [(image, area), *((raster, Area(raster.grid)) for raster in unlabelled)]
        self.unlabelled = UnlabelledImagery(areas, normalisation, seed)

    def batch(self, step: int) -> Batch:
        """Draw the patches of a step, counted from 0: labelled ones first.

        Raises:
            ImageError: an image is damaged.
        """
        rng = np.random.default_rng((self.seed, step))
        pool = self._first if self.join_step is None or step < self.join_step else self._joined
        drawn = [self._labelled_patch(pool, rng) for _ in range(self.labelled_count)]
        drawn += [self._unlabelled_patch(rng) for _ in range(self.unlabelled_count)]
        pixels, labels, valid_mask = (torch.from_numpy(np.stack(part)) for part in zip(*drawn))
        return Batch(pixels, labels.long(), valid_mask)

    def join_held_out(self, step: int) -> None:
        """Draw held-out strokes as well from a step on, which must be later than every batch drawn so far."""
        self.join_step = step

    def _labelled_patch(self, pool: _StrokePool, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        strokes = pool.by_class[rng.integers(len(pool.by_class))]
        pixels = strokes[rng.integers(len(strokes))].pixels
        row, col = pixels[rng.integers(len(pixels))] - rng.integers(self.patch_px, size=2)
        window = patch_inside(self.image, int(row), int(col), self.patch_px)
        pixels, valid_mask = self.image.read(window)
        pixels = self.normalisation.apply(pixels, valid_mask)
        labels = self.label_raster.read(window, pool.strokes)
        labels[~valid_mask] = UNLABELLED
        if pool.buffer is not None:
            labels[pool.buffer.mask(window)] = UNLABELLED
        return augment(pixels, labels, valid_mask, rng)

    def _unlabelled_patch(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        pixels, valid_mask = self.unlabelled.read(*self.unlabelled.draw(rng, self.patch_px))
        return augment(pixels, np.full(valid_mask.shape, UNLABELLED, np.uint8), valid_mask, rng)
