"""Imagery without labels: where its patches are drawn, and a fixed sample of them."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .area import Area
from .normalisation import Normalisation
from .raster import Raster
from .valid_places import ValidPlaces
from .window import PixelWindow


class UnlabelledImagery:
    """Draws patches uniformly over the valid pixels of several rasters.

    Args:
        sources: the rasters, each with the part of it where patches are drawn.
        normalisation: applied to all patches.
        seed: of the fixed sample.

    Attributes:
        valid_count: valid pixels of all parts, estimated for large images.

    Raises:
        ImageError: an image is damaged or has no valid pixel in its part.
    """

    def __init__(self, sources: Sequence[tuple[Raster, Area]], normalisation: Normalisation, seed: int) -> None:
        self.normalisation, self.seed = normalisation, seed
        self._sources = [(raster, ValidPlaces(raster, part)) for raster, part in sources]
        counts = np.array([places.count for _, places in self._sources])
        self.valid_count = float(counts.sum())
        self._shares = counts / self.valid_count

    def patch(self, index: int, side_px: int) -> tuple[np.ndarray, np.ndarray]:
        """Draw a patch of a fixed sample.

        Args:
            index: of the patch in the sample.
            side_px: side of the patch.

        Returns:
            pixels: float32 (C, side_px, side_px), normalised.
            valid_mask: bool (side_px, side_px).

        Raises:
            ImageError: an image is damaged.
        """
        return self.read(*self.window(index, side_px))

    def window(self, index: int, side_px: int) -> tuple[int, PixelWindow]:
        """Where a patch of the fixed sample lies: the number of its raster, and the window in it."""
        return self.draw(np.random.default_rng((self.seed, index, 1)), side_px)

    def draw(self, rng: np.random.Generator, side_px: int) -> tuple[int, PixelWindow]:
        """Where any patch lies, likewise; it is moved so that it lies inside the raster where it fits."""
        source = int(rng.choice(len(self._sources), p=self._shares))
        raster, places = self._sources[source]
        row, col = places.draw(rng)
        return source, patch_inside(raster, row - side_px // 2, col - side_px // 2, side_px)

    def read(self, source: int, window: PixelWindow) -> tuple[np.ndarray, np.ndarray]:
        """Pixels and valid mask of a window of a raster, as for `patch`."""
        pixels, valid_mask = self._sources[source][0].read(window)
        return self.normalisation.apply(pixels, valid_mask), valid_mask


def patch_inside(raster: Raster, row: int, col: int, side_px: int) -> PixelWindow:
    """A patch, moved so that it lies inside the raster where it fits; else the raster lies in its middle."""
    rooms = (raster.grid.height - side_px, raster.grid.width - side_px)
    row, col = (min(max(start, 0), room) if room >= 0 else room // 2 for start, room in zip((row, col), rooms))
    return PixelWindow(row, col, side_px, side_px)
