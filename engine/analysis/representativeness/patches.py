"""The patches of a comparison: drawn, read, and encoded to one vector each."""
from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from ...data.label_raster import StrokePixels
from ...data.normalisation import Normalisation
from ...data.valid_places import ValidPlaces
from ...data.window import PixelWindow
from ...features.patch_vectors import PatchEncoder
from ...schema.errors import ImageError
from .sites import Site

BATCH = 16
LEAST_VALID = 0.5  # of a patch's pixels
MAX_DRAWS = 20  # of a patch, until enough of it is valid
MIN_PATCHES = 10  # of a site


@dataclass(frozen=True)
class PatchPlaces:
    """Where patches of one site lie.

    Attributes:
        site: that they are of.
        windows: of the n patches, in the image's own pixels.
        class_ids: the most frequent class of each patch around labels; empty for patches drawn anywhere.
    """

    site: Site
    windows: tuple[PixelWindow, ...]
    class_ids: tuple[int, ...] = ()

    @property
    def centres(self) -> np.ndarray:
        """Of the patches, in the image's CRS: float64 (n, 2), (x, y)."""
        middles = [(window.col + window.width / 2, window.row + window.height / 2) for window in self.windows]
        return np.array([self.site.raster.grid.transform * middle for middle in middles])


@dataclass(frozen=True)
class PatchSet(PatchPlaces):
    """Patches that were read.

    Attributes:
        vectors: float64 (n, F), of PatchEncoder.
        clipped: for each band the share of the valid values that the normalisation clips.
    """

    vectors: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    clipped: tuple[float, ...] = ()


@dataclass
class PatchReader:
    """Reads and encodes patches, all with the same normalisation: differences in radiometry stay differences.

    Attributes:
        encoder: of the patches.
        normalisation: of all sites together.
        patch_px: side of a patch in compared pixels.
        before_batch: called with the number of patches read so far; may raise to stop.
    """

    encoder: PatchEncoder
    normalisation: Normalisation
    patch_px: int
    before_batch: Callable[[int], None]
    _done: int = field(default=0, init=False)

    def read(self, places: PatchPlaces) -> PatchSet:
        """The patches at places; raises ImageError where the file is damaged."""
        vectors, outside, counts = [], np.zeros(places.site.raster.band_count), 0
        for start in range(0, len(places.windows), BATCH):
            self.before_batch(self._done)
            read = [places.site.read(window, self.patch_px) for window in places.windows[start : start + BATCH]]
            pixels, valid_masks = np.stack([pair[0] for pair in read]), np.stack([pair[1] for pair in read])
            normalised = np.stack([self.normalisation.apply(*pair) for pair in read])
            vectors.append(self.encoder.vectors(normalised, valid_masks))
            outside += self._clipped(pixels, valid_masks)
            counts += int(valid_masks.sum())
            self._done += len(read)
        clipped = tuple((outside / counts).tolist())
        return PatchSet(places.site, places.windows, places.class_ids, np.concatenate(vectors), clipped)

    def _clipped(self, pixels: np.ndarray, valid_masks: np.ndarray) -> np.ndarray:
        """How many valid values of each band lie outside the range of the normalisation."""
        low, high = (np.asarray(b).reshape(-1, 1, 1) for b in (self.normalisation.low, self.normalisation.high))
        return np.asarray((((pixels < low) | (pixels > high)) & valid_masks[:, None]).sum(axis=(0, 2, 3)))


def drawn_patches(site: Site, count: int, patch_px: int, seed: tuple[int, ...]) -> PatchPlaces:
    """Patches drawn uniformly over the valid pixels of a site, no more than would cover it.

    Args:
        site: where to draw.
        count: of the patches, at most.
        patch_px: side of a patch in compared pixels.
        seed: of the draws.

    Raises:
        ImageError: the site has no valid pixel, or too few for MIN_PATCHES patches.
    """
    places = ValidPlaces(site.raster, site.area)
    count = min(count, math.ceil(places.count / site.side_px(patch_px) ** 2))
    windows = [_draw(site, places, patch_px, np.random.default_rng((*seed, index))) for index in range(count)]
    kept = tuple(window for window in windows if window is not None)
    if len(kept) < MIN_PATCHES:
        side = site.side_px(patch_px)
        raise ImageError(
            f"{site.name} has room for {len(kept)} patches of {side} pixels, fewer than {MIN_PATCHES}",
            "choose smaller patches or a larger site",
        )
    return PatchPlaces(site, kept)


def labelled_windows(
    site: Site, strokes: Sequence[StrokePixels], count: int, patch_px: int, seed: tuple[int, ...]
) -> tuple[list[PixelWindow], list[int]]:
    """Patches around labelled pixels: one for each square of a patch's side that holds some.

    Args:
        site: the whole image.
        strokes: its labelled pixels.
        count: of the patches, at most; more are drawn from.
        patch_px: side of a patch in compared pixels.
        seed: of the draw.

    Returns:
        The patches, and the class index that most of the labelled pixels in each square have.
    """
    squares: dict[tuple[int, int], list[np.ndarray]] = defaultdict(list)
    for stroke in strokes:
        keys = stroke.pixels // site.side_px(patch_px)
        for key in np.unique(keys, axis=0):
            pixels = stroke.pixels[(keys == key).all(axis=1)]
            rows = np.column_stack([pixels, np.full(len(pixels), stroke.class_index)])
            squares[int(key[0]), int(key[1])].append(rows)
    held = [np.concatenate(squares[key]) for key in sorted(squares)]
    if len(held) > count:
        held = [held[i] for i in sorted(np.random.default_rng(seed).choice(len(held), count, replace=False))]
    windows, classes = [], []
    for rows in held:
        nearest = rows[np.square(rows[:, :2] - rows[:, :2].mean(axis=0)).sum(axis=1).argmin()]
        window = site.window_around(int(nearest[0]), int(nearest[1]), patch_px)
        if _is_valid(site, window):
            windows.append(window)
            classes.append(int(np.bincount(rows[:, 2]).argmax()))
    return windows, classes


def _draw(site: Site, places: ValidPlaces, patch_px: int, rng: np.random.Generator) -> PixelWindow | None:
    """A patch of valid pixels; None where there hardly is one."""
    windows = (site.window_around(*places.draw(rng), patch_px) for _ in range(MAX_DRAWS))
    return next((window for window in windows if _is_valid(site, window)), None)


def _is_valid(site: Site, window: PixelWindow) -> bool:
    """Whether enough of a patch is valid."""
    return bool(site.raster.read(window)[1].mean() >= LEAST_VALID)
