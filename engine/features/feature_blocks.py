"""What a frozen encoder sees of a raster, block by block on one lattice that does not depend on what is asked for."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import torch

from ..data.normalisation import Normalisation
from ..data.raster import Raster
from ..data.tiles import read_tile
from ..data.window import PixelWindow
from ..models.compute import Compute
from ..models.encoder import Encoder
from ..models.network import Network
from ..models.probe import CELL_PX, CellMaps, divided
from ..models.rotations import RotationAverage
from .feature_cache import BlockPlace, FeatureCache, lattice_key

BLOCK_PX = 512
# Context around a block, three times the OOD head's blocks. A wider one changes the features of the encoder's first 200
# pixels from an edge a little further, at a cost that grows faster: with 96 px 0.2 % of the classes are others.
MARGIN_PX = 48
ALIGNMENT_PX = 16  # sides of what is encoded are multiples of the encoder's stride
SMALLEST_PX = 64


@dataclass(frozen=True)
class FeatureBlock:
    """A block of a raster.

    Attributes:
        window: the block, cut at the image's edges.
        outer: what was encoded: the block with MARGIN_PX around it, as far as the image reaches, rounded up to
            ALIGNMENT_PX.
        maps: of the outer window, float16, on the CPU.
        valid_mask: bool (height, width), of the block.
    """

    window: PixelWindow
    outer: PixelWindow
    maps: CellMaps
    valid_mask: np.ndarray

    def around(self, part: PixelWindow, margin_px: int) -> tuple[PixelWindow, CellMaps]:
        """Cells around a part of the block, float32.

        Args:
            part: inside the block.
            margin_px: context on every side, as far as there is any.

        Returns:
            The window in the image, widened to multiples of ALIGNMENT_PX, and its cells.
        """
        rows, cols = (
            _aligned(start, size, outer_start, outer_size, margin_px)
            for start, size, outer_start, outer_size in zip(
                (part.row, part.col), part.shape, (self.outer.row, self.outer.col), self.outer.shape
            )
        )
        window = PixelWindow(self.outer.row + rows.start, self.outer.col + cols.start, _size(rows), _size(cols))
        maps = self.maps.cropped(divided(rows, CELL_PX), divided(cols, CELL_PX))
        return window, maps.to("cpu", torch.float32)


@dataclass(frozen=True)
class CellLogits:
    """Logits of the cells of a part of a block and around it.

    Attributes:
        outer: the cells' window in the image.
        values: float32 (1, K, height / CELL_PX, width / CELL_PX), on the device.
    """

    outer: PixelWindow
    values: torch.Tensor


class FeatureBlocks:
    """Encodes the blocks of a raster that are asked for, or takes them from a cache.

    Args:
        image: the raster.
        normalisation: of its bands.
        network: whose frozen encoder runs, on the compute's device.
        rotations: quarter turns to average.
        compute: device and precision.
        cache: of blocks; None for none.
    """

    def __init__(
        self,
        image: Raster,
        normalisation: Normalisation,
        network: Network,
        rotations: int,
        compute: Compute,
        cache: FeatureCache | None = None,
    ) -> None:
        self.image, self._normalisation, self._compute, self._cache = image, normalisation, compute, cache
        self._averaged = RotationAverage(network, rotations)
        self._key = lattice_key(image, normalisation, network, rotations, compute) if cache is not None else ""

    @property
    def bytes_of_a_block(self) -> int:
        """Of a whole one, in the cache."""
        network = self._averaged.network
        encoder = network.backbone.encoder
        if not isinstance(encoder, Encoder):
            raise TypeError(f"{type(encoder).__name__} is not an encoder with several strides")
        side, colours = BLOCK_PX + 2 * MARGIN_PX, 2 * encoder.bands
        values = sum(c / max(s, CELL_PX) ** 2 for c, s in zip(encoder.channels, encoder.strides))
        values += colours / CELL_PX**2 + colours / encoder.stride**2
        return int(side**2 * (2 * values + 1 / CELL_PX**2) + BLOCK_PX**2 / 8)

    def covering(self, window: PixelWindow) -> list[BlockPlace]:
        """The blocks that share a pixel with a window of the image, row by row."""
        on_image = window.intersection(self.image.grid.window)
        if on_image is None:
            return []
        rows, cols = (range(start // BLOCK_PX, (start + size - 1) // BLOCK_PX + 1) for start, size in zip(
            (on_image.row, on_image.col), on_image.shape))  # fmt: skip
        return [(row, col) for row in rows for col in cols]

    def window(self, place: BlockPlace) -> PixelWindow:
        """The block at a place of the lattice."""
        row, col = (index * BLOCK_PX for index in place)
        return PixelWindow(row, col, BLOCK_PX, BLOCK_PX).clip(self.image.grid.window)

    def is_cached(self, place: BlockPlace) -> bool:
        """Whether a block need not be encoded."""
        return self._cache is not None and self._cache.holds(self._key, place)

    def read(self, place: BlockPlace) -> FeatureBlock:
        """A block; raises ImageError where the image is damaged."""
        window, outer = self.window(place), self._outer(self.window(place))
        held = self._cache.get(self._key, place) if self._cache is not None else None
        if held is None:
            held = self._encoded(window, outer)
            if self._cache is not None:
                self._cache.put(self._key, place, held)
        *levels, has_nodata, packed = held
        count = window.height * window.width
        valid_mask = np.unpackbits(packed.numpy(), count=count).reshape(window.shape).astype(bool)
        return FeatureBlock(window, outer, CellMaps(list(levels), has_nodata), valid_mask)

    def _outer(self, window: PixelWindow) -> PixelWindow:
        grid = self.image.grid
        edges = []
        for start, size, length in zip((window.row, window.col), window.shape, (grid.height, grid.width)):
            first = max(0, start - MARGIN_PX)
            last = min(start + size + MARGIN_PX, length)
            rounded = max(SMALLEST_PX, -(first - last) + (first - last) % ALIGNMENT_PX)
            edges.append((first, rounded))
        (row, height), (col, width) = edges
        return PixelWindow(row, col, height, width)

    def _encoded(self, window: PixelWindow, outer: PixelWindow) -> list[torch.Tensor]:
        """The levels float16, the cells with nodata, and the valid mask of the block in packed bits."""
        tile = read_tile(self.image, self._normalisation, outer)
        pixels = torch.from_numpy(tile.pixels)[None]
        with torch.inference_mode(), self._compute.precision():
            encoded = self._averaged.encode(self._compute.place_pixels(pixels))
            maps = CellMaps.of_encoded(encoded).to("cpu", torch.float16)
        own = tile.valid_mask[window.relative_to(outer).slices]
        return [*maps.levels, maps.has_nodata, torch.from_numpy(np.packbits(own))]


def from_the_middle(places: Iterable[PixelWindow], of: PixelWindow) -> list[PixelWindow]:
    """Windows by the distance of their middles from that of another one."""
    middle = np.add((of.row, of.col), np.divide(of.shape, 2))
    return sorted(
        places, key=lambda w: float(np.abs(np.add((w.row, w.col), np.divide(w.shape, 2)) - middle).max())
    )


def _aligned(start: int, size: int, outer_start: int, outer_size: int, margin_px: int) -> slice:
    """Places in the outer window around a part, with a margin, rounded outwards to ALIGNMENT_PX."""
    first = (start - margin_px - outer_start) // ALIGNMENT_PX * ALIGNMENT_PX
    last = -((outer_start - start - size - margin_px) // ALIGNMENT_PX) * ALIGNMENT_PX
    return slice(max(0, first), min(last, outer_size))


def _size(places: slice) -> int:
    return int(places.stop - places.start)
